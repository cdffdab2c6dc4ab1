# SPDX-License-Identifier: Apache-2.0
"""The end of a document: list of annexes, signature, date, note, imprint, and where each annex itself stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from guantong.gongwen.model import Span
from guantong.gongwen.read.calendar import FULL_DATE, date_of
from guantong.gongwen.read.frame import ORGAN_LINE, kind_of
from guantong.gongwen.read.heal import Block
from guantong.gongwen.read.markers import ARABIC, marker_of
from guantong.gongwen.read.tidy import bare

_DATE_LINE = re.compile(rf"^(?P<before>[^，。；]{{0,80}}?)\s*{FULL_DATE.pattern}\s*(?:[（(][^（）()]*[）)])?$")
_PRINTED = re.compile(rf"^(?P<printer>[^，。；：]{{0,60}}?)\s*{FULL_DATE.pattern}\s*(?:印发|印制|印)$")
_COPIES = re.compile(r"^(?:抄\s*送|抄\s*报|分\s*送|主\s*送|报|送)\s*[：:]\s*(?P<to>.+)$")
_COPIES_SURE = re.compile(r"^(?:抄\s*送|抄\s*报|分\s*送)\s*[：:]")
_MOVED = re.compile(r"^主\s*送\s*[：:]\s*(?P<to>.+)。$")
_NOTE = re.compile(
    r"^[（(](?P<note>此件[^（）()]*|联系人[^）)]*|依申请公开|主动公开|不予公开|公开[^（）()]{0,10}|信息公开[^（）()]*)[）)]$"
)
_LIST = re.compile(
    r"^附\s*件?\s*[：:]\s*(?P<rest>.*)$|^附\s*件\s*(?P<one>1?[.．、].+)$|^附\s*件\s*(?P<first>1\s*[：:].+)$|^附\s*件$"
)
_ANNEX = re.compile(
    r"^附\s*[件表录]\s*(?P<n>\d{0,2}|[一二三四五六七八九十]{0,3})(?:[-—]\d+)?(?:\s*[：:.．、]\s*|\s+|$)(?P<title>[^。；]*)$"
)
_ITEM = re.compile(r"(?<![\d.])(?:\d{1,2}\s*[.．、](?!\d{1,2}[.．、\s])|[（(]\d{1,2}[）)]|[①-⑳])\s*")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|ofd|rar|zip|wps|et|pptx?)$", re.I)
_KEYWORDS = re.compile(r"^主\s*题\s*词\s*[：:]")
_MAX_SIGNERS = 8


@dataclass(slots=True)
class Part:
    """An annex in the text: its title, and its blocks from `first` (its head line included) up to `end`."""

    title: str
    first: int
    body: int
    end: int


@dataclass(slots=True)
class Tail:
    """What stands after the body; `end` is the index of the first block that is not body."""

    end: int
    attachments: list[str] = field(default_factory=list)
    signature: tuple[str, ...] = ()
    issued_on: date | None = None
    note: str = ""
    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    printer: str = ""
    printed_on: date | None = None
    parts: list[Part] = field(default_factory=list)
    frame: set[int] = field(default_factory=set)
    places: dict[str, Span] = field(default_factory=dict)


def read_tail(blocks: Sequence[Block], body: int, organs: tuple[str, ...]) -> Tail:
    """Read what follows the body, which begins at index `body`; `organs` are the issuers the head named."""
    tail = Tail(end=len(blocks))
    _read_imprint(blocks, body, tail)
    signed = _signature_line(blocks, body, tail)
    listed = _list_line(blocks, body, signed)
    if listed is not None:
        _read_list(blocks, listed, signed, tail)
    if signed is not None:
        _read_signature(blocks, signed, body, organs, tail)
    else:
        _read_bare_signature(blocks, body, tail)
    after = max([index for index in tail.frame if not is_imprint_line(blocks[index].text)], default=body)
    _read_parts(blocks, after if tail.frame else body, tail)
    _read_note(blocks, tail)
    starts = [index for index in tail.frame if index >= body] + [part.first for part in tail.parts]
    tail.end = min(starts, default=len(blocks))
    if not tail.attachments:
        tail.attachments = [part.title for part in tail.parts if part.title]
    return tail


def _read_imprint(blocks: Sequence[Block], body: int, tail: Tail) -> None:
    for index in range(body, len(blocks)):
        block = blocks[index]
        if moved := _moved_addressees(blocks, index):
            tail.addressees = moved
            tail.places["addressees"] = Span(block.start, block.end)
            tail.frame.add(index)
        if len(block.text) > 400:
            continue
        printed, copies = _PRINTED.match(block.text), _COPIES_SURE.match(block.text)
        if printed:
            tail.printer = bare(printed["printer"]) or _printer_above(blocks, index, tail)
            tail.printed_on = date_of(printed)
            tail.places["imprint"] = Span(block.start, block.end)
            tail.frame.add(index)
        elif copies:
            listed = _COPIES.match(block.text)
            tail.copies = tuple(
                part for part in re.split("[、，；,;]", bare(listed["to"]).rstrip("。") if listed else "") if part
            )
            tail.places["copies"] = Span(block.start, block.end)
            tail.frame.add(index)
        elif _KEYWORDS.match(block.text):
            tail.frame.add(index)


def _moved_addressees(blocks: Sequence[Block], index: int) -> tuple[str, ...]:
    """Main addressees too many for the first page stand in the imprint above the copies (7.3.2)."""
    found = _MOVED.match(blocks[index].text)
    closes = index + 1 == len(blocks) or is_imprint_line(blocks[index + 1].text)
    return tuple(part for part in re.split("[、，；]", bare(found["to"])) if part) if found and closes else ()


def _printer_above(blocks: Sequence[Block], index: int, tail: Tail) -> str:
    if index and ORGAN_LINE.match(blocks[index - 1].text) and len(blocks[index - 1].text) < 40:
        tail.frame.add(index - 1)
        return bare(blocks[index - 1].text)
    return ""


def is_imprint_line(text: str) -> bool:
    """Whether a line belongs to the imprint: copies, keywords, printer and date of printing."""
    return bool(_PRINTED.match(text) or _COPIES_SURE.match(text) or _KEYWORDS.match(text))


def is_note_line(text: str) -> bool:
    """Whether a line is the note under the signature (（此件公开发布）)."""
    return _NOTE.match(text) is not None


def is_annex_line(text: str) -> bool:
    """Whether a line is the head of an annex (附件1)."""
    return len(text) <= 60 and _ANNEX.match(text) is not None


def _signature_line(blocks: Sequence[Block], body: int, tail: Tail) -> int | None:
    """The first line after the body's start that is a date, alone or after the name of an organ."""
    for index in range(max(body, 1), len(blocks)):
        block = blocks[index]
        if block.cells or index in tail.frame or len(block.text) > 120:
            continue
        match = _DATE_LINE.match(block.text)
        if match is None:
            continue
        before = match["before"].strip()
        if (before and _are_organs(before)) or (not before and _signed_above(blocks, index, body)):
            return index
    return None


def _are_organs(text: str) -> bool:
    return all(ORGAN_LINE.match(part) for part in re.split(r"[\s、]+", text) if len(part) > 1)


def _signed_above(blocks: Sequence[Block], index: int, body: int) -> bool:
    """A lone date is the date of issue where a name stands above it, or the text ends there."""
    if index == body:
        return False
    above = blocks[index - 1].text
    return (
        _is_signer(above)
        or above.endswith(("。", "：", "；"))
        or _NOTE.match(above) is not None
        or index >= len(blocks) - 2
    )


def _is_signer(text: str) -> bool:
    return (
        len(text) <= 60
        and bool(ORGAN_LINE.match(text))
        and marker_of(text) is None
        and not re.search("[：:，。；]", text)
    )


def _read_signature(blocks: Sequence[Block], signed: int, body: int, organs: tuple[str, ...], tail: Tail) -> None:
    match = _DATE_LINE.match(blocks[signed].text)
    if match is None:
        return
    tail.issued_on = date_of(match)
    tail.places["issued_on"] = Span(blocks[signed].start + match.start("y"), blocks[signed].end)
    tail.frame.add(signed)
    first = signed
    names: tuple[str, ...] = _names(match["before"]) if match["before"].strip() else ()
    while not match["before"].strip() and first > body and signed - first < _MAX_SIGNERS:
        above = blocks[first - 1]
        if above.cells or first - 1 in tail.frame or not (_is_signer(above.text) or bare(above.text) in organs):
            break
        first -= 1
        names = _names(above.text) + names
        tail.frame.add(first)
    if names:
        tail.signature = names
        tail.places["signature"] = Span(blocks[first].start, blocks[signed].end)


def _names(text: str) -> tuple[str, ...]:
    """The organs in a signature line: apart by white space, but a single name may itself be spaced out."""
    parts = [part for part in re.split(r"[\s、]+", text.strip()) if part]
    if all(len(part) >= 4 for part in parts):
        return tuple(parts)
    return (bare(text),)


def _read_bare_signature(blocks: Sequence[Block], body: int, tail: Tail) -> None:
    """A signature without a date: the last line names an organ."""
    last = len(blocks) - 1
    while last > body and last in tail.frame:
        last -= 1
    if last > body and _is_signer(blocks[last].text) and not blocks[last].cells and len(blocks[last].text) >= 4:
        tail.signature = _names(blocks[last].text)
        tail.places["signature"] = Span(blocks[last].start, blocks[last].end)
        tail.frame.add(last)


def _list_line(blocks: Sequence[Block], body: int, signed: int | None) -> int | None:
    """The line 附件：…, before the signature; where there is none, before the annexes themselves."""
    end = signed if signed is not None else len(blocks)
    for index in range(body, end):
        text = blocks[index].text
        match = None if blocks[index].cells else _LIST.match(text)
        if match is None or len(text) > 600 or (text.endswith("。") and "，" in text):
            continue
        has_items = match["rest"] or match["one"] or match["first"]
        if has_items or (index + 1 < end and (marker := marker_of(blocks[index + 1].text)) and marker.family == ARABIC):
            return index
        if match["rest"] == "" and signed is not None and index + 1 < end:
            return index
    return None


def _read_list(blocks: Sequence[Block], listed: int, signed: int | None, tail: Tail) -> None:
    match = _LIST.match(blocks[listed].text)
    if match is None:
        return
    tail.frame.add(listed)
    first = (match["rest"] or match["one"] or match["first"] or "").strip()
    items = _items(first)
    for index in range(listed + 1, signed if signed is not None else min(len(blocks), listed + 40)):
        block = blocks[index]
        marker = marker_of(block.text)
        is_next = marker is not None and marker.family == ARABIC and marker.number == len(items) + 1
        if block.cells or (block.text.endswith("。") and not is_next) or _ANNEX.match(block.text):
            break
        if is_next:
            items.extend(_items(block.text))
        elif items and not _is_signer(block.text) and len(block.text) <= 40 and kind_or_table(items[-1] + block.text):
            items[-1] += bare(block.text)
        elif not items and not _is_signer(block.text):
            items.extend(_items(block.text))
        else:
            break
        tail.frame.add(index)
    tail.attachments = [item for item in items if item]
    tail.places["attachments"] = Span(
        blocks[listed].start, blocks[max(i for i in tail.frame if i >= listed and (signed is None or i < signed))].end
    )


def kind_or_table(title: str) -> bool:
    """Whether a title is complete with this ending: it names a document, a table or a form."""
    return bool(kind_of(title) or re.search(r"[表图册书单稿式样则）)》]$", title))


def _items(text: str) -> list[str]:
    """The titles in a line: 1.甲 2.乙, or one title."""
    pieces = [piece for piece in _ITEM.split(text) if piece.strip()]
    return [_FILE.sub("", bare(piece).rstrip("。；;，,")) for piece in pieces]


def _read_parts(blocks: Sequence[Block], after: int, tail: Tail) -> None:
    """Annexes that stand in the text itself, after the signature or the list."""
    starts = [
        index
        for index in range(after, len(blocks))
        if index not in tail.frame
        and not blocks[index].cells
        and _ANNEX.match(blocks[index].text)
        and len(blocks[index].text) <= 60
    ]
    ends = [*starts[1:], len(blocks)] if starts else []
    for first, end in zip(starts, ends, strict=True):
        while end - 1 > first and end - 1 in tail.frame:
            end -= 1
        title, body = _annex_title(blocks, first, end)
        tail.parts.append(Part(title, first, body, end))


def _annex_title(blocks: Sequence[Block], first: int, end: int) -> tuple[str, int]:
    match = _ANNEX.match(blocks[first].text)
    own = bare(match["title"]) if match else ""
    if own:
        return own, first + 1
    body, title = first + 1, ""
    while body < end and body - first <= 4:
        text = blocks[body].text
        if blocks[body].cells or len(text) > 60 or re.search("[。；，：]", text) or marker_of(text) is not None:
            break
        if title and (kind_or_table(title) or text.startswith(("（", "("))):
            break
        title += bare(text)
        body += 1
    return title, body


def _read_note(blocks: Sequence[Block], tail: Tail) -> None:
    for index in sorted(tail.frame):
        for near in (index + 1, index - 1):
            if 0 <= near < len(blocks) and near not in tail.frame and (match := _NOTE.match(blocks[near].text)):
                tail.note = match["note"]
                tail.places["note"] = Span(blocks[near].start, blocks[near].end)
                tail.frame.add(near)
                return
