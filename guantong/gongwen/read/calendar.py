# SPDX-License-Identifier: Apache-2.0
"""Dates as they are written, in Arabic or Chinese numerals. What a date is for is decided in `dates`."""

from __future__ import annotations

import calendar as months
import re
from datetime import date

_DIGITS = {**dict(zip("〇○О零０Ｏo一二三四五六七八九", "0000000123456789", strict=True)), "两": "2"}
_ZERO = "〇○О零０Ｏo"
_CHINESE = f"[{_ZERO}一二三四五六七八九]"
_SPACE = r"[ 　]*"
YEAR = rf"(?:(?:19|20)\d\d|[一二]{_CHINESE}{{3}})"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
FULL_DATE = re.compile(rf"(?P<y>{YEAR}){_SPACE}年{_SPACE}(?P<m>{MONTH}){_SPACE}月{_SPACE}(?P<d>{DAY}){_SPACE}[日号]")
_DOTTED = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<s>[-./])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.])"
)


def numeral(text: str) -> int:
    """The value of a day, month or year in Arabic digits or Chinese numerals (二十一, 二〇二〇)."""
    text = text.strip()
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)
    return int("".join(_DIGITS[char] for char in text))


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= months.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, months.monthrange(year, month)[1])


def first_date(text: str) -> date | None:
    """The first complete date in a text."""
    match = FULL_DATE.search(text) or _DOTTED.search(text)
    return date_of(match) if match else None


def date_of(match: re.Match[str]) -> date | None:
    """The date of a match with groups y, m and d."""
    return make_date(numeral(match["y"]), numeral(match["m"]), numeral(match["d"]))
