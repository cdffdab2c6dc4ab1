# SPDX-License-Identifier: Apache-2.0
"""Verbs on one unit: found, rename, change, move, place on an industrial line, reopen. Several units: `mergers`."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, NotAllowed, WrongState
from guantong.trace.services import Changes, writes

from .. import places, sql
from ..actors import Actor
from ..models import Unit, UnitKind
from ..scope import within
from .traces import difference, trace, values_of
from .tree import (
    By,
    check_below,
    check_day,
    check_depth,
    check_level,
    check_no_circle,
    fresh,
    hold_tree,
    keep_past,
    line_below,
    must_over,
    relocate,
    touch,
    unit_above,
)

FACTS = ("name", "short_name", "kind", "level", "region_code", "code_word")


@writes
def found_unit(by: By, parent: Unit | None, unit: Unit, *, industry: Unit | None = None) -> Unit:
    """Add a unit below its parent, or as the root; on the line of an industrial union if one is named.

    Creation needs the next higher union (工会法 Article 12): the right is asked over the parent.
    """
    by = hold_tree(by)
    above = None if parent is None else Unit.objects.get(pk=parent.pk)
    if isinstance(by, Actor):
        if above is None:
            raise NotAllowed(_("最上面的单位在安装时建立。"), right="org.unit.found")
        by.must("org.unit.found", above)
    _check_facts(unit, above)
    if above is not None and above.closed_on is not None:
        raise WrongState(_("“{unit}”已撤销，请先恢复再办。"), unit=above.name)
    if Unit.objects.filter(code=unit.code).exists():
        raise Invalid(_("单位代码“{code}”已经有了，请换一个。"), field="code", code=unit.code)
    if industry is not None and unit.kind == UnitKind.FEDERATION:
        raise Invalid(_("总工会不放在产业线上。"), field="industry")
    if industry is not None:
        unit.industry = _head_of_line(industry)
        unit.industry_path = unit.industry.line
    else:
        unit.industry_path = line_below(above)
    if above is None:
        Unit.objects.add_root(instance=unit)
    else:
        check_level(above.depth + 1)
        Unit.objects.add_child(above, instance=unit)
    trace(by, "found", unit, Changes(after=values_of(unit)))
    return unit


@writes
def change_unit(by: By, unit: Unit, *, on: date, reason: str = "") -> Unit:
    """Write the changed facts of a unit (its name, kind, level, region), in force from a day on.

    `unit` carries the new values and the version that was read; its place is never changed here.
    """
    by = hold_tree(by)
    old = fresh(unit)
    must_over(by, "org.unit.change", old)
    columns = {name: getattr(unit, name) for name in FACTS if getattr(unit, name) != getattr(old, name)}
    if not columns:
        return old
    above = unit_above(old)
    _check_facts(unit, above)
    if {"kind", "level"} & set(columns):
        children = set(Unit.objects.in_force().below(old).filter(depth=old.depth + 1).values_list("kind", "level"))
        check_below(children, unit)
    if old.kind == UnitKind.INDUSTRIAL and "kind" in columns:
        check_heads_no_line(old)
    check_day([old], on)
    before = values_of(old)
    was = old.line
    keep_past([old], on)
    touch(old, **columns)
    if old.line != was:
        sql.settle_lines()
    verb = "rename_unit" if set(columns) <= {"name", "short_name"} else "change_unit"
    trace(by, verb, old, difference(before, values_of(old), reason))
    return old


@writes
def rename_unit(by: By, unit: Unit, *, name: str, short_name: str = "", on: date, reason: str = "") -> Unit:
    """Give a unit another name from a day on; it is found by the old one too."""
    wanted = Unit.objects.get(pk=unit.pk)
    wanted.version, wanted.name, wanted.short_name = unit.version, name.strip(), short_name.strip()
    return change_unit(by, wanted, on=on, reason=reason)


@writes
def move_unit(by: By, unit: Unit, *, to: Unit, on: date, reason: str = "") -> Unit:
    """Put a unit with all below it under another unit; the rights over both places are asked."""
    by = hold_tree(by)
    old = fresh(unit)
    above = open_unit(to)
    must_over(by, "org.unit.move", old)
    if isinstance(by, Actor):
        by.must("org.unit.move", above)
    if old.path[: -Unit.steplen] == above.path:
        raise Invalid(_("“{unit}”已经在“{above}”下面。"), field="to", unit=old.name, above=above.name)
    if above.path.startswith(old.path):
        raise Invalid(_("“{unit}”不能移到自己或自己的下级下面。"), field="to", unit=old.name)
    check_below({(old.kind, old.level)}, above)
    check_depth(old, above)
    if not old.industry_id:
        check_no_circle(old, above)
    check_day([old], on)
    relocate(by, [old], above, on=on, reason=reason)
    return old


@writes
def place_on_line(by: By, unit: Unit, *, industry: Unit | None, on: date, reason: str = "") -> Unit:
    """Place a unit on the line of an industrial union, or on none of its own; what it leads follows it."""
    by = hold_tree(by)
    old = fresh(unit)
    must_over(by, "org.unit.move", old)
    head = _head_of_line(industry) if industry is not None else None
    if old.industry_id == (head.pk if head else None):
        return old
    if old.kind == UnitKind.FEDERATION:
        raise Invalid(_("总工会不放在产业线上。"), field="industry")
    if head is not None:
        check_no_circle(old, head)
    check_day([old], on)
    before = {"industry": old.industry_id, "industry_path": old.industry_path}
    keep_past([old], on)
    touch(old, industry=head)
    sql.settle_lines()
    old.refresh_from_db()
    trace(
        by,
        "place_on_line",
        old,
        Changes(before, {"industry": old.industry_id, "industry_path": old.industry_path}, reason),
    )
    return old


@writes
def reopen_unit(by: By, unit: Unit, *, reason: str) -> Unit:
    """Open a closed unit again; its people and posts are given anew. One that was merged stays merged."""
    by = hold_tree(by)
    old = Unit.objects.select_related("successor").get(pk=unit.pk)
    must_over(by, "org.unit.close", old)
    if old.closed_on is None:
        raise WrongState(_("“{unit}”没有撤销，不用恢复。"), unit=old.name)
    if old.successor is not None:
        raise WrongState(
            _("“{unit}”已并入“{successor}”，不能恢复；要分出来请办分设。"), unit=old.name, successor=old.successor.name
        )
    if not reason.strip():
        raise Invalid(_("请写一句为什么恢复。"), field="reason")
    above = unit_above(old)
    if above is not None and above.closed_on is not None:
        raise WrongState(_("“{unit}”已撤销，请先恢复再办。"), unit=above.name)
    closed_on = old.closed_on
    touch(old, closed_on=None)
    trace(by, "reopen_unit", old, Changes({"closed_on": closed_on}, {"closed_on": None}, reason))
    return old


def open_unit(unit: Unit) -> Unit:
    """The unit as it is now, for use as a place to go to. Raises WrongState where it is closed."""
    found: Unit = Unit.objects.get(pk=unit.pk)
    if found.closed_on is not None:
        raise WrongState(_("“{unit}”已撤销，请先恢复再办。"), unit=found.name)
    return found


def check_heads_no_line(unit: Unit, *, besides: Unit | None = None) -> None:
    """No open unit is placed on the line that this one heads, those below `besides` left aside."""
    placed = Unit.objects.in_force().filter(industry=unit)
    if besides is not None:
        placed = placed.exclude(within(besides.path, "path"))
    if number := placed.count():
        raise WrongState(_("还有 {number} 个单位在“{unit}”的产业线上，请先改放。"), number=number, unit=unit.name)


def _check_facts(unit: Unit, above: Unit | None) -> None:
    places.check_name(unit.name)
    places.check_region(unit.region_code)
    places.check_place(unit.kind, unit.level, (above.kind, above.level) if above else None)
    if len(unit.short_name) > 60 or len(unit.code_word) > 20:
        raise Invalid(_("简称最多 60 个字，发文代字最多 20 个字。"), field="short_name")


def _head_of_line(industry: Unit) -> Unit:
    found = open_unit(industry)
    if found.kind != UnitKind.INDUSTRIAL:
        raise Invalid(_("“{unit}”不是产业工会。"), field="industry", unit=found.name)
    return found
