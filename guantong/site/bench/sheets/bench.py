# SPDX-License-Identifier: Apache-2.0
"""`guantong bench sheets`: a list of twelve columns from its file into a register and back, beside the bare floors.

The floor is a bare read of the same file by calamine plus a bare bulk load of the same rows into the same indexed
table, which holds a fifth as many before. An export is beside a bare writer of the same rows.
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
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.services import SYSTEM, add_person, found_unit, give_post
from guantong.sheets import match, read, rows_at_once, tables, write

from ..database import bench_database
from .beside import import_export
from .members import CHOICES, GENDERS, ListedRegister, registered
from .memory import peak
from .rows import FIRST_DAY, HEADS, fields, rows_of, unit_names
from .sql import bare_load, empty, highest_id, number_of_rows

SIZES, UNITS, FEW = (10_000, 100_000), 200, 20
FOREVER = 1e9
TARGETS = (
    ("*ratio to bare read and load", "≤", 8.0),
    ("*times django-import-export", "≥", 4.0),
    ("*export ratio to bare writer", "≤", 2.0),
    ("*memory ratio to bare read", "≤", 1.3),
    ("*csv memory, four times the rows", "≤", 1.1),
)


def bench(rows: int | None = None) -> dict[str, Any]:
    """All figures of each size, times in seconds; `ratio` is ours over the floors of the same run."""
    found: dict[str, Any] = {}
    for size in (rows,) if rows else SIZES:
        with TemporaryDirectory(prefix="guantong-sheets-") as folder, bench_database() as vendor, registered():
            found["database"] = vendor
            places = _files(Path(folder), size)
            parts = (_uploads(places, size), _judging(places["xlsx"]), _exports(size), _memory(places))
            found |= {f"{size}: {name}": value for part in parts for name, value in part.items()}
    return found


def _files(folder: Path, number: int) -> dict[str, Path]:
    places = {"xlsx": folder / "list.xlsx", "csv": folder / "list.csv", "long": folder / "long.csv"}
    places["few"] = folder / "few.csv"
    with places["xlsx"].open("wb") as file:
        write(rows_of(number, unit_names(UNITS)), HEADS, file)
    for name, many in (("csv", number), ("long", number * 4), ("few", FEW)):
        with places[name].open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(HEADS)
            writer.writerows(rows_of(many, unit_names(UNITS)))
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
    _upload(actor, places["few"])  # a worker has its addresses and forms loaded already
    bare_load(list(_bare(number // 5, first=number * 5)))
    last = highest_id()
    said: dict[str, Any] = {
        "bare read xlsx": _timed(lambda: _bare_read(places["xlsx"])),
        "bare read csv": _timed(lambda: _bare_csv(places["csv"])),
    }
    said: dict[str, Any] = {
        "bare read xlsx": _timed(lambda: _bare_read(places["xlsx"])),
        "bare read csv": _timed(lambda: _bare_csv(places["csv"])),
    }
    said["bare load"] = _loaded(list(_bare(number)))
    empty(last)
    for kind in ("xlsx", "csv"):
        took = _upload(actor, places[kind])
        floor = said[f"bare read {kind}"] + said["bare load"]
        said |= {f"{kind} {step}": seconds for step, seconds in took.items()}
        whole = sum(seconds for step, seconds in took.items() if step != "undo")
        said[f"{kind} ratio to bare read and load"] = round(whole / floor, 2)
        said[f"{kind} rows a second"] = round(number / whole)
        said |= _beside(places[kind], kind, last, number / whole)
    return said


def _loaded(made: list[Any]) -> float:
    """The seconds of a bare load of rows that stand in memory."""
    return _timed(lambda: bare_load(made))


def _beside(place: Path, kind: str, last: int, ours: float) -> dict[str, Any]:
    """The same file through django-import-export, where it is installed."""
    before = number_of_rows()
    took = import_export(place, kind)
    if took is None:
        return {f"{kind} django-import-export": "not measured, it is not installed (pip install guantong[beside])"}
    theirs = (number_of_rows() - before) / took
    empty(last)
    return {
        f"{kind} django-import-export, rows a second": round(theirs),
        f"{kind} times django-import-export": round(ours / theirs, 2),
    }


def _bare(number: int, *, first: int = 0) -> Any:
    """Rows as the table holds them."""
    units = dict(Unit.objects.values_list("name", "pk"))
    keys = {label: key for pairs in (GENDERS, *CHOICES.values()) for key, label in pairs} | {None: ""}
    facts = (1, clock.now(), "例测")
    for row in rows_of(number, unit_names(UNITS), first=first):
        name, said, gender, nation, schooling, phone, day, group, job, migrant, remark, unit = map(str, row)
        chosen = [keys[each if each != "None" else None] for each in (gender, nation, schooling)]
        kept = (phone, day, keys[group if group != "None" else None], job, migrant == "是", remark, units[unit])
        yield (name, said, *chosen, *kept, *facts)


def _bare_read(place: Path) -> None:
    for _row in CalamineWorkbook.from_path(str(place)).get_sheet_by_index(0).iter_rows():
        pass


def _bare_csv(place: Path) -> None:
    with place.open(encoding="utf-8", newline="") as file:
        for _row in csv.reader(file):
            pass


def _given(actor: Actor, place: Path) -> Upload:
    return services.bring_in(actor, ListedRegister, content=place.read_bytes(), name=place.name)


def _upload(actor: Actor, place: Path) -> dict[str, float]:
    """One list from its file into the register and out again; the seconds of each step."""
    upload, before = _given(actor, place), number_of_rows()
    took = {"find tables": _timed(lambda: services.find_tables(actor, upload))}
    chosen = [{"read": True, "columns": table["proposed"], "constants": {}} for table in upload.found]
    services.confirm_columns(actor, upload, chosen, themes=())
    took["judge and stage"] = _timed(lambda: services.stage_rows(actor, upload, seconds=FOREVER))
    took["match"] = _timed(lambda: services.finish_staging(actor, upload))
    services.ask_to_enter(actor, _again(upload))
    took["apply"] = _timed(lambda: services.enter(actor, _again(upload)))
    if number_of_rows() - before != _again(upload).counts["new"] or _again(upload).counts["refused"]:
        raise Refused("入册的行数不对：{message}", message=_again(upload).message)
    services.ask_to_undo(actor, _again(upload))
    took["undo"] = _timed(lambda: services.take_out(actor, _again(upload)))
    return took


def _again(upload: Upload) -> Upload:
    return Upload.objects.select_related("unit", "file").get(pk=upload.pk)


def _judging(place: Path) -> dict[str, float]:
    """All twelve columns judged, with check digits, and nothing stored: what `sheets` costs above a bare read."""
    asked = fields(unit_names(UNITS))

    def judge() -> None:
        for table in tables(read(place), asked):
            for _row in rows_at_once(table, match(table, asked), lambda _name, value: value or ""):
                pass

    ours, bare = _timed(judge), _timed(lambda: _bare_read(place))
    return {"judge 12 columns": ours, "judge 12 columns ratio": round(ours / bare, 2)}


def _exports(number: int) -> dict[str, float]:
    made = list(rows_of(number, unit_names(UNITS)))
    records = (dict(zip(HEADS, row, strict=True)) for row in made)
    bare = _timed(lambda: write_worksheets([("数据", records)], io.BytesIO()))
    ours = _timed(lambda: write(iter(made), HEADS, io.BytesIO(), {"谁": "例测"}))
    return {"bare writer": bare, "export": ours, "export ratio to bare writer": round(ours / bare, 2)}


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
        "xlsx memory ratio to bare read": round(ours / bare, 2),
        "csv memory, four times the rows": round(long / short, 2),
    }
