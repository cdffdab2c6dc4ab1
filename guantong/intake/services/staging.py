# SPDX-License-Identifier: Apache-2.0
"""The worker's part before anything is entered: read a file, judge its rows in short batches, hold them against the
register. Each batch is a transaction of its own, so that others write in between and a crash loses one batch at most.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, Refused
from guantong.org.actors import Actor
from guantong.org.services import move
from guantong.org.wording import worded
from guantong.sheets import (
    Book,
    Field,
    Limits,
    Matching,
    RowOutcome,
    Table,
    match,
    read,
    rows_at_once,
    table_again,
    tables,
)
from guantong.trace.files import place_of
from guantong.trace.models import canonical
from guantong.trace.services import writes

from .. import queries, sql
from ..fields import KEY, sheet_fields
from ..judging import Judge, plain_value
from ..models import StagedRow, Upload
from ..states import UPLOAD_FLOW

BATCH = 5000
SAMPLES = 3
PLAIN = ("{}", "[]", "", "")  # said, reasons, note and fate of a row that nobody need look at


def book_of(upload: Upload) -> Book:
    """The file of an upload, opened. Raises UnreadableSheet."""
    is_known = bool(upload.found) and all(table.get("is_plain") for table in upload.found)
    return read(place_of(upload.file_id), Limits(packed=settings.CONF["upload_mb"] * 2**20), is_known=is_known)


@writes
def fail(actor: Actor, upload: Upload, why: Refused) -> Upload:
    """Say why a file could not be read; nothing of it is kept but the file."""
    upload.message = worded(why)
    StagedRow.objects.filter(upload=upload).delete()
    return move(upload, UPLOAD_FLOW, "fail", by=actor)


@writes
def find_tables(actor: Actor, upload: Upload) -> Upload:
    """Read the sheets of a file and propose which column holds which field, first of all as this unit confirmed before.

    Raises UnreadableSheet for a file that holds no sheet, or none that we open.
    """
    fields = sheet_fields(queries.register_of(upload), actor)
    book, known = book_of(upload), queries.known_heads(upload)
    found = tables(book, fields)
    if not found:
        labels = "、".join(each.label for each in fields[:3])
        raise Invalid(_("文件里没有找到表格。请在第一行写上栏目名，例如“{labels}”。"), labels=labels)
    held, facts = {table.sheet.name for table in found}, {"is_plain": book.is_plain}
    without: dict[str, Any] = {"columns": [], "proposed": {}, "doubts": []}
    upload.found = [facts | {"kept": table.kept(book)} | _told(table, match(table, fields), known) for table in found]
    upload.found += [
        facts | {"sheet": sheet.name, "is_hidden": sheet.is_hidden} | without
        for sheet in book.sheets
        if sheet.name not in held
    ]
    return move(upload, UPLOAD_FLOW, "find", by=actor)


def _told(table: Table, proposed: Matching, known: dict[str, str]) -> dict[str, Any]:
    """A table as the officer confirms it: its columns with a few of their values, and what is proposed for each."""
    sample = [cells for _row, cells in _first(table.lines(), SAMPLES)]
    chosen = {name: column.index for name, column in proposed.columns.items()}
    labels = {column.label: column.index for column in table.columns if column.path}
    names = {field.name for field in proposed.fields}
    for head, name in known.items():
        if head in labels:
            chosen = {field: index for field, index in chosen.items() if index != labels[head]}
            chosen |= {name: labels[head]} if name in names else {}
    return {
        "sheet": table.sheet.name,
        "is_hidden": False,
        "place": table.place,
        "columns": [
            {
                "index": column.index,
                "label": column.label,
                "has_label": bool(column.path),
                "is_hidden": column.is_hidden,
                "samples": [
                    str(plain_value(cells[column.index]))[:40]
                    for cells in sample
                    if column.index < len(cells) and cells[column.index] is not None
                ],
            }
            for column in table.columns
        ],
        "proposed": chosen,
        "known": sorted(name for head, name in known.items() if name and head in labels),
        "doubts": [*table.doubts, *(why for name, why in proposed.doubts.items() if chosen.get(name) is not None)],
    }


def _first(lines: Iterator[Any], number: int) -> Iterator[Any]:
    for _at, line in zip(range(number), lines, strict=False):
        yield line


def judge_of(upload: Upload, actor: Actor) -> Judge:
    """The judge of an upload's rows; a field that the officer set for all rows needs no column."""
    register = queries.register_of(upload)
    constants: dict[str, Any] = {}
    for table in upload.chosen:
        constants |= table.get("constants", {}) if table["read"] else {}
    return Judge(register, actor, constants)


def stage_rows(actor: Actor, upload: Upload, *, seconds: float = 60.0) -> bool:
    """Judge and stage rows until all are done or the time is over; says whether all are. Goes on where it stopped.

    Raises UnreadableSheet where the file breaks half-way.
    """
    judge = judge_of(upload, actor)
    done, until = queries.staged_so_far(upload), time.monotonic() + seconds
    batch: list[tuple[Any, ...]] = []
    with override("zh-hans"), clock.at(clock.now()):  # the business day is asked of the database: once, not a row
        for number, row in _staged_rows(upload, judge):
            if number <= done or row is None:
                continue
            batch.append(row)
            if len(batch) == BATCH:
                if not _keep(upload, batch, after=done):
                    return True
                done, batch = number, []
                if time.monotonic() > until:
                    return False
        if batch and not _keep(upload, batch, after=done):
            return True
    return True


def _staged_rows(upload: Upload, judge: Judge) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
    """Every row of every chosen table as staging keeps it, None for one that is no record.

    Rows are numbered through the file: the same row has the same number at each reading.
    """
    wanted = tuple(_asked(field, judge) for field in judge.fields)
    number = 0
    book = book_of(upload)
    for told, chosen in zip(upload.found, upload.chosen, strict=True):
        if not chosen["read"]:
            continue
        table = table_again(book, told["kept"])
        at = {column.index: column for column in table.columns}
        picked = {field.name: at.get(chosen["columns"].get(field.name, -1)) for field in wanted}
        sheet, place = table.sheet.name, table.place
        for row, parts, outcome in rows_at_once(table, match(table, wanted).having(**picked), judge.part):
            number += 1
            if parts is not None and (values := judge.passed(parts)) is not None:  # type: ignore[arg-type]
                yield number, (upload.pk, number, sheet[:60], row, place, "new", False, False, values, *PLAIN)
                continue
            if parts is not None:
                read = {field.name: part.read for field, part in zip(wanted, parts, strict=True)}  # type: ignore[attr-defined]
                outcome = RowOutcome(sheet, row, "right", read, (), place)
            assert outcome is not None
            yield number, None if outcome.verdict == "ignored" else _staged(upload.pk, number, outcome, judge)


def _asked(field: Field, judge: Judge) -> Field:
    return replace(field, required=False) if field.name in judge.constants else field


def _staged(upload: int, number: int, outcome: RowOutcome, judge: Judge) -> tuple[Any, ...]:
    """A row as staging keeps it, in the order of `sql.STAGED`."""
    unread = [reason.field for reason in outcome.reasons] if outcome.verdict == "refused" else []
    verdict = judge.judged(outcome.values, unread)
    is_refused = outcome.verdict == "refused" or bool(verdict.faults)
    doubts = [[each.field, each.text, *each.candidates] for each in outcome.reasons]
    if is_refused and outcome.verdict != "refused":
        doubts = []  # a doubt beside a refusal is told once the row is mended
    reasons = [*doubts, *map(list, verdict.faults)]
    said = {name: plain_value(raw) for name, raw in outcome.said.items()}
    if verdict.faults and not said:
        said = {name: plain_value(value) for name, value in outcome.values.items() if value is not None}
    return (
        upload,
        number,
        outcome.sheet[:60],
        outcome.row,
        outcome.place,
        "refused" if is_refused else "new",
        bool(reasons) and not is_refused,
        False,
        canonical(verdict.values),
        json.dumps(said, ensure_ascii=False) if said else "{}",
        json.dumps(reasons, ensure_ascii=False) if reasons else "[]",
        "",
        "",
    )


def _keep(upload: Upload, batch: list[tuple[Any, ...]], *, after: int) -> bool:
    """Add a batch, unless the officer stopped meanwhile or another worker was here; says whether it was added."""
    with transaction.atomic():
        current = Upload.objects.select_for_update().only("state", "version").get(pk=upload.pk)
        if (current.state, current.version) != (upload.state, upload.version):
            return False
        if queries.staged_so_far(upload) != after:
            return False
        sql.stage(batch)
    return True


@writes
def finish_staging(actor: Actor, upload: Upload) -> Upload:
    """Hold all rows against the register, count them, and give the upload to its officer."""
    current = Upload.objects.select_for_update().get(pk=upload.pk)
    if (current.state, current.version) != (upload.state, upload.version):
        return current
    hold_against_register(upload, actor)
    return move(upload, UPLOAD_FLOW, "stage", by=actor)


def hold_against_register(upload: Upload, actor: Actor) -> None:
    """Find each row in the register, and what repeats in the file; note the counts. Within the caller's transaction."""
    register = queries.register_of(upload)
    shape = queries.shape_of(register)
    has_keys = any(KEY in table["columns"] for table in upload.chosen if table["read"])
    sql.forget_match(upload.pk)
    sql.match(shape, upload.pk, actor.unit.path, has_keys=has_keys)
    _check_changes(upload, actor, shape.names)
    upload.counts = queries.counted(upload)
    Upload.objects.filter(pk=upload.pk).update(counts=upload.counts)


def _check_changes(upload: Upload, actor: Actor, names: tuple[str, ...]) -> None:
    """A row that leaves fields blank leaves the record's own there: the two together must still be a record."""
    judge: Judge | None = None
    last = 0
    while True:
        found = StagedRow.objects.filter(upload=upload, outcome="change", number__gt=last).order_by("number")[:BATCH]
        part = list(found)
        if not part:
            return
        last = part[-1].number
        partial = [row for row in part if any(name not in row.values for name in names)]
        if not partial:
            continue
        judge = judge or judge_of(upload, actor)
        records = queries.records_by_id(judge.register, [row.record for row in partial if row.record is not None])
        for row in partial:
            faults = judge.whole.faults(judge.record(row.values, over=records[row.record or 0]))
            if faults:
                row.outcome, row.note = "refused", faults[0][1][:200]
                row.save(force_update=True, update_fields=("outcome", "note"))
