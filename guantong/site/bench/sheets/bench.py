# SPDX-License-Identifier: Apache-2.0
"""`guantong bench sheets`: a list of twelve columns from its file into a register and back, beside the bare floors.

The floor is a bare read of the same file by calamine plus a bare bulk load of the same rows into the same indexed
table. An export is beside a bare writer of the same rows.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection
from python_calamine import CalamineWorkbook
from rustpy_xlsxwriter import write_worksheets

from guantong.intake import services
from guantong.intake.models import Upload
from guantong.kernel import clock
from guantong.kernel.errors import Refused
from guantong.learning.models import LECTURE_ENTRIES, Lecture
from guantong.learning.registers import LectureRegister
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.services import SYSTEM, add_person, found_unit, give_post
from guantong.sheets import Unseen, match, read, tables, write
from guantong.sheets import rows as judged

from ..database import bench_database
from .memory import peak
from .rows import FIRST_DAY, HEADS, member_fields, rows, unit_names
from .sql import bare_load, empty

ROWS, UNITS = 5_000, 200
FOREVER = 1e9
ORDER = (1, 2, 3, 4, 5, 6, 7, 8)  # columns of the file that the register keeps


def bench(rows: int = ROWS) -> dict[str, Any]:
    """All figures, times in seconds; `ratio` is ours over the floors of the same run."""
    with TemporaryDirectory(prefix="guantong-sheets-") as folder, bench_database() as vendor:
        places = _files(Path(folder), rows)
        found: dict[str, Any] = {"database": vendor, "rows": rows, "columns": len(HEADS)}
        found |= _uploads(places, rows)
        found |= _judging(places["xlsx"])
        found |= _exports(rows)
        found |= _memory(places)
        return found


def _files(folder: Path, number: int) -> dict[str, Path]:
    places = {"xlsx": folder / "list.xlsx", "csv": folder / "list.csv", "long": folder / "long.csv"}
    with places["xlsx"].open("wb") as file:
        write(rows(number, unit_names(UNITS)), HEADS, file)
    for name, times in (("csv", 1), ("long", 4)):
        with places[name].open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows([HEADS, *rows(number * times, unit_names(UNITS))])
    return places


def _timed(job: Callable[[], Any]) -> float:
    started = time.perf_counter()
    job()
    return round(time.perf_counter() - started, 3)


def _federation() -> Actor:
    top = found_unit(SYSTEM, None, Unit(code="0", name="示例总工会", kind="federation", level="province"))
    for at, name in enumerate(unit_names(UNITS), start=1):
        short = name.removesuffix("委员会")
        found_unit(SYSTEM, top, Unit(code=str(at), name=name, short_name=short, kind="basic", level="basic"))
    person = add_person(SYSTEM, name="例测", unit=top)
    return Actor.in_post(give_post(SYSTEM, person, unit=top, role="office", since=FIRST_DAY))


def _uploads(places: dict[str, Path], number: int) -> dict[str, Any]:
    actor = _federation()
    units = dict(Unit.objects.values_list("name", "pk"))
    keys = {str(label): key for key, label in LECTURE_ENTRIES}
    plain = [_bare(row, units, keys) for row in rows(number, unit_names(UNITS))]
    facts = (1, clock.now(), "例测")
    said: dict[str, Any] = {
        "bare read xlsx": _timed(lambda: _bare_read(places["xlsx"])),
        "bare read csv": _timed(lambda: _bare_csv(places["csv"])),
        "bare load": _timed(lambda: bare_load(plain, facts)),
    }
    empty()
    for kind in ("xlsx", "csv"):
        took = _upload(actor, places[kind], number)
        floor = said[f"bare read {kind}"] + said["bare load"]
        said |= {f"{kind} {step}": seconds for step, seconds in took.items()}
        whole = sum(seconds for step, seconds in took.items() if step != "undo")
        said[f"{kind} ratio (at most 8 for xlsx)"] = round(whole / floor, 2)
        said[f"{kind} rows a second"] = round(number / whole)
    return said


def _bare(row: list[object], units: dict[str, int], keys: dict[str, str]) -> list[object]:
    title, day, entry, lecturer, model, place, audience, unit = (row[at] for at in ORDER)
    return [title, day, keys[str(entry)], lecturer, model == "是", place, audience, units[str(unit)]]


def _bare_read(place: Path) -> None:
    for _row in CalamineWorkbook.from_path(str(place)).get_sheet_by_index(0).iter_rows():
        pass


def _bare_csv(place: Path) -> None:
    with place.open(encoding="utf-8", newline="") as file:
        for _row in csv.reader(file):
            pass


def _upload(actor: Actor, place: Path, number: int) -> dict[str, float]:
    """One list from its file into the register and out again; the seconds of each step."""
    content = place.read_bytes()
    upload = services.bring_in(actor, LectureRegister, content=content, name=place.name)
    took = {"find tables": _timed(lambda: services.find_tables(actor, upload))}
    chosen = [{"read": True, "columns": table["proposed"], "constants": {}} for table in upload.found]
    services.confirm_columns(actor, upload, chosen, themes=())
    took["judge and stage"] = _timed(lambda: services.stage_rows(actor, upload, seconds=FOREVER))
    took["match"] = _timed(lambda: services.finish_staging(actor, upload))
    services.ask_to_enter(actor, _again(upload))
    took["apply"] = _timed(lambda: services.enter(actor, _again(upload)))
    if Lecture.objects.count() != number:
        raise Refused("入册的行数不对：{message}", message=_again(upload).message)
    services.ask_to_undo(actor, _again(upload))
    took["undo"] = _timed(lambda: services.take_out(actor, _again(upload)))
    return took


def _again(upload: Upload) -> Upload:
    return Upload.objects.select_related("unit", "file").get(pk=upload.pk)


def _judging(place: Path) -> dict[str, float]:
    """All twelve columns judged, with check digits, and nothing stored: what `sheets` costs above a bare read."""
    fields = member_fields(unit_names(UNITS))

    def judge() -> None:
        for table in tables(read(place), fields):
            for _row in judged(table, match(table, fields), Unseen()):
                pass

    ours, bare = _timed(judge), _timed(lambda: _bare_read(place))
    return {"judge 12 columns": ours, "judge 12 columns ratio": round(ours / bare, 2)}


def _exports(number: int) -> dict[str, float]:
    made = list(rows(number, unit_names(UNITS)))
    records = (dict(zip(HEADS, row, strict=True)) for row in made)
    bare = _timed(lambda: write_worksheets([("数据", records)], io.BytesIO()))
    ours = _timed(lambda: write(iter(made), HEADS, io.BytesIO(), {"谁": "例测"}))
    return {"bare writer": bare, "export": ours, "export ratio (at most 2)": round(ours / bare, 2)}


def _memory(places: dict[str, Path]) -> dict[str, float]:
    """Peaks above a process that has the code loaded and reads nothing."""
    idle = peak("idle", "", UNITS)
    bare = peak("bare", str(places["xlsx"]), UNITS)
    ours, short, long = (peak("ours", str(places[each]), UNITS) for each in ("xlsx", "csv", "long"))
    connection.ensure_connection()
    return {
        "xlsx memory, MB": round(ours / 1024, 1),
        "bare xlsx memory, MB": round(bare / 1024, 1),
        "idle memory, MB": round(idle / 1024, 1),
        "xlsx memory ratio (at most 1.3)": round(ours / bare, 2),
        "csv memory, four times the rows": round(long / short, 2),
    }
