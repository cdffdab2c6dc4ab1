# SPDX-License-Identifier: Apache-2.0
"""Reading the trace: the history of one object, and what an entry is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import models

from . import files
from .models import LONGEST_RUN, Entry, Touch
from .services import RowChange, Runs, running

FEW = 500  # of so many rows made at once the database is asked as of a set


def history_of(thing: models.Model) -> models.QuerySet[Entry]:
    """Every entry about one object, newest first, those of bulk operations included."""
    kind = thing._meta.label_lower
    own = Entry.objects.filter(object_kind=kind, object_id=str(thing.pk)).values("pk")
    bulk = touches_of(thing).values("entry")
    return Entry.objects.filter(pk__in=own.union(bulk)).order_by("-id")


def touches_of(thing: models.Model) -> models.QuerySet[Touch]:
    """The runs of rows of bulk operations among which this object is."""
    pk = int(thing.pk)
    near = Touch.objects.filter(object_kind=thing._meta.label_lower, object_id__range=(pk - LONGEST_RUN + 1, pk))
    return near.filter(object_id__gt=models.Value(pk) - models.F("length"))


def change_of(entry: Entry, thing: models.Model) -> RowChange:
    """What an entry says of one object: its own values, or the line of its manifest about this row."""
    if not entry.manifest:
        return RowChange(thing.pk, None, entry.object_unit_id, entry.before, entry.after)
    first, offset = touches_of(thing).values_list("object_id", "offset").get(entry=entry)
    with files.place_of(entry.manifest).open("rb") as manifest:
        manifest.seek(offset)
        return _row(next(islice(manifest, int(thing.pk) - first, None)))


def rows_of(entry: Entry) -> Iterator[RowChange]:
    """The lines of a bulk entry's manifest, one by one; none for an entry about one object."""
    if not entry.manifest:
        return
    with files.place_of(entry.manifest).open("rb") as manifest:
        for line in manifest:
            yield _row(line)


def rows_touched(entry: Entry) -> Sequence[int]:
    """The ids of the objects that an entry is about: one, or those of its manifest."""
    return [row.id for row in rows_of(entry)] if entry.manifest else [int(entry.object_id)]


def ids_behind(digest: str, offset: int, number: int) -> tuple[list[int], int]:
    """The next ids of a manifest behind a place in it, and the place behind them; none at its end."""
    with files.place_of(digest).open("rb") as manifest:
        manifest.seek(offset)
        lines = list(islice(manifest, number))
    return [int(json.loads(line)["id"]) for line in lines], offset + sum(map(len, lines))


def units_touched(entry: Entry) -> set[int]:
    """The units whose objects an entry is about, where they stand and where they stood before."""
    if not entry.manifest:
        found = {entry.object_unit_id, entry.before.get("unit")}
    elif (runs := _runs_of(entry)) is not None:
        found = {*runs.units}
    else:
        found = {unit for row in rows_of(entry) for unit in (row.unit_id, row.before.get("unit"))}
    return {unit for unit in found if unit is not None}


def _runs_of(entry: Entry) -> Runs | None:
    """What the operation under way knows of an entry of its own, without reading the manifest again."""
    operation = running()
    pairs = operation.runs if operation else ()
    return next((runs for one, runs in pairs if one is entry), None)


def ranges_made(entry: Entry) -> list[tuple[int, int]]:
    """Ids, from first to last, of the rows that an entry of the operation under way made in a few long rows; else none.

    Who follows records asks the database about so many rows at once, and reads no manifest.
    """
    runs = _runs_of(entry)
    if runs is None or runs.has_before or runs.count < FEW:
        return []
    ranges = runs.ranges()
    return ranges if len(ranges) * FEW <= runs.count else []


def _row(line: bytes) -> RowChange:
    said: dict[str, Any] = json.loads(line)
    return RowChange(said["id"], said["version"], said["unit"], said["before"], said["after"])
