# SPDX-License-Identifier: Apache-2.0
"""The outline: numbered headings and run-in headings by depth, and what of each block is its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guantong.gongwen.model import OutlineEntry, Span
from guantong.gongwen.read.heal import Block
from guantong.gongwen.read.markers import ARABIC, RUN_IN, Marker, marker_of
from guantong.gongwen.read.tidy import bare

_SENTENCE_END = re.compile("[。！？!?]")
_LABEL = re.compile("^[^，。；：！？]{2,18}：")
_LONGEST_HEADING = 90
# The first sentence of a numbered paragraph is a mere heading up to this length, if it has no comma.
_LONGEST_RUN_IN = 32
# One that makes up the whole paragraph (三、确保安全稳定。) is a heading only when it is very short.
_LONGEST_LONE = 14
_ORDERS = re.compile("应|须|请|不得|必须|要(?!求|点|素)|各|每|由")
_DOTS = re.compile(r"[….·]{4,}|_{3,}")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered block: its entry in the outline, and where the text that is more than heading begins."""

    entry: OutlineEntry
    block: int
    rest: int
    is_line: bool
    has_lead: bool = False


def read_outline(blocks: Sequence[Block], indices: Sequence[int]) -> list[Numbered]:
    """The numbered blocks among `indices` in reading order; the level is the depth of nesting."""
    stack: list[int] = []
    result: list[Numbered] = []
    for index in indices:
        block = blocks[index]
        marker = None if block.cells else marker_of(block.text)
        if marker is None or _DOTS.search(block.text) or not _is_heading(block.text, marker, result):
            continue
        _nest(stack, marker.family)
        result.append(_numbered(block, index, marker, len(stack)))
    return result


def _nest(stack: list[int], family: int) -> None:
    """Go to a marker of a family: back to its level if it is open, else below. A run-in goes below whatever is open."""
    if family in stack:
        del stack[stack.index(family) + 1 :]
        return
    while stack and stack[-1] > family and family != RUN_IN:
        stack.pop()
    stack.append(family)


def _is_heading(text: str, marker: Marker, before: Sequence[Numbered]) -> bool:
    rest = text[marker.width :].strip()
    if not rest or not re.search("[一-鿿A-Za-z]", rest):
        return False
    # 3.5万元 at the head of a line is a number; so is 12.5个 unless 11. came before.
    return not (marker.family == ARABIC and rest[0].isdigit() and marker.number > 1 and not _follows(marker, before))


def _follows(marker: Marker, before: Sequence[Numbered]) -> bool:
    return any(
        int(digits[0]) == marker.number - 1
        for item in before[-30:]
        if (digits := re.findall(r"\d+", item.entry.marker))
    )


def _numbered(block: Block, index: int, marker: Marker, level: int) -> Numbered:
    rest = block.text[marker.width :]
    label = _LABEL.match(rest)
    stop = _first_stop(rest)
    if label and (stop is None or label.end() <= stop):
        heading, length = rest[: label.end() - 1], label.end()
    elif stop is None:
        heading, length = rest, len(rest)
    else:
        heading, length = rest[:stop], stop + 1
    end = marker.width + length
    is_line = end >= len(block.text) and stop is None and label is None and len(rest) <= _LONGEST_HEADING
    is_heading_only = is_line or _is_mere_heading(heading, label is not None, end < len(block.text))
    entry = OutlineEntry(level, marker.text, bare(heading).rstrip("。；;：:，"), Span(block.start, block.start + end))
    return Numbered(entry, index, end if is_heading_only else marker.width, is_line, is_heading_only and not is_line)


def _is_mere_heading(heading: str, has_label: bool, has_more: bool) -> bool:
    """Whether the first sentence of a numbered paragraph only names what follows, without an order (应, 不得)."""
    if has_label:
        return True
    if not has_more:
        return len(heading) <= _LONGEST_LONE and "，" not in heading and not _ORDERS.search(heading)
    if len(heading) > _LONGEST_RUN_IN:
        return False
    return "，" not in heading or not _ORDERS.search(heading)


def _first_stop(text: str) -> int | None:
    """The first sentence end outside brackets and quotes."""
    depth = 0
    for index, char in enumerate(text):
        if char in "（(“《【":
            depth += 1
        elif char in "）)”》】":
            depth = max(0, depth - 1)
        elif depth == 0 and _SENTENCE_END.match(char):
            return index
    match = _SENTENCE_END.search(text) if depth else None
    return match.start() if match else None


def is_run_in(numbered: Numbered) -> bool:
    """Whether an entry is a run-in heading inside a paragraph."""
    marker = marker_of(numbered.entry.marker + "，")
    return marker is not None and marker.family == RUN_IN
