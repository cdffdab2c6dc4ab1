# SPDX-License-Identifier: Apache-2.0
"""Indicators over units and periods, computed from records whenever they are asked; nothing is stored but snapshots.

Many units are answered by one query for each level of the tree: records are grouped by the prefix of their unit's
path that has the length of that level. No tree is walked and no row is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Substr

from guantong.kernel.periods import Period
from guantong.org.models import Unit
from guantong.org.scope import within
from guantong.register.catalogue import indicator_named
from guantong.register.indicator import Indicator, Source

Split = dict[str, int]


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


def rows_of(ask: Ask, source: Source) -> QuerySet[Any]:
    """The records of one source that fit period, theme and part, with their part as `in_part`; of every unit."""
    days = {f"{source.date}__gte": ask.period.start, f"{source.date}__lte": ask.period.end}
    rows = source.records().filter(**days)
    if ask.theme_id is not None:
        rows = rows.filter(**{source.theme: ask.theme_id})
    rows = source.labeled(rows)
    return rows.filter(in_part=ask.part) if ask.part else rows


def records_behind(ask: Ask, place: Q | None) -> Iterator[tuple[Source, QuerySet[Any]]]:
    """The list behind a number, source by source; `place` narrows the units (see `of_units`)."""
    for source in ask.indicator.of:
        if ask.part and source.part and source.part != ask.part:
            continue
        rows = rows_of(ask, source)
        yield source, rows if place is None else rows.filter(place)


def of_units(units: Iterable[Unit], *, subtree: bool = True) -> Q:
    """Records of a set of units (with all below them, or alone): a record counts once however many of them hold it."""
    ranges = [within(unit.path) if subtree else Q(unit_id=unit.pk) for unit in units]
    return reduce(or_, ranges) if ranges else Q(pk__in=[])


def total(ask: Ask, units: Iterable[Unit], *, subtree: bool = True) -> int:
    """The number over a set of units."""
    place = of_units(units, subtree=subtree)
    amount = ask.indicator.amount()
    return sum(rows.aggregate(n=amount)["n"] or 0 for _source, rows in records_behind(ask, place))


def split_of(ask: Ask, units: Iterable[Unit], *, subtree: bool = True) -> Split:
    """The number by parts of the indicator's dimension, every part named, those without records as 0."""
    split: Split = {part: 0 for part, _label in ask.indicator.dimension.parts} if ask.indicator.dimension else {}
    for _source, rows in records_behind(ask, of_units(units, subtree=subtree)):
        for part, amount in rows.values_list("in_part").annotate(n=ask.indicator.amount()).order_by():
            split[part] = split.get(part, 0) + amount
    return split


def splits_by_unit(ask: Ask, units: Sequence[Unit], *, subtree: bool = True) -> dict[int, Split]:
    """For each unit the number by parts ("" where the indicator has none); one query a source and level."""
    found: dict[int, Split] = {unit.pk: defaultdict(int) for unit in units}
    for level in _levels(units):
        by_path = {unit.path: unit.pk for unit in level}
        low, high = min(by_path), max(by_path)
        for _source, rows in records_behind(ask, Q(unit__path__gte=low) & within_or_before(high)):
            for path, part, amount in _grouped(rows, len(low), subtree, ask.indicator):
                if path in by_path:
                    found[by_path[path]][part] += amount
    return {pk: dict(split) for pk, split in found.items()}


def within_or_before(path: str) -> Q:
    """Records whose unit's path sorts no later than the end of the subtree at `path`."""
    return Q(unit__path__lt=path + "~")


def _levels(units: Sequence[Unit]) -> list[list[Unit]]:
    by_length: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        by_length[len(unit.path)].append(unit)
    return list(by_length.values())


def _grouped(rows: QuerySet[Any], length: int, subtree: bool, indicator: Indicator) -> QuerySet[Any, Any]:
    place = Substr("unit__path", 1, length) if subtree else F("unit__path")
    return rows.annotate(in_place=place).values_list("in_place", "in_part").annotate(n=indicator.amount()).order_by()
