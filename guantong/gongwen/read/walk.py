# SPDX-License-Identifier: Apache-2.0
"""The walk through the content, block by block: each sentence gets its headings, its role and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guantong.gongwen.model import Sentence, Span
from guantong.gongwen.read.dates import Moment
from guantong.gongwen.read.heal import Block
from guantong.gongwen.read.outline import Numbered
from guantong.gongwen.read.requirements import Judged
from guantong.gongwen.read.roles import Setting, is_criteria, role_of
from guantong.gongwen.read.sentences import sentence_spans
from guantong.gongwen.read.tables import TaskRow, task_rows


@dataclass(frozen=True, slots=True)
class Moments:
    """From which day dates without a year count: in a cover note (the blocks before `first`) and in the document."""

    cover: Moment
    own: Moment
    first: int

    def at(self, index: int) -> Moment:
        return self.cover if index < self.first else self.own


def judged_sentences(
    blocks: Sequence[Block], content: Sequence[int], numbered: Sequence[Numbered], moments: Moments
) -> list[Judged]:
    """All sentences of the content in order, each with its role. Headings on lines of their own are no sentences."""
    walk = _Walk(numbered)
    rows = task_rows(blocks, moments.own)
    judged: list[Judged] = []
    paragraph = -1
    for index in content:
        block = blocks[index]
        item = walk.enter(index)
        if item is not None and item.is_line:
            continue
        paragraph += not block.cells
        row = rows.get(index)
        for begin, end, is_task in _spans(block, item, row):
            text = block.text[begin:end]
            verdict = role_of(text, walk.setting(index, is_row=bool(block.cells), is_task=is_task))
            span = Span(block.start + begin, block.start + end)
            place = -1 if block.cells else paragraph
            sentence = Sentence(span, text, verdict.role, place, walk.section)
            judged.append(Judged(sentence, verdict, walk.headings(), moments.at(index), row if is_task else None))
    return judged


def _spans(block: Block, item: Numbered | None, row: TaskRow | None) -> Iterator[tuple[int, int, bool]]:
    """The sentences of a paragraph, or of a table row cell by cell; a cell of tasks is told apart."""
    if not block.cells:
        start = item.rest if item is not None else 0
        yield from ((begin, end, False) for begin, end in sentence_spans(block.text, start))
        return
    start = 0
    for column, cell in enumerate(block.text.split("\t")):
        is_task = row is not None and column in row.tasks
        yield from ((start + begin, start + end, is_task) for begin, end in sentence_spans(cell))
        start += len(cell) + 1


class _Walk:
    """Keeps the headings above the current block while the blocks are walked in order."""

    def __init__(self, numbered: Sequence[Numbered]) -> None:
        self.numbered = {item.block: (position, item) for position, item in enumerate(numbered)}
        self.first = min(self.numbered, default=None)
        self.stack: list[Numbered] = []
        self.section: int | None = None
        self.seen = 0

    def enter(self, index: int) -> Numbered | None:
        """Go on to a block; give its entry in the outline if it has one."""
        self.seen += 1
        position, item = self.numbered.get(index, (None, None))
        if item is not None:
            while self.stack and self.stack[-1].entry.level >= item.entry.level:
                self.stack.pop()
            self.stack.append(item)
            self.section = position
        return item

    def headings(self) -> tuple[str, ...]:
        """The headings above, the nearest first."""
        return tuple(item.entry.heading for item in reversed(self.stack) if item.is_line or item.has_lead)

    def setting(self, index: int, *, is_row: bool, is_task: bool) -> Setting:
        is_opening = index < self.first if self.first is not None else self.seen == 1
        return Setting(is_opening, is_criteria(self.headings()), is_row, is_task)
