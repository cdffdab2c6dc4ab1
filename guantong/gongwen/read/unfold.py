# SPDX-License-Identifier: Apache-2.0
"""Unfolding: a copy that lost every line break (head, headings and imprint in one line) is cut into its lines again.

Only a line that holds a whole series of headings (一、…二、…) is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guantong.gongwen.read.calendar import FULL_DATE, numeral
from guantong.gongwen.read.frame import (
    NUMBER,
    ORGAN_LINE,
    find_number,
    is_addressee_line,
    kind_matches,
    kind_of,
)
from guantong.gongwen.read.words import any_of, vocabulary

_HAN = re.compile(
    r"(?<![一二三四五六七八九十第、])(?P<n>[一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十]{1,3}、)"
)
_BRACKETED = re.compile(r"[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]")
_ARABIC = re.compile(r"(?<![\d.．第〔\-—])(?P<n>\d{1,2})[.．、](?!\d{1,2}(?:[.．年月日%％]|\D?[倍元万亿]))")
_SENTENCE_ENDS = frozenset("。：；！？)）” 　")
_MASTHEAD = re.compile(r"^.{3,60}?文\s?件(?=\s*[^，。：]{1,24}[〔\[【（(]\s*(?:19|20)\d\d)")
_ATTACHED = re.compile(r"(?<=[。）；])\s*(?=附\s*件\s*(?:\d{0,2}\s*[：:]|\d+[.．、]))")
_CHARGED = re.compile("。[（(][^（）()]{2,200}(?:牵头|负责|配合|落实)[）)]")
_SURE = re.compile(any_of("openers", "sure") + r"|\d{1,2}月\d{1,2}日|20\d\d年")
_HEADING_END = re.compile(any_of("openers", "heading_ends") + "$")
_WEAK = re.compile(f"{any_of('openers', 'weak')}|{any_of('directive', 'verbs')}|{any_of('directive', 'adverbs')}")
_NEVER_AFTER = frozenset(vocabulary("openers")["never_after"])
_SHORTEST_HEADING, _LONGEST_HEADING, _SURE_ENOUGH = 6, 64, 3
_CLOSED = re.compile("[”》]")
# So few characters before a comma open no paragraph.
_STUMP = re.compile("[^，。]{0,3}[，。]")
# A main heading may follow a line without a stop (a name, an address), if it is this far from the last.
_APART = 12
_SHORTEST = 240
_ANNEX_NEXT = re.compile(r"\s*附件")
_ANNEX_HEAD = re.compile(r"(?<![见（(《：])(?=附件\s*\d{1,2}\s*[：:])")
_SHORT_SENTENCE = 34
_LONGEST_TITLE, _LONGEST_ADDRESS = 140, 300


def unfolded(text: str) -> list[str]:
    """The lines that were run together in one; the line itself where it is an ordinary one."""
    if len(text) < _SHORTEST:
        return [text]
    cuts = _series(text, _HAN)
    if len(cuts) < 2:
        return [text]
    head, *sections = _cut(text, cuts)
    last, tail = _cut_tail(sections[-1], _organ(head))
    lines = list(_cut_head(head))
    reached = 0
    for section in (*sections[:-1], last):
        parts = list(_cut_section(section, reached))
        lines.extend(parts)
        numbers = [numeral(match["n"]) for part in parts if (match := _BRACKETED.match(part))]
        reached = numbers[-1] if numbers else reached
    return [line.strip() for line in (*lines, *tail) if line.strip()]


def head_lines(text: str) -> list[str]:
    """A line of the head in its pieces: title and number, or addressees and first sentence, may share one line."""
    number = find_number(text) if len(text) < _LONGEST_TITLE else None
    if number and number.start and number.end >= len(text) - 1 and kind_of(text[: number.start]):
        return [text[: number.start].strip(), text[number.start :].strip()]
    colon = address_end(text)
    return [text[:colon], text[colon:].strip()] if colon else [text]


def _cut(text: str, cuts: list[int]) -> list[str]:
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _series(text: str, form: re.Pattern[str], firsts: tuple[int, ...] = (1,)) -> list[int]:
    """Where the members 1, 2, 3 … of a numbered series begin, each after the end of a sentence.

    The first, whose number is one of `firsts`, may follow its heading directly.
    """
    cuts: list[int] = []
    expected: int | None = None
    for match in form.finditer(text):
        number = numeral(match["n"])
        ends_sentence = text[match.start() - 1 : match.start()] in _SENTENCE_ENDS
        if expected is None:
            if number not in firsts or (form is _HAN and match.start() and not ends_sentence):
                continue
        elif number != expected or not (ends_sentence or (form is _HAN and match.start() - cuts[-1] > _APART)):
            continue
        cuts.append(match.start())
        expected = number + 1
    return cuts


def _cut_head(text: str) -> Iterator[str]:
    """Letterhead, number, title, addressees and opening paragraph."""
    *before, text = text.split("\n")
    yield from before
    masthead = _MASTHEAD.match(text)
    if masthead:
        yield masthead[0]
        text = text[masthead.end() :]
    number = NUMBER.search(text[:80])
    if number and not re.search("[，。《]", text[: number.end()]):
        yield text[: number.start()]
        yield number[0]
        text = text[number.end() :]
    title = _title_end(text)
    if title is not None:
        end, colon = title
        yield text[:end]
        yield text[end:colon]
        text = text[colon:]
    yield from head_lines(text)


def address_end(text: str) -> int:
    """Where a text that opens with its addressees goes on with its first sentence; 0 where it does not."""
    colon = text.find("：", 2, _LONGEST_ADDRESS)
    return colon + 1 if colon > 0 and len(text) - colon > 20 and is_addressee_line(text[: colon + 1]) else 0


def _title_end(text: str) -> tuple[int, int] | None:
    """Where the title ends, and where the addressees after it end (the same where there are none)."""
    ends = sorted(
        kind_matches(text[:_LONGEST_TITLE]), key=lambda match: text[match.start() - 1 : match.start()] != "的"
    )
    for match in ends:
        colon = text.find("：", match.end(), match.end() + _LONGEST_ADDRESS)
        if colon > 0 and is_addressee_line(text[match.end() : colon + 1].strip()):
            return match.end(), colon + 1
    for match in ends:
        if _SURE.match(text[match.end() :].strip()):
            return match.end(), match.end()
    return None


def _cut_section(text: str, last: int) -> Iterator[str]:
    """A section: its heading, and its numbered paragraphs; `last` is the number the bracketed series has reached."""
    for part in _cut(text, _series(text, _BRACKETED, (1, last + 1))):
        for line in _cut(part, _series(part, _ARABIC)):
            if _HAN.match(line) or _BRACKETED.match(line) or _closes_heading(line):
                yield from _cut_heading(line)
            else:
                yield from _cut_after_charge(line)


def _closes_heading(line: str) -> bool:
    """Whether a numbered line opens with a heading that ends in quotes (是否做到“应建尽建”) and then tells somebody."""
    clause = re.split("[，。；]", line, maxsplit=1)[0]
    return any(_SURE.match(line, match.end()) for match in _CLOSED.finditer(clause))


def _cut_after_charge(line: str) -> Iterator[str]:
    """A bracket that names those responsible ends its paragraph."""
    match = _CHARGED.search(line)
    if match and match.end() < len(line):
        yield line[: match.end()]
        yield from _cut_after_charge(line[match.end() :])
    else:
        yield line


def _cut_heading(line: str) -> Iterator[str]:
    """A heading that runs into its paragraph without a stop is cut where the paragraph begins."""
    first = re.search("[。！？]", line)
    length = first.start() if first else len(line)
    cut = _heading_end(line[:length]) if length > _SHORT_SENTENCE else None
    if cut is None:
        yield from _cut_after_charge(line)
        return
    yield line[:cut]
    yield from _cut_after_charge(line[cut:])


def _heading_end(text: str) -> int | None:
    """The end of the heading: where a heading would end and a paragraph would begin, by the signs for both."""
    best, place = 0, None
    for at in range(_SHORTEST_HEADING, min(_LONGEST_HEADING, len(text) - 4)):
        if text[at - 1] in _NEVER_AFTER or text[at] in "，、。；：）”》的和或且及与" or _STUMP.match(text, at):
            continue
        score = 3 if _SURE.match(text, at) else (1 if _WEAK.match(text, at) else 0)
        score += 2 if text[at - 1] in "）”》" or _HEADING_END.search(text, 0, at) else 0
        score += 2 if text[at] == " " and not text[at - 1].isascii() else 0
        if score > best:
            best, place = score, at
    return place if best >= _SURE_ENOUGH else None


def _organ(head: str) -> str:
    masthead = _MASTHEAD.match(head)
    return masthead[0].removesuffix("文件").strip() if masthead else ""


def _cut_tail(text: str, organ: str) -> tuple[str, list[str]]:
    """The last section without what follows it: annexes named, signature and date, imprint."""
    dates = list(FULL_DATE.finditer(text))
    lines: list[str] = []
    for match in dates[::-1]:
        if len(text) - match.end() > 120 and not _ANNEX_NEXT.match(text, match.end()):
            continue
        rest = text[match.end() :]
        start = _name_start(text[: match.start()], organ)
        if start is None or (rest.strip() and not re.match(r"\s*(?:印发|抄送|[（(]|附件|$)", rest)):
            break
        lines[:0] = [text[start : match.end()], *_ANNEX_HEAD.split(rest)] if "附件" in rest else [text[start:]]
        text = text[:start]
    attached = _ATTACHED.search(text)
    if attached:
        lines.insert(0, text[attached.end() :])
        text = text[: attached.start()]
    return text, lines


def _name_start(before: str, organ: str) -> int | None:
    """Where the name of the organ that stands directly before a date begins."""
    stripped = before.rstrip()
    if organ and stripped.endswith(organ):
        return len(stripped) - len(organ)
    stops = [match.end() for match in re.finditer(r"[。；：！？）》日\s]", stripped)]
    start = stops[-1] if stops else 0
    name = stripped[start:]
    return start if 3 < len(name) <= 40 and ORGAN_LINE.match(name) else None
