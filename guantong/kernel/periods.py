# SPDX-License-Identifier: Apache-2.0
"""Periods that figures are counted over: month, quarter, year, windows such as October to September, any two days.

A period is its first and last day, both inside. Its key is short, stable and fit for a URL; its label is for people.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from guantong.kernel.errors import Invalid

MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3
QUARTER_WORDS = "一二三四"
KEY = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:Q(?P<quarter>[1-4])"
    r"|-(?P<month>[0-9]{2})(?:\.\.(?P<last_month>[0-9]{4}-[0-9]{2}))?"
    r"|(?P<day>-[0-9]{2}-[0-9]{2})\.\.(?P<last_day>[0-9]{4}-[0-9]{2}-[0-9]{2}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` to ``end``, both counted."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Invalid("时段的结束日期（{end}）早于开始日期（{start}）。", start=self.start, end=self.end)

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """One calendar month."""
        return cls._months(_month_index(year, month), 1)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        """The first to fourth quarter of a calendar year."""
        return cls._months(_month_index(year, (quarter - 1) * MONTHS_A_QUARTER + 1), MONTHS_A_QUARTER)

    @classmethod
    def year(cls, year: int) -> "Period":
        """One calendar year."""
        return cls._months(_month_index(year, 1), MONTHS_A_YEAR)

    @classmethod
    def window(cls, first_month: int, starting_year: int) -> "Period":
        """Twelve months from ``first_month`` on, as in October 2020 to September 2021."""
        return cls._months(_month_index(starting_year, first_month), MONTHS_A_YEAR)

    @classmethod
    def parse(cls, key: str) -> "Period":
        """The period that a key names."""
        found = KEY.fullmatch(key)
        if found is None:
            raise _not_understood(key)
        try:
            return cls._from_key(found)
        except ValueError as error:
            raise _not_understood(key) from error

    @property
    def key(self) -> str:
        """``2021-01``, ``2021Q1``, ``2021``, ``2020-10..2021-09`` or ``2021-01-13..2021-02-26``."""
        if not self._is_whole_months:
            return f"{self.start.isoformat()}..{self.end.isoformat()}"
        first, length = self.start.isoformat()[:7], self._month_count
        if length == 1:
            return first
        if self._is_quarter:
            return f"{first[:4]}Q{self._quarter_number}"
        return first[:4] if self._is_calendar_year else f"{first}..{self.end.isoformat()[:7]}"

    @property
    def label(self) -> str:
        """The words an official would write for this period."""
        year = f"{self.start.year}年"
        if not self._is_whole_months:
            return self._label_of_days()
        if self._month_count == 1:
            return f"{year}{self.start.month}月"
        if self._is_quarter:
            return f"{year}第{QUARTER_WORDS[self._quarter_number - 1]}季度"
        if self._is_calendar_year:
            return year
        return f"{year}{self.start.month}月至{self._end_year}{self.end.month}月"

    def __str__(self) -> str:
        return self.label

    def contains(self, day: date) -> bool:
        """Whether ``day`` lies in this period."""
        return self.start <= day <= self.end

    def previous(self) -> "Period":
        """The period of the same length that ends the day before this one starts."""
        if self._is_whole_months:
            return self._months(_month_index(self.start.year, self.start.month) - self._month_count, self._month_count)
        last = self.start - timedelta(days=1)
        return Period(last - (self.end - self.start), last)

    def a_year_before(self) -> "Period":
        """The same days of the year before; 29 February becomes the 28th."""
        if self._is_whole_months:
            return self._months(_month_index(self.start.year - 1, self.start.month), self._month_count)
        return Period(_year_earlier(self.start), _year_earlier(self.end))

    @classmethod
    def _months(cls, first: int, count: int) -> "Period":
        return cls(_first_day(first), _first_day(first + count) - timedelta(days=1))

    @classmethod
    def _from_key(cls, found: re.Match[str]) -> "Period":
        year = int(found["year"])
        if found["quarter"]:
            return cls.quarter(year, int(found["quarter"]))
        if found["last_month"]:
            last = cls.month(int(found["last_month"][:4]), int(found["last_month"][5:]))
            return cls(cls.month(year, int(found["month"])).start, last.end)
        if found["month"]:
            return cls.month(year, int(found["month"]))
        if found["day"]:
            return cls(date.fromisoformat(found["year"] + found["day"]), date.fromisoformat(found["last_day"]))
        return cls.year(year)

    @property
    def _is_whole_months(self) -> bool:
        return self.start.day == 1 and self.end.day == monthrange(self.end.year, self.end.month)[1]

    @property
    def _month_count(self) -> int:
        return _month_index(self.end.year, self.end.month) - _month_index(self.start.year, self.start.month) + 1

    @property
    def _is_quarter(self) -> bool:
        return self._month_count == MONTHS_A_QUARTER and self.start.month % MONTHS_A_QUARTER == 1

    @property
    def _is_calendar_year(self) -> bool:
        return self._month_count == MONTHS_A_YEAR and self.start.month == 1

    @property
    def _quarter_number(self) -> int:
        return (self.start.month - 1) // MONTHS_A_QUARTER + 1

    @property
    def _end_year(self) -> str:
        return "" if self.end.year == self.start.year else f"{self.end.year}年"

    def _label_of_days(self) -> str:
        first = f"{self.start.year}年{self.start.month}月{self.start.day}日"
        if self.start == self.end:
            return first
        return f"{first}至{self._end_year}{self.end.month}月{self.end.day}日"


def _month_index(year: int, month: int) -> int:
    if not 1 <= month <= MONTHS_A_YEAR:
        raise ValueError(f"a month is 1 to 12, not {month}")
    return year * MONTHS_A_YEAR + month - 1


def _first_day(index: int) -> date:
    return date(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1, 1)


def _year_earlier(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _not_understood(key: str) -> Invalid:
    return Invalid("看不懂这个时段：“{key}”。可以写成 2021-01、2021Q1、2021 或 2021-01-13..2021-02-26。", key=key)
