# SPDX-License-Identifier: Apache-2.0
"""Entries: what was done to one object, or by one bulk operation to many. The chain takes them when it is over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.db import models

from guantong.kernel import clock

from .. import files
from ..models import Entry, Sealed, canonical
from ..sealing import Cover
from .operations import Operation, Runs, running

MANIFEST = "application/jsonl"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who acts, by value: person, unit and post as they are at this moment; for whom, where he stands in."""

    actor_id: int | None
    actor_name: str
    unit_id: int
    unit_name: str
    post_label: str = ""
    acting_for: str = ""


SYSTEM = Stamp(None, "贯通", 0, "贯通", "系统")


@dataclass(frozen=True, slots=True)
class Changes:
    """What an entry says of the object: values before and after, and the reason that was asked for."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a bulk operation: its id, the version it has now, its unit, its values before and after."""

    id: int
    version: int | None = None
    unit_id: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


class RowLine(NamedTuple):
    """One row of a bulk operation whose values are written down already, as JSON, none of them veiled."""

    id: int
    version: int | None
    unit_id: int | None
    before: str
    after: str


def add_entry(stamp: Stamp, verb: str, thing: models.Model, *, unit_id: int | None, changes: Changes) -> Entry:
    """Leave one entry in the chain of the actor's unit. Raises RuntimeError outside a service marked `@writes`."""
    operation, cover = _under_way(verb), Cover()
    entry = _entry(operation, stamp, verb, changes)
    entry.object_kind, entry.object_id = thing._meta.label_lower, str(thing.pk)
    entry.object_label, entry.object_unit_id = str(thing)[:200], unit_id
    entry.before, entry.after = plain(cover.over(changes.before)), plain(cover.over(changes.after))
    if cover.kept:
        operation.sealed.append((entry, [_box(entry.object_kind, entry.object_id, cover)]))
    return entry


def add_note(stamp: Stamp, verb: str, model: type[models.Model], changes: Changes) -> Entry:
    """Leave one entry about a kind of thing as a whole, no single row of it."""
    operation = _under_way(verb)
    entry = _entry(operation, stamp, verb, changes)
    entry.object_kind, entry.object_label = model._meta.label_lower, str(model._meta.verbose_name)[:200]
    entry.before, entry.after = plain(changes.before), plain(changes.after)
    return entry


def add_bulk_entry(
    stamp: Stamp,
    verb: str,
    model: type[models.Model],
    rows: Iterable[RowChange | RowLine],
    *,
    unit_id: int | None,
    changes: Changes,
) -> Entry:
    """Leave one entry for many rows of one model; it holds the digest of a stored manifest with a line a row.

    `rows` may be a generator: it is written to the store as it comes. `changes` says what holds for all of them.
    """
    operation, kind = _under_way(verb), model._meta.label_lower
    entry = _entry(operation, stamp, verb, changes)
    runs, boxes = Runs(), list[Sealed]()
    lines = _manifest_lines(rows, kind, runs, boxes)
    entry.manifest = files.keep_lines(lines, name=f"{kind} {verb}", media_type=MANIFEST).digest
    entry.object_kind, entry.object_id = kind, ""
    entry.object_label, entry.object_unit_id = f"{model._meta.verbose_name} × {runs.count}"[:200], unit_id
    entry.before, entry.after = plain(changes.before), plain(changes.after | {"rows": runs.count})
    operation.runs.append((entry, runs))
    if boxes:
        operation.sealed.append((entry, boxes))
    return entry


def erase_sealed(kind: str, ids: Iterable[int]) -> int:
    """Erase the veiled values that entries about these objects sealed; the chain stays whole. Returns how many."""
    rows = Sealed.objects.filter(object_kind=kind, object_id__in=[str(pk) for pk in ids], erased_at=None)
    return rows.update(box="", erased_at=clock.real_now())


def _manifest_lines(rows: Iterable[RowChange | RowLine], kind: str, runs: Runs, boxes: list[Sealed]) -> Iterator[bytes]:
    for row in rows:
        if isinstance(row, RowLine):
            line = _written(row)
            runs.has_before |= row.before != "{}"
        else:
            cover = Cover()
            said = {"id": row.id, "version": row.version, "unit": row.unit_id}
            line = canonical(said | {"before": cover.over(row.before), "after": cover.over(row.after)}).encode() + b"\n"
            if cover.kept:
                boxes.append(_box(kind, str(row.id), cover))
            runs.units |= {unit for unit in (row.before.get("unit"),) if unit is not None}
            runs.has_before |= bool(row.before)
        if row.unit_id is not None:
            runs.units.add(row.unit_id)
        runs.add(row.id, len(line))
        yield line


def _written(row: RowLine) -> bytes:
    version, unit = ("null" if each is None else each for each in (row.version, row.unit_id))
    said = f'{{"after":{row.after},"before":{row.before},"id":{row.id},"unit":{unit},"version":{version}}}\n'
    return said.encode()


def _under_way(verb: str) -> Operation:
    operation = running()
    if operation is None:
        raise RuntimeError(f"{verb}: a trace is written only inside a service marked @writes")
    return operation


def _entry(operation: Operation, stamp: Stamp, verb: str, changes: Changes) -> Entry:
    entry = Entry(*_blank())  # by keywords it would cost three times as much, in every write of the house
    entry.stream, entry.operation, entry.verb, entry.reason = stamp.unit_id, operation.id, verb, changes.reason
    entry.actor_id, entry.actor_name, entry.unit_name = stamp.actor_id, stamp.actor_name, stamp.unit_name
    entry.post_label, entry.acting_for = stamp.post_label, stamp.acting_for
    operation.entries.append(entry)
    return entry


@cache
def _blank() -> tuple[Any, ...]:
    """The values of an entry that says nothing yet, in the order of its columns."""
    blank = Entry()
    return tuple(getattr(blank, field.attname) for field in Entry._meta.concrete_fields)


def _box(kind: str, object_id: str, cover: Cover) -> Sealed:
    return Sealed(object_kind=kind, object_id=object_id, box=canonical(cover.kept))


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as JSON keeps them, as they are now: the object may change before the operation ends."""
    encoded: dict[str, Any] = json.loads(canonical(values)) if values else {}
    return encoded
