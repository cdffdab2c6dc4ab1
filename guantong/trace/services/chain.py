# SPDX-License-Identifier: Apache-2.0
"""The end of an operation: its entries get their places in the chains, under a lock that is held for no longer.

Streams are locked in the order of their numbers, so two operations that write in the same two chains cannot lock each
other out; the lock is taken last, so writers of one unit wait for a few statements of each other and for no more.
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

SEALED: tuple[str, ...] = ("stream", "number", "operation", "at", "actor_id", "actor_name", "unit_name", "post_label")
SEALED += ("acting_for", "verb", "object_kind", "object_id", "object_label", "object_unit_id")
SEALED += ("before", "after", "reason", "manifest", "key_id", "previous")
SKEW = timedelta(seconds=5)  # clocks of several machines differ by this much without anybody turning one back

logger = logging.getLogger(__name__)


def append(entries: Sequence[Entry]) -> None:
    """Number, chain and store the entries of an operation, each in its stream, in the order in which they came."""
    key = keys.newest(keys.trace_keys())
    for unit_id, of_stream in groupby(sorted(entries, key=lambda entry: entry.stream), lambda entry: entry.stream):
        stream, moment = locked(unit_id), clock.real_now()
        if stream.last_at is not None and moment < stream.last_at - SKEW:
            logger.warning("the clock was set back: %s follows %s in stream %s", moment, stream.last_at, unit_id)
        some = list(of_stream)
        for entry in some:
            entry.number, entry.previous, entry.at, entry.key_id = stream.length + 1, stream.head, moment, key.id
            entry.digest = digest(entry)
            stream.length, stream.head = entry.number, entry.digest
        sql.insert_entries(some)
        stream.last_at = moment
        stream.seal = f"{key.id}.{key.mac(seal_text(stream))}"
        sql.move_head(stream)


def locked(unit_id: int) -> Stream:
    """The head of a chain, ours until the transaction ends; made where the unit writes for the first time."""
    stream = sql.locked_head(unit_id)
    if stream is None:  # two may come first at once: the second insert waits for the first and then changes nothing
        Stream.objects.bulk_create((Stream(unit_id=unit_id),), ignore_conflicts=True)
        stream = sql.locked_head(unit_id)
    assert stream is not None, "it was made a moment ago, by us or by another"
    return stream


def digest(entry: Entry) -> str:
    """Keyed SHA-256 over all that the entry says and the digest before it, under the key that it names."""
    said = [getattr(entry, name) for name in SEALED]
    said[2], said[3] = str(entry.operation), entry.at.timestamp()
    return keys.named(keys.trace_keys(), entry.key_id).mac(canonical(said).encode())


def seal_text(stream: Stream) -> bytes:
    """What the seal of a head covers: without it, cutting a chain and moving its head back would take no key."""
    moment = stream.last_at.timestamp() if stream.last_at else None
    return json.dumps([stream.unit_id, stream.length, stream.head, moment]).encode()
