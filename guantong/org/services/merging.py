# SPDX-License-Identifier: Apache-2.0
"""Two rows that are one human: everything that points to one moves to the other, set-based, and can be moved back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, RuleBroken, Stale, WrongState
from guantong.trace.models import Entry
from guantong.trace.queries import history_of, rows_of
from guantong.trace.services import Changes, RowChange, writes

from ..actors import Actor
from ..models import Account, NumberClash, Person
from ..states import CLASH_FLOW
from .records import move
from .traces import trace, trace_bulk

BATCH = 500
KEPT_APART = {("org.account", "person"), ("org.person", "merged_into")}


def links_to_people() -> Iterator[models.Field[Any, Any]]:
    """Every column in the house that points to a person, those of joining tables included; in a steady order."""
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda each: each._meta.label_lower):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_concrete_fields:
            if field.is_relation and field.related_model is Person:
                yield field


@writes
def merge_people(actor: Actor, kept: Person, gone: Person, *, reason: str) -> Person:
    """Let one row stand for a human who had two. The other keeps its history and its name, and points to this one.

    What cannot move because the kept row has the like already stays where it is, and the entry says how much.
    """
    actor.must("org.person.merge", kept.unit)
    actor.must("org.person.merge", gone.unit)
    if not reason.strip():
        raise Invalid(_("请写一句为什么认定是同一个人。"), field="reason")
    if kept.pk == gone.pk:
        raise RuleBroken(_("这是同一行，不用合并。"))
    _take_both(kept, gone)
    moved, stayed = 0, 0
    for field in links_to_people():
        label = field.model._meta.label_lower
        if (label, field.name) in KEPT_APART:
            continue
        ids, left = _move_links(field, gone.pk, kept.pk)
        moved, stayed = moved + len(ids), stayed + left
        if ids:
            rows = (RowChange(pk, None, kept.unit_id, {field.name: gone.pk}, {field.name: kept.pk}) for pk in ids)
            trace_bulk(actor, "merge_links", field.model, rows, unit=kept.unit)
    closed = _move_account(gone, kept)
    said = {"merged_into": kept.pk, "moved": moved, "stayed": stayed, "account": closed}
    trace(actor, "merge_into", gone, Changes({"merged_into": None}, said, reason.strip()))
    trace(actor, "merge", kept, Changes({}, {"merged": gone.pk}, reason.strip()))
    for clash in _clashes_within(kept):
        if clash.state == CLASH_FLOW.start:
            move(clash, CLASH_FLOW, "unite", by=actor, reason=reason)
    return kept


def _take_both(kept: Person, gone: Person) -> None:
    """Win both rows or none, in the order of their ids; two mergers of one row at once cannot both win."""
    wanted = {kept.pk: (kept, None), gone.pk: (gone, kept.pk)}
    for pk in sorted(wanted):
        person, into = wanted[pk]
        rows = Person.objects.in_force().filter(pk=pk, version=person.version)
        if not rows.update(version=F("version") + 1, merged_into=into):
            raise Stale(_("没有合并。别人刚改过或合并过“{name}”，请刷新后再看。"), name=person.name)
        person.version += 1
    gone.merged_into = kept


def _move_links(field: models.Field[Any, Any], source: int, target: int) -> tuple[list[int], int]:
    manager, column = field.model._base_manager, field.name
    ids = list(manager.filter(**{column: source}).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return [], 0
    try:
        with transaction.atomic():
            manager.filter(**{column: source}).update(**{column: target}, **_edited(field.model))
        return ids, 0
    except IntegrityError:  # the kept row has the like of some already: move what can be moved, one by one
        moved = [pk for pk in ids if _move_one(field, pk, target)]
        return moved, len(ids) - len(moved)


def _edited(model: type[models.Model]) -> dict[str, Any]:
    """A record whose person is now another one was edited: forms opened before and undone uploads leave it alone."""
    return {"version": F("version") + 1} if any(each.name == "version" for each in model._meta.concrete_fields) else {}


def _move_one(field: models.Field[Any, Any], pk: int, target: int) -> bool:
    try:
        with transaction.atomic():
            field.model._base_manager.filter(pk=pk).update(**{field.name: target}, **_edited(field.model))
    except IntegrityError:
        return False
    return True


def _move_account(gone: Person, kept: Person) -> str:
    """One human signs in by one account: it moves where the kept row has none, else it is closed."""
    if not Account.objects.filter(person=gone).exists():
        return ""
    if Account.objects.filter(person=kept).exists():
        return "closed" if Account.objects.filter(person=gone, is_active=True).update(is_active=False) else ""
    Account.objects.filter(person=gone).update(person=kept)
    return "moved"


def _clashes_within(person: Person) -> models.QuerySet[NumberClash]:
    own = Q(first__person=person) | Q(first__person__merged_into=person)
    return NumberClash.objects.filter(own, Q(second__person=person) | Q(second__person__merged_into=person))


@writes
def part_people(actor: Actor, gone: Person, *, reason: str) -> Person:
    """Undo a merging: what moved then and still stands where it was moved to goes back."""
    kept = gone.merged_into
    if kept is None:
        raise WrongState(_("“{name}”没有并入别人，不用分开。"), name=gone.name)
    actor.must("org.person.merge", kept.unit)
    actor.must("org.person.merge", gone.unit)
    if not reason.strip():
        raise Invalid(_("请写一句为什么要分开。"), field="reason")
    if kept.merged_into_id is not None:
        raise WrongState(_("“{name}”后来又并入了别人，请先分开那一次。"), name=kept.name)
    merged = history_of(gone).filter(verb="merge_into").first()
    rows = Person.objects.filter(pk=gone.pk, merged_into=kept, version=gone.version)
    if merged is None or not rows.update(merged_into=None, version=F("version") + 1):
        raise Stale(_("没有分开。别人刚改过“{name}”，请刷新后再看。"), name=gone.name)
    gone.merged_into, gone.version = None, gone.version + 1
    for entry in Entry.objects.filter(operation=merged.operation, verb="merge_links").order_by("-number"):
        _move_back(actor, entry, kept, gone)
    if merged.after.get("account") == "moved":
        Account.objects.filter(person=kept).update(person=gone)
    elif merged.after.get("account") == "closed":
        Account.objects.filter(person=gone).update(is_active=True)
    trace(actor, "part", gone, Changes({"merged_into": kept.pk}, {"merged_into": None}, reason.strip()))
    for clash in NumberClash.objects.filter(
        Q(first__person__in=(kept, gone)), Q(second__person__in=(kept, gone)), state="one_person"
    ):
        move(clash, CLASH_FLOW, "look_again", by=actor, reason=reason)
    return gone


def _move_back(actor: Actor, entry: Entry, kept: Person, gone: Person) -> None:
    model, lines, back = apps.get_model(entry.object_kind), rows_of(entry), []
    while some := list(islice(lines, BATCH)):
        (name,) = some[0].before
        still = model._base_manager.filter(pk__in=[row.id for row in some], **{name: kept.pk})
        ids = sorted(still.values_list("pk", flat=True))
        model._base_manager.filter(pk__in=ids).update(**{name: gone.pk}, **_edited(model))
        back += [RowChange(pk, None, gone.unit_id, {name: kept.pk}, {name: gone.pk}) for pk in ids]
    if back:
        trace_bulk(actor, "part_links", model, back, unit=gone.unit)


@writes
def keep_people_apart(actor: Actor, clash: NumberClash, *, reason: str) -> NumberClash:
    """Decide that two rows with one number are two humans; the number of one is wrong, or was given twice."""
    return move(clash, CLASH_FLOW, "keep_apart", by=actor, reason=reason)
