# SPDX-License-Identifier: Apache-2.0
"""Ruled tables on a page of placed characters: straight lines make a grid, characters fall into its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guantong.gongwen.read.sources.geometry import Glyphs, Row, rows_of

_NEAR = 1.2
_FEWEST_RULES = 3
_MOST_RULES = 400


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line on a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_level(self) -> bool:
        return abs(self.bottom - self.top) <= _NEAR < self.right - self.left

    @property
    def is_upright(self) -> bool:
        return abs(self.right - self.left) <= _NEAR < self.bottom - self.top


def rows_with_table(glyphs: Sequence[Glyphs], rules: Sequence[Rule], page: int) -> list[Row]:
    """The lines of a page; what stands in a grid of rules comes as rows of cells in its place."""
    level = _merged([rule.top for rule in rules[:_MOST_RULES] if rule.is_level])
    upright = [rule for rule in rules[:_MOST_RULES] if rule.is_upright]
    columns = _merged([rule.left for rule in upright])
    if len(level) < _FEWEST_RULES or len(columns) < _FEWEST_RULES:
        return rows_of(glyphs, page)
    top, bottom = min(rule.top for rule in upright), max(rule.bottom for rule in upright)
    level = [y for y in level if top - _NEAR <= y <= bottom + _NEAR]
    if len(level) < _FEWEST_RULES:
        return rows_of(glyphs, page)
    free: list[Glyphs] = []
    cells: dict[tuple[int, int], list[Glyphs]] = {}
    for item in glyphs:
        row, column = _slot(level, item.middle), _slot(columns, (item.left + item.right) / 2)
        if row is None or column is None:
            free.append(item)
        else:
            cells.setdefault((row, column), []).append(item)
    found = list(rows_of(free, page))
    for row in range(len(level) - 1):
        texts = tuple(_cell(cells.get((row, column), []), page) for column in range(len(columns) - 1))
        if any(texts):
            middle = (level[row] + level[row + 1]) / 2
            found.append(Row("\t".join(texts), columns[0], columns[-1], 1.0, page, middle, texts))
    return sorted(found, key=lambda item: item.middle)


def _merged(values: Sequence[float]) -> list[float]:
    """Places of rules, those nearly alike taken as one."""
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > _NEAR:
            result.append(value)
    return result


def _slot(edges: Sequence[float], value: float) -> int | None:
    for index in range(len(edges) - 1):
        if edges[index] <= value < edges[index + 1]:
            return index
    return None


def _cell(glyphs: Sequence[Glyphs], page: int) -> str:
    """The text of a cell: its lines joined, since a narrow column cuts words anywhere."""
    return "".join(row.text.strip() for row in rows_of(glyphs, page)) if glyphs else ""
