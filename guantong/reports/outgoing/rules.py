# SPDX-License-Identifier: Apache-2.0
"""Pure rules of a draft: what was typed as blocks, blocks as paper knows them, and two drafts set beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypedDict

from guantong.gongwen.model import Annex, Block, Heading, Paragraph, Table

HAN = "[一二三四五六七八九十百]{1,4}"
MARKERS = (
    ("h1", 1, re.compile(rf"{HAN}、")),
    ("h2", 2, re.compile(rf"[（(]{HAN}[）)]")),
    ("h3", 3, re.compile(r"[0-9]{1,2}[.．](?![0-9])")),
    ("h4", 4, re.compile(r"[（(][0-9]{1,2}[）)]")),
)
LEVELS = {name: level for name, level, _marker in MARKERS}
LONGEST_HEADING = 40
SENTENCE_ENDS = re.compile(r"[。；！？：，]$|。")
CELL = re.compile(r"\t|\s*[｜|]\s*")
RUN_IN = re.compile(rf"[（(]{HAN}[）)][^。；：]{{2,30}}。(?=.)")
NAMES = re.compile(r"[、，,；;：:\n\r]+")


class TextBlock(TypedDict):
    """One block of a draft: `kind` is text, h1 to h4, table (a row a line, cells by tabs) or annex (its title)."""

    kind: str
    text: str


def names_of(text: str) -> list[str]:
    """Names as people type them, one after the other: each once, in order."""
    return list(dict.fromkeys(name for part in NAMES.split(text) if (name := part.strip())))


def blocks_of(typed: Iterable[tuple[str, str]]) -> list[TextBlock]:
    """What was typed as blocks: a line is a paragraph, its marker says its level, lines of cells are a table."""
    blocks: list[TextBlock] = []
    for kind, text in typed:
        if kind == "table":
            blocks += [{"kind": "table", "text": rows}] if (rows := _rows(text.splitlines())) else []
            continue
        blocks += _lines(kind, text)
    return blocks


def _lines(kind: str, text: str) -> list[TextBlock]:
    found: list[TextBlock] = []
    cells: list[str] = []
    for line in [*text.splitlines(), ""]:
        if "\t" in line.strip():
            cells.append(line)
            continue
        if cells:
            found.append({"kind": "table", "text": _rows(cells)})
            cells = []
        said = line.strip(" \t\u3000")
        if said:
            found.append({"kind": kind_of(said) if kind == "text" else kind, "text": said})
            kind = "text" if kind == "annex" else kind  # only the first line names an annex
    return found


def _rows(lines: Sequence[str]) -> str:
    kept = ["\t".join(cell.strip() for cell in CELL.split(line.strip(" |｜"))) for line in lines if line.strip()]
    return "\n".join(kept)


def kind_of(line: str) -> str:
    """A short line that opens with 一、 （一） 1. or （1） and is no sentence is a heading of that level."""
    if len(line) <= LONGEST_HEADING and not SENTENCE_ENDS.search(line):
        for name, _level, marker in MARKERS:
            if marker.match(line):
                return name
    return "text"


def paper_of(blocks: Sequence[TextBlock]) -> tuple[tuple[Block, ...], tuple[Annex, ...]]:
    """The body and the annexes in the model of official documents."""
    body: list[Block] = []
    annexes: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if block["kind"] == "annex":
            annexes.append((block["text"], []))
        else:
            (annexes[-1][1] if annexes else body).append(_block(block))
    return tuple(body), tuple(Annex(title, tuple(inside)) for title, inside in annexes)


def _block(block: TextBlock) -> Block:
    kind, text = block["kind"], block["text"]
    if kind == "table":
        return Table(tuple(tuple(row.split("\t")) for row in text.splitlines()))
    if kind in LEVELS:
        marker = next(marker for name, _level, marker in MARKERS if name == kind).match(text)
        said = marker[0] if marker else ""
        return Heading(LEVELS[kind], said, text[len(said) :].strip())
    lead = RUN_IN.match(text)
    return Paragraph(text, lead[0] if lead else "")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both drafts hold ("same"), or only the later ("added") or the earlier one ("removed")."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph of two drafts: unchanged, changed inside, added or removed."""

    mark: str
    stretches: tuple[Stretch, ...]


def changes_between(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """Two drafts paragraph by paragraph; a paragraph that was only reworded shows its words."""
    changes: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            changes += [Change("same", (Stretch("same", text),)) for text in before[a:b]]
            continue
        paired = min(b - a, d - c) if tag == "replace" else 0
        changes += [_reworded(before[a + at], after[c + at]) for at in range(paired)]
        changes += [Change("removed", (Stretch("removed", text),)) for text in before[a + paired : b]]
        changes += [Change("added", (Stretch("added", text),)) for text in after[c + paired : d]]
    return changes


def _reworded(before: str, after: str) -> Change:
    stretches: list[Stretch] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            stretches.append(Stretch("same", before[a:b]))
            continue
        stretches += [Stretch("removed", before[a:b])] if b > a else []
        stretches += [Stretch("added", after[c:d])] if d > c else []
    return Change("changed", tuple(stretches))
