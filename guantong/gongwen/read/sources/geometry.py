# SPDX-License-Identifier: Apache-2.0
"""From characters at places on a page to lines in reading order; which lines reach the edge, which are indented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from guantong.gongwen.read.lines import Line


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters that stand together on a page. The origin is the upper left corner, y grows downwards."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line with its extent."""

    text: str
    left: float
    right: float
    size: float
    page: int
    middle: float
    cells: tuple[str, ...] = ()


def rows_of(glyphs: Sequence[Glyphs], page: int) -> list[Row]:
    """The printed lines of one page from top to bottom."""
    rows: list[list[Glyphs]] = []
    for item in sorted(glyphs, key=lambda glyph: (glyph.middle, glyph.left)):
        if rows and _shares_line(rows[-1], item):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [row for group in rows if (row := _row(group, page)).text.strip()]


def _shares_line(row: Sequence[Glyphs], item: Glyphs) -> bool:
    last = row[-1]
    height = max(0.1, min(max(last.height, 0.1), max(item.height, 0.1)))
    # Commas and stops are low and small: measured against the line's middle they still belong to it.
    middle = median(glyph.middle for glyph in row[-12:])
    return abs(item.middle - middle) < max(height, max(glyph.height for glyph in row[-12:])) * 0.6


def _row(group: list[Glyphs], page: int) -> Row:
    ordered = sorted(group, key=lambda glyph: glyph.left)
    size = _size(ordered)
    text, edge, last = "", ordered[0].left, ""
    kept: list[Glyphs] = []
    for item in ordered:
        if kept and item.text == last and item.left - kept[-1].left < size * 0.3 and item.text.strip():
            continue  # printed twice to look bold
        gap = item.left - edge
        if kept and gap > size * 1.6:
            text += "   "
        elif kept and gap > size * (0.22 if _is_latin(text[-1:]) and _is_latin(item.text[:1]) else 0.75):
            text += " "
        text += item.text
        edge = max(edge, item.right)
        last = item.text
        kept.append(item)
    middle = median(glyph.middle for glyph in kept)
    return Row(text, ordered[0].left, edge, size, page, middle)


def _size(group: Sequence[Glyphs]) -> float:
    """The width of a full character of the line."""
    heights = sorted(glyph.height for glyph in group)
    widths = [(glyph.right - glyph.left) / len(glyph.text) for glyph in group if not glyph.text.isascii()]
    return max(1.0, max(median(widths) if widths else 0.0, heights[len(heights) // 2] * 0.8))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """Lines with what their extent says: whether they reach the right edge, whether they are indented."""
    plain = [row for row in rows if not row.cells]
    long = [row for row in plain if len(row.text) >= 12]
    measured = long or plain
    if not measured:
        return [Line(row.text, cells=row.cells, page=row.page) for row in rows]
    size = median(row.size for row in measured)
    right = _edge([row.right for row in measured], 0.85)
    left = _left_edge([row.left for row in measured], size)
    return [
        Line(
            row.text,
            cells=row.cells,
            page=row.page,
            fills=None if row.cells else row.right >= right - size * 2.2,
            opens=None if row.cells else row.left >= left + size * 1.1,
            size=row.size,
            left=row.left,
        )
        for row in rows
    ]


def _edge(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _left_edge(values: Sequence[float], size: float) -> float:
    """The left edge at which most wrapped lines begin: the leftmost that several share."""
    ordered = sorted(values)
    for value in ordered:
        if sum(abs(other - value) < size * 0.5 for other in ordered) * 10 >= len(ordered):
            return value
    return ordered[0]
