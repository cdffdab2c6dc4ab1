# SPDX-License-Identifier: Apache-2.0
"""Whether the trace holds: every chain against itself, its head and the anchors; every stored file; every sealed value.

Each check is a generator of sentences, one a fault. What is only worth knowing (a clock that was set back) is told
apart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from guantong.kernel.errors import Refused

from . import anchors, files, keys
from .models import Entry, Sealed, StoredFile, Stream
from .sealing import salted
from .services.chain import SKEW, digest, seal_text

PATIENCE = timedelta(minutes=10)  # an operation may have begun before an anchor and ended after it


@dataclass(slots=True)
class Anchored:
    """What the anchors say: the newest head of each stream, when the last line was written, the lines' fingerprints."""

    heads: dict[int, tuple[int, str]] = field(default_factory=dict)
    last_at: datetime | None = None
    fingerprints: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def anchored() -> Anchored:
    """Read all anchors."""
    found = Anchored()
    for anchor in anchors.read():
        found.faults += anchor.faults
        found.fingerprints.add(anchor.fingerprint)
        if anchor.heads:
            found.last_at = anchor.at
        for unit_id, number, head in anchor.heads:
            found.heads[unit_id] = number, head
    return found


@dataclass(slots=True)
class _End:
    """Where the walk along one chain stands."""

    number: int = 0
    digest: str = ""
    at: datetime | None = None


def broken_links() -> Iterator[str]:
    """One sentence for each place where a chain does not hold: edited, removed, inserted, cut, or made anew."""
    outside, ends = anchored(), dict[int, _End]()
    yield from outside.faults
    for entry in Entry.objects.order_by("stream", "number").iterator(chunk_size=2000):
        end = ends.setdefault(entry.stream, _End())
        yield from _faults_of(entry, end, outside)
        end.number, end.digest, end.at = entry.number, entry.digest, entry.at
    streams = {stream.unit_id: stream for stream in Stream.objects.iterator()}
    for unit_id in sorted({*streams, *ends, *outside.heads}):
        end, stream = ends.get(unit_id, _End()), streams.get(unit_id, Stream(unit_id=unit_id))
        if (stream.length, stream.head) != (end.number, end.digest):
            yield f"{unit_id}：链尾与登记的链头不符"
        elif end.number and not _is_sealed(stream):
            yield f"{unit_id}：登记的链头没有印记，或者印记不对"
        number = outside.heads.get(unit_id, (0, ""))[0]
        if number > end.number:
            yield f"{unit_id}：存证时有 {number} 条，现在只有 {end.number} 条，后面的被截掉了"


def _faults_of(entry: Entry, end: _End, outside: Anchored) -> Iterator[str]:
    place = f"{entry.stream}#{entry.number}"
    if entry.number != end.number + 1:
        yield f"{place}：前面少了记录"
    if entry.previous != end.digest:
        yield f"{place}：与前一条接不上"
    if entry.key_id not in keys.trace_keys():
        yield f"{place}：没有编号 {entry.key_id} 的密钥，核不了"
    elif entry.digest != digest(entry):
        yield f"{place}：内容被改过"
    number, head = outside.heads.get(entry.stream, (0, ""))
    if entry.number == number and entry.digest != head:
        yield f"{place}：与库外存证的指纹不同，这条链被整条重写过"
    if entry.number > number and outside.last_at is not None and entry.at < outside.last_at - PATIENCE:
        yield f"{place}：早该存证而没有，这条记录是后来塞进去的，或者存证被动过"
    if entry.verb == "anchor" and entry.stream == 0 and entry.after.get("line") not in outside.fingerprints:
        yield f"{place}：存证文件里没有这一行，文件被截短、换掉或丢失了"


def _is_sealed(stream: Stream) -> bool:
    key_id, _, mac = stream.seal.partition(".")
    key = keys.trace_keys().get(key_id)
    return key is not None and key.mac(seal_text(stream)) == mac


def clocks_set_back() -> Iterator[str]:
    """One sentence for each entry that is older than the one before it: no fault of the chain, but worth knowing."""
    last: tuple[int, datetime] | None = None
    rows = Entry.objects.order_by("stream", "number").values_list("stream", "number", "at")
    for stream, number, at in rows.iterator(chunk_size=2000):
        if last is not None and last[0] == stream and at < last[1] - SKEW:
            yield f"{stream}#{number}：时间比前一条早 {round((last[1] - at).total_seconds())} 秒，时钟被拨回过"
        last = stream, at


def changed_files() -> Iterator[str]:
    """One sentence for each stored file that is gone or not what it was."""
    for stored in StoredFile.objects.order_by("digest").iterator():
        place = files.place_of(stored.digest)
        if not place.exists():
            yield f"文件 {stored.name} 不见了"
            continue
        with place.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != stored.digest:
                yield f"文件 {stored.name} 被改过"


def bent_seals() -> Iterator[str]:
    """One sentence for each sealed value that does not open, or is not what its entry was given."""
    for pk in Sealed.objects.filter(erased_at=None).order_by("pk").values_list("pk", flat=True).iterator():
        try:
            sealed = Sealed.objects.get(pk=pk)
        except Refused as refused:
            yield f"密封内容 {pk}：{refused}"
            continue
        kept: dict[str, list[str]] = json.loads(sealed.box)
        if any(salted(salt, text) != name for name, (salt, text) in kept.items()):
            yield f"密封内容 {pk}：与操作记录里的指纹不同"
