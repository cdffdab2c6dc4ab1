# SPDX-License-Identifier: Apache-2.0
"""Keeping the index: with each write, in its transaction; after a move in the tree; or anew from nothing."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models, transaction

from guantong.org.models import Unit
from guantong.org.scope import within_lines_through
from guantong.trace.models import Entry
from guantong.trace.queries import ids_behind, rows_touched

from . import sql
from .models import Unindexed
from .sources import KEYS, Source, source_of, sources
from .tokens import places_of, tokens_of

BATCH = AT_ONCE = 500
UNIT = Unit._meta.label_lower


def follow_records(entries: Sequence[Entry]) -> None:
    """Index what the entries of an operation touched; what is void or gone drops out.

    The rows of a large operation are indexed after its commit: it would take longer than all the rest of it.
    """
    touched: dict[str, set[int]] = defaultdict(set)
    plain = {source.kind for source in sources()} - {kind for source in sources() for kind, _way in source.through}
    for entry in entries:
        if entry.manifest and entry.after.get("rows", 0) > AT_ONCE and entry.object_kind in plain - {UNIT}:
            Unindexed.objects.create(kind=entry.object_kind, manifest=entry.manifest)
        elif entry.manifest or entry.object_id.isdecimal():
            touched[entry.object_kind].update(rows_touched(entry))
    moved = _moved_units(touched.get(UNIT, set()))
    for source in sources():
        if source.kind in touched:
            index_rows(source, sorted(touched[source.kind]))
        for kind, way in source.through:
            if kind in touched:
                index_all(source, source.rows().filter(**{f"{way}__in": touched[kind]}))
        if source.unit is not None:
            for unit in moved:
                index_all(source, source.rows().filter(within_lines_through(unit, source.unit)))


def index_waiting(seconds: float = 0.4) -> int:
    """Index what large operations left for later, for so long; returns how many rows. Each piece commits by itself."""
    count, until = 0, time.monotonic() + seconds
    waiting = Unindexed.objects.filter(kind__in=[source.kind for source in sources()]).order_by("pk")
    while time.monotonic() < until and (left := waiting.first()):
        with transaction.atomic():
            ids, place = ids_behind(left.manifest, left.done, BATCH)
            mine = Unindexed.objects.filter(pk=left.pk, done=left.done)
            if mine.update(done=place) if ids else mine.delete()[0]:  # another worker may have been quicker
                index_rows(source_of(left.kind), ids)
                count += len(ids)
    return count


def _moved_units(pks: Iterable[int]) -> list[Unit]:
    """Those of the units whose place is no longer the one that the index knows."""
    source = next((each for each in sources() if each.kind == UNIT), None)
    if source is None or not pks:
        return []
    found = []
    for unit in Unit.objects.filter(pk__in=pks):
        known = {token for token in sql.tokens_at(source.document(unit.pk)) if token.startswith("@")}
        if known and known != set(_places(unit)):
            found.append(unit)
    return found


def _places(unit: Unit) -> list[str]:
    return [token for path in _paths(unit) for token in places_of(path)]


def index_rows(source: Source, pks: Sequence[int]) -> None:
    """Index these rows of a source; those that are not to be found any more drop out."""
    for at in range(0, len(pks), BATCH):
        part = pks[at : at + BATCH]
        found = {row.pk: row for row in source.rows().filter(pk__in=part)}
        gone = [source.document(pk) for pk in part if pk not in found]
        if gone:
            sql.remove(gone)
        sql.put(document(source, row) for row in found.values())


def index_all(source: Source, rows: models.QuerySet[Any], *, seen: Callable[[int], Any] = lambda number: None) -> int:
    """Index rows batch by batch, in the order of their keys; returns how many. `seen` is told of each batch."""
    count, last = 0, 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        sql.put(document(source, row) for row in part)
        count, last = count + len(part), part[-1].pk
        seen(len(part))
    return count


def document(source: Source, row: Any) -> tuple[int, list[str]]:
    """A row as the index takes it."""
    words = source.words(row)
    paths = _paths(words.unit) if words.unit else ()
    return source.document(row.pk), tokens_of(words.texts, words.names, paths)


def _paths(unit: Unit) -> tuple[str, ...]:
    return tuple(path for path in (unit.path, unit.line or unit.industry_path) if path)


def rebuild(seen: Callable[[int], Any] = lambda number: None) -> dict[str, int]:
    """Index everything anew, one transaction for each source, so that searching goes on meanwhile."""
    counts = {}
    for source in sources():
        with transaction.atomic():
            sql.remove_range(source.first, source.first + (1 << KEYS))
            counts[source.kind] = index_all(source, source.rows(), seen=seen)
    return counts
