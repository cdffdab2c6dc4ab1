# SPDX-License-Identifier: Apache-2.0
"""The head of a document: letterhead, number, signatory, urgency, title and main addressees, each at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from guantong.gongwen.model import Span
from guantong.gongwen.read.calendar import FULL_DATE, first_date
from guantong.gongwen.read.frame import (
    NUMBER,
    ORGAN_LINE,
    find_number,
    is_addressee_line,
    kind_of,
    outside_brackets,
)
from guantong.gongwen.read.heal import Block
from guantong.gongwen.read.markers import marker_of
from guantong.gongwen.read.tidy import bare
from guantong.gongwen.read.words import any_of

_MASTHEAD = re.compile(r"^(?P<organ>[一-鿿（）()\s、]{3,60}?)\s*文\s*件$")
_SIGNATORY = re.compile(r"签\s*发\s*人\s*[：:]\s*(?P<names>[一-鿿·\s、]{2,40})$")
_MORE_NAMES = re.compile(r"^[一-鿿·]{2,4}(?:\s+[一-鿿·]{2,4})?$")
_BARE_NUMBER = re.compile(r"^[〔\[（(](?P<year>(?:19|20)\d\d)年?[〕\]）)]第?\d{1,4}[号期]$")
_URGENCY = re.compile(any_of("frame", "urgency"))
_SECRECY = re.compile(any_of("frame", "secrecy"))
_DATED = re.compile(r"^[（(].*\d.*[）)]$")
_ISSUING = re.compile(r"^(?P<organ>.{2,60}?)(?:关于|印发|转发|批转)")
_PLAIN_ISSUER = re.compile(
    rf"^(?!关于|转发|印发|批转|全国|\d|在|对|致)(?P<organ>[一-鿿]{{1,24}}?{any_of('frame', 'plain_organs')})"
    r"(?![一-鿿]?(?:生|员))"
)
_MAX_HEAD = 40
_MAX_TITLE_LINES = 6


@dataclass(slots=True)
class Head:
    """What the head says; `body` is the index of the first block after it, `first` of the first that is its own."""

    first: int = 0
    body: int = 0
    masthead: str = ""
    masthead_organs: tuple[str, ...] = ()
    number: str = ""
    year: int | None = None
    urgency: str = ""
    signatories: tuple[str, ...] = ()
    title: str = ""
    kind: str = ""
    addressees: tuple[str, ...] = ()
    dated: date | None = None
    places: dict[str, Span] = field(default_factory=dict)


def issuers_in_title(title: str) -> tuple[str, ...]:
    """The organs that open a title (青海省总工会办公室关于…, 海棠区总工会…实施方案)."""
    match = _ISSUING.match(title)
    if match is None:
        plain = _PLAIN_ISSUER.match(title)
        return (plain["organ"],) if plain else ()
    organs = [part for part in re.split(r"[\s、]+", match["organ"].strip()) if part]
    return tuple(bare(organ) for organ in organs) if organs and all(ORGAN_LINE.match(part) for part in organs) else ()


def read_head(blocks: Sequence[Block]) -> Head:
    """Read the head. A cover note without signature before a complete head stands outside it (`first`)."""
    limit = _head_limit(blocks)
    number_at = _number_line(blocks, limit)
    head = Head(first=_first_of_head(blocks, number_at))
    addressed = _addressee_line(blocks, head.first, limit)
    end = addressed if addressed is not None else _first_prose(blocks, max(head.first, (number_at or 0)), limit)
    _read_upper(blocks, head, end)
    last_title = _read_title(blocks, head, end)
    head.body = max(last_title + 1, head.first)
    if addressed is not None:
        _read_addressees(blocks[addressed], head)
        head.body = addressed + 1
    else:
        while head.body < end and _DATED.match(blocks[head.body].text):
            head.dated = head.dated or first_date(blocks[head.body].text)
            head.body += 1
    return head


def _head_limit(blocks: Sequence[Block]) -> int:
    """The head ends before the first numbered heading, unless that heading belongs to a cover note."""
    for index, block in enumerate(blocks[:_MAX_HEAD]):
        marker = marker_of(block.text)
        if marker is not None and not block.cells and kind_of(block.text) == "":
            return index
    return min(len(blocks), _MAX_HEAD)


def _number_line(blocks: Sequence[Block], limit: int) -> int | None:
    for index, block in enumerate(blocks[:limit]):
        match = NUMBER.search(block.text)
        if match and len(block.text) <= len(match[0]) + 40 and not re.search("[《》，。]", block.text):
            return index
    return None


def _first_of_head(blocks: Sequence[Block], number_at: int | None) -> int:
    """Where prose stands before the number, it is a cover note; the letterhead above the number belongs to the head."""
    if number_at is None or not any("，" in block.text and len(block.text) > 40 for block in blocks[:number_at]):
        return 0
    first = number_at
    while first > 0 and (_MASTHEAD.match(blocks[first - 1].text) or ORGAN_LINE.match(blocks[first - 1].text)):
        first -= 1
    return first


def _addressee_line(blocks: Sequence[Block], first: int, limit: int) -> int | None:
    for index in range(first, limit):
        if is_addressee_line(blocks[index].text):
            return index
        if len(blocks[index].text) > 60 and re.search("[，。]", blocks[index].text) and not kind_of(blocks[index].text):
            return None
    return None


def _first_prose(blocks: Sequence[Block], first: int, limit: int) -> int:
    for index in range(first, limit):
        text = blocks[index].text
        if text.endswith(("。", "；", "：", ":")) or (len(text) > 80 and "，" in text) or blocks[index].cells:
            return index
    return limit


def _read_upper(blocks: Sequence[Block], head: Head, end: int) -> None:
    """Everything above the title: urgency, letterhead, number, signatory."""
    for index in range(head.first, end):
        block = blocks[index]
        text = block.text
        number, signatory, masthead = find_number(text), _SIGNATORY.search(text), _MASTHEAD.match(text)
        if number and not head.number and not re.search("[《》，。]", text) and len(text) <= len(number.text) + 40:
            head.number, head.year = number.text, number.year
            head.places["number"] = Span(block.start + number.start, block.start + number.end)
            _letterhead_without_word(blocks, index, head)
        if (alone := _BARE_NUMBER.match(bare(text))) and not head.number:
            head.number, head.year = bare(text), int(alone["year"])
            head.places["number"] = Span(block.start, block.end)
            _letterhead_of_minutes(blocks, index, head)
        if signatory:
            head.signatories = tuple(re.split(r"[\s、]+", signatory["names"].strip()))
        elif head.signatories:
            head.signatories += _names_in_row(text)
        if masthead and not head.masthead:
            head.masthead = bare(text)
            above, below = _organs_above(blocks, index, head.first), _organs_below(blocks, index, end)
            head.masthead_organs = above + _organs(masthead["organ"]) + below
            head.places["masthead"] = Span(block.start, block.end)
        if len(text) <= 16 and (urgent := _URGENCY.search(text)):
            head.urgency = urgent[0]


def _organs(text: str) -> tuple[str, ...]:
    return tuple(bare(part) for part in re.split(r"\s+(?=[一-鿿]{4,})|、", text.strip()) if bare(part))


def _organs_above(blocks: Sequence[Block], index: int, first: int) -> tuple[str, ...]:
    """The upper lines of the letterhead of a joint document."""
    organs: tuple[str, ...] = ()
    while index > first and ORGAN_LINE.match(blocks[index - 1].text) and not kind_of(blocks[index - 1].text):
        index -= 1
        organs = _organs(blocks[index].text) + organs
    return organs


def _organs_below(blocks: Sequence[Block], index: int, end: int) -> tuple[str, ...]:
    """The lower lines of a joint letterhead whose 文件 stands beside the middle, down to the number."""
    organs: tuple[str, ...] = ()
    for block in blocks[index + 1 : end]:
        if NUMBER.search(block.text):
            return organs
        if not ORGAN_LINE.match(block.text) or kind_of(block.text):
            return ()
        organs += _organs(block.text)
    return ()


def _letterhead_without_word(blocks: Sequence[Block], number_at: int, head: Head) -> None:
    """The letterhead of a letter is the bare name of the organ above the number."""
    if head.masthead or number_at == head.first:
        return
    above = blocks[number_at - 1]
    if ORGAN_LINE.match(above.text) and not kind_of(above.text):
        head.masthead = bare(above.text)
        head.masthead_organs = _organs_above(blocks, number_at, head.first)
        head.places["masthead"] = Span(above.start, above.end)


def _names_in_row(text: str) -> tuple[str, ...]:
    """The names of a further row of signatories, the last of which stands beside the number (7.2.6)."""
    number = NUMBER.search(text)
    rest = (text[: number.start()] + text[number.end() :] if number else text).strip()
    return tuple(rest.split()) if _MORE_NAMES.match(rest) and not kind_of(rest) else ()


def _letterhead_of_minutes(blocks: Sequence[Block], number_at: int, head: Head) -> None:
    """Minutes carry their own name in red above a number without code word (10.3)."""
    above = blocks[number_at - 1] if number_at > head.first else None
    if above is not None and above.text.endswith("纪要") and not head.masthead:
        head.masthead = bare(above.text)
        head.places["masthead"] = Span(above.start, above.end)


def _is_title_piece(block: Block) -> bool:
    text = block.text
    return not (
        block.cells
        or _MASTHEAD.match(text)
        or (NUMBER.search(text) and "《" not in text)
        or _BARE_NUMBER.match(bare(text))
        or _SIGNATORY.search(text)
        or text.endswith(("。", "；", "：", ":"))
        or (FULL_DATE.search(text) and len(text) < 24 and not kind_of(text))
        or (len(text) <= 16 and (_URGENCY.match(text) or _SECRECY.match(text)))
        or _DATED.match(text)
        or len(text) > 120
        or not re.search("[一-鿿]", text)
    )


def _read_title(blocks: Sequence[Block], head: Head, end: int) -> int:
    """Find the title's last line, then its earlier ones; give the index of the last."""
    pieces = [index for index in range(head.first, end) if _is_title_piece(blocks[index])]
    ends = [index for index in pieces if kind_of(blocks[index].text)]
    if not ends:
        return _title_without_kind(blocks, head, pieces)
    last = first = ends[-1]
    while (
        first - 1 in pieces
        and last - first < _MAX_TITLE_LINES - 1
        and not kind_of(blocks[first - 1].text)
        and blocks[first - 1].start != _start(head)
    ):
        first -= 1
    _set_title(blocks, head, first, last)
    return last


def _start(head: Head) -> int:
    place = head.places.get("masthead")
    return place.start if place else -1


def _title_without_kind(blocks: Sequence[Block], head: Head, pieces: list[int]) -> int:
    """A title that ends in no known kind: a line of its own at the top that says what it is about."""
    for index in pieces:
        text = blocks[index].text
        if (text.startswith("关于") or blocks[index].is_title) and len(text) > 6:
            _set_title(blocks, head, index, index)
            return index
    return head.first - 1 + (1 if head.first in pieces and _is_lone_title(blocks, head) else 0)


def _is_lone_title(blocks: Sequence[Block], head: Head) -> bool:
    text = blocks[head.first].text
    if len(blocks) - head.first < 3 or not 6 <= len(bare(text)) <= 60 or re.search("[，。；：]", text):
        return False
    if marker_of(text) is not None or ORGAN_LINE.match(text):
        return False
    _set_title(blocks, head, head.first, head.first)
    return True


def _set_title(blocks: Sequence[Block], head: Head, first: int, last: int) -> None:
    head.title = bare("".join(blocks[index].text for index in range(first, last + 1)))
    head.kind = kind_of(head.title)
    head.places["title"] = Span(blocks[first].start, blocks[last].end)


def _read_addressees(block: Block, head: Head) -> None:
    head.addressees = tuple(outside_brackets(block.text.rstrip("：: ")))
    head.places["addressees"] = Span(block.start, block.end)
