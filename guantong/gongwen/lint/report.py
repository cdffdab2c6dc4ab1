# SPDX-License-Identifier: Apache-2.0
"""What the linter says of one notice: its measures, what it asks for, the findings, and the burden."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from guantong.gongwen.model import Programme, Span


class Code(StrEnum):
    """What a finding is about."""

    LENGTH = "length"
    NO_DATE = "no_date"
    NO_OWNER = "no_owner"
    NO_MEASURE = "no_measure"
    VAGUE_DUE = "vague_due"
    REPORT_BACK = "report_back"
    PHOTO = "photo"
    SIGN_IN = "sign_in"
    RANKING = "ranking"
    INSTALL = "install"
    HELD_DATA = "held_data"
    ADDRESSEES = "addressees"
    ABBREVIATION = "abbreviation"
    DIRECTION = "direction"


class Weight(StrEnum):
    """A breach breaks a rule; a cost will be paid by the readers; a hint helps them."""

    BREACH = "breach"
    COST = "cost"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One finding: what it is, how heavy, in words, by which rule, and the places in the text that show it."""

    code: Code
    weight: Weight
    message: str
    rule: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldField:
    """A field that some register already holds: asking for it again costs the units below for nothing."""

    label: str
    register: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing the notice orders, and which of date, owner and measure it leaves out."""

    span: Span
    text: str
    programmes: tuple[Programme, ...]
    lacks: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that the units below must write or type; `held_by` names the register that knows it already."""

    span: Span
    what: str
    is_report: bool
    held_by: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the dispatch: every unit of it but the last level's passes the notice on."""

    name: str
    units: int


@dataclass(frozen=True, slots=True)
class BurdenPart:
    """One kind of work: minutes of one unit, how many units do it, and the constant that says so."""

    name: str
    minutes_each: float
    units: int
    source: str

    @property
    def minutes(self) -> float:
        return self.minutes_each * self.units


@dataclass(frozen=True, slots=True)
class Burden:
    """Minutes predicted for all units below, by kind of work and level."""

    units: int
    parts: tuple[BurdenPart, ...]

    @property
    def minutes(self) -> float:
        return sum(part.minutes for part in self.parts)

    @property
    def minutes_each(self) -> float:
        return self.minutes / self.units if self.units else 0.0


@dataclass(frozen=True, slots=True)
class LintReport:
    """`characters` leaves out white space and the copy's marks, `characters_copied` counts the marks in.

    `burden` is that of one unit where nobody said how many there are.
    """

    characters: int
    characters_copied: int
    limit: int
    duties: tuple[Duty, ...]
    dates: int
    targets: int
    addressees: tuple[str, ...]
    reporters: tuple[str, ...]
    asks: tuple[Ask, ...]
    findings: tuple[LintFinding, ...]
    burden: Burden

    def of(self, code: Code) -> tuple[LintFinding, ...]:
        """The findings of one kind."""
        return tuple(finding for finding in self.findings if finding.code is code)


def report_json(report: LintReport) -> dict[str, Any]:
    """The report as JSON values; spans as [start, end]."""
    made: dict[str, Any] = asdict(report)
    made["burden"]["minutes"] = round(report.burden.minutes, 1)
    made["burden"]["minutes_each"] = round(report.burden.minutes_each, 1)
    for part, source in zip(made["burden"]["parts"], report.burden.parts, strict=True):
        part["minutes"] = round(source.minutes, 1)
    plain: dict[str, Any] = _plain(made)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"start", "end"}:
            return [value["start"], value["end"]]
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.value if isinstance(value, StrEnum) else value
