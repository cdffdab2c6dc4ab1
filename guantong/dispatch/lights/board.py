# SPDX-License-Identifier: Apache-2.0
"""Lights for whole matrices, requirement × unit: a fixed number of queries for each indicator, never a row walk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.db.models import Q

from guantong.kernel import clock
from guantong.kernel.periods import Period
from guantong.kernel.workdays import national
from guantong.org.models import Unit
from guantong.org.queries import rule_value
from guantong.org.scope import within
from guantong.register.catalogue import indicator_named
from guantong.rollup.figures import Question
from guantong.rollup.queries import Ask, Split, splits_together

from ..models import Answer, Extension, Issue, Notice, Reach, Receipt, Requirement, Tightening
from ..rules import Measure, Moment, Round, Terms, light_of, rounds_of
from .shares import Share, shares_of


@dataclass(frozen=True, slots=True)
class Assignment:
    """Requirement × unit with all that its light was computed from; never a row of its own.

    `terms` are those of this unit; `period` holds the days of the round that the light speaks of: the first that is
    not met, else the last. `share` is there where the target asks for a share of the units below.
    """

    requirement: Requirement
    unit: Unit
    receipt: Receipt
    light: str
    terms: Terms
    period: Period
    split: Split
    missing: dict[str, int]
    answer: str
    share: Share | None = None

    @property
    def code(self) -> str:
        """How people and commands name it."""
        return f"{self.requirement.pk}:{self.unit.code}"

    @property
    def total(self) -> int:
        """The number of the indicator for this unit in the round at hand."""
        return self.split.whole

    @property
    def due(self) -> date | None:
        """Until when the round at hand is in time."""
        return self.terms.due

    def question(self, part: str = "") -> Question:
        """The figure that the light was computed from."""
        return question_of(self.requirement, self.unit, part, self.period)


def is_own(requirement: Requirement) -> bool:
    """Whether a unit meets the requirement by its own records alone."""
    return requirement.reach != Reach.SUBTREE or indicator_named(requirement.indicator).own


def asks_share(requirement: Requirement) -> bool:
    """Whether it counts the units below that meet it."""
    return requirement.is_measured and requirement.reach == Reach.SHARE


def measure_of(requirement: Requirement, target: int | None = None) -> Measure:
    """What a measured requirement asks, of one unit whose target may have been raised."""
    dimension = indicator_named(requirement.indicator).dimension
    parts = tuple(part for part, _label in dimension.parts) if requirement.each_part and dimension else ()
    return Measure(target or requirement.target or 0, parts)


def question_of(requirement: Requirement, unit: Unit, part: str = "", period: Period | None = None) -> Question:
    """The figure of a requirement for a unit: its subtree (or it alone), the notice's theme and days."""
    notice, days = requirement.notice, period or requirement.notice.period
    return Question(requirement.indicator, unit.code, days.key, notice.theme_id, part, not is_own(requirement))


def moment_on(day: date) -> Moment:
    """How lights are judged on a day. Raises Unset where nobody said how many working days count as soon."""
    return Moment(day, national(), int(rule_value("supervision.soon_days", day).value))


def assignments_of(notice: Notice, units: Sequence[Unit], keys: set[str] | None = None) -> list[Assignment]:
    """Every assignment of a notice for these units, in the order of units and requirements; `keys` are the only
    indicators to look at, where just some were touched. A unit that was let off or closed bears none."""
    board = Board.of(notice, units, keys)
    return [
        board.assignment(requirement, unit)
        for unit in board.units
        for requirement in board.requirements
        if requirement.pk in board.borne[board.receipts[unit.pk].issue_id]
    ]


def assignment_of(requirement: Requirement, unit: Unit) -> Assignment | None:
    """One assignment, None where the unit does not bear the requirement."""
    found = assignments_of(requirement.notice, [unit])
    return next((each for each in found if each.requirement.pk == requirement.pk), None)


def terms_of(requirement: Requirement, receipt: Receipt) -> Terms:
    """Until when and how much a unit must, as its receipt, those who tightened it and an extension say."""
    rows = Tightening.objects.filter(issue=receipt.issue_id, requirement=requirement)
    due, target = rows.values_list("due_on", "target").first() or (None, None)
    terms = Terms(requirement.due_on, requirement.target or 0).tightened(due, target)
    granted = Extension.objects.filter(requirement=requirement, unit=receipt.unit_id, state="granted")
    return terms.extended(granted.order_by("-until").values_list("until", flat=True).first())


def concerning(notice: Notice, unit: Unit) -> Q:
    """Requirements that concern a unit: no unit reads the additions that a unit beside it made for its own."""
    borne = Issue.objects.filter(notice=notice, receipts__unit=unit).values("pk")
    return Q(unit=notice.unit_id) | within(unit.path) | Q(issues__in=borne)


def requirements_of(notice: Notice, unit: Unit | None = None) -> list[Requirement]:
    """The confirmed requirements of a notice, each knowing the notice without another query; with a unit only those
    that concern it: the notice's own, what it bears, and what was added by it or below it."""
    rows = notice.requirements.filter(state="confirmed")
    if unit is not None:
        rows = rows.filter(concerning(notice, unit)).distinct()
    found = list(rows)
    for requirement in found:
        requirement.notice = notice
    return found


def bearing_receipts(notice: Notice) -> models.QuerySet[Receipt]:
    """The receipts under which units bear the notice: neither let off nor closed."""
    return Receipt.objects.filter(notice=notice, unit__closed_on=None).exclude(state="released")


SplitKey = tuple[str, bool, str]


@dataclass(frozen=True, slots=True)
class Board:
    """All that the lights of some units under one notice are computed from, fetched set by set."""

    units: list[Unit]
    requirements: list[Requirement]
    receipts: dict[int, Receipt]
    borne: dict[int, set[int]]
    rounds: dict[int, list[Round]]
    splits: dict[SplitKey, dict[int, Split]]
    shares: dict[int, dict[int, Share]]
    answers: dict[tuple[int, int], str]
    tightened: Mapping[tuple[int, int], tuple[date | None, int | None]]
    extended: dict[tuple[int, int], date]
    moment: Moment
    seen: dict[tuple[bool, bool, bool, date | None], str] = field(default_factory=dict)

    @classmethod
    def of(cls, notice: Notice, units: Sequence[Unit], keys: set[str] | None) -> Board:
        """Fetch it; `keys` narrows to some indicators."""
        rows = bearing_receipts(notice).filter(unit__in=[unit.pk for unit in units])
        receipts = {receipt.unit_id: receipt for receipt in rows}
        bearing = [unit for unit in units if unit.pk in receipts]
        borne = _borne(notice)
        wanted = [each for each in requirements_of(notice) if keys is None or each.indicator in keys]
        requirements = [each for each in wanted if any(each.pk in ids for ids in borne.values())]
        moment = moment_on(clock.today())
        rounds = {each.pk: rounds_of(notice.period, each.repeats, each.due_on, moment.today) for each in requirements}
        return cls(
            units=bearing,
            requirements=requirements,
            receipts=receipts,
            borne=borne,
            rounds=rounds,
            splits=_splits(notice, requirements, rounds, bearing),
            shares={
                each.pk: shares_of(each, bearing)
                for each in requirements
                if each.is_measured and each.reach == Reach.SHARE
            },
            answers=_answers(requirements, bearing),
            tightened=_tightened(notice),
            extended=_extended(requirements, bearing),
            moment=moment,
        )

    def terms(self, requirement: Requirement, unit: Unit) -> Terms:
        """Until when and how much for this unit."""
        issue = self.receipts[unit.pk].issue_id
        terms = Terms(requirement.due_on, requirement.target or 0)
        if stricter := self.tightened.get((issue, requirement.pk)):
            terms = terms.tightened(*stricter)
        return terms.extended(self.extended.get((requirement.pk, unit.pk)))

    def assignment(self, requirement: Requirement, unit: Unit) -> Assignment:
        """One assignment with its light."""
        terms, share = self.terms(requirement, unit), None
        split = Split()
        missing: dict[str, int] = {}
        at = self.rounds[requirement.pk][-1]
        if asks_share(requirement):
            share = self.shares[requirement.pk][unit.pk]
            missing = share.missing(requirement.share or 0)
        elif requirement.is_measured:
            at, split, missing = self._round(requirement, unit, terms)
        if requirement.repeats:
            terms = Terms(at.due, terms.target)
        answer = self.answers.get((requirement.pk, unit.pk), "")
        receipt = self.receipts[unit.pk]
        met, signed = requirement.is_measured and not missing, receipt.signed_at is not None
        light = self._light(met, bool(answer), signed, terms.due)
        return Assignment(requirement, unit, receipt, light, terms, at.period, split, missing, answer, share)

    def _light(self, met: bool, answered: bool, signed: bool, due: date | None) -> str:
        """The light, computed once for all assignments of a board that stand alike: thousands share a few days."""
        key = met, answered, signed, due
        if key not in self.seen:
            self.seen[key] = light_of(met=met, answered=answered, signed=signed, due=due, moment=self.moment)
        return self.seen[key]

    def _round(self, requirement: Requirement, unit: Unit, terms: Terms) -> tuple[Round, Split, dict[str, int]]:
        measure = measure_of(requirement, terms.target)
        own = is_own(requirement)
        for at in self.rounds[requirement.pk]:
            split = self.splits[requirement.indicator, own, at.period.key].get(unit.pk, Split())
            missing = measure.missing(split, split.whole)
            if missing:
                break
        return at, split, missing


def _borne(notice: Notice) -> dict[int, set[int]]:
    borne: dict[int, set[int]] = defaultdict(set)
    for issue, requirement in Issue.objects.filter(notice=notice).values_list("pk", "requirements"):
        borne[issue] |= {requirement} - {None}
    return borne


def _splits(
    notice: Notice, requirements: list[Requirement], rounds: dict[int, list[Round]], units: list[Unit]
) -> dict[SplitKey, dict[int, Split]]:
    wanted: dict[tuple[bool, str], dict[str, Ask]] = defaultdict(dict)
    for each in requirements:
        if each.is_measured and each.reach != Reach.SHARE:
            for at in rounds[each.pk]:
                ask = Ask.of(each.indicator, at.period, notice.theme_id)
                wanted[is_own(each), at.period.key][each.indicator] = ask
    found: dict[SplitKey, dict[int, Split]] = {}
    for (own, said), asks in wanted.items():
        for key, splits in splits_together(list(asks.values()), units, subtree=not own).items():
            found[key, own, said] = splits
    return found


def _answers(requirements: list[Requirement], units: list[Unit]) -> dict[tuple[int, int], str]:
    narrative = [each for each in requirements if not each.is_measured]
    if not narrative:  # what records measure is never closed by a sentence, whatever was said before it was measured
        return {}
    rows = Answer.objects.filter(requirement__in=narrative, unit__in=units)
    return {(requirement, unit): text for requirement, unit, text in rows.values_list("requirement", "unit", "text")}


def _tightened(notice: Notice) -> dict[tuple[int, int], tuple[date | None, int | None]]:
    rows = Tightening.objects.filter(issue__notice=notice)
    return {
        (issue, requirement): (due, target)
        for issue, requirement, due, target in rows.values_list("issue", "requirement", "due_on", "target")
    }


def _extended(requirements: list[Requirement], units: list[Unit]) -> dict[tuple[int, int], date]:
    rows = Extension.objects.filter(requirement__in=requirements, unit__in=units, state="granted").order_by("until")
    return {(requirement, unit): until for requirement, unit, until in rows.values_list("requirement", "unit", "until")}


def counts_by_light(assignments: Sequence[Assignment]) -> dict[str, int]:
    """How many assignments show each light."""
    counts: dict[str, int] = defaultdict(int)
    for assignment in assignments:
        counts[assignment.light] += 1
    return dict(counts)
