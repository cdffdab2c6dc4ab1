# SPDX-License-Identifier: Apache-2.0
"""The end of an operation: its entries get their places in the chains, under a lock that is held for no longer.

Streams are locked in the order of their numbers, so two operations that write in the same two chains cannot lock each
other out; the lock is taken last, so writers of one unit wait for a few statements of each other and for no more.

A process remembers where the chains ended that it wrote last. The head moves only from the end that is remembered to
the new one, in one conditional update, which is the lock too; where another process wrote meanwhile, or an own
transaction was undone, the update finds nothing and the head is read under a lock as for the first time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from guantong.kernel import clock

from .. import keys, sql
from ..models import Entry, Stream, canonical
from ..sql import Head

SEALED: tuple[str, ...] = ("stream", "number", "operation", "at", "actor_id", "actor_name", "unit_name", "post_label")
SEALED += ("acting_for", "verb", "object_kind", "object_id", "object_label", "object_unit_id")
SEALED += ("before", "after", "reason", "manifest", "key_id", "previous")
SKEW = timedelta(seconds=5)  # clocks of several machines differ by this much without anybody turning one back

REMEMBERED = 10_000

logger = logging.getLogger(__name__)
_ends: dict[int, Head] = {}  # by unit; a guess that the database confirms or not


def append(entries: Sequence[Entry]) -> None:
    """Number, chain and store the entries of an operation, each in its stream, in the order in which they came."""
    for unit_id, of_stream in groupby(sorted(entries, key=lambda entry: entry.stream), lambda entry: entry.stream):
        some, seen = list(of_stream), _ends.get(unit_id)
        if seen is None or not sql.extend(seen, end := _chained(some, seen), some):
            seen = locked(unit_id)
            end = _chained(some, seen)
            extended = sql.extend(seen, end, some)
            assert extended, "it is ours: nobody else can have moved it"
        if len(_ends) >= REMEMBERED:
            _ends.clear()
        _ends[unit_id] = end


def _chained(entries: Sequence[Entry], head: Head) -> Head:
    """Give entries their numbers and digests after a head; returns where the chain then ends, sealed."""
    key, moment = keys.newest(keys.trace_keys()), clock.real_now()
    if head.last_at is not None and moment < head.last_at - SKEW:
        logger.warning("the clock was set back: %s follows %s in stream %s", moment, head.last_at, head.unit_id)
    number, previous = head.length, head.head
    for entry in entries:
        number += 1
        entry.number, entry.previous, entry.at, entry.key_id = number, previous, moment, key.id
        previous = entry.digest = digest(entry)
    end = Head(head.unit_id, number, previous, moment)
    end.seal = f"{key.id}.{key.mac(seal_text(end))}"
    return end


def locked(unit_id: int) -> Head:
    """The head of a chain, ours until the transaction ends; made where the unit writes for the first time."""
    head = sql.locked_head(unit_id)
    if head is None:  # two may come first at once: the second insert waits for the first and then changes nothing
        Stream.objects.bulk_create((Stream(unit_id=unit_id),), ignore_conflicts=True)
        head = sql.locked_head(unit_id)
    assert head is not None, "it was made a moment ago, by us or by another"
    return head


def digest(entry: Entry) -> str:
    """Keyed SHA-256 over all that the entry says and the digest before it, under the key that it names."""
    said = [getattr(entry, name) for name in SEALED]
    said[2], said[3] = str(entry.operation), entry.at.timestamp()
    return keys.named(keys.trace_keys(), entry.key_id).mac(canonical(said).encode())


def seal_text(stream: Stream | Head) -> bytes:
    """What the seal of a head covers: without it, cutting a chain and moving its head back would take no key."""
    moment = stream.last_at.timestamp() if stream.last_at else None
    return json.dumps([stream.unit_id, stream.length, stream.head, moment]).encode()
