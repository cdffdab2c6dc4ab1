# SPDX-License-Identifier: Apache-2.0
"""Verbs that change several units at once: merge into one, split one, close. Who and what goes along: `handover`.

Records stay with the unit that made them and stay readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, WrongState
from guantong.trace.services import Changes, RowChange, writes

from ..actors import Actor
from ..models import Person, Post, Unit
from ..scope import within
from .handover import end_posts, go_on, hand_on_line, hand_over_people
from .traces import trace, trace_bulk
from .tree import (
    By,
    check_below,
    check_day,
    check_depth,
    check_no_circle,
    fresh,
    hold_tree,
    must_over,
    relocate,
    touch,
    unit_above,
)
from .units import check_heads_no_line, found_unit, open_unit


@writes
def merge_units(by: By, unit: Unit, *, into: Unit, on: date, reason: str) -> Unit:
    """Close a unit into another, which takes over its open children, its people and its office.

    The closed unit stands below its successor from then on, so that what it recorded counts there.
    """
    by = hold_tree(by)
    old, heir = fresh(unit), fresh(into)
    for each in (old, heir):
        must_over(by, "org.unit.merge", each)
    if old.pk == heir.pk:
        raise Invalid(_("单位不能并入自己。"), field="into")
    if heir.path.startswith(old.path):
        raise Invalid(_("“{unit}”不能并入自己的下级；请先把“{heir}”移出来。"), unit=old.name, heir=heir.name)
    _check_reason(reason)
    check_day([old, heir], on)
    if not heir.line:
        check_heads_no_line(old)
    _move_below(by, _open_children(old), heir, on=on, reason=reason)
    hand_on_line(by, old, heir)
    old.refresh_from_db()
    hand_over_people(by, Person.objects.filter(unit=old), heir, on=on)
    go_on(by, end_posts(by, Post.objects.filter(unit=old), old, on=on), heir, on=on)
    if old.path[: -Unit.steplen] != heir.path:
        relocate(by, [old], heir, on=on, reason=reason)
    touch(old, closed_on=on, successor=heir)
    touch(heir)
    trace(by, "merge_unit", old, Changes({"closed_on": None}, {"closed_on": on, "successor": heir.pk}, reason))
    return heir


@writes
def split_unit(
    by: By, unit: Unit, new: Unit, *, children: Sequence[Unit], people: Sequence[Person], reason: str
) -> Unit:
    """Found a unit beside another, out of it, on its day of foundation: it takes the children and people named."""
    by = hold_tree(by)
    old = fresh(unit)
    must_over(by, "org.unit.split", old)
    above = unit_above(old)
    if above is None:
        raise Invalid(_("最上面的单位不能分设。"))
    taken = [fresh(child) for child in children]
    if any(child.path[: -Unit.steplen] != old.path for child in taken):
        raise Invalid(_("只能分出“{unit}”的直接下级。"), field="children", unit=old.name)
    leaving = Person.objects.filter(pk__in=[person.pk for person in people])
    if leaving.exclude(unit=old).exists():
        raise Invalid(_("只能分出“{unit}”的人员。"), field="people", unit=old.name)
    _check_reason(reason)
    on = new.founded_on = new.founded_on or clock.today()
    check_day([old], on)
    new.origin = old
    found_unit(by, above, new)
    _move_below(by, taken, new, on=on, reason=reason)
    posts = Post.objects.filter(unit=old, person__in=list(leaving))
    go_on(by, end_posts(by, posts, old, on=on), new, on=on)
    hand_over_people(by, leaving, new, on=on)
    touch(old)
    trace(by, "split_unit", old, Changes(after={"new": new.pk, "children": len(taken)}, reason=reason))
    return new


@writes
def close_unit(
    by: By, unit: Unit, *, on: date, reason: str, children_to: Unit | None = None, with_children: bool = False
) -> Unit:
    """Close a unit: its people go to the unit above, its posts end. Open children are moved or closed in the same step.

    A union is closed when its employer is, and reports it (工会法 Article 13); its members keep their membership.
    """
    by = hold_tree(by)
    old = fresh(unit)
    must_over(by, "org.unit.close", old)
    above = unit_above(old)
    if above is None:
        raise WrongState(_("最上面的单位不能撤销。"))
    _check_reason(reason)
    children = _open_children(old)
    if children and children_to is not None:
        target = open_unit(children_to)
        if isinstance(by, Actor):
            by.must("org.unit.move", target)
        _move_below(by, children, target, on=on, reason=reason)
        old.refresh_from_db()
    elif children and not with_children:
        raise WrongState(
            _("“{unit}”还有 {number} 个下级单位，请把它们移走或一起撤销。"), unit=old.name, number=len(children)
        )
    closing = list(Unit.objects.in_force().filter(within(old.path, "path")))
    check_day([old], on)
    check_day(closing, on)
    for head in (each for each in closing if each.line):
        check_heads_no_line(head, besides=old)
    hand_over_people(by, Person.objects.filter(unit__in=closing), above, on=on)
    end_posts(by, Post.objects.filter(unit__in=closing), old, on=on)
    Unit.objects.filter(pk__in=[each.pk for each in closing]).update(closed_on=on, version=F("version") + 1)
    rows = [RowChange(c.pk, c.version + 1, c.pk, {"closed_on": None}, {"closed_on": on}) for c in closing]
    if len(rows) > 1:
        trace_bulk(by, "close_unit", Unit, rows, unit=old, changes=Changes(reason=reason))
    else:
        trace(by, "close_unit", old, Changes({"closed_on": None}, {"closed_on": on}, reason))
    old.refresh_from_db()
    return old


def _open_children(unit: Unit) -> list[Unit]:
    return list(Unit.objects.in_force().below(unit).filter(depth=unit.depth + 1))


def _move_below(by: By, children: Sequence[Unit], above: Unit, *, on: date, reason: str) -> None:
    """Move units that lose their place under another one, by the rules of its place."""
    check_below({(child.kind, child.level) for child in children}, above)
    for child in children:
        check_depth(child, above)
        if not child.industry_id:
            check_no_circle(child, above)
    relocate(by, children, above, on=on, reason=reason)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("请写一句依据或理由。"), field="reason")
