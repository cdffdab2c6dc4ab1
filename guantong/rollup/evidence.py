# SPDX-License-Identifier: Apache-2.0
"""The ids of the records behind a frozen figure, packed: in each block of 65,536 a list or a bitmap, then deflated."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable, Mapping
from itertools import groupby

BLOCK = 1 << 16
MOST_LISTED = BLOCK // 16  # beyond it a bitmap is shorter than a list of two-byte places


def packed(records: Mapping[str, Iterable[int]]) -> bytes:
    """Ids by kind of record; the same ids give the same bytes, so the same evidence is stored once."""
    kinds, blocks = {}, b""
    for kind in sorted(records):
        ids = sorted(set(records[kind]))
        places = []
        for high, group in groupby(ids, key=lambda pk: pk // BLOCK):
            block = _block([pk % BLOCK for pk in group])
            places.append([high, len(block)])
            blocks += block
        kinds[kind] = places
    head = json.dumps(kinds).encode()
    return zlib.compress(len(head).to_bytes(4, "big") + head + blocks, 9)


def unpacked(content: bytes) -> dict[str, list[int]]:
    """The ids again, ascending."""
    raw = zlib.decompress(content)
    start = 4 + int.from_bytes(raw[:4], "big")
    found: dict[str, list[int]] = {}
    for kind, places in json.loads(raw[4:start]).items():
        found[kind] = []
        for high, size in places:
            found[kind] += [high * BLOCK + low for low in _lows(raw[start : start + size])]
            start += size
    return found


def _block(lows: list[int]) -> bytes:
    if len(lows) <= MOST_LISTED:
        return array("H", lows).tobytes()
    bits = bytearray(BLOCK // 8)
    for low in lows:
        bits[low >> 3] |= 1 << (low & 7)
    return bytes(bits)


def _lows(block: bytes) -> list[int]:
    if len(block) < BLOCK // 8:
        return list(array("H", block))
    return [at * 8 + bit for at, byte in enumerate(block) if byte for bit in range(8) if byte >> bit & 1]
