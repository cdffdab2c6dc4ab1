# SPDX-License-Identifier: Apache-2.0
"""Verbs on records of registers: a record is added, changed, moved and voided here alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, Stale
from guantong.kernel.flow import Flow
from guantong.trace.services import Changes, writes

from ..actors import Actor
from ..models import Theme, Unit, UnitRecord
from ..rights import named
from .traces import difference, open_values_of, trace, values_of

Record = TypeVar("Record", bound=UnitRecord)
Thing = TypeVar("Thing", bound=models.Model)


@writes
def add_record(actor: Actor, right: str, record: Record, *, themes: Iterable[Theme] = ()) -> Record:
    """Enter a record of a unit within the actor's reach (a post above may do so on behalf of a unit below)."""
    actor.must(right, record.unit)
    if record.unit.closed_on is not None:
        raise Invalid(_("“{unit}”已撤销，不能再登记。"), unit=record.unit.name)
    record.recorded_at, record.recorded_by = clock.now(), actor.person_name
    record.save(force_insert=True)
    if kept := list(themes):
        record.themes.add(*kept)
    after = values_of(record) | {"themes": [theme.title for theme in kept]}
    trace(actor, "record" if record.unit_id == actor.unit.pk else "record_on_behalf", record, Changes(after=after))
    return record


@writes
def change_record(actor: Actor, right: str, record: Record, *, themes: Iterable[Theme] | None = None) -> Record:
    """Correct a record. Raises Stale where somebody changed it after it was opened."""
    model = type(record)
    actor.must(right, record.unit)
    old = model._default_manager.select_related("unit").get(pk=record.pk)
    actor.must(right, old.unit)
    seen = record.version
    record.version = seen + 1
    # as a save would: a fingerprint follows the sealed value beside it
    fresh = {field.attname: field.pre_save(record, add=False) for field in model._meta.concrete_fields}
    if not model._default_manager.filter(pk=record.pk, version=seen, voided_at=None).update(**fresh):
        record.version = seen
        raise Stale(_("没有保存。别人刚改过这条登记，您写的还在。"))
    before, after = values_of(old), values_of(record)
    if themes is not None:
        before["themes"] = sorted(old.themes.values_list("title", flat=True))
        record.themes.set(list(themes))
        after["themes"] = sorted(record.themes.values_list("title", flat=True))
    trace(actor, "correct", record, difference(before, after))
    return record


@writes
def void_record(actor: Actor, right: str, record: Record, *, reason: str) -> Record:
    """Take a record out of all counts, with a reason; it stays in history."""
    actor.must(right, record.unit)
    if not reason.strip():
        raise Invalid(_("请写一句为什么作废。"), field="reason")
    rows = type(record)._default_manager.filter(pk=record.pk, version=record.version, voided_at=None)
    moment = clock.now()
    if not rows.update(voided_at=moment, version=F("version") + 1):
        raise Stale(_("这条登记已经被改过或作废，请刷新后再看。"))
    record.voided_at, record.version = moment, record.version + 1
    trace(actor, "void", record, Changes({"voided_at": None}, {"voided_at": moment}, reason))
    return record


@writes
def restore_record(actor: Actor, right: str, record: Record) -> Record:
    """Undo a voiding."""
    actor.must(right, record.unit)
    rows = type(record)._default_manager.filter(pk=record.pk).exclude(voided_at=None)
    if not rows.update(voided_at=None, version=F("version") + 1):
        raise Stale(_("这条登记没有作废，不用恢复。"))
    record.refresh_from_db()
    trace(actor, "restore", record, Changes({"voided_at": "作废"}, {"voided_at": None}))
    return record


@writes
def move(thing: Thing, flow: Flow, verb: str, *, by: Actor, reason: str = "", at: Unit | None = None) -> Thing:
    """Take one move of a state table: checks right, state and version at once, then leaves a trace.

    `at` is the unit for which the mover acts where that is not the unit of the thing itself.
    """
    step = flow.move(verb, thing.state)  # type: ignore[attr-defined]  # any model with a Flow has state and version
    named(step.right)
    by.must(step.right, at or thing.unit)  # type: ignore[attr-defined]
    if step.reason and not reason.strip():
        raise Invalid(_("请写一句理由。"), field="reason")
    before, version = thing.state, thing.version  # type: ignore[attr-defined]
    columns = open_values_of(thing) | {"state": step.target, "version": version + 1}
    rows = type(thing)._default_manager.filter(pk=thing.pk, state=before, version=version)
    if not rows.update(**columns):
        raise Stale(_("没有办成。别人刚动过它，请刷新后再看。"))
    thing.state, thing.version = step.target, version + 1  # type: ignore[attr-defined]
    trace(by, verb, thing, Changes({"state": before}, {"state": step.target}, reason))
    return thing
