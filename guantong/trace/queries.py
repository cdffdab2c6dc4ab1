# SPDX-License-Identifier: Apache-2.0
"""Reading the trace: the history of one object, and whether every chain is whole."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from .models import Entry, Stream
from .services import digest


def history_of(thing: models.Model) -> models.QuerySet[Entry]:
    """Every entry about one object, newest first."""
    return Entry.objects.filter(object_kind=thing._meta.label_lower, object_id=str(thing.pk)).order_by("-id")


def broken_links() -> Iterator[str]:
    """One sentence for each place where a chain does not hold: an entry edited, removed, inserted, or the end cut."""
    expected = {stream.unit_id: (stream.length, stream.head) for stream in Stream.objects.all()}
    length: dict[int, int] = {}
    head: dict[int, str] = {}
    for entry in Entry.objects.order_by("stream", "number").iterator(chunk_size=2000):
        place = f"{entry.stream}#{entry.number}"
        if entry.number != length.get(entry.stream, 0) + 1:
            yield f"{place}：前面少了记录"
        if entry.previous != head.get(entry.stream, ""):
            yield f"{place}：与前一条接不上"
        if entry.digest != digest(entry):
            yield f"{place}：内容被改过"
        length[entry.stream], head[entry.stream] = entry.number, entry.digest
    for unit_id in sorted({*expected, *length}):
        if expected.get(unit_id) != (length.get(unit_id, 0), head.get(unit_id, "")):
            yield f"{unit_id}：链尾与登记的链头不符"
