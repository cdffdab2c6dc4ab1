# SPDX-License-Identifier: Apache-2.0
"""How complete and how soon the records are, counted from the records; and records whose dates cannot be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guantong.kernel import clock
from guantong.kernel.periods import Period
from guantong.org.models import RuleValue, Unit, UnitQuerySet
from guantong.org.queries import rule_value
from guantong.org.scope import within
from guantong.register.indicator import Indicator, Source

from . import queries
from .queries import Ask, records_behind

EARLIEST = date(1980, 1, 1)


def timely_rule(on: date) -> RuleValue:
    """Within how many days a record should be entered. Raises Unset where nobody said."""
    return rule_value("rollup.timely_days", on)


def expected_units(unit: Unit) -> UnitQuerySet:
    """The units that record: those in force below with none below themselves; a basic unit is its own."""
    return Unit.objects.in_force().filter(within(unit.path, "path"), numchild=0)


def units_that_recorded(ask: Ask, unit: Unit, *, recorded: bool) -> UnitQuerySet:
    """Of those expected, the units with a record of the period, or those without."""
    have = [
        Exists(rows.order_by().filter(**{source.unit: OuterRef("pk")})) for source, rows in records_behind(ask, None)
    ]
    any_record = reduce(or_, (Q(each) for each in have))
    return expected_units(unit).filter(any_record if recorded else ~any_record)


def late_records(ask: Ask, unit: Unit, days: int) -> Iterator[tuple[Source, QuerySet[Any]]]:
    """Records of the period that were entered later than so many days after their own date."""
    for source, rows in records_behind(ask, queries.of_units([unit])):
        if hasattr(source.model, "recorded_at"):
            yield source, rows.filter(recorded_at__date__gt=F(source.date) + timedelta(days=days))


def odd_records(indicators: Sequence[Indicator], unit: Unit) -> Iterator[tuple[str, Source, QuerySet[Any]]]:
    """Records dated in the future, before any of this, or after their unit was closed.

    They count where their date says until somebody mends them; they are named so that somebody does.
    """
    sources = {(source.kind, source.date): source for each in indicators for source in each.of}
    for source in sources.values():
        rows = source.records().filter(queries.of_units([unit]))
        for text, wrong in _wrong(source.date, source.unit):
            yield text, source, rows.filter(wrong)


def _wrong(day: str, unit: str) -> list[tuple[str, Q]]:
    return [
        (_("日期在将来"), Q(**{f"{day}__gt": clock.today()})),
        (_("日期早得不像真的"), Q(**{f"{day}__lt": EARLIEST})),
        (_("日期在单位撤销以后"), Q(**{f"{day}__gt": F(f"{unit}__closed_on")})),
    ]


def ask_of(indicator: Indicator, period: Period) -> Ask:
    """The indicator over a period, whatever the theme."""
    return Ask(indicator, period)
