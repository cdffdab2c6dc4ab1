# SPDX-License-Identifier: Apache-2.0
"""The units above a unit, and what happens to totals when the tree changes: today's tree holds for every period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, Q

from guantong.kernel.errors import NotFound
from guantong.org.models import Unit, UnitKind
from guantong.register.catalogue import indicator_named

from ..models import Place, Reach, Series, Shard, Tally
from . import sql

CHUNK = 5000
STEP = Unit.steplen


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a unit stands on both lines."""

    path: str
    industry_path: str


@dataclass(frozen=True, slots=True)
class Above:
    """The units above others: by path along leadership, by industry path along the line."""

    lead: dict[str, int]
    lines: dict[str, list[int]]

    def of(self, stand: Stand, *, besides: bool = True) -> Iterator[tuple[int, Reach]]:
        """The units above, each with the layer to which a value from here adds there; `besides` leaves out itself."""
        paths = prefixes(stand.path)
        lead = {self.lead[path] for path in paths if path in self.lead}
        own = self.lead.get(stand.path) if besides else None
        yield from ((unit, Reach.BELOW) for unit in lead if unit != own)
        yield from ((unit, Reach.INDUSTRY) for unit in self.lines.get(stand.industry_path, ()) if unit not in lead)


def prefixes(path: str) -> list[str]:
    """The paths of a unit and of all above it."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def above_now(stands: Iterable[Stand]) -> Above:
    """The units above these, as the tree is now."""
    found = list(stands)
    lead = ids_of(path for stand in found for path in prefixes(stand.path))
    lines = {stand.industry_path for stand in found if stand.industry_path}
    heads = ids_of({path for line in lines for path in prefixes(line.partition("/")[0])}, heads=True)
    return Above(lead, {line: _unions(line, heads) for line in lines})


def above_before(stands: Iterable[Stand]) -> Above:
    """The same as the tree was when their values were added up."""
    found = list(stands)
    rows = Place.objects.filter(path__in={path for stand in found for path in prefixes(stand.path)})
    lines = {stand.industry_path for stand in found if stand.industry_path}
    paths = {path for line in lines for path in prefixes(line.partition("/")[0])}
    heads = Place.objects.filter(path__in=paths, industry_path="", unit__kind=UnitKind.INDUSTRIAL)
    by_path = dict(heads.values_list("path", "pk"))
    return Above(dict(rows.values_list("path", "pk")), {line: _unions(line, by_path) for line in lines})


def _unions(line: str, heads: dict[str, int]) -> list[int]:
    """The industrial unions whose line holds this place: its head (and heads above), then those behind strokes."""
    start, *rest = line.split("/")
    return [*(heads[path] for path in prefixes(start) if path in heads), *(int(each) for each in rest)]


def note_lines() -> None:
    """Put every place on a line, with the unions above it, where set-based statements find them."""
    found = Unit.objects.exclude(industry_path="").order_by().values_list("industry_path", flat=True).distinct()
    lines = above_now(Stand("", line) for line in found).lines
    sql.note_lines((union, line) for line, unions in lines.items() for union in unions)


def stands_of(units: Iterable[int]) -> dict[int, Stand]:
    """Where these units stand now."""
    rows = Unit.objects.filter(pk__in=set(units)).values_list("pk", "path", "industry_path")
    return {pk: Stand(path, industry) for pk, path, industry in rows}


def ids_of(paths: Iterable[str], *, heads: bool = False) -> dict[str, int]:
    """The units at these paths; of `heads` only the unions that head a line of industry."""
    rows = Unit.objects.filter(path__in=set(paths))
    rows = rows.filter(kind=UnitKind.INDUSTRIAL, industry_path="") if heads else rows
    return dict(rows.values_list("path", "pk"))


def lock(shard: str, *, wait: bool = True) -> bool:
    """Hold the folder's lock of a shard to the end of the transaction; False where somebody has it and one won't wait.

    SQLite has one writer at a time anyway.
    """
    Shard.objects.get_or_create(path=shard)
    rows = Shard.objects.filter(path=shard)
    return (rows.select_for_update() if wait else rows.select_for_update(skip_locked=True)).first() is not None


def shards() -> list[str]:
    """Every shard: the roots of the tree."""
    return list(Unit.objects.filter(depth=1).values_list("path", flat=True))


def remember(stands: dict[int, Stand]) -> None:
    """Note where these units stand, and those above them, unless it is known: they have values now."""
    paths = {path for stand in stands.values() for path in prefixes(stand.path)}
    paths |= {path for stand in stands.values() for path in prefixes(stand.industry_path.partition("/")[0])}
    known = set(Place.objects.filter(path__in=paths).values_list("path", flat=True))
    rows = Unit.objects.filter(path__in=paths - known)
    places = [Place(unit_id=pk, path=path, industry_path=line) for pk, path, line in rows.values_list(*COLUMNS)]
    Place.objects.bulk_create(places, batch_size=CHUNK, ignore_conflicts=True)


COLUMNS = ("pk", "path", "industry_path")
MOVED = ~Q(path=F("unit__path")) | ~Q(industry_path=F("unit__industry_path"))


def put_anew() -> int:
    """Where units moved on either line: move their values to the units that are now above them.

    Returns how many had moved. Runs inside the operation that moved them, under the folder's lock; it looks at all
    places, because an operation that names one unit may have moved others with it.
    """
    if not Place.objects.filter(MOVED).exists():
        return 0
    for shard in shards():
        lock(shard)
    moved = {
        pk: (Stand(*old), Stand(*new))
        for pk, *places in Place.objects.filter(MOVED).values_list("unit_id", "path", "industry_path", *NOW)
        for old, new in [(places[:2], places[2:])]
    }
    before = above_before(old for old, _new in moved.values())
    after = above_now(new for _old, new in moved.values())
    pairs = []
    for pk, (old, new) in moved.items():
        left, came = set(before.of(old)), set(after.of(new))
        pairs += [(pk, above, int(reach), -1) for above, reach in left - came]
        pairs += [(pk, above, int(reach), 1) for above, reach in came - left]
    _forget(moved)
    remember({pk: new for pk, (_old, new) in moved.items()})
    additive, distinct = series_by_sort()
    sql.shift(pairs, additive)
    if distinct and pairs:
        recount_distinct(sorted({above for _pk, above, _reach, _sign in pairs}), distinct)
    return len(moved)


NOW = ("unit__path", "unit__industry_path")


def _forget(moved: Iterable[int]) -> None:
    pks = list(moved)
    for at in range(0, len(pks), CHUNK):
        Place.objects.filter(pk__in=pks[at : at + CHUNK]).delete()


def recount_distinct(units: list[int], series: list[int]) -> None:
    """Count the distinct values of a few units anew from the facts."""
    Tally.objects.filter(unit__in=units, series__in=series).delete()
    note_lines()
    sql.add_distinct("rollup_tally", "rollup_fact", series, only=units)


def series_by_sort() -> tuple[list[int], list[int]]:
    """The series whose values add up, and those whose values are distinct; one of a gone indicator is in neither."""
    additive, distinct = [], []
    for pk, key in Series.objects.values_list("pk", "indicator"):
        try:
            (distinct if indicator_named(key).is_distinct else additive).append(pk)
        except NotFound:
            continue
    return additive, distinct
