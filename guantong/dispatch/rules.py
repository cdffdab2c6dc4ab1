# SPDX-License-Identifier: Apache-2.0
"""Pure rules of dispatch: when a requirement is met, what is missing, and which light that is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from guantong.kernel.periods import Period
from guantong.kernel.workdays import WorkCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a requirement asks of its indicator: a target in all, or for each part of the indicator's dimension."""

    target: int
    parts: tuple[str, ...] = ()

    def missing(self, split: Mapping[str, int], whole: int | None = None) -> dict[str, int]:
        """What is still missing, by part ("" for the whole, their sum unless given); empty once it is met."""
        if self.parts:
            lacks = {part: self.target - split.get(part, 0) for part in self.parts}
            return {part: lack for part, lack in lacks.items() if lack > 0}
        lack = self.target - (sum(split.values()) if whole is None else whole)
        return {"": lack} if lack > 0 else {}


@dataclass(frozen=True, slots=True)
class Moment:
    """The day a light is judged on, the calendar it is judged by, and how many working days count as soon."""

    today: date
    calendar: WorkCalendar
    soon_days: int

    def last_day(self, due: date) -> date:
        """The last day on which a duty is in time: a due date on a day off runs to the next working day."""
        return self.calendar.next_workday(due)


def light_of(*, met: bool, answered: bool, signed: bool, due: date | None, moment: Moment) -> str:
    """The light by the precedence met > overdue > due soon > received > not received.

    Without a due date a light is never amber or red. A narrative requirement that is answered is never green.
    """
    if met:
        return "met"
    if answered:
        return "answered"
    if due is not None:
        last = moment.last_day(due)
        if moment.today > last:
            return "late"
        if moment.calendar.between(moment.today, last) <= moment.soon_days:
            return "soon"
    return "got" if signed else "none"


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a duty comes round: the days whose records count for it, and when it is due."""

    period: Period
    due: date | None


def rounds_of(whole: Period, repeats: str, due: date | None, today: date) -> list[Round]:
    """The rounds of a duty that have begun by today, oldest first; never empty.

    A duty that repeats comes round in each calendar month, quarter or year that its notice's days touch, cut to those
    days, and is due on the last of them. Any other comes once and has the notice's whole time.
    """
    if not repeats:
        return [Round(whole, due)]
    found: list[Round] = []
    at = _calendar_period(whole.start, repeats)
    while at.start <= min(whole.end, today) or not found:
        cut = Period(max(at.start, whole.start), min(at.end, whole.end))
        found.append(Round(cut, cut.end))
        at = _calendar_period(at.end + ONE_DAY, repeats)
    return found


def _calendar_period(day: date, repeats: str) -> Period:
    if repeats == "month":
        return Period.month(day.year, day.month)
    if repeats == "quarter":
        return Period.quarter(day.year, (day.month + 2) // 3)
    return Period.year(day.year)


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when and how much: what a notice asks, as units on the way tightened it and the issuer extended it."""

    due: date | None
    target: int

    def tightened(self, due: date | None, target: int | None) -> Terms:
        """Never later and never less than before."""
        earlier = [day for day in (self.due, due) if day is not None]
        return Terms(min(earlier, default=None), max(self.target, target or 0))

    def extended(self, until: date | None) -> Terms:
        """Never earlier than before; a duty without a date needs no extension."""
        if until is None or self.due is None:
            return self
        return Terms(max(self.due, until), self.target)


def units_needed(share: int, of: int) -> int:
    """How many of so many units are at least that share in percent; one at least."""
    return max(1, -(-share * of // 100))


def error_bound(failed: int, checked: int) -> float:
    """The upper end of the share of bad records that a sample leaves possible, at 95 % (Wilson, one-sided)."""
    if checked == 0:
        return 1.0
    z, share = 1.645, failed / checked
    middle = share + z * z / (2 * checked)
    spread = z * math.sqrt(share * (1 - share) / checked + z * z / (4 * checked * checked))
    return min(1.0, (middle + spread) / (1 + z * z / checked))
