# SPDX-License-Identifier: Apache-2.0
"""Automatic numbering of Word: the marker that Word prints before a paragraph but does not keep in its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from guantong.gongwen.read.sources.pack import attribute, child, local

_HAN = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    list_of: dict[str, str] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def marker(self, list_id: str, level: int) -> str:
        """The marker of the next paragraph of a list at a level; "" for bullets and unknown lists."""
        key = self.list_of.get(list_id, list_id)
        levels = self.levels.get(list_id, {})
        if level not in levels or not 0 <= level < _LEVELS:
            return ""
        counts = self.counts.setdefault(key, [None] * _LEVELS)
        now = counts[level]
        counts[level] = levels[level].start if now is None else now + 1
        for deeper in range(level + 1, _LEVELS):
            counts[deeper] = None
        if levels[level].form in ("bullet", "none"):
            return ""
        text = levels[level].text
        for index in range(level + 1):
            if f"%{index + 1}" in text and index in levels:
                value = counts[index] if counts[index] is not None else levels[index].start
                text = text.replace(f"%{index + 1}", written(value or 0, levels[index].form))
        return text


def numbering_of(root: Element | None) -> Numbering:
    """The lists that `word/numbering.xml` declares."""
    result = Numbering()
    if root is None:
        return result
    abstract: dict[str, dict[int, _Level]] = {}
    for element in root:
        if local(element) == "abstractNum":
            abstract[attribute(element, "abstractNumId")] = _levels(element)
    for element in root:
        if local(element) != "num":
            continue
        list_id, source = attribute(element, "numId"), attribute(child(element, "abstractNumId"), "val")
        levels = dict(abstract.get(source, {}))
        overrides = [item for item in element if local(item) == "lvlOverride"]
        for item in overrides:
            level = _integer(attribute(item, "ilvl"), 0)
            start = attribute(child(item, "startOverride"), "val")
            own = child(item, "lvl")
            if own is not None:
                levels[level] = _level(own)
            elif start and level in levels:
                levels[level] = _Level(levels[level].form, levels[level].text, _integer(start, 1))
        result.levels[list_id] = levels
        # A list that restarts counts for itself; others with the same pattern count on together.
        result.list_of[list_id] = f"own {list_id}" if overrides else f"of {source}"
    return result


def _levels(element: Element) -> dict[int, _Level]:
    return {_integer(attribute(item, "ilvl"), 0): _level(item) for item in element if local(item) == "lvl"}


def _level(element: Element) -> _Level:
    return _Level(
        attribute(child(element, "numFmt"), "val"),
        attribute(child(element, "lvlText"), "val"),
        _integer(attribute(child(element, "start"), "val"), 1),
    )


def _integer(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def written(number: int, form: str) -> str:
    """A number as a list of this form writes it."""
    lowered = form.lower()
    if "circle" in lowered and 0 < number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if any(word in lowered for word in ("chinese", "japanese", "taiwanese", "ideograph")):
        return _in_han(number)
    if lowered in ("upperletter", "lowerletter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if lowered.startswith("upper") else letter
    if lowered in ("upperroman", "lowerroman"):
        roman = _in_roman(number)
        return roman.upper() if lowered.startswith("upper") else roman
    return str(number)


def _in_han(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _HAN[tens] + "十")
    return head + (_HAN[ones] if ones else "")


def _in_roman(number: int) -> str:
    result = ""
    for value, sign in _ROMAN:
        while number >= value and len(result) < 20:
            result += sign
            number -= value
    return result
