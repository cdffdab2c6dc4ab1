# SPDX-License-Identifier: Apache-2.0
"""Verbs that write units, people, posts, themes and records. A record is added, changed and voided here alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import date
from importlib import resources
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, Stale
from guantong.kernel.flow import Flow
from guantong.trace.models import Entry
from guantong.trace.services import Changes, Stamp, add_entry, writes

from .actors import Actor
from .models import Account, Installation, Person, Post, RuleValue, Theme, Unit, UnitRecord
from .rights import ROLES, named

Record = TypeVar("Record", bound=UnitRecord)
Thing = TypeVar("Thing", bound=models.Model)

SYSTEM = Stamp(None, "贯通", 0, "贯通", "系统")
NOT_SHOWN = {"id", "version", "recorded_at", "recorded_by", "voided_at", "path", "depth", "numchild", "password"}


def trace(by: Actor | Stamp, verb: str, thing: models.Model, changes: Changes | None = None) -> Entry:
    """Leave one entry about an object; its unit is the object's own, where it has one."""
    stamp = by.stamp() if isinstance(by, Actor) else by
    unit_id = thing.pk if isinstance(thing, Unit) else getattr(thing, "unit_id", None)
    return add_entry(stamp, verb, thing, unit_id=unit_id, changes=changes or Changes())


def values_of(thing: models.Model) -> dict[str, Any]:
    """The fields of an object as the trace shows them: values of plain fields, ids of others."""
    fields = [field for field in thing._meta.concrete_fields if field.name not in NOT_SHOWN]
    return {field.name: field.value_from_object(thing) for field in fields}


def difference(before: dict[str, Any], after: dict[str, Any], reason: str = "") -> Changes:
    """Only what differs."""
    keys = [key for key in after if before.get(key) != after[key]]
    return Changes({key: before.get(key) for key in keys}, {key: after[key] for key in keys}, reason)


@writes
def found_unit(by: Actor | Stamp, parent: Unit | None, unit: Unit) -> Unit:
    """Add a unit below its parent, or as the root of the federation."""
    if isinstance(by, Actor) and parent is not None:
        by.must("org.unit.found", parent)
    if parent is None:
        Unit.objects.add_root(instance=unit)
    else:
        Unit.objects.add_child(Unit.objects.get(pk=parent.pk), instance=unit)
    trace(by, "found", unit, Changes(after=values_of(unit)))
    return unit


@writes
def give_post(by: Actor | Stamp, person: Person, *, unit: Unit, role: str, since: date, title: str = "") -> Post:
    """Put a person in a post of a unit from a day on."""
    if isinstance(by, Actor):
        by.must("org.post.give", unit)
    with override(settings.LANGUAGE_CODE):  # the trace keeps the title, in the language of the house
        said = title or str(ROLES[role])
    post = Post.objects.create(person=person, unit=unit, role=role, starts_on=since, title=said)
    trace(by, "appoint", post, Changes(after=values_of(post)))
    return post


@writes
def add_person(by: Actor | Stamp, *, name: str, unit: Unit) -> Person:
    """Add a human who is not known yet."""
    if isinstance(by, Actor):
        by.must("org.person.add", unit)
    person = Person.objects.create(name=name, unit=unit)
    trace(by, "add", person, Changes(after=values_of(person)))
    return person


@writes
def open_account(by: Actor | Stamp, person: Person, *, username: str, password: str) -> Account:
    """Open a way to sign in for a person."""
    if isinstance(by, Actor):
        by.must("org.account.open", person.unit)
    account = Account(username=username, person=person)
    account.set_password(password)
    account.save()
    trace(by, "open_account", account, Changes(after={"username": username}))
    return account


@writes
def make_demo(business_date: date) -> Installation:
    """Mark an empty database as a demo whose business clock stands at a day. Refused where units exist."""
    if Unit.objects.exists():
        raise Invalid(_("这个库里已经有单位，不能当演示库。"))
    installation = Installation.objects.create(pk=1, is_demo=True, business_date=business_date)
    trace(SYSTEM, "make_demo", installation, Changes(after={"business_date": business_date}))
    return installation


@writes
def use_theme(actor: Actor, title: str) -> Theme:
    """The theme of that title, made where there is none yet."""
    theme = Theme.objects.filter(title=title.strip()).first()
    if theme is not None:
        return theme
    actor.must("org.theme.create")
    theme = Theme.objects.create(title=title.strip(), created_on=clock.today())
    trace(actor, "create", theme, Changes(after={"title": theme.title}))
    return theme


@writes
def add_record(actor: Actor, right: str, record: Record, *, themes: Iterable[Theme] = ()) -> Record:
    """Enter a record of a unit within the actor's reach (a post above may do so on behalf of a unit below)."""
    actor.must(right, record.unit)
    if record.unit.closed_on is not None:
        raise Invalid(_("“{unit}”已撤销，不能再登记。"), unit=record.unit.name)
    record.recorded_at, record.recorded_by = clock.now(), actor.person_name
    record.save(force_insert=True)
    kept = list(themes)
    record.themes.set(kept)
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
    fresh = {field.attname: getattr(record, field.attname) for field in model._meta.concrete_fields}
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
def move(thing: Thing, flow: Flow, verb: str, *, by: Actor, reason: str = "") -> Thing:
    """Take one move of a state table: checks right, state and version at once, then leaves a trace."""
    step = flow.move(verb, thing.state)  # type: ignore[attr-defined]  # any model with a Flow has state and version
    named(step.right)
    by.must(step.right, thing.unit)  # type: ignore[attr-defined]
    if step.reason and not reason.strip():
        raise Invalid(_("请写一句理由。"), field="reason")
    before, version = thing.state, thing.version  # type: ignore[attr-defined]
    changed = values_of(thing) | {"state": step.target, "version": version + 1}
    changed.pop("id", None)
    rows = type(thing)._default_manager.filter(pk=thing.pk, state=before, version=version)
    columns = {field.name: changed[field.name] for field in thing._meta.concrete_fields if field.name in changed}
    if not rows.update(**columns):
        raise Stale(_("没有办成。别人刚动过它，请刷新后再看。"))
    thing.state, thing.version = step.target, version + 1  # type: ignore[attr-defined]
    trace(by, verb, thing, Changes({"state": before}, {"state": step.target}, reason))
    return thing


@writes
def load_rules() -> int:
    """Enter the rule values that ship with the code and are not in the database yet; returns how many."""
    place = resources.files("guantong.org") / "data" / "rule_values.csv"
    added = 0
    for row in csv.DictReader(place.read_text(encoding="utf-8").splitlines()):
        facts = {"key": row["key"], "valid_from": date.fromisoformat(row["valid_from"])}
        if RuleValue.objects.filter(**facts).exists():
            continue
        rest = {name: row[name] for name in ("measure", "source", "confidence")}
        value = RuleValue.objects.create(value=json.loads(row["value"]), **facts, **rest)
        trace(SYSTEM, "set_rule", value, Changes(after=values_of(value)))
        added += 1
    return added
