# SPDX-License-Identifier: Apache-2.0
"""Pure rules of dispatch: when a requirement is met, what is missing, and which light that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guantong.kernel.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Measure:
    """What a requirement asks of its indicator: a target in all, or for each part of the indicator's dimension."""

    target: int
    parts: tuple[str, ...] = ()

    def missing(self, split: Mapping[str, int]) -> dict[str, int]:
        """What is still missing, by part ("" for the whole); empty once the requirement is met."""
        if self.parts:
            lacks = {part: self.target - split.get(part, 0) for part in self.parts}
            return {part: lack for part, lack in lacks.items() if lack > 0}
        lack = self.target - sum(split.values())
        return {"": lack} if lack > 0 else {}


@dataclass(frozen=True, slots=True)
class Moment:
    """The day a light is judged on, the calendar it is judged by, and how many working days count as soon."""

    today: date
    calendar: WorkCalendar
    soon_days: int


def light_of(*, met: bool, answered: bool, signed: bool, due: date | None, moment: Moment) -> str:
    """The light by the precedence met > overdue > due soon > received > not received.

    Without a due date a light is never amber or red. A narrative requirement that is answered is never green.
    """
    if met:
        return "met"
    if answered:
        return "answered"
    if due is not None:
        if moment.today > due:
            return "late"
        if moment.calendar.between(moment.today, due) <= moment.soon_days:
            return "soon"
    return "got" if signed else "none"
