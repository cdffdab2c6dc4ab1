# SPDX-License-Identifier: Apache-2.0
"""What stands around a document and is not part of it: page numbers, running heads, the furniture of web pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from guantong.gongwen.read.calendar import FULL_DATE, first_date
from guantong.gongwen.read.lines import Line, Pages
from guantong.gongwen.read.words import any_of, vocabulary

_DASHES = "—–－―‐-"
_PAGE_ALONE = re.compile(
    rf"^[\s·•]*(?:[{_DASHES}]{{1,2}}\s*\d{{1,4}}\s*[{_DASHES}]{{1,2}}|第\s*\d{{1,4}}\s*页(?:\s*[/，,]?\s*共\s*\d{{1,4}}\s*页)?|"
    rf"[Pp]age\s*\d+(?:\s*of\s*\d+)?|\d{{1,4}}\s*/\s*\d{{1,4}})[\s·•]*$"
)
# A page number that a copy left inside a running line: only the long dashes, so that ranges stay.
_PAGE_INSIDE = re.compile(r"(?<![\d一二三四五六七八九十])—\s?\d{1,3}\s?—(?!\d)")
_BARE_NUMBER = re.compile(r"^\s*\d{1,3}\s*$")
_LABEL = re.compile(any_of("web", "labels") + r"\s*[:：]")
# The same labels inside a copy that lost its line breaks.
_INSIDE = re.compile(
    rf"(?:{any_of('web', 'labels')}[：:][^：:，。；]{{0,24}}?(?={any_of('web', 'labels')}[：:])){{1,8}}"
    rf"{any_of('web', 'labels')}[：:]\s*(?:{FULL_DATE.pattern}|[\d-]+)?\s*次?"
)
_OPENING = re.compile(r"^\s*" + any_of("web", "openings"))
_TRAIL = re.compile(r"^首页\s*[>＞»/—-]|(?:[>＞»]\s*\S+\s*){2,}$")
_FURNITURE = frozenset(re.sub(r"\s", "", line) for line in vocabulary("web")["lines"])
_LETTERHEAD = re.compile(r"文\s*件$")
_PAGE_COUNT = re.compile(rf"第\d+页(?:共\d+页)?|[{_DASHES}]\d+[{_DASHES}]")
_LONGEST_FURNITURE = 120
_HEAD_LINES = 40


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The lines that remain, and the date a web page says it was put up."""

    lines: tuple[Line, ...]
    published: date | None = None


def without_noise(pages: Pages) -> Cleaned:
    """Take page numbers, running heads and web furniture out."""
    lines = [line for line in pages.lines if not _PAGE_ALONE.match(line.text)]
    lines = _without_running_heads(lines) if pages.has_pages else lines
    lines = _without_page_column(lines)
    kept: list[Line] = []
    published = None
    for index, line in enumerate(lines):
        if not line.cells and _is_furniture(line.text, index < _HEAD_LINES):
            published = published or (first_date(line.text) if index < _HEAD_LINES else None)
            continue
        if (
            index < _HEAD_LINES
            and len(line.text) > _LONGEST_FURNITURE
            and (inside := _INSIDE.search(line.text, 0, 600))
        ):
            published = published or first_date(inside[0])
            line = replace(line, text=line.text[: inside.start()] + "\n" + line.text[inside.end() :])
        if "—" in line.text:
            line = replace(line, text=_PAGE_INSIDE.sub("", line.text))
        kept.append(line)
    return Cleaned(tuple(kept), published)


def _is_furniture(text: str, is_near_head: bool) -> bool:
    bare = re.sub(r"\s", "", text)
    if not bare or len(bare) > _LONGEST_FURNITURE:
        return False
    if bare in _FURNITURE:
        return True
    if (_OPENING.match(text) or _TRAIL.search(text)) and len(bare) < 60:
        return True
    labels = len(_LABEL.findall(text))
    return is_near_head and (labels >= 2 or (labels == 1 and _is_label_line(bare)))


def _is_label_line(bare: str) -> bool:
    match = _LABEL.match(bare)
    if match is None:
        return False
    rest = bare[match.end() :]
    return (
        len(rest) <= 24
        and not re.search("[，。；：]", rest)
        and bool(re.match(r"发布|更新|发稿|来源|信息来源|文章来源|点击|浏览|阅读|访问", bare))
    )


_FULL_LINE = 24
"""Characters of a line that reaches the right edge: so long a one is text that happens to stand on two pages."""


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """A short line that stands at the edge of two pages or more, word for word, belongs to the page, not to the text.

    In the same size, that is: a masthead and the signature at the top of a later page are not one. Its first
    appearance on the first page stays where it may be the letterhead itself.
    """
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        if line.text.strip() and not line.cells:
            by_page.setdefault(line.page, []).append(line)
    edges = [(page, line) for page, held in by_page.items() for line in _edge_lines(held)]
    times = Counter(seen for _, seen in {(page, _as_seen(line)) for page, line in edges})
    often = max(2, len(by_page) // 3)
    prose = {_as_seen(line) for _, line in edges if line.fills and len(_bare(line)) >= _FULL_LINE}
    running = {seen for seen, count in times.items() if _may_run(seen[0]) and count >= often} - prose
    first = min(by_page, default=0)
    dropped = {
        id(line)
        for page, line in edges
        if _as_seen(line) in running and not (page == first and _LETTERHEAD.search(line.text.strip()))
    }
    return [line for line in lines if id(line) not in dropped]


def _edge_lines(held: Sequence[Line]) -> list[Line]:
    """The first two and the last two lines of a page."""
    return list(held) if len(held) < 4 else [*held[:2], *held[-2:]]


def _may_run(bare: str) -> bool:
    """Whether words may be a running head: few, and no sentence that happens to end two pages."""
    return 0 < len(bare) < 40 and bare[-1] not in "。；！？"


def _as_seen(line: Line) -> tuple[str, int]:
    """The words of a line and about how large they are."""
    return _bare(line), round(line.size / 4)


def _bare(line: Line) -> str:
    return _PAGE_COUNT.sub("", re.sub(r"\s", "", line.text))


def _without_page_column(lines: list[Line]) -> list[Line]:
    """Bare numbers on lines of their own are page numbers where they count 1, 2, 3 through the text."""
    at = [index for index, line in enumerate(lines) if not line.cells and _BARE_NUMBER.match(line.text)]
    numbers = [int(lines[index].text) for index in at]
    rising = len(at) >= 2 and all(b == a + 1 for a, b in pairwise(numbers))
    apart = all(b - a > 3 for a, b in pairwise(at))
    if not (rising and apart and numbers[0] <= 2):
        return lines
    dropped = set(at)
    return [line for index, line in enumerate(lines) if index not in dropped]
