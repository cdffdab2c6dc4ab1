# SPDX-License-Identifier: Apache-2.0
"""Lint an official document before it is sent: what it will cost its readers, and the minutes of all units below.

`lint` is the door. Nothing here asks a database: what registers hold and how many units there are come as arguments.
"""

from __future__ import annotations

from collections.abc import Sequence

from guantong.gongwen.lint.burden import Constant, Work, constants, predict
from guantong.gongwen.lint.checks import (
    abbreviation_findings,
    addressee_findings,
    demand_findings,
    direction_findings,
    length_findings,
    reporters_of,
)
from guantong.gongwen.lint.duties import ask_findings, asks_of, duty_findings, duty_of, vague_findings
from guantong.gongwen.lint.report import (
    Ask,
    Burden,
    BurdenPart,
    Code,
    Duty,
    HeldField,
    Level,
    LintFinding,
    LintReport,
    Weight,
    report_json,
)
from guantong.gongwen.lint.source import characters, reading_of
from guantong.gongwen.lint.vocabulary import length_limits
from guantong.gongwen.model import Document, Reading

__all__ = [
    "Ask",
    "Burden",
    "BurdenPart",
    "Code",
    "Constant",
    "Duty",
    "HeldField",
    "Level",
    "LintFinding",
    "LintReport",
    "Weight",
    "Work",
    "constants",
    "lint",
    "predict",
    "report_json",
]

ONE_UNIT = (Level("收文单位", 1),)


def lint(
    source: Document | Reading | str, *, fields: Sequence[HeldField] = (), units: Sequence[Level] | None = None
) -> LintReport:
    """Lint a document, a reading or a pasted text.

    `fields` are what registers hold already; `units` the levels that the notice goes down through, the upper first.
    """
    reading, copied = reading_of(source)
    count = characters(reading.text)
    duties = tuple(duty_of(requirement) for requirement in reading.requirements)
    asks = tuple(asks_of(reading, fields))
    demanded = demand_findings(reading)
    findings = (
        *length_findings(count),
        *direction_findings(reading),
        *demanded,
        *ask_findings(asks),
        *vague_findings(reading),
        *duty_findings(duties),
        *addressee_findings(reading),
        *abbreviation_findings(reading),
    )
    work = Work(
        characters=count,
        reports=sum(ask.is_report for ask in asks),
        questions=sum(not ask.is_report and not ask.held_by for ask in asks),
        held=sum(bool(ask.held_by) for ask in asks),
        evidence=sum(finding.code is Code.PHOTO for finding in demanded),
        unclear=sum(len(duty.lacks) == len((Code.NO_DATE, Code.NO_OWNER, Code.NO_MEASURE)) for duty in duties),
    )
    return LintReport(
        characters=count,
        characters_copied=copied,
        limit=length_limits()[1],
        duties=duties,
        dates=len(reading.deadlines),
        targets=sum(quantity.is_target for item in reading.requirements for quantity in item.quantities),
        addressees=reading.document.addressees,
        reporters=reporters_of(reading),
        asks=asks,
        findings=findings,
        burden=predict(work, ONE_UNIT if units is None else units),
    )
