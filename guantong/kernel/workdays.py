# SPDX-License-Identifier: Apache-2.0
"""Working days: Monday to Friday, as changed by the holiday table that the State Council prints each autumn.

A year that nobody entered is refused by name, never guessed.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from guantong.kernel.errors import Refused

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class YearNotEntered(Refused):
    """The holiday table of this year has not been entered, so its working days are not known."""

    code = "year_not_entered"

    def __init__(self, year: int) -> None:
        super().__init__(
            "{year}年的放假安排还没有录入，不能推算工作日。请先录入国务院办公厅公布的放假通知。", year=year
        )
        self.year = year


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days off that fall on no weekend, weekend days that are worked, and the years for which both are known."""

    days_off: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        if day.year not in self.years:
            raise YearNotEntered(day.year)
        return day in self.workdays or (day.weekday() < SATURDAY and day not in self.days_off)

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which is itself not counted; before it where negative."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; the negative of it where ``end`` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_workday(start + ONE_DAY * passed) for passed in range(1, (end - start).days + 1))

    def next_workday(self, day: date) -> date:
        """``day`` itself if it is worked, else the first working day after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def with_year(self, year: int, off: Iterable[date], work: Iterable[date]) -> "WorkCalendar":
        """A calendar that also knows ``year``; what it knew of that year before is replaced."""

        def kept(days: frozenset[date]) -> set[date]:
            return {day for day in days if day.year != year}

        return WorkCalendar(
            frozenset(kept(self.days_off).union(off)),
            frozenset(kept(self.workdays).union(work)),
            self.years | {year},
        )


@cache
def national() -> WorkCalendar:
    """The national calendar, from the table that ships with the code."""
    text = resources.files("guantong.kernel").joinpath("data/holidays.csv").read_text(encoding="utf-8")
    days: dict[str, set[date]] = {"off": set(), "work": set()}
    years = set()
    for row in csv.DictReader(text.splitlines()):
        days[row["kind"]].add(date.fromisoformat(row["date"]))
        years.add(int(row["year"]))
    return WorkCalendar(frozenset(days["off"]), frozenset(days["work"]), frozenset(years))
