# SPDX-License-Identifier: Apache-2.0
"""What writers leave behind: touched cells go into the outbox with the write itself, and a moved unit is put anew.

A cell is a kind of record, a unit and a month. The outbox says only that a cell was touched, never by how much: the
folder recounts it, so that folding twice, late or in any order gives the same totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from guantong.kernel.clock import ZONE
from guantong.org.models import Unit
from guantong.register.catalogue import indicators
from guantong.register.indicator import Source
from guantong.trace.models import Entry
from guantong.trace.queries import ranges_made, rows_of

from ..models import Pending
from .asks import month_of
from .tree import put_anew

UNIT = Unit._meta.label_lower
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One object that an entry, or a line of its manifest, is about."""

    pk: int
    before: dict[str, Any]
    after: dict[str, Any]


def follow_records(entries: Sequence[Entry]) -> None:
    """Note the cells that an operation touched. Called before its transaction commits, inside it."""
    kinds = sources_by_kind()
    touched: dict[str, list[Entry]] = defaultdict(list)
    has_moved = False
    for entry in entries:
        if entry.object_kind in kinds:
            touched[entry.object_kind].append(entry)
        has_moved |= entry.object_kind == UNIT and entry.verb != "found"  # a new unit has nothing to move
    cells: set[tuple[str, int, int]] = set()
    for kind, some in touched.items():
        ranges = {entry.manifest: ranges_made(entry) for entry in some if entry.manifest}
        for source in kinds[kind]:
            cells |= {(kind, unit, month) for made in ranges.values() for unit, month in _cells_made(source, made)}
        changes = (change for entry in some if not ranges.get(entry.manifest) for change in changes_of(entry))
        while part := list(islice(changes, BATCH)):
            cells |= {(kind, unit, month) for unit, month in _cells(kinds[kind], part)}
    rows = [Pending(kind=kind, unit_id=unit, month=month) for kind, unit, month in sorted(cells)]
    Pending.objects.bulk_create(rows, batch_size=BATCH)
    if has_moved:
        put_anew()


def changes_of(entry: Entry) -> Iterator[Change]:
    """What an entry is about: one object, or the lines of its manifest, one by one."""
    if entry.manifest:
        for row in rows_of(entry):
            yield Change(row.id, row.before, row.after)
    else:
        yield Change(int(entry.object_id), entry.before, entry.after)


def sources_by_kind() -> dict[str, list[Source]]:
    """The sources that look at each kind of record, each pair of date and unit once."""
    found: dict[str, dict[tuple[str, str], Source]] = defaultdict(dict)
    for indicator in indicators():
        for source in indicator.of:
            found[source.kind].setdefault((source.date, source.unit), source)
    return {kind: list(sources.values()) for kind, sources in found.items()}


def _cells(sources: list[Source], changes: list[Change]) -> Iterator[tuple[int, int]]:
    for source in sources:
        places = _places(source, changes)
        for change in changes:
            yield from _ends(source, change, places.get(change.pk, (None, None)))


def _cells_made(source: Source, ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The cells of many rows that were made at once, asked of the database as a set."""
    for ends in ranges:
        rows = source.model._default_manager.filter(pk__range=ends).order_by()
        for unit, day in rows.values_list(f"{source.unit}_id", source.date).distinct().iterator():
            month = as_month(day)
            if unit is not None and month is not None:
                yield unit, month


def _places(source: Source, changes: list[Change]) -> dict[int, tuple[Any, Any]]:
    """Unit and date of each record as it stands; those just entered say it in their entry, and are not asked for."""
    said = {change.pk: _said(source, change.after) for change in changes}
    unknown = [pk for pk, place in said.items() if None in place]
    if unknown:
        rows = source.model._default_manager.filter(pk__in=unknown)
        said |= {pk: (unit, day) for pk, unit, day in rows.values_list("pk", f"{source.unit}_id", source.date)}
    return said


def _said(source: Source, values: dict[str, Any]) -> tuple[Any, Any]:
    return values.get(source.unit), values.get(source.date)


def _ends(source: Source, change: Change, place: tuple[Any, Any]) -> Iterator[tuple[int, int]]:
    """The cell in which the record stands, and the one in which it stood before."""
    unit, day = place
    old_unit, old_day = _said(source, change.before)
    for where, when in ((unit, day), (old_unit or unit, old_day or day)):
        month = as_month(when)
        if where is not None and month is not None:
            yield int(where), month


def as_month(day: Any) -> int | None:
    """The month of a date or moment, of a row or as the trace keeps it; None where there is none (yet)."""
    if isinstance(day, str):
        return _month_in(day)
    if isinstance(day, datetime):
        day = day.astimezone(ZONE)
    return month_of(day) if isinstance(day, date) else None


@lru_cache(maxsize=20_000)  # the rows of one upload lie on few days
def _month_in(text: str) -> int | None:
    moment = parse_datetime(text) if len(text) > len("2021-01-13") else None
    day = moment.astimezone(ZONE) if moment else parse_date(text)
    return month_of(day) if day else None
