# SPDX-License-Identifier: Apache-2.0
"""The share of the units below that meet a target by their own records: two queries a requirement and level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Substr

from guantong.org.models import Unit, UnitQuerySet
from guantong.rollup.queries import Ask, records_behind

from ..models import Receipt, Requirement
from ..rules import units_needed


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many units below meet the target."""

    met: int
    of: int

    def missing(self, percent: int) -> dict[str, int]:
        """How many units are still missing; a unit that handed the notice to nobody lacks one."""
        lack = units_needed(percent, self.of) - self.met
        return {"": lack} if lack > 0 else {}


def bearers_below(requirement: Requirement, unit: Unit) -> UnitQuerySet:
    """The units below that bear the requirement."""
    receipts = Receipt.objects.filter(issue__requirements=requirement).exclude(state="released")
    below: UnitQuerySet = Unit.objects.in_force().below(unit).filter(pk__in=receipts.values("unit_id"))
    return below


def met_by(requirement: Requirement) -> dict[int, str]:
    """The units (id and path) whose own records meet the target of a requirement."""
    notice = requirement.notice
    ask = Ask.of(requirement.indicator, notice.period, notice.theme_id)
    values: Counter[tuple[int, str]] = Counter()
    for _source, rows in records_behind(ask, None):
        grouped = rows.filter(unit__receipts__issue__requirements=requirement, unit__closed_on=None)
        grouped = grouped.exclude(unit__receipts__state="released")
        for pk, path, value in grouped.values_list("unit", "unit__path").annotate(n=ask.indicator.amount()).order_by():
            values[pk, path] += value
    return {pk: path for (pk, path), value in values.items() if value >= (requirement.target or 1)}


def shares_of(requirement: Requirement, units: Sequence[Unit]) -> dict[int, Share]:
    """The share for each of these units."""
    if not units:
        return {}
    paths = set(met_by(requirement).values())
    below: dict[str, int] = {}
    met: Counter[str] = Counter()
    bearing = Unit.objects.in_force().filter(
        pk__in=Receipt.objects.filter(issue__requirements=requirement).exclude(state="released").values("unit_id")
    )
    for length in {len(unit.path) for unit in units}:
        met.update(path[:length] for path in paths if len(path) > length)
        rows = bearing.filter(depth__gt=length // Unit.steplen).annotate(top=Substr("path", 1, length))
        below |= dict(rows.order_by().values_list("top").annotate(n=Count("pk")))
    return {unit.pk: Share(met[unit.path], below.get(unit.path, 0)) for unit in units}
