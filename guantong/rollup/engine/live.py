# SPDX-License-Identifier: Apache-2.0
"""Counting the records themselves, by querysets alone: edge days, what is not folded yet, and every check.

Many units are answered by one query for each level of the tree: records are grouped by the prefix of their unit's
path that has the length of that level. No tree is walked and no row is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, ExtractMonth, ExtractYear, Substr

from guantong.kernel.periods import Period
from guantong.org.models import Unit
from guantong.register.indicator import Indicator, Source

from . import sql
from .asks import MONTHS_A_YEAR, Ask, Scope, Split, days_of, levels

Cells = Mapping[int, set[int]]  # month counted through: units


def in_days(source: Source, spans: Iterable[Period]) -> Q:
    """Records whose own date lies in one of these spans."""
    days = [Q(**{f"{source.date}__gte": each.start, f"{source.date}__lte": each.end}) for each in spans]
    return reduce(or_, days) if days else Q(pk__in=[])


def rows_of(ask: Ask, source: Source, spans: Sequence[Period] | None = None) -> QuerySet[Any]:
    """The records of one source that fit days, theme and part, with their part as `in_part`; of every unit."""
    rows = source.records().filter(in_days(source, (ask.period,) if spans is None else spans))
    if ask.theme_id is not None:
        rows = rows.filter(**{source.theme: ask.theme_id}) if source.theme else rows.none()
    rows = source.labeled(rows)
    return rows.filter(in_part=ask.part) if ask.part else rows


def sources_of(ask: Ask) -> Iterator[Source]:
    """The sources that can hold records of the part that is asked for."""
    for source in ask.indicator.of:
        if not (ask.part and source.part and source.part != ask.part):
            yield source


def records_behind(
    ask: Ask, place: Q | None, spans: Sequence[Period] | None = None
) -> Iterator[tuple[Source, QuerySet[Any]]]:
    """The list behind a number, source by source; `place` narrows the units (see `Scope.place`)."""
    for source in sources_of(ask):
        rows = rows_of(ask, source, spans)
        yield source, rows if place is None else rows.filter(place)


def members_behind(
    ask: Ask, place: Q | None, group: Any, spans: Sequence[Period] | None = None
) -> list[QuerySet[Any, Any]]:
    """Who counts once: querysets of (group, part, member), the whole as part "" beside each part."""
    found = []
    for source, rows in records_behind(ask, place, spans):
        grouped = rows.annotate(in_place=group, member=F(ask.indicator.member(source))).exclude(member=None)
        if ask.part or not ask.indicator.dimension:
            found.append(grouped.annotate(as_part=Value("")).values_list("in_place", "as_part", "member"))
        else:
            found.append(grouped.annotate(as_part=Value("")).values_list("in_place", "as_part", "member"))
            found.append(grouped.annotate(as_part=F("in_part")).values_list("in_place", "as_part", "member"))
    return found


def splits(ask: Ask, scope: Scope, spans: Sequence[Period] | None = None) -> dict[int, Split]:
    """For each unit of the set the number by parts, counted from the records; one query a source and level."""
    found: dict[int, dict[str, int]] = {unit.pk: defaultdict(int) for unit in scope.units}
    for level in levels(scope.units):
        by_path = {unit.path: unit.pk for unit in level}
        place = Scope(tuple(level), scope.subtree).place if len(level) == 1 else _span_of(by_path)
        group = Substr("unit__path", 1, len(level[0].path)) if scope.subtree else F("unit__path")
        for path, part, amount in _grouped(ask, place, group, spans):
            if path in by_path:
                found[by_path[path]][part] += amount
    return {pk: as_split(ask.indicator, split) for pk, split in found.items()}


def as_split(indicator: Indicator, parts: Mapping[str, int]) -> Split:
    """Parts with their whole: a distinct one was counted beside them, under "", where there are parts at all."""
    if indicator.is_distinct:
        kept = parts.items() if indicator.dimension is None else [pair for pair in parts.items() if pair[0]]
        return Split(kept, parts.get("", 0))
    return Split(parts.items())


def split_over(ask: Ask, scope: Scope, spans: Sequence[Period] | None = None) -> dict[str, int]:
    """The number by parts over the whole set at once, counted from the records."""
    found: dict[str, int] = defaultdict(int)
    for _place, part, amount in _grouped(ask, scope.place, Value(""), spans):
        found[part] += amount
    return dict(found)


def _grouped(ask: Ask, place: Q, group: Any, spans: Sequence[Period] | None) -> Iterator[tuple[str, str, int]]:
    if ask.indicator.is_distinct:
        yield from sql.count_members(members_behind(ask, place, group, spans))
        return
    for _source, rows in records_behind(ask, place, spans):
        grouped = rows.annotate(in_place=group).values_list("in_place", "in_part")
        yield from grouped.annotate(n=ask.indicator.amount()).order_by()


def _span_of(paths: Iterable[str]) -> Q:
    """Records between the first and the last of several subtrees; those between that belong to none fall away later."""
    ordered = sorted(paths)
    return Q(unit__path__gte=ordered[0], unit__path__lt=ordered[-1] + "~")


def dated(source: Source, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with their month counted through as `in_month`."""
    through = ExtractYear(source.date) * MONTHS_A_YEAR + ExtractMonth(source.date) - 1
    return rows.annotate(in_month=Cast(through, IntegerField()))


def in_cells(source: Source, cells: Cells) -> Q:
    """Records of these units in these months."""
    units = f"{source.unit}__in"
    return reduce(or_, (Q(**{units: pks}) & in_days(source, [days_of(month)]) for month, pks in cells.items()))


def themed(source: Source, rows: QuerySet[Any], theme: int | None) -> QuerySet[Any] | None:
    """The rows under one theme (None: whatever they carry), None where the records of this source carry no themes."""
    if theme is None:
        return rows
    return rows.filter(**{source.theme: theme}) if source.theme else None


def cells(indicator: Indicator, touched: Cells, theme: int | None) -> dict[tuple[int, int, str], int]:
    """What adds up, for these units and months: (unit, month, part) → value; nothing is named 0."""
    found = cells_together([(indicator, touched)], theme)
    return {(unit, month, part): value for (_name, unit, month, part), value in found.items()}


def cells_together(
    wanted: Sequence[tuple[Indicator, Cells]], theme: int | None
) -> dict[tuple[str, int, int, str], int]:
    """The same for several indicators, by one statement: (indicator, unit, month, part) → value."""
    asked: list[QuerySet[Any, Any]] = []
    for indicator, touched in wanted:
        for source in indicator.of:
            rows = themed(source, source.labeled(source.records().filter(in_cells(source, touched))), theme)
            if rows is None:
                continue
            rows = dated(source, rows).annotate(in_key=Value(indicator.key))
            keys = rows.values_list("in_key", f"{source.unit}_id", "in_month", "in_part")
            asked.append(keys.annotate(n=indicator.amount()).order_by())
    found: dict[tuple[str, int, int, str], int] = defaultdict(int)
    if asked:
        for key, unit, month, part, amount in asked[0].union(*asked[1:], all=True) if asked[1:] else asked[0]:
            found[key, unit, month, part] += amount
    return found


def themed_cells(indicator: Indicator, touched: Cells) -> dict[tuple[int, int, str, int], int]:
    """The same for each theme that the records carry: (unit, month, part, theme) → value."""
    found: dict[tuple[int, int, str, int], int] = defaultdict(int)
    for source in (each for each in indicator.of if each.theme):
        rows = source.labeled(source.records().filter(in_cells(source, touched)))
        rows = rows.annotate(in_theme=F(source.theme)).exclude(in_theme=None)
        keys = dated(source, rows).values_list(f"{source.unit}_id", "in_month", "in_part", "in_theme")
        for unit, month, part, theme, amount in keys.annotate(n=indicator.amount()).order_by():
            found[unit, month, part, theme] += amount
    return found


def members(indicator: Indicator, touched: Cells) -> set[tuple[int, str, int, int, int]]:
    """Who counts once, for these units and months: (theme or 0, part, unit, month, member), the whole as part ""."""
    found: set[tuple[int, str, int, int, int]] = set()
    for source in indicator.of:
        rows = dated(source, source.labeled(source.records().filter(in_cells(source, touched))))
        rows = rows.annotate(member=F(indicator.member(source))).exclude(member=None)
        keys = ("in_part", f"{source.unit}_id", "in_month", "member")
        plain = {(0, *row) for row in rows.values_list(*keys).distinct()}
        if source.theme:
            rows = rows.annotate(in_theme=F(source.theme)).exclude(in_theme=None)
            plain |= set(rows.values_list("in_theme", *keys).distinct())
        found |= plain | {(theme, "", *rest) for theme, _part, *rest in plain}
    if indicator.dimension is None:
        return {row for row in found if not row[1]}
    return found


def alone(units: Sequence[Unit]) -> Scope:
    """Each unit by itself."""
    return Scope(tuple(units), subtree=False)
