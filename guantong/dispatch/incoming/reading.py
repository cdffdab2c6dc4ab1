# SPDX-License-Identifier: Apache-2.0
"""What a reading becomes in the office: notice fields and requirement rows, before anybody has looked at them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from guantong.gongwen.model import Reading
from guantong.gongwen.model import Requirement as ReadRequirement
from guantong.register.catalogue import suggested_indicator

from ..models import Notice, Repeats, Requirement

LABEL_LENGTH = 18
TOPIC_LENGTH = 10
BROAD = 3
SUBJECT = re.compile(r"^[^，。；]{2,24}?(?:(?<![重主需必首纲想])要|应当|须)(?=[^求点素])")
ROUNDS = (
    (re.compile(r"每个?月|按月|逐月"), Repeats.MONTH),
    (re.compile(r"每个?季度?|按季度?|逐季"), Repeats.QUARTER),
    (re.compile(r"每年|每年度|按年度?"), Repeats.YEAR),
)
OPENINGS = re.compile(r"^(?:要|应当|应|须|请|切实|认真|扎实|坚持|充分)+")


def short_label(text: str, title: str) -> str:
    """A requirement in few words: its first clause without who must, what only urges, and what the title says."""
    bare = OPENINGS.sub("", SUBJECT.sub("", text.strip()))
    clauses = [_without_topic(clause, title) for clause in re.split(r"[，。；：]", bare)]
    first = next((clause for clause in clauses if len(clause) >= 4), bare)
    if len(first) <= LABEL_LENGTH:
        return first
    kept = first[:LABEL_LENGTH]
    return kept[: kept.rfind("、")] if "、" in kept[6:] else kept[:-1] + "…"


def _without_topic(clause: str, title: str) -> str:
    for length in range(min(len(clause), len(title)), TOPIC_LENGTH - 1, -1):
        for at in range(len(clause) - length + 1):
            if clause[at : at + length] in title:
                return clause[:at] + clause[at + length :]
    return clause


def days_that_count(issued_on: date | None, today: date) -> tuple[date, date]:
    """From the day of issue (or of receipt, where that is earlier) until a year after receipt."""
    return min(issued_on or today, today), today + timedelta(days=364)


def section_of(reading: Reading, start: int) -> str:
    """The heading of the part of the notice that a place stands in, with its marker."""
    before = [entry for entry in reading.outline if entry.level == 1 and entry.span.start <= start]
    return f"{before[-1].marker}{before[-1].heading}"[:200] if before else ""


def rounds_named(text: str) -> str:
    """How often a duty comes round by its own words; "" where they name no month, quarter or year."""
    return next((repeats for words, repeats in ROUNDS if words.search(text)), "")


def requirement_row(notice: Notice, number: int, reading: Reading, found: ReadRequirement) -> Requirement:
    """One requirement as it was read, with the indicator and target that are suggested for it."""
    programme = str(found.programmes[0]) if found.programmes else ""
    is_broad = len(found.programmes) >= BROAD  # a sentence about everything is measured by nothing
    suggested = None if is_broad else suggested_indicator(found.text, programme, reporting=found.is_reporting)
    target = next((int(q.value) for q in found.quantities if q.is_target and q.value >= 1), 1)
    key = suggested.key if suggested else ""
    return Requirement(
        notice=notice,
        unit=notice.unit,
        number=number,
        start=found.span.start,
        end=found.span.end,
        text=found.text,
        label=str(suggested.short) if suggested else short_label(found.text, notice.title),
        section=section_of(reading, found.span.start),
        programme=programme,
        indicator=key,
        target=target if key else None,
        each_part=bool(suggested and suggested.each_part),
        due_on=found.due,
        repeats=rounds_named(found.text) if key and found.due is None else "",
        is_reporting=found.is_reporting,
    )
