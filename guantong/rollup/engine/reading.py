# SPDX-License-Identifier: Apache-2.0
"""Answers from what is stored, plus what waits in the outbox, plus edge days: a number is never behind its records.

What waits is added cell by cell: the records of the cell now, less the own value that is stored for it. Stored values
and outbox are read by one statement, so nobody who folds meanwhile can make a cell count twice or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Substr

from guantong.register.indicator import Indicator

from ..models import NO_THEME, Fact, Reach, Series
from . import live, sql
from .asks import Ask, Scope, Split, cut, days_of, levels

FEW = 2000  # more cells than these wait only while something huge is folded: then the records themselves are counted
LAYERS = {False: (Reach.OWN, Reach.BELOW), True: (Reach.OWN, Reach.BELOW, Reach.INDUSTRY)}
Key = tuple[int, str, str, int]  # unit, indicator, part, month counted through


@dataclass(slots=True)
class Stored:
    """What one statement found: values by key, the whole years, and the cells that wait."""

    values: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    years: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    waiting: dict[tuple[str, int, int], tuple[int, ...]] = field(default_factory=dict)
    own: dict[Key, int] = field(default_factory=lambda: defaultdict(int))


def stored(indicators: Sequence[Indicator], theme: int | None, months: range, scope: Scope, *, as_one: bool) -> Stored:
    """Stored values of these indicators and months; `as_one` takes the set of units as one, under unit 0."""
    found = Stored()
    if not scope.units:
        return found
    place = sql.Place(scope.units, subtree=scope.subtree, both=scope.both)
    reaches = () if as_one else (LAYERS[scope.both] if scope.subtree else (Reach.OWN,))
    kinds = sorted({source.kind for each in indicators for source in each.of})
    rows = sql.read_layers(
        place=place,
        reaches=reaches,
        keys=[each.key for each in indicators],
        theme=theme or NO_THEME,
        months=months,
        kinds=kinds,
    )
    for sort, unit, key, part, year, *values in rows:
        if sort == 1:
            holding = (0,) if as_one else tuple(scope.holding(unit, *part.split("|")))
            if holding:
                found.waiting[key, unit, year] = holding
            continue
        into = found.own if sort else found.values
        for month in range(12):
            if values[month + 1]:
                into[unit, key, part, year * 12 + month] += values[month + 1]
        if not sort:
            found.years[unit, key, part, year] += values[0]
    return found


def sums(
    indicators: Sequence[Indicator], theme: int | None, months: range, scope: Scope, *, as_one: bool = False
) -> dict[Key, int] | None:
    """What adds up, by unit, indicator, part and month; None where so much waits that counting afresh is cheaper."""
    if not months:
        return {}
    found = stored(indicators, theme, months, scope, as_one=as_one)
    if len(found.waiting) > FEW:
        return None
    _add_waiting(indicators, theme, found)
    return {key: value for key, value in found.values.items() if key[3] in months}


def _waiting_for(indicator: Indicator, found: Stored) -> dict[int, set[int]]:
    """The cells of an indicator that are not folded yet."""
    kinds = {source.kind for source in indicator.of}
    cells: dict[int, set[int]] = defaultdict(set)
    for kind, unit, month in found.waiting:
        if kind in kinds:
            cells[month].add(unit)
    return cells


def _add_waiting(indicators: Sequence[Indicator], theme: int | None, found: Stored) -> None:
    """Add what is not folded yet: the records of those cells, less what stands for them already."""
    wanted = {each.key: (each, cells) for each in indicators if (cells := _waiting_for(each, found))}
    if not wanted:
        return
    holding = {unit: units for (_kind, unit, _month), units in found.waiting.items()}
    now = live.cells_together(list(wanted.values()), theme)
    held = {
        (key, unit, month, part): value
        for (unit, key, part, month), value in found.own.items()
        if key in wanted and unit in wanted[key][1].get(month, ())
    }
    for cell in now.keys() | held.keys():
        key, unit, month, part = cell
        for place in holding[unit]:
            found.values[place, key, part, month] += now.get(cell, 0) - held.get(cell, 0)


def splits(ask: Ask, scope: Scope) -> dict[int, Split]:
    """For each unit of the set the number by parts."""
    if not scope.units:
        return {}
    if ask.indicator.is_distinct:
        return _distinct_splits(ask, scope)
    return splits_together([ask], scope)[ask.indicator.key]


def splits_together(asks: Sequence[Ask], scope: Scope) -> dict[str, dict[int, Split]]:
    """The same for several indicators that add up, asked for the same days, theme and part, by one statement."""
    days, theme, wanted = cut(asks[0].period), asks[0].theme_id, asks[0].part
    found = sums([ask.indicator for ask in asks], theme, days.months, scope)
    if found is None:
        return {ask.indicator.key: live_splits(ask, scope) for ask in asks}
    parts: dict[str, dict[int, dict[str, int]]] = {
        ask.indicator.key: {unit.pk: defaultdict(int) for unit in scope.units} for ask in asks
    }
    for (unit, key, part, _month), value in found.items():
        if not wanted or part == wanted:
            parts[key][unit][part] += value
    for ask in asks if days.edges else ():
        for unit, edge in live_splits(ask, scope, days.edges).items():
            for part, value in edge.items():
                parts[ask.indicator.key][unit][part] += value
    by_key = {ask.indicator.key: ask.indicator for ask in asks}
    return {
        key: {unit: live.as_split(by_key[key], split) for unit, split in units.items()} for key, units in parts.items()
    }


def live_splits(ask: Ask, scope: Scope, spans: Sequence[object] | None = None) -> dict[int, Split]:
    """The same, counted from the records alone."""
    if not scope.both or not scope.subtree:
        return live.splits(ask, scope, spans)  # type: ignore[arg-type]
    return {
        unit.pk: live.as_split(ask.indicator, live.split_over(ask, replace(scope, units=(unit,)), spans))  # type: ignore[arg-type]
        for unit in scope.units
    }


def split_over(ask: Ask, scope: Scope) -> Split:
    """The number by parts over the whole set: nothing counts twice, however many of its units hold it."""
    scope = scope.without_nested()
    if len(scope.units) == 1:
        return splits(ask, scope)[scope.units[0].pk]
    if ask.indicator.is_distinct:
        counts = sql.count_members(_members(ask, scope, Value(""), _months_waiting(ask, scope)))
        return live.as_split(ask.indicator, {part: n for _place, part, n in counts})
    days = cut(ask.period)
    as_one = scope.both and scope.subtree
    found = sums([ask.indicator], ask.theme_id, days.months, scope, as_one=as_one)
    if found is None:
        return live.as_split(ask.indicator, live.split_over(ask, scope))
    parts: dict[str, int] = defaultdict(int)
    for (_unit, _key, part, _month), value in found.items():
        if not ask.part or part == ask.part:
            parts[part] += value
    if days.edges:
        for part, value in live.split_over(ask, scope, days.edges).items():
            parts[part] += value
    return live.as_split(ask.indicator, parts)


def _distinct_splits(ask: Ask, scope: Scope) -> dict[int, Split]:
    """Stored where the period is one month or one year and nothing waits; else counted from facts and records."""
    days = cut(ask.period)
    year = days.whole_year
    if not days.edges and (len(days.months) == 1 or year is not None):
        found = stored([ask.indicator], ask.theme_id, days.months, scope, as_one=False)
        if not found.waiting:
            kept = found.years if year is not None else found.values
            at = days.first if year is None else year
            parts: dict[int, dict[str, int]] = {unit.pk: {} for unit in scope.units}
            for (unit, _key, part, when), value in kept.items():
                if when == at and value:
                    parts[unit][part] = value
            return {unit: _chosen(ask, split) for unit, split in parts.items()}
    waiting = _months_waiting(ask, scope)
    result: dict[int, Split] = {}
    groups = [[unit] for unit in scope.units] if scope.both else levels(scope.units)
    for level in groups:
        near = replace(scope, units=tuple(level))
        group = Value(level[0].path) if scope.both else Substr("unit__path", 1, len(level[0].path))
        if not scope.subtree:
            group = Substr("unit__path", 1)
        counted: dict[str, dict[str, int]] = defaultdict(dict)
        for path, part, n in sql.count_members(_members(ask, near, group, waiting)):
            counted[path][part] = n
        for unit in level:
            result[unit.pk] = _chosen(ask, counted.get(unit.path, {}), is_counted=True)
    return result


def _chosen(ask: Ask, parts: dict[str, int], *, is_counted: bool = False) -> Split:
    """The whole with its parts, or the one part that was asked for (counted under "", stored under its name)."""
    if ask.part:
        value = parts.get("" if is_counted else ask.part, 0)
        return Split([(ask.part, value)] if value else [], value)
    return live.as_split(ask.indicator, parts)


def _months_waiting(ask: Ask, scope: Scope) -> set[int]:
    """The months in which something of this set is not folded yet: those are counted from the records."""
    days = cut(ask.period)
    if not days.months:
        return set()
    found = stored([ask.indicator], ask.theme_id, days.months, scope, as_one=scope.both)
    return {month for _kind, _unit, month in found.waiting}


def _members(ask: Ask, scope: Scope, group: object, waiting: Iterable[int]) -> list[QuerySet[Fact]]:
    """Querysets of (group, part, member): facts of whole months that are folded, records of all other days."""
    days = cut(ask.period)
    behind = set(waiting)
    whole = [month for month in days.months if month not in behind]
    spans = [*days.edges, *(days_of(month) for month in sorted(behind))]
    found = live.members_behind(ask, scope.place, group, spans) if spans else []
    if whole:
        series = Series.objects.filter(indicator=ask.indicator.key, theme_id=ask.theme_id or NO_THEME)
        series = series.filter(part=ask.part) if ask.part else series
        gaps = set(range(whole[0], whole[-1] + 1)) - set(whole)
        rows = Fact.objects.filter(scope.place, series__in=series, month__gte=whole[0], month__lte=whole[-1])
        rows = rows.exclude(month__in=gaps) if gaps else rows
        part = Value("") if ask.part else F("series__part")
        found.append(rows.annotate(in_place=group, as_part=part).values_list("in_place", "as_part", "member"))
    return found


def by_month(indicators: Sequence[Indicator], theme: int | None, months: range, scope: Scope) -> dict[str, list[int]]:
    """For one unit, each indicator's number month by month, all by one statement where nothing waits."""
    unit = scope.units[0].pk
    result = {each.key: [0] * len(months) for each in indicators}
    found = stored(indicators, theme, months, scope, as_one=False)
    is_behind = len(found.waiting) > FEW
    if not is_behind:
        _add_waiting([each for each in indicators if not each.is_distinct], theme, found)
    for indicator in indicators:
        here = _waiting_for(indicator, found)
        afresh = set(here) if indicator.is_distinct or is_behind else set()
        for place, month in enumerate(months):
            if month in afresh:
                result[indicator.key][place] = live_splits(Ask(indicator, days_of(month), theme), scope)[unit].whole
    for (_unit, key, part, month), value in found.values.items():
        indicator = next(each for each in indicators if each.key == key)
        waits = any(cell[2] == month and cell[0] in {s.kind for s in indicator.of} for cell in found.waiting)
        if month not in months or (indicator.is_distinct and part) or (waits and (indicator.is_distinct or is_behind)):
            continue
        result[key][month - months[0]] += value
    return result
