# SPDX-License-Identifier: Apache-2.0
"""Healing: lines that a page end or a narrow column cut become whole paragraphs again.

Gives the healed text and its blocks; every later span points into that text. What the blocks mean is not decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from guantong.gongwen.read.lines import Line
from guantong.gongwen.read.markers import HAN_BRACKET, RUN_IN, RUN_IN_INSIDE, marker_of
from guantong.gongwen.read.tidy import tidy
from guantong.gongwen.read.unfold import head_lines, unfolded

_TERMINAL = frozenset("。！？；：…!?;:")
_CLOSERS = "”’』」）)】》〉"
_PAUSES = frozenset("，、,")
# Lines that never continue another: the pieces of the frame, and notes.
_STARTS = re.compile(
    r"^(?:附[  ]*[件表录][\d一二三四五六七八九十]*[：: ]|附[件表录]\d*$|抄[送报]|主题词|"
    r"签\s*发\s*人|[一-鿿]{1,10}〔(?:19|20)\d\d〕\d{1,4}号(?=\s|$)|联[ ]*系[ ]*人|联系(?:电话|方式)|"
    r"注[：:]|特此(?:通知|通报|报告|函)|"
    r"[（(](?:此件|联系人)|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$|[一二][〇○О零0一二三四五六七八九]{3}年\S{1,3}月\S{1,3}日$)"
)
_PROSE = re.compile("[，。；]")
# Rows of the imprint hang: their wrapped lines begin to the right of their label.
_HANGS = re.compile(r"^(?:抄送|主送|抄报)[：:]")
_OTHER_SIZE = 1.2
_MIN_PROSE = 36
# So many pieces of the text may belong to its head.
_HEAD_LINES = 14
_MIN_WRAP, _MAX_WRAP = 16, 64


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or table row of the healed text, from `start` on."""

    text: str
    start: int
    cells: tuple[str, ...] = ()
    is_title: bool = False
    page: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Healed:
    """The whole text, and its blocks in order; blocks are separated by one line feed."""

    text: str
    blocks: tuple[Block, ...]


def heal(lines: Iterable[Line]) -> Healed:
    """Join what belongs together, split what was run together, and place every block in one text."""
    joined = _joined(_marked_widths([line for line in lines if line.text.strip()]))
    pieces: list[Line] = []
    for line in joined:
        if line.cells:
            text = "\t".join(" ".join(cell.split()) for cell in line.cells)
            pieces.append(replace(line, text=text))
            continue
        # Spaces show where a line break was lost; only afterwards do they mean nothing.
        for part in (tidy(part) for part in unfolded(line.text.strip())):
            for piece in head_lines(part) if len(pieces) < _HEAD_LINES else [part]:
                pieces.extend(replace(line, text=item) for item in _run_ins(piece, pieces))
    return _placed(pieces)


def _placed(pieces: list[Line]) -> Healed:
    blocks = []
    cursor = 0
    for line in pieces:
        if not line.text:
            continue
        blocks.append(Block(line.text, cursor, line.cells, line.is_title, line.page))
        cursor += len(line.text) + 1
    return Healed("\n".join(block.text for block in blocks), tuple(blocks))


def _marked_widths(lines: list[Line]) -> list[Line]:
    """Where the text was wrapped at a fixed width, say of each line whether it is full and whether it is indented."""
    if any(line.fills is not None for line in lines):
        return lines
    lengths = [len(line.text.rstrip()) for line in lines if not line.cells]
    long = [length for length in lengths if length >= _MIN_WRAP]
    if len(long) < 6:
        return lines
    width = max(long)
    near = sum(width - 3 <= length <= width for length in long)
    if width > _MAX_WRAP or near * 3 < len(long):
        return lines
    return [
        replace(
            line,
            fills=len(line.text.rstrip()) >= width - 3,
            opens=line.text[:1] in " 　\t",
        )
        if not line.cells
        else line
        for line in lines
    ]


def _joined(lines: list[Line]) -> list[Line]:
    has_indents = Counter(line.opens for line in lines if line.opens is not None)[True] >= 2
    result: list[Line] = []
    for line in lines:
        if result and not line.cells and not result[-1].cells and _continues(result[-1], line, has_indents):
            text = result[-1].text.rstrip() + _seam(result[-1].text, line.text) + line.text.lstrip()
            result[-1] = replace(result[-1], text=text, fills=line.fills)
        else:
            result.append(line)
    return result


def _seam(before: str, after: str) -> str:
    """A space between two words of Latin script, nothing between Chinese characters."""
    left, right = before.rstrip()[-1:], after.lstrip()[:1]
    return " " if left.isascii() and right.isascii() and left.isalnum() and right.isalnum() else ""


def _continues(before: Line, line: Line, has_indents: bool) -> bool:
    left, right = before.text.strip(), line.text.strip()
    if before.size and line.size and max(before.size, line.size) > min(before.size, line.size) * _OTHER_SIZE:
        return False  # a title and the line below it are never one, however full the title's line is
    if before.size and _HANGS.match(left) and left[-1] not in _TERMINAL and marker_of(right) is None:
        return line.left > before.left + line.size * 1.5
    if before.is_title or line.is_title or _STARTS.match(right) or (_STARTS.match(left) and len(left) < 20):
        return False
    if before.fills is not None:
        return bool(before.fills) and not _opens_anew(line, right, left, has_indents)
    if marker_of(right) is not None:
        return False
    if left[-1] in _PAUSES:
        return len(left) >= 8 and (len(right) > 3 or right[-1] in _TERMINAL)
    is_prose = "。" in left or (len(left) >= _MIN_PROSE and bool(_PROSE.search(left)))
    if not is_prose or left[-1] in _TERMINAL or left[-1] in _CLOSERS:
        return False
    if marker_of(left) is not None and not re.search("[。；]", left):
        return False
    return bool(_PROSE.search(right)) or right[-1] in _TERMINAL


def _opens_anew(line: Line, text: str, before: str, has_indents: bool) -> bool:
    """In wrapped text an indented line starts a paragraph; so does a main marker, and 1. after a full stop."""
    if line.opens and has_indents:
        return True
    marker = marker_of(text)
    if marker is None or marker.family == RUN_IN:
        return False
    return not has_indents or marker.family <= HAN_BRACKET or before[-1] in _TERMINAL


def _run_ins(text: str, before: list[Line]) -> list[str]:
    """Split a paragraph where a later run-in heading of a series starts (…。四要发挥媒体阵地作用。…).

    Only where each item is a heading with text after it; a list inside one sentence (一是…；二是…。) stays whole.
    """
    places = list(RUN_IN_INSIDE.finditer(text))
    cuts = [match.end() for match in places if text[match.start() - 1] != "；"]
    if not cuts or len(cuts) * 2 < len(places):
        return [text]
    last = before[-1].text if before else ""
    opener = marker_of(text) or marker_of(last)
    expected = opener.number + 1 if opener and opener.family == RUN_IN else None
    pieces, start = [], 0
    for cut in cuts:
        marker = marker_of(text[cut:])
        if marker is None or (expected is None and marker.number != 1) or (expected and marker.number != expected):
            continue
        pieces.append(text[start:cut])
        start, expected = cut, marker.number + 1
    pieces.append(text[start:])
    return pieces
