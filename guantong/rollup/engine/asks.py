# SPDX-License-Identifier: Apache-2.0
"""What is asked, over which units, and what an answer looks like. No reading here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from guantong.kernel.periods import Period
from guantong.org.models import Unit
from guantong.org.scope import is_within, within, within_both_lines
from guantong.register.catalogue import indicator_named
from guantong.register.indicator import Indicator

MONTHS_A_YEAR = 12


class Split(dict[str, int]):
    """A number by the parts of its dimension. `whole` is their sum, except where somebody may stand in two parts."""

    def __init__(self, parts: Iterable[tuple[str, int]] = (), whole: int | None = None) -> None:
        super().__init__(parts)
        self.counted_whole = whole

    @property
    def whole(self) -> int:
        """The number over all parts."""
        return sum(self.values()) if self.counted_whole is None else self.counted_whole


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of an indicator: the period of the records' own dates, the theme they carry, one part or all."""

    indicator: Indicator
    period: Period
    theme_id: int | None = None
    part: str = ""

    @classmethod
    def of(cls, key: str, period: Period, theme_id: int | None = None, part: str = "") -> Ask:
        """The same by the indicator's key. Raises NotFound for a key that nobody declared."""
        return cls(indicator_named(key), period, theme_id, part)

    def for_part(self, part: str) -> Ask:
        """The same for one part of the dimension."""
        return replace(self, part=part)

    def within(self, period: Period) -> Ask:
        """The same for other days."""
        return replace(self, period=period)

    def instead(self, key: str) -> Ask:
        """The same of another indicator."""
        return replace(self, indicator=indicator_named(key))


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of units: each alone, with all below it, or with those on its industrial line too."""

    units: tuple[Unit, ...]
    subtree: bool = True
    both: bool = False

    @property
    def place(self) -> Q:
        """Records of the set: a record counts once however many of its units hold it."""
        return reduce(or_, map(self._place_of, self.units)) if self.units else Q(pk__in=[])

    def _place_of(self, unit: Unit) -> Q:
        if not self.subtree:
            return Q(unit_id=unit.pk)
        return within_both_lines(unit) if self.both else within(unit.path)

    def holding(self, unit_id: int, path: str, industry_path: str) -> Iterator[int]:
        """The units of the set in which a record of that unit counts."""
        for unit in self.units:
            if not self.subtree:
                if unit.pk == unit_id:
                    yield unit.pk
            elif is_within(unit.path, path) or (self.both and unit.line and is_within(unit.line, industry_path)):
                yield unit.pk

    def without_nested(self) -> Scope:
        """The same set, said by units none of which lies below another."""
        if not self.subtree:
            return replace(self, units=tuple({unit.pk: unit for unit in self.units}.values()))
        kept: list[Unit] = []
        for unit in sorted(self.units, key=lambda each: each.path):
            if not kept or not is_within(kept[-1].path, unit.path):
                kept.append(unit)
        return replace(self, units=tuple(kept))


def month_of(day: date) -> int:
    """Months are counted through, so that a span of them is a range."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def year_and_month(month: int) -> tuple[int, int]:
    """The year and the month (1 to 12) of a month counted through."""
    return month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1


def days_of(month: int) -> Period:
    """The days of a month counted through."""
    return Period.month(*year_and_month(month))


@dataclass(frozen=True, slots=True)
class Days:
    """A period cut into whole months (`first` to `last`, none where `last` < `first`) and the days at its edges."""

    first: int
    last: int
    edges: tuple[Period, ...] = field(default=())

    @property
    def months(self) -> range:
        """The whole months."""
        return range(self.first, self.last + 1)

    @property
    def whole_year(self) -> int | None:
        """The calendar year, where it is exactly one."""
        year, month = year_and_month(self.first)
        is_year = month == 1 and self.last - self.first == MONTHS_A_YEAR - 1 and not self.edges
        return year if is_year else None


def cut(period: Period) -> Days:
    """The whole months of a period, from stored values, and its edge days, counted from the records."""
    first, last = month_of(period.start), month_of(period.end)
    edges = []
    if period.start.day != 1:
        first += 1
        edges.append(Period(period.start, min(period.end, days_of(first - 1).end)))
    if (period.end + timedelta(days=1)).day != 1 and first <= last:
        edges.append(Period(max(period.start, days_of(last).start), period.end))
        last -= 1
    return Days(first, last, tuple(edges))


def levels(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units by the depth at which they stand: one query answers a level."""
    by_length: dict[int, list[Unit]] = {}
    for unit in units:
        by_length.setdefault(len(unit.path), []).append(unit)
    return list(by_length.values())
