# SPDX-License-Identifier: Apache-2.0
"""Everything anew from the records, set by set; and the recount that finds what differs, and mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet, Value

from guantong.org.models import Unit
from guantong.register.catalogue import indicators
from guantong.register.indicator import Indicator, Source

from ..models import NO_THEME, Pending, Place, Reach, Series
from . import live, sql
from .fold import fold_all, series_of
from .tree import above_now, lock, note_lines, series_by_sort, shards, stands_of

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Drift:
    """A stored value that is not what a recount gives."""

    unit: str
    indicator: str
    part: str
    year: int
    layer: str

    def __str__(self) -> str:
        return f"汇总值与登记不符：{self.unit} {self.indicator} {self.part} {self.year} {self.layer}".replace("  ", " ")


def rebuild() -> int:
    """Throw away everything stored and compute it from the records; returns how many rows there are now.

    Readers see the old values until it is done. What is written meanwhile waits in the outbox.
    """
    with transaction.atomic():
        _hold_all()
        waiting = list(Pending.objects.values_list("pk", flat=True))
        sql.empty("rollup_tally", "rollup_fact")
        count_all("rollup_tally", "rollup_fact")
        sql.place_all()
        for at in range(0, len(waiting), SHOWN * 100):
            Pending.objects.filter(pk__in=waiting[at : at + SHOWN * 100]).delete()
        return int(sql.fetched("SELECT COUNT(*) FROM rollup_tally")[0][0])


def count_all(tally: str, facts: str) -> None:
    """Compute all layers of all indicators into two empty tables."""
    for indicator in indicators():
        count_own(indicator, tally, facts)
    add_layers(tally, facts)


def count_own(indicator: Indicator, tally: str, facts: str) -> None:
    """The own layer of one indicator, or its facts, whatever the theme and for each theme."""
    for source in indicator.of:
        for theme in (Value(NO_THEME), F(source.theme)) if source.theme else (Value(NO_THEME),):
            _count_source(indicator, source, theme, tally, facts)


def add_layers(tally: str, facts: str) -> None:
    """From the own layer and the facts: what each unit's subtree and industrial line add."""
    additive, distinct = series_by_sort()
    note_lines()
    sql.add_below(tally, additive)
    sql.add_industry(tally, additive)
    if distinct:
        sql.add_distinct(tally, facts, distinct)


def _count_source(indicator: Indicator, source: Source, theme: Any, tally: str, facts: str) -> None:
    rows = live.dated(source, source.labeled(source.records()))
    rows = rows.annotate(in_unit=F(f"{source.unit}_id"), in_theme=theme).exclude(in_theme=None)
    rows = rows.exclude(**{source.date: None})
    wholes = [Value("")] if indicator.is_distinct else []
    if not indicator.is_distinct or indicator.dimension is not None:
        wholes.append(F("in_part"))
    for part in wholes:
        said = rows.annotate(as_part=part)
        pairs = said.order_by().values_list("as_part", "in_theme").distinct()
        if not (wanted := set(pairs)):
            continue
        series_of(indicator.key, wanted)
        keys = ("in_unit", "in_month", "as_part", "in_theme")
        if indicator.is_distinct:
            members = said.annotate(member=F(indicator.member(source))).exclude(member=None)
            sql.add_facts(indicator.key, members.values_list(*keys, "member"), facts)
        else:
            grouped: QuerySet[Any, Any] = said.values_list(*keys).annotate(n=indicator.amount())
            sql.add_own(indicator.key, grouped, tally)


def check() -> list[Drift]:
    """Fold what waits, count everything afresh beside the stored values, and name what differs (at most fifty)."""
    fold_all()
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            sql.of_one_moment()
        tally, facts = sql.aside()
        count_all(tally, facts)
        found = sql.differences(SHOWN)
        late = _units_waiting() if found else set()
        sql.empty(tally, facts)
    return [_named(row) for row in found if row[0] not in late]


def mend() -> list[Drift]:
    """Check, and rebuild where something differs; returns what did."""
    found = check()
    if found or Place.objects.exclude(path=F("unit__path"), industry_path=F("unit__industry_path")).exists():
        rebuild()
    return found


def _hold_all() -> None:
    for shard in shards():
        lock(shard)


def _units_waiting() -> set[int]:
    """Units with something in the outbox, and those above them: they are not behind, they are being written to."""
    stands = stands_of(Pending.objects.values_list("unit_id", flat=True).distinct())
    tree = above_now(stands.values())
    return {unit for stand in stands.values() for unit, _reach in tree.of(stand, besides=False)}


def _named(row: tuple[Any, ...]) -> Drift:
    unit, number, year, layer = row
    series = Series.objects.get(pk=number)
    code = Unit.objects.filter(pk=unit).values_list("code", flat=True).first() or str(unit)
    return Drift(code, series.indicator, series.part, year, str(Reach(layer).label))
