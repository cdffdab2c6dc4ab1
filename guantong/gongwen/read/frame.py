# SPDX-License-Identifier: Apache-2.0
"""Recognisers of the frame: is this a document number, a kind, the name of an organ, a line of addressees?

Each looks at one line alone; where the line stands is weighed in `head`, `tail` and `unfold`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guantong.gongwen.read.tidy import bare
from guantong.gongwen.read.words import any_of, either, vocabulary

_YEAR_BRACKETS = r"[〔\[【（(［〈﹝]\s*(?P<year>(?:19|20)\d\d)\s*[〕\]】）)］〉﹞]"
NUMBER = re.compile(rf"(?P<code>[一-鿿A-Za-z·]{{1,20}}?)\s*{_YEAR_BRACKETS}\s*第?\s*(?P<serial>\d{{1,5}})\s*号")
_KIND = either(vocabulary("frame")["kinds"])
_SUFFIX = r"(?:\s*[（(〔\[][^（）()]{1,24}[）)〕\]])*"
_KIND_END = re.compile(rf"(?P<kind>{_KIND}){_SUFFIX}[！。]?$")
_ORGAN = any_of("frame", "organs")
_ADDRESSED = re.compile(rf"(?:{_ORGAN}|{any_of('frame', 'people')})[们]?(?:[（(][^（）()]*[）)])?$")
_NOT_ADDRESSED = re.compile(rf"{any_of('frame', 'not_addressed')}[：:]$")
ORGAN_LINE = re.compile(rf"^[一-鿿A-Za-z0-9“”·（）()—、\s]{{2,60}}?{_ORGAN}(?:[（(][^（）()]*[）)])?$")
_LONG_KIND = re.compile(either(word for word in vocabulary("frame")["kinds"] if len(word) > 1))
_KIND_INSIDE = re.compile(_KIND + _SUFFIX)
_SPLIT_ADDRESSEES = re.compile("[、，；,;]")


@dataclass(frozen=True, slots=True)
class Numbering:
    """A document number with its brackets as 〔〕, its year, and where it stands in its line."""

    text: str
    year: int
    start: int
    end: int


def kind_of(title: str) -> str:
    """The document kind: the noun that ends the title; "" where none does."""
    match = _KIND_END.search(bare(title).rstrip("”\"'"))
    return match["kind"] if match else ""


def find_number(text: str) -> Numbering | None:
    """The document number in a line; a title run into it (…实施意见国办发〔2020〕24号) is not part of it."""
    match = NUMBER.search(text)
    if match is None:
        return None
    code = match["code"]
    start = max((kind.end() for kind in _LONG_KIND.finditer(code) if kind.end() < len(code)), default=0)
    start = max(start, code.rfind("：") + 1, code.rfind("的") + 1)
    number = f"{code[start:]}〔{match['year']}〕{int(match['serial'])}号"
    return Numbering(number, int(match["year"]), match.start() + start, match.end())


def is_addressee_line(text: str) -> bool:
    """Whether a line names those to whom the document goes (各市（州）总工会、省级各产业工会：)."""
    if (
        not text.endswith(("：", ":"))
        or len(text) > 400
        or re.search("[。〔]|关于", text)
        or _NOT_ADDRESSED.search(text)
    ):
        return False
    parts = outside_brackets(text[:-1])
    named = sum(bool(_ADDRESSED.search(part)) for part in parts)
    return named * 2 >= len(parts) and bool(parts) and all(len(part) <= 40 for part in parts)


def outside_brackets(text: str) -> list[str]:
    """Split at 、，； outside brackets."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += (char in "（(") - (char in "）)")
        if depth <= 0 and _SPLIT_ADDRESSEES.match(char):
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return [stripped for part in parts if (stripped := bare(part))]


def kind_matches(text: str) -> Iterator[re.Match[str]]:
    """Every place in a running text where a title could end in its kind."""
    return _KIND_INSIDE.finditer(text)
