# SPDX-License-Identifier: Apache-2.0
"""The part of a page where units are chosen: conditions, the exact list they give page by page, exceptions, additions.

Everything chosen travels in the form itself, so that it works without scripts and nothing is kept before the act.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.models import Unit, UnitKind, UnitQuerySet
from guantong.org.queries import children_of, units_called

from ..forms import ChooserForm
from ..models import Notice, Receipt
from ..services import Selection, within_reach

ROWS = 60
FOUND = 20


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that may be ticked; one that has the notice already is shown as such."""

    id: int
    name: str
    checked: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units of one kind, or one page of a long list."""

    label: str
    units: list[UnitChoice]


@dataclass(frozen=True, slots=True)
class Chooser:
    """What the page shows of a choice."""

    form: ChooserForm
    groups: list[UnitGroup]
    count_text: str
    kinds_text: str
    named: list[int]
    without: list[int]
    find: str
    found: list[UnitChoice]
    found_text: str
    seen: str
    after: str
    next_after: str
    is_narrowed: bool
    offered: int
    list_title: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen so far: conditions, units named one by one, exceptions; and what the person has seen of it."""

    unit: Unit
    form: ChooserForm
    named: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()
    after: str = ""
    find: str = ""
    seen: str = ""
    list_title: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def first(cls, actor: Actor, notice: Notice) -> Choice:
        """Before anything is chosen: all units directly below but the departments and those that have it."""
        children = children_of(actor.unit)
        have = Receipt.objects.filter(notice=notice, unit__in=children).values_list("unit", flat=True)
        departments = children.filter(kind=UnitKind.DEPARTMENT).values_list("pk", flat=True)
        form = ChooserForm({"scope": "children"}, unit=actor.unit)
        return cls(actor.unit, form, without=frozenset(departments) | frozenset(have))

    @classmethod
    def posted(cls, actor: Actor, data: Any) -> Choice:
        """What was posted: a unit shown without its tick is an exception, one ticked is none."""
        ticked, shown = _ids(data, "units"), _ids(data, "shown")
        without = (_ids(data, "without") | (shown - ticked)) - ticked
        named = (_ids(data, "with") | (ticked - shown)) - without
        texts = {name: data.get(name, "").strip() for name in ("find", "seen", "list_title")}
        after = data["go"] if "go" in data else "" if "look" in data else data.get("after", "")
        return cls(actor.unit, ChooserForm(data, unit=actor.unit), named, without, after, **texts)

    def selection(self) -> Selection:
        """The same as the services take it."""
        conditions = self.form.conditions()
        return Selection(units=sorted(self.named), without=sorted(self.without), **conditions)

    def token(self, offered: int) -> str:
        """What tells whether a list is still the one that was looked at: its conditions and how long it was."""
        said = [replace(self.selection(), without=(), units=()), offered]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:16]

    def is_as_seen(self) -> bool:
        """Whether the conditions still give what the person looked at; true where nothing was shown yet."""
        broad = replace(self.selection(), units=(), without=())
        return not self.seen or self.seen == self.token(broad.offered(self.unit).count() if broad.is_broad else 0)


def chooser_of(choice: Choice, notice: Notice) -> Chooser:
    """One page of the list that a choice gives, with its counts."""
    selection, top = choice.selection(), choice.unit
    offered = selection.offered(top)
    have = Receipt.objects.filter(notice=notice).values("unit_id")
    chosen = selection.rows(top).exclude(pk__in=have)
    part = list((offered.filter(path__gt=choice.after) if choice.after else offered)[: ROWS + 1])
    shown, more = part[:ROWS], len(part) > ROWS
    known = set(Receipt.objects.filter(notice=notice, unit__in=shown).values_list("unit_id", flat=True))
    total = offered.count()
    broad = replace(selection, units=(), without=())
    ids = {unit.pk for unit in shown}
    found, found_text = _found(choice, ids)
    return Chooser(
        form=choice.form,
        groups=_groups(shown, choice, known, is_whole=not choice.after and not more),
        count_text=_count_text(chosen.count(), selection, offered, notice),
        kinds_text=_kinds_text(chosen),
        named=sorted(choice.named - ids),
        without=sorted(choice.without - ids),
        find=choice.find,
        found=found,
        found_text=found_text,
        seen=choice.token(broad.offered(top).count() if broad.is_broad else 0),
        after=choice.after,
        next_after=shown[-1].path if more else "",
        is_narrowed=set(choice.form.conditions()) != {"scope"},
        offered=total,
        list_title=choice.list_title,
    )


def _groups(shown: Sequence[Unit], choice: Choice, known: set[int], *, is_whole: bool) -> list[UnitGroup]:
    def row(unit: Unit) -> UnitChoice:
        return UnitChoice(unit.pk, unit.name, unit.pk not in choice.without, unit.pk in known)

    if not is_whole:
        return [UnitGroup(_("按上下级顺序"), [row(unit) for unit in shown])]
    by_kind = sorted(shown, key=lambda unit: (unit.kind, unit.path))
    return [
        UnitGroup(str(UnitKind(kind).label), [row(unit) for unit in units])
        for kind, units in groupby(by_kind, key=lambda unit: str(unit.kind))
    ]


def _count_text(chosen: int, selection: Selection, offered: UnitQuerySet, notice: Notice) -> str:
    have = offered.filter(receipts__notice=notice).count()
    left = offered.filter(pk__in=selection.without).exclude(receipts__notice=notice).count()
    parts = [_("这次发给 {n} 个单位").format(n=chosen)]
    if left:
        parts.append(_("去掉了 {n} 个").format(n=left))
    if have:
        parts.append(_("{n} 个已经收到，不会再发").format(n=have))
    return "，".join(parts) + "。"


def _kinds_text(chosen: UnitQuerySet) -> str:
    counts = dict(chosen.order_by().values_list("kind").annotate(n=Count("pk")))
    return "，".join(f"{kind.label} {counts[kind.value]}" for kind in UnitKind if kind.value in counts)


def _found(choice: Choice, shown: set[int]) -> tuple[list[UnitChoice], str]:
    if not choice.find:
        return [], ""
    rows = within_reach(choice.unit).filter(units_called(choice.find)).exclude(pk__in=shown | choice.named)[:FOUND]
    found = [UnitChoice(unit.pk, unit.name, False, False) for unit in rows]
    if not found:
        return [], _("下级里没有叫“{words}”的单位，或者它已经在名单上。").format(words=choice.find)
    return found, _("勾上要加的，再点“看名单”。")


def _ids(data: Any, name: str) -> frozenset[int]:
    return frozenset(key for text in data.getlist(name) if (key := row_key(text)) is not None)
