# SPDX-License-Identifier: Apache-2.0
"""The worker's part that writes records: an upload entered, or taken back, as one operation and one transaction.

A worker that dies half-way leaves nothing of it: state, rows, records and trace commit together or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Refused, RuleBroken, Stale
from guantong.org.actors import Actor
from guantong.org.services import covered, move, trace_bulk
from guantong.org.wording import worded
from guantong.trace.sealing import veiled_fields
from guantong.trace.services import Changes, RowChange, RowLine, writes

from .. import queries, sql
from ..models import Upload
from ..states import UPLOAD_FLOW
from .staging import hold_against_register


def enter(actor: Actor, upload: Upload) -> Upload:
    """Enter an upload; where the register is no longer what the officer saw, give it back with a sentence instead."""
    try:
        with transaction.atomic():
            return enter_rows(actor, upload)
    except IntegrityError:
        refused: Refused = RuleBroken(_("没有入册，一条也没写：有一行和册里别的登记冲突。请再看一遍结果。"))
    except Refused as found:
        refused = found
    upload.refresh_from_db()
    return give_back(actor, upload, refused)


@writes
def give_back(actor: Actor, upload: Upload, why: Refused) -> Upload:
    """Back to the officer, held against the register as it is now, with the reason why nothing was entered."""
    hold_against_register(upload, actor)
    upload.message = worded(why)
    return move(upload, UPLOAD_FLOW, "give_back", by=actor)


@writes
def enter_rows(actor: Actor, upload: Upload) -> Upload:
    """New rows become records, found ones change theirs, all or none. Raises Stale where the register has moved on."""
    register = queries.register_of(upload)
    shape = queries.shape_of(register)
    actor.must(register.right("record"), upload.unit)
    sql.lock(shape)
    seen = sql.footprint(upload.pk)
    hold_against_register(upload, actor)
    if sql.footprint(upload.pk) != seen:
        raise Stale(_("没有入册，一条也没写：看过以后册里又有人登记或更正。结果已经重新对过，请再看一遍。"))
    if upload.counts["change"]:
        actor.must(register.right("correct"), upload.unit)
    facts = {"version": 1, "recorded_at": clock.now(), "recorded_by": actor.person_name, "voided_at": None}
    sql.keep_before(shape, upload.pk)
    sql.enter_new(shape, upload.pk, facts, upload.themes.values_list("pk", flat=True))
    changed = sql.enter_changes(shape, upload.pk)
    sql.mark_changed(upload.pk)
    if changed != queries.number_of(upload, "entered", "change"):
        raise Stale(_("没有入册，一条也没写：看过以后册里又有人登记或更正。结果已经重新对过，请再看一遍。"))
    what = {"file": upload.file_id, "new": upload.counts["new"], "change": changed}
    trace_bulk(actor, "enter", shape.model, _entered(shape, upload), unit=upload.unit, changes=Changes(after=what))
    upload.entered_at, upload.message = clock.now(), ""
    return move(upload, UPLOAD_FLOW, "enter", by=actor)


def _entered(shape: sql.Shape, upload: Upload) -> Iterator[RowChange | RowLine]:
    if not veiled_fields(shape.model):
        for record, version, unit, values in sql.made(upload.pk, "entered"):
            yield RowLine(record, version, unit, "{}", values)
    for _number, outcome, record, version, values, before in sql.entered(upload.pk, "entered", _by_hand(shape)):
        if outcome == "new":
            yield RowChange(record, version, values["unit"], {}, covered(shape.model, values))
            continue
        old = _told(shape, before)
        after = {name: value for name, value in values.items() if name in old and old[name] != value}
        was = covered(shape.model, {name: old[name] for name in after})
        yield RowChange(record, version + sql.LEAP, values["unit"], was, covered(shape.model, after))


def _by_hand(shape: sql.Shape) -> tuple[str, ...]:
    """The outcomes whose rows are told value by value: new ones only where a value is veiled in the trace."""
    return ("new", "change") if veiled_fields(shape.model) else ("change",)


def _told(shape: sql.Shape, before: dict[str, Any]) -> dict[str, Any]:
    """Values that a record held, as staging says them: SQLite answers 1 where it means yes."""
    bools = {name for name in shape.names if shape.field(name).get_internal_type() == "BooleanField"}
    return {name: bool(value) if name in bools and value is not None else value for name, value in before.items()}


@writes
def take_out(actor: Actor, upload: Upload) -> Upload:
    """Take an entered upload back: its records go, changed ones get their old values; what was edited since is kept."""
    register = queries.register_of(upload)
    shape = queries.shape_of(register)
    actor.must(register.right("void"), upload.unit)
    sql.lock(shape)
    sql.mark_returning(shape, upload.pk)
    number = queries.number_of(upload, "taken_back")
    deleted, restored = sql.take_back(shape, upload.pk)
    if deleted + restored != number:
        raise Stale(_("没有撤销，什么也没动：同一时刻有人在改这些登记。请再撤一次。"))
    upload.counts = queries.counted(upload)
    if number:
        what = {"file": upload.file_id, "deleted": deleted, "restored": restored, "kept": upload.counts["kept"]}
        rows = _returned(shape, upload)
        trace_bulk(actor, "take_back", shape.model, rows, unit=upload.unit, changes=Changes(after=what))
    return move(upload, UPLOAD_FLOW, "take_out", by=actor)


def _returned(shape: sql.Shape, upload: Upload) -> Iterator[RowChange | RowLine]:
    if not veiled_fields(shape.model):
        for record, _version, unit, values in sql.made(upload.pk, "taken_back"):
            yield RowLine(record, None, unit, values, "{}")
    for _number, outcome, record, version, values, before in sql.entered(upload.pk, "taken_back", _by_hand(shape)):
        if outcome == "new":
            yield RowChange(record, None, values["unit"], covered(shape.model, values), {})
            continue
        old = _told(shape, before)
        now = {name: value for name, value in values.items() if name in old and old[name] != value}
        back = covered(shape.model, {name: old[name] for name in now})
        yield RowChange(record, version, old["unit"], covered(shape.model, now), back)
