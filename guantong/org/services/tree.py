# SPDX-License-Identifier: Apache-2.0
"""What every change of the tree goes through: the lock, fresh rows, the rules of the place, the past, the new paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, RuleBroken, Stale, WrongState
from guantong.trace.services import Changes, RowChange, Stamp

from .. import places, sql
from ..actors import Actor
from ..models import Unit, UnitPast
from ..scope import is_within, within
from .traces import trace, trace_bulk

By = Actor | Stamp


def hold_tree(by: By) -> By:
    """Wait until nobody else changes the tree; the actor comes back standing where the tree has them now."""
    sql.lock_tree()
    return replace(by, unit=Unit.objects.get(pk=by.unit.pk)) if isinstance(by, Actor) else by


def fresh(unit: Unit) -> Unit:
    """The unit as it is now. Raises WrongState where it was closed, Stale where it changed after it was read."""
    found: Unit = Unit.objects.select_related("successor").get(pk=unit.pk)
    if found.closed_on is not None and found.successor is not None:
        raise WrongState(
            _("“{unit}”已并入“{successor}”，请到那里办。"), unit=found.name, successor=found.successor.name
        )
    if found.closed_on is not None:
        raise WrongState(_("“{unit}”已撤销，请先恢复再办。"), unit=found.name)
    if found.version != unit.version:
        raise Stale(_("没有办成。别人刚改过“{unit}”，请刷新后再看。"), unit=found.name)
    return found


def unit_above(unit: Unit) -> Unit | None:
    """The unit directly above along leadership, None for the top."""
    found: Unit | None = Unit.objects.filter(path=unit.path[: -Unit.steplen]).first()
    return found


def must_over(by: By, right: str, unit: Unit) -> None:
    """The unit above decides on a unit (工会法 Article 12); the top decides on itself. Raises NotAllowed."""
    if isinstance(by, Actor):
        by.must(right, unit_above(unit) or unit)


def check_day(units: Sequence[Unit], on: date) -> None:
    """A change takes effect on a day that has come and that lies after what is on record before."""
    if on > clock.today():
        raise Invalid(_("生效日期不能晚于今天。"), field="on")
    latest = UnitPast.objects.filter(unit__in=units).aggregate(latest=Max("until"))["latest"]
    days = [day for day in (latest, *(unit.founded_on for unit in units)) if day is not None]
    if days and on < max(days):
        raise Invalid(_("生效日期不能早于上一次变动（{day}）。"), field="on", day=max(days))


def check_below(kinds: set[tuple[str, str]], above: Unit) -> None:
    """Units of these kinds and levels may stand under a unit."""
    for kind, level in sorted(kinds):
        places.check_place(kind, level, (above.kind, above.level))


def check_depth(top: Unit, above: Unit) -> None:
    """The lowest unit below does not come to lie too deep."""
    lowest = Unit.objects.filter(within(top.path, "path")).aggregate(lowest=Max("depth"))["lowest"]
    check_level(above.depth + 1 + lowest - top.depth)


def check_level(depth: int) -> None:
    """Units do not stand below each other without end."""
    if depth > places.DEEPEST:
        raise RuleBroken(_("放在这里层级太深，最多 {deepest} 层。"), deepest=places.DEEPEST)


def check_no_circle(unit: Unit, start: Unit) -> None:
    """The line of industry that `start` stands on does not lead back to the unit."""
    step: Unit | None = start
    while step is not None:
        if step.pk == unit.pk:
            raise Invalid(_("“{unit}”不能放到自己的产业线上。"), unit=unit.name)
        step = Unit.objects.get(pk=step.industry_id) if step.industry_id else unit_above(step)


def line_below(above: Unit | None) -> str:
    """The industrial line of a unit that was not placed itself: what the unit above stands on, or heads below one."""
    if above is None or not above.industry_path:
        return ""
    return above.line or str(above.industry_path)


def keep_past(units: Sequence[Unit], on: date) -> None:
    """Note what these units are, in rows that end on that day; a second change of the day adds nothing."""
    paths = {unit.path[: -Unit.steplen] for unit in units}
    above = dict(Unit.objects.filter(path__in=paths).values_list("path", "pk"))
    UnitPast.objects.bulk_create(
        (
            UnitPast(
                unit_id=unit.pk,
                until=on,
                name=unit.name,
                short_name=unit.short_name,
                kind=unit.kind,
                level=unit.level,
                region_code=unit.region_code,
                parent_id=above.get(unit.path[: -Unit.steplen]),
                industry_id=unit.industry_id,
            )
            for unit in units
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def touch(unit: Unit, **columns: Any) -> None:
    """Write some columns of a unit, and that it changed; a whole row is never saved, its path may be an old one."""
    Unit.objects.filter(pk=unit.pk).update(version=F("version") + 1, **columns)
    unit.refresh_from_db()


def relocate(by: By, units: Sequence[Unit], above: Unit, *, on: date, reason: str = "") -> None:
    """Put units with all below them directly under another, after its last child; leaves the entry `move_unit`.

    Its values hold the paths before and after: whatever keeps a path follows them (`queries.moved_paths`).
    """
    if not units:
        return
    check_day(units, on)
    for unit in units:
        if is_within(unit.path, above.path):
            raise Invalid(_("“{unit}”不能移到自己或自己的下级下面。"), unit=unit.name)
    keep_past(units, on)
    old = {unit.path[: -Unit.steplen] for unit in units}
    were = dict(Unit.objects.filter(path__in=old).values_list("path", "pk"))
    first = _next_step(above)
    pairs = [(unit.path, Unit._get_path(above.path, above.depth + 1, first + at)) for at, unit in enumerate(units)]
    sql.move_paths(pairs)
    for path, pk in were.items():
        gone = sum(unit.path[: -Unit.steplen] == path for unit in units)
        Unit.objects.filter(pk=pk).update(numchild=F("numchild") - gone)
    Unit.objects.filter(pk=above.pk).update(numchild=F("numchild") + len(units))
    Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(version=F("version") + 1)
    rows = [
        RowChange(
            unit.pk,
            unit.version + 1,
            unit.pk,
            {"parent": were.get(unit.path[: -Unit.steplen]), "path": unit.path},
            {"parent": above.pk, "path": path},
        )
        for unit, (_old, path) in zip(units, pairs, strict=True)
    ]
    if len(rows) == 1:
        trace(by, "move_unit", units[0], Changes(rows[0].before, rows[0].after, reason))
    else:
        trace_bulk(by, "move_unit", Unit, rows, unit=above, changes=Changes(reason=reason))
    above.refresh_from_db()
    if any(not unit.industry_id and unit.industry_path != line_below(above) for unit in units):
        sql.settle_lines()
    for unit in units:
        unit.refresh_from_db()


def _next_step(above: Unit) -> int:
    last = Unit.objects.below(above).order_by("-path").values_list("path", flat=True).first()
    start = len(above.path)
    return Unit._str2int(last[start : start + Unit.steplen]) + 1 if last else 1
