# SPDX-License-Identifier: Apache-2.0
"""Tables of tasks: the head of each column says what is to be done, by whom and by when. Other tables stay data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guantong.gongwen.read.bodies import split_names
from guantong.gongwen.read.dates import Moment, day_of_cell
from guantong.gongwen.read.heal import Block
from guantong.gongwen.read.tidy import bare
from guantong.gongwen.read.words import vocabulary

_COLUMNS = {name: frozenset(words) for name, words in vocabulary("tables").items()}
_SHARES = re.compile("(?:牵头|配合|负责|落实|协助)(?:单位|部门)?[：:]?|[：:]")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of a table of tasks: which cells hold tasks, and what its other cells say for all of them."""

    tasks: tuple[int, ...]
    bodies: tuple[str, ...]
    due: date | None


def task_rows(blocks: Sequence[Block], moment: Moment) -> dict[int, TaskRow]:
    """The task rows among the blocks, by index."""
    found: dict[int, TaskRow] = {}
    columns: dict[str, tuple[int, ...]] = {}
    width = 0
    for index, block in enumerate(blocks):
        if not block.cells:
            columns = {}
            continue
        heads = _columns(block.cells)
        if heads:
            columns, width = heads, len(block.cells)
        elif columns and len(block.cells) == width:
            found[index] = TaskRow(columns["task"], _bodies(block.cells, columns), _due(block.cells, columns, moment))
    return found


def _columns(cells: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Which columns hold what, where a row is the head of a table of tasks."""
    plain = [bare(cell) for cell in cells]
    found = {name: tuple(i for i, cell in enumerate(plain) if cell in words) for name, words in _COLUMNS.items()}
    return found if found["task"] and (found["body"] or found["due"]) else {}


def _bodies(cells: Sequence[str], columns: dict[str, tuple[int, ...]]) -> tuple[str, ...]:
    names: list[str] = []
    for column in columns["body"]:
        for name in split_names(bare(_SHARES.sub("，", cells[column]))):
            if name not in names:
                names.append(name)
    return tuple(names)


def _due(cells: Sequence[str], columns: dict[str, tuple[int, ...]], moment: Moment) -> date | None:
    for column in columns["due"]:
        day = day_of_cell(bare(cells[column]), moment)
        if day is not None:
            return day
    return None
