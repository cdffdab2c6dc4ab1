# SPDX-License-Identifier: Apache-2.0
"""Sentences: every character of the body belongs to exactly one, at its exact place. Roles are given in `roles`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STOP = re.compile("[。！？!?；;]+[”’」』）)】》]*")
_OPEN, _SHUT = "（(【《", "）)】》"


def sentence_spans(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Half-open ranges of the sentences and semicolon clauses of `text[start:]`, without outer white space.

    A stop inside brackets or quotes does not end a sentence, unless the brackets are never closed.
    """
    begin = start
    depths = _depths(text)
    for match in _STOP.finditer(text, start):
        if depths is not None and depths[match.start()] > 0:
            continue
        if match[0][0] == ";" and match.end() < len(text) and text[match.start() - 1].isascii():
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, len(text))


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        yield begin, end


def _depths(text: str) -> list[int] | None:
    """How deep in brackets and quotes each character stands; None where they do not pair up."""
    if not any(char in text for char in "（(【《“"):
        return None
    depth, depths = 0, []
    for char in text:
        if char in _OPEN or char == "“":
            depth += 1
        elif char in _SHUT or char == "”":
            depth -= 1
            if depth < 0:
                return None
        depths.append(depth)
    return depths if depth == 0 else None
