# SPDX-License-Identifier: Apache-2.0
"""The folder: it takes a batch from the outbox, recounts the touched cells, and adds what changed to the units above.

One folder works a shard at a time, so the totals of a province have one writer and no writer of records ever waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from guantong.org.scope import within
from guantong.register.catalogue import indicators
from guantong.register.indicator import Indicator

from ..models import Fact, Pending, Reach, Series, Tally
from . import live, sql
from .asks import year_and_month
from .tree import Stand, above_now, lock, remember, shards, stands_of

BATCH = 500
Touched = Mapping[str, live.Cells]  # kind of record: its cells
Row = tuple[int, int, int, int]  # unit, series, year, layer


@dataclass(slots=True)
class Sums:
    """What is to be added, by row and column (0 is the whole year)."""

    by_row: dict[Row, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * 13))

    def add(self, row: Row, month: int, amount: int) -> None:
        """Add to one column."""
        self.by_row[row][month] += amount

    def write(self) -> None:
        """Add everything to what stands."""
        sql.add_tallies((*row, *months) for row, months in self.by_row.items() if any(months))


def fold_all() -> int:
    """Fold until the outbox is empty; returns how many of its rows went."""
    folded = 0
    if not Pending.objects.exists():
        return 0
    for shard in shards():
        while gone := fold(shard):
            folded += gone
    return folded


def fold(shard: str) -> int:
    """Fold one batch of a shard, in one transaction; 0 where nothing waits or another folder is at it."""
    waiting = Pending.objects.filter(within(shard)).order_by("pk")
    if not waiting.exists():
        return 0
    with transaction.atomic():
        if not lock(shard, wait=False):
            return 0
        rows = list(waiting.values_list("pk", "kind", "unit_id", "month")[:BATCH])
        touched: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for _pk, kind, unit, month in rows:
            touched[kind][month].add(unit)
        recount(touched)
        Pending.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return len(rows)


def recount(touched: Touched) -> None:
    """Bring own values, facts and the layers of the units above in line with the records of these cells."""
    sums = Sums()
    for indicator in indicators():
        cells = cells_of(indicator, touched)
        if not cells:
            continue
        units = {unit for pks in cells.values() for unit in pks}
        remember(stands := stands_of(units))
        if indicator.is_distinct:
            _recount_distinct(indicator, cells, sums)
        else:
            _recount_sums(indicator, cells, stands, sums)
    sums.write()


def cells_of(indicator: Indicator, touched: Touched) -> dict[int, set[int]]:
    """The cells of an indicator among those of its kinds of record."""
    cells: dict[int, set[int]] = defaultdict(set)
    for kind in {source.kind for source in indicator.of}:
        for month, pks in touched.get(kind, {}).items():
            cells[month] |= pks
    return cells


def _recount_sums(indicator: Indicator, cells: live.Cells, stands: Mapping[int, Stand], sums: Sums) -> None:
    now = {(*key, 0): value for key, value in live.cells(indicator, cells, None).items()}
    now |= live.themed_cells(indicator, cells)
    numbers = series_of(indicator.key, {(part, theme) for _unit, _month, part, theme in now})
    wanted = {(unit, month, numbers[part, theme]): value for (unit, month, part, theme), value in now.items()}
    held = _held(cells, set(series_numbers(indicator.key).values()))
    tree = above_now(stands.values())
    above = {pk: list(tree.of(stand)) for pk, stand in stands.items()}
    for cell in wanted.keys() | held.keys():
        amount = wanted.get(cell, 0) - held.get(cell, 0)
        if amount:
            unit, month, series = cell
            year, number = year_and_month(month)
            for place, reach in ((unit, Reach.OWN), *above.get(unit, ())):
                sums.add((place, series, year, int(reach)), number, amount)
                sums.add((place, series, year, int(reach)), 0, amount)


def _held(cells: live.Cells, series: set[int]) -> dict[tuple[int, int, int], int]:
    """The stored own values of these cells: (unit, month, series) → value."""
    units = {unit for pks in cells.values() for unit in pks}
    years = {year_and_month(month)[0] for month in cells}
    rows = Tally.objects.filter(unit__in=units, series__in=series, year__in=years, reach=Reach.OWN)
    by_key = {(unit, number, year): months for unit, number, year, *months in rows.values_list(*OWN)}
    held = {}
    for (unit, number, year), months in by_key.items():
        for month, pks in cells.items():
            if unit in pks and month // 12 == year and months[month % 12]:
                held[unit, month, number] = months[month % 12]
    return held


OWN = ("unit_id", "series_id", "year", *(f"m{month}" for month in range(1, 13)))


def series_numbers(key: str) -> dict[tuple[str, int], int]:
    """The numbers of the series of an indicator, by part and theme."""
    rows = Series.objects.filter(indicator=key).values_list("part", "theme_id", "pk")
    return {(part, theme): pk for part, theme, pk in rows}


def series_of(key: str, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """The same, with those made that are not there yet."""
    numbers = series_numbers(key)
    new = [Series(indicator=key, part=part, theme_id=theme) for part, theme in wanted if (part, theme) not in numbers]
    if not new:
        return numbers
    Series.objects.bulk_create(new, ignore_conflicts=True)
    return series_numbers(key)


def _recount_distinct(indicator: Indicator, cells: live.Cells, sums: Sums) -> None:
    counted = live.members(indicator, cells)
    numbers = series_of(indicator.key, {(part, theme) for theme, part, *_rest in counted})
    now = {(numbers[part, theme], unit, month, member) for theme, part, unit, month, member in counted}
    here = Q(pk__in=[])
    for month, pks in cells.items():
        here |= Q(month=month, unit__in=pks)
    rows = Fact.objects.filter(here, series__in=list(numbers.values()))
    held = set(rows.values_list("series_id", "unit_id", "month", "member"))
    new, gone = now - held, held - now
    if not new and not gone:
        return
    touched = {(series, member) for series, _unit, _month, member in new | gone}
    years = {year_and_month(month)[0] for month in cells}
    before = _facts_of(touched, years)
    for fact in gone:
        Fact.objects.filter(pk=fact).delete()
    rows_new = [Fact(series_id=series, unit_id=unit, month=month, member=member) for series, unit, month, member in new]
    Fact.objects.bulk_create(rows_new, batch_size=BATCH)
    after = (before - gone) | new
    stands = stands_of(unit for _series, unit, _month, _member in before | after)
    _add_layers(before, after, stands, sums)


def _facts_of(touched: set[tuple[int, int]], years: set[int]) -> set[tuple[int, int, int, int]]:
    """Every fact of these members in these years, wherever: whether somebody is new above depends on them."""
    months = Q(pk__in=[])
    for year in years:
        months |= Q(month__gte=year * 12, month__lt=year * 12 + 12)
    members = {member for _series, member in touched}
    rows = Fact.objects.filter(months, series__in={series for series, _member in touched}, member__in=members)
    return set(rows.values_list("series_id", "unit_id", "month", "member"))


def _add_layers(
    before: set[tuple[int, int, int, int]],
    after: set[tuple[int, int, int, int]],
    stands: Mapping[int, Stand],
    sums: Sums,
) -> None:
    """How many of these members each unit has before and after, alone, with its subtree, and on both lines."""
    tree = above_now(stands.values())
    above = {pk: list(tree.of(stand, besides=False)) for pk, stand in stands.items()}
    for facts, sign in ((before, -1), (after, 1)):
        own, lead, both = set(), set(), set()
        for series, unit, month, member in facts:
            for key in (series, *year_and_month(month)), (series, month // 12, 0):
                own.add((unit, *key, member))
                lead |= {(place, *key, member) for place, reach in above[unit] if reach == Reach.BELOW}
                both |= {(place, *key, member) for place, reach in above[unit] if reach == Reach.INDUSTRY}
        both |= lead
        for found, reach, less in ((own, 0, None), (lead, 1, own), (both, 2, lead)):
            for place, series, year, month, _member in found - (less or set()):
                sums.add((place, series, year, reach), month, sign)
