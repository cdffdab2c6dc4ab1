# SPDX-License-Identifier: Apache-2.0
"""Numbering of official documents: 一、 （一） 1. （1） and the run-in forms 一要, 一是, 第一. Only recognized here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guantong.gongwen.read.calendar import numeral

_HAN = "[一二三四五六七八九十]{1,3}"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the head of a text: its family in order of depth, its number, and how much of the text it takes."""

    family: int
    number: int
    text: str
    width: int


PART, CHAPTER, ARTICLE, HAN, HAN_BRACKET, RUN_IN, ARABIC, ARABIC_BRACKET, CIRCLED = range(9)
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# The order matters: 第一， is a run-in ordinal, 第一章 a chapter.
_FORMS = (
    (CHAPTER, re.compile(r"第(?P<n>[一二三四五六七八九十]{1,3})[章节编](?=[ 　\s]|(?![，、：]))")),
    (ARTICLE, re.compile(r"第(?P<n>[一二三四五六七八九十百]{1,5})条(?=[\s　])")),
    (HAN, re.compile(rf"(?P<n>{_HAN})[ 　]*[、．.][ 　]*")),
    (HAN_BRACKET, re.compile(rf"[（(][ 　]*(?P<n>{_HAN})[ 　]*[）)][、．.]?[ 　]*")),
    (
        RUN_IN,
        re.compile(
            r"(?P<n>[一二三四五六七八九十]{1,2})(?:要|是(?!否|一|个))|第(?P<o>[一二三四五六七八九十]{1,2})[，、,：]"
        ),
    ),
    (ARABIC_BRACKET, re.compile(r"[（(][ 　]*(?P<n>\d{1,2})[ 　]*[）)][、．.]?[ 　]*|(?P<o>\d{1,2})[）)][ 　]*")),
    (ARABIC, re.compile(r"(?P<n>\d{1,2})[ 　]?(?:[、．]|[.](?!\d)|[.](?=\d+[^\d.\s%％]))[ 　]*")),
    (CIRCLED, re.compile(rf"(?P<n>[{_CIRCLES}])[、．.]?[ 　]*")),
)
# 一是 and 二要 count as markers inside a paragraph only where a sentence begins.
RUN_IN_INSIDE = re.compile(
    r"(?<=[。；！？：])[”’]?(?=(?P<n>[一二三四五六七八九十]{1,2})(?:要|是(?!否|一|个))|第(?P<o>[一二三四五六七八九十]{1,2})[，、,])"
)
_FIRST_CHARS = frozenset("第（(一二三四五六七八九十0123456789０１２３４５６７８９" + _CIRCLES)


def marker_of(text: str) -> Marker | None:
    """The marker that opens a text (without indent), or None."""
    if not text or text[0] not in _FIRST_CHARS:
        return None
    for family, form in _FORMS:
        match = form.match(text)
        if match is None:
            continue
        digits = match["n"] or match.groupdict().get("o") or ""
        if family == ARTICLE:
            return Marker(family, 0, match[0], match.end())
        number = _CIRCLES.index(digits) + 1 if family == CIRCLED else numeral(digits)
        return Marker(family, number, match[0].strip(), match.end()) if 0 < number < 100 else None
    return None
