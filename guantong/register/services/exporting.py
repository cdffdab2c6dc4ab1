# SPDX-License-Identifier: Apache-2.0
"""Writing the file of an export: exactly what is filtered, masks in place, row by row in constant memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, BinaryIO

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guantong.kernel import clock
from guantong.kernel.errors import Refused
from guantong.org.actors import Actor
from guantong.org.services import trace
from guantong.sheets import writing
from guantong.trace.files import keep_lines
from guantong.trace.services import Changes, writes

from ..asked import Asked
from ..catalogue import register_named
from ..models import Export
from ..register import Register
from ..screens.words import label_of, said

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
STEP, CHUNK = 1000, 1 << 20


class Stopped(Exception):
    """Its owner stopped the export."""


def run_export(pk: int) -> None:
    """Write the file of an export that waits; one that was stopped or taken by another worker is left alone."""
    if not note(pk, "running", was="waiting"):
        return
    export = Export.objects.select_related("post__person", "post__unit").get(pk=pk)
    actor = Actor.in_post(export.post)
    try:
        with tempfile.TemporaryFile() as out:
            written = write_rows(actor, export, out)
            out.seek(0)
            finish_export(actor, export, out, written)
    except Stopped:
        return
    except (Refused, writing.TooManyRows, OSError):
        note(pk, "failed", was="running")
        raise


@writes
def note(pk: int, state: str, *, was: str, **facts: int) -> bool:
    """How far an export has come; False where it is no longer in the state that is expected."""
    return bool(Export.objects.filter(pk=pk, state=was).update(state=state, **facts))


@writes
def finish_export(actor: Actor, export: Export, out: BinaryIO, written: int) -> None:
    """Keep the file; the entry says how many rows left the house."""
    name = f"{register_named(export.register).title()}-{clock.today():%Y%m%d}.{export.form}"
    file = keep_lines(iter(lambda: out.read(CHUNK), b""), name=name, media_type=TYPES[export.form])
    export.state, export.file, export.written = "done", file, written
    export.save(update_fields=("state", "file", "written"))
    trace(actor, "exported", export, Changes(after={"rows": written, "file": file.digest}))


def write_rows(actor: Actor, export: Export, out: BinaryIO) -> int:
    """The rows that the address asks for, as its owner may see them now; returns how many they were."""
    register = register_named(export.register)
    asked = Asked.again(register, export.query)
    rows = asked.rows(actor)
    note(export.pk, "running", was="running", expected=rows.count())  # a job may count, a page may not
    names = asked.shown if asked.columns else tuple(field.name for field in register.on("sheet"))
    rows = asked.order.sorted(rows)
    if "themes" in names:
        rows = rows.prefetch_related("themes")
    count = 0

    def lines() -> Iterator[list[object]]:
        nonlocal count
        readers = [reader_of(register, name) for name in names]
        for count, row in enumerate(rows.iterator(chunk_size=STEP), start=1):
            if count % STEP == 0 and not note(export.pk, "running", was="running", written=count):
                raise Stopped
            yield [read(row) for read in readers]

    if export.form == "csv":
        writing.write_text(lines(), heads_of(register, names), out)
    else:
        writing.write(lines(), heads_of(register, names), out, cover_of(actor, asked, export))
    return count


def reader_of(register: type[Register], name: str) -> Callable[[Any], object]:
    """How a value of one column is read from a row: days and numbers as such, the rest as a person reads it."""
    field = register.model._meta.get_field(name)
    is_plain = not register.veil_of(name) and not getattr(field, "choices", None) and not field.is_relation

    def read(row: Any) -> object:
        value = getattr(row, name) if is_plain else None
        is_typed = isinstance(value, (int, date)) and not isinstance(value, bool)
        return value if is_typed else said(row, name)

    return read


def heads_of(register: type[Register], names: tuple[str, ...]) -> list[str]:
    """The labels of the columns, each once."""
    heads: list[str] = []
    for label in (label_of(register, name) for name in names):
        heads.append(f"{label} {heads.count(label) + 1}" if label in heads else label)
    return heads


def cover_of(actor: Actor, asked: Asked, export: Export) -> dict[str, str]:
    """What a sheet of a book says about itself: what was asked, by whom, when."""
    fields = asked.filters(actor).form.fields
    conditions = [f"{fields[name].label}：{value}" for name, value in asked.conditions]
    return {
        _("登记簿"): asked.register.title(),
        _("条件"): "；".join(conditions) or _("全部"),
        _("导出人"): f"{actor.person_name}，{actor.unit.name}{actor.post_label}",
        _("导出时间"): f"{localtime(export.asked_at):%Y-%m-%d %H:%M}",
        _("说明"): _("遮住的内容在导出里同样遮住。"),
    }
