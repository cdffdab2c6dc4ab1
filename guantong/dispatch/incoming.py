# SPDX-License-Identifier: Apache-2.0
"""What a reading becomes in the office: notice fields and requirement rows, before anybody has looked at them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from guantong.gongwen.model import Reading
from guantong.gongwen.model import Requirement as ReadRequirement
from guantong.register.catalogue import suggested_indicator

from .models import Notice, Requirement

LABEL_LENGTH = 24
OPENINGS = re.compile(r"^(要|应当|应|须|请|切实|认真|扎实|坚持)+")


def short_label(text: str) -> str:
    """A requirement in few words: its first clause without the words that only urge."""
    clauses = re.split(r"[，。；：]", OPENINGS.sub("", text.strip()))
    first = next((clause for clause in clauses if len(clause) >= 4), text)
    return first if len(first) <= LABEL_LENGTH else first[: LABEL_LENGTH - 1] + "…"


def days_that_count(issued_on: date | None, today: date) -> tuple[date, date]:
    """From the day of issue for one year, until the office says otherwise."""
    start = issued_on or today
    return start, start + timedelta(days=364)


def section_of(reading: Reading, start: int) -> str:
    """The heading of the part of the notice that a place stands in, with its marker."""
    before = [entry for entry in reading.outline if entry.level == 1 and entry.span.start <= start]
    return f"{before[-1].marker}{before[-1].heading}"[:200] if before else ""


def requirement_row(notice: Notice, number: int, reading: Reading, found: ReadRequirement) -> Requirement:
    """One requirement as it was read, with the indicator and target that are suggested for it."""
    suggested = suggested_indicator(found.text, reporting=found.is_reporting)
    target = next((int(q.value) for q in found.quantities if q.is_target and q.value >= 1), 1)
    key = suggested.key if suggested else ""
    return Requirement(
        notice=notice,
        unit=notice.unit,
        number=number,
        start=found.span.start,
        end=found.span.end,
        text=found.text,
        label=short_label(found.text),
        section=section_of(reading, found.span.start),
        programme=str(found.programmes[0]) if found.programmes else "",
        indicator=key,
        target=target if key else None,
        each_part=bool(suggested and suggested.each_part),
        due_on=found.due,
        is_reporting=found.is_reporting,
    )
