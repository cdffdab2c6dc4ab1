# SPDX-License-Identifier: Apache-2.0
"""Lights for whole matrices, requirement × unit: a fixed number of queries for each indicator, never a row walk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guantong.kernel import clock
from guantong.kernel.workdays import national
from guantong.org.models import Unit
from guantong.org.queries import rule_value
from guantong.register.catalogue import indicator_named
from guantong.rollup.figures import Question
from guantong.rollup.queries import Ask, Split, splits_by_unit

from .models import Answer, Issue, Notice, Receipt, Requirement
from .rules import Measure, Moment, light_of


@dataclass(frozen=True, slots=True)
class Assignment:
    """Requirement × unit with all that its light was computed from; never a row of its own."""

    requirement: Requirement
    unit: Unit
    receipt: Receipt
    light: str
    split: Split
    missing: dict[str, int]
    answer: str

    @property
    def code(self) -> str:
        """How people and commands name it."""
        return f"{self.requirement.pk}:{self.unit.code}"

    @property
    def total(self) -> int:
        """The number of the indicator for this unit."""
        return sum(self.split.values())


def measure_of(requirement: Requirement) -> Measure:
    """What a measured requirement asks."""
    dimension = indicator_named(requirement.indicator).dimension
    parts = tuple(part for part, _label in dimension.parts) if requirement.each_part and dimension else ()
    return Measure(requirement.target or 0, parts)


def question_of(requirement: Requirement, unit: Unit, part: str = "") -> Question:
    """The figure of a requirement for a unit: its subtree (or it alone), the notice's theme and days."""
    notice, subtree = requirement.notice, not indicator_named(requirement.indicator).own
    return Question(requirement.indicator, unit.code, notice.period.key, notice.theme_id, part, subtree)


def moment_on(day: date) -> Moment:
    """How lights are judged on a day. Raises Unset where nobody said how many working days count as soon."""
    return Moment(day, national(), int(rule_value("supervision.soon_days", day).value))


def assignments_of(notice: Notice, units: Sequence[Unit], keys: set[str] | None = None) -> list[Assignment]:
    """Every assignment of a notice for these units, in the order of units and requirements; `keys` are the only
    indicators to look at, where just some were touched."""
    receipts = {
        receipt.unit_id: receipt
        for receipt in Receipt.objects.filter(notice=notice, unit__in=[unit.pk for unit in units])
    }
    bearing = [unit for unit in units if unit.pk in receipts]
    borne = _borne(notice)
    wanted = requirements_of(notice) if keys is None else [r for r in requirements_of(notice) if r.indicator in keys]
    requirements = [each for each in wanted if any(each.pk in ids for ids in borne.values())]
    splits = _splits(notice, requirements, bearing)
    answers = _answers(requirements, bearing)
    moment = moment_on(clock.today())
    found = []
    for unit in bearing:
        receipt = receipts[unit.pk]
        for requirement in requirements:
            if requirement.pk in borne[receipt.issue_id]:
                split = splits[requirement.indicator].get(unit.pk, {}) if requirement.is_measured else {}
                answer = answers.get((requirement.pk, unit.pk), "")
                found.append(_assignment(requirement, unit, receipt, split, answer, moment))
    return found


def assignment_of(requirement: Requirement, unit: Unit) -> Assignment | None:
    """One assignment, None where the unit does not bear the requirement."""
    found = assignments_of(requirement.notice, [unit])
    return next((each for each in found if each.requirement.pk == requirement.pk), None)


def requirements_of(notice: Notice) -> list[Requirement]:
    """The confirmed requirements of a notice, each knowing the notice without another query."""
    found = list(notice.requirements.filter(state="confirmed"))
    for requirement in found:
        requirement.notice = notice
    return found


def _borne(notice: Notice) -> dict[int, set[int]]:
    borne: dict[int, set[int]] = {issue.pk: set() for issue in Issue.objects.filter(notice=notice)}
    pairs = Issue.requirements.through.objects.filter(issue__notice=notice)
    for issue_id, requirement_id in pairs.values_list("issue_id", "requirement_id"):
        borne[issue_id].add(requirement_id)
    return borne


def _splits(notice: Notice, requirements: list[Requirement], units: list[Unit]) -> dict[str, dict[int, Split]]:
    keys = {requirement.indicator for requirement in requirements if requirement.is_measured}
    asks = [Ask.of(key, notice.period, notice.theme_id) for key in keys]
    return {
        ask.indicator.key: splits_by_unit(ask, units, subtree=not ask.indicator.own) if units else {} for ask in asks
    }


def _answers(requirements: list[Requirement], units: list[Unit]) -> dict[tuple[int, int], str]:
    rows = Answer.objects.filter(requirement__in=requirements, unit__in=units)
    return {(requirement, unit): text for requirement, unit, text in rows.values_list("requirement", "unit", "text")}


def _assignment(
    requirement: Requirement, unit: Unit, receipt: Receipt, split: Split, answer: str, moment: Moment
) -> Assignment:
    missing = measure_of(requirement).missing(split) if requirement.is_measured else {}
    light = light_of(
        met=requirement.is_measured and not missing,
        answered=bool(answer),
        signed=receipt.signed_at is not None,
        due=requirement.due_on,
        moment=moment,
    )
    return Assignment(requirement, unit, receipt, light, split, missing, answer)


def counts_by_light(assignments: Sequence[Assignment]) -> dict[str, int]:
    """How many assignments show each light."""
    counts: dict[str, int] = defaultdict(int)
    for assignment in assignments:
        counts[assignment.light] += 1
    return dict(counts)
