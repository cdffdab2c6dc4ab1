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
from guantong.gongwen.read.words import any_of

_HAN = re.compile(
    r"(?<![一二三四五六七八九十第、])(?P<n>[一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十]{1,3}、)"
)
_BRACKETED = re.compile(r"[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]")
_ARABIC = re.compile(r"(?<![\d.．第〔\-—])(?P<n>\d{1,2})[.．、](?!\d{1,2}(?:[.．年月日%％]|\D?[倍元万亿]))")
_SENTENCE_ENDS = frozenset("。：；！？)）” 　")
_MASTHEAD = re.compile(r"^.{3,60}?文\s?件(?=\s*[^，。：]{1,24}[〔\[【（(]\s*(?:19|20)\d\d)")
_ATTACHED = re.compile(r"(?<=[。）；])\s*(?=附\s*件\s*(?:\d{0,2}\s*[：:]|\d+[.．、]))")
_CHARGED = re.compile("。[（(][^（）()]{2,200}(?:牵头|负责|配合|落实)[）)]")
_CLAUSE_END = re.compile("[，。；：！？]")
_SURE = re.compile(any_of("openers", "sure"))
_HEADING_END = re.compile(any_of("openers", "heading_ends") + "$")
_VERB = re.compile(any_of("directive", "verbs") + "|" + any_of("directive", "adverbs"))
_SHORTEST = 240
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
        elif number != expected or not ends_sentence:
            continue
        cuts.append(match.start())
        expected = number + 1
    return cuts


def _cut_head(text: str) -> Iterator[str]:
    """Letterhead, number, title, addressees and opening paragraph."""
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
    for match in kind_matches(text[:_LONGEST_TITLE]):
        colon = text.find("：", match.end(), match.end() + _LONGEST_ADDRESS)
        if colon > 0 and is_addressee_line(text[match.end() : colon + 1].strip()):
            return match.end(), colon + 1
    for match in kind_matches(text[:_LONGEST_TITLE]):
        if text[match.start() - 1 : match.start()] == "的" and _SURE.match(text[match.end() :].strip()):
            return match.end(), match.end()
    return None


def _cut_section(text: str, last: int) -> Iterator[str]:
    """A section: its heading, and its numbered paragraphs; `last` is the number the bracketed series has reached."""
    for part in _cut(text, _series(text, _BRACKETED, (1, last + 1))):
        for line in _cut(part, _series(part, _ARABIC)):
            if _HAN.match(line) or _BRACKETED.match(line):
                yield from _cut_heading(line)
            else:
                yield from _cut_after_charge(line)


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
    """The end of the heading: before a sure opener, else where a noun that ends headings meets a verb."""
    if " " in text[6:48]:
        return text.index(" ", 6)
    sure = [match.start() for match in _SURE.finditer(text, 7, 60) if text[match.start() - 1] not in "，、“《（以对"]
    clause = _CLAUSE_END.search(text, 4)
    limit = min(48, clause.start() if clause else len(text))
    nouns = [
        end
        for end in range(8, limit)
        if _HEADING_END.search(text[:end]) and _VERB.match(text[end:]) and not text[end:].startswith(("的", "和", "、"))
    ]
    candidates = [cut for cut in sure if _HEADING_END.search(text[:cut])] or sure or nouns
    return candidates[0] if candidates else None


def _organ(head: str) -> str:
    masthead = _MASTHEAD.match(head)
    return masthead[0].removesuffix("文件").strip() if masthead else ""


def _cut_tail(text: str, organ: str) -> tuple[str, list[str]]:
    """The last section without what follows it: annexes named, signature and date, imprint."""
    dates = list(FULL_DATE.finditer(text))
    lines: list[str] = []
    for match in dates[::-1]:
        if len(text) - match.end() > 120:
            continue
        rest = text[match.end() :]
        start = _name_start(text[: match.start()], organ)
        if start is None or (rest.strip() and not re.match(r"\s*(?:印发|抄送|[（(]|附件|$)", rest)):
            break
        lines.insert(0, text[start : match.end()] + rest)
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
    stops = [match.end() for match in re.finditer(r"[。；：！？）日\s]", stripped)]
    start = stops[-1] if stops else 0
    name = stripped[start:]
    return start if 3 < len(name) <= 40 and ORGAN_LINE.match(name) else None
