# SPDX-License-Identifier: Apache-2.0
"""Pure rules of reminders: when nobody is disturbed."""

from __future__ import annotations

from datetime import datetime

from guantong.kernel.workdays import WorkCalendar


def is_quiet(moment: datetime, start: int, end: int, calendar: WorkCalendar) -> bool:
    """Whether nobody is disturbed now: a day off, or an hour from `start` until `end` (over midnight as it comes)."""
    if not calendar.is_workday(moment.date()):
        return True
    if start <= end:
        return start <= moment.hour < end
    return moment.hour >= start or moment.hour < end
