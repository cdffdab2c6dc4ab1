# SPDX-License-Identifier: Apache-2.0
"""Verbs on what units keep under a notice: plans, experiences, difficulties."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, RuleBroken
from guantong.org.actors import Actor
from guantong.org.models import UnitRecord
from guantong.org.services import move
from guantong.org.services.plain import Verbs
from guantong.trace.services import writes

from ..models import Difficulty, Experience, WorkPlan
from ..states import DIFFICULTY_FLOW, EXPERIENCE_FLOW


class PlanVerbs(Verbs):
    """A plan is finished after it was made, and not before its time has come."""

    def check(self, record: UnitRecord) -> None:
        """The days of a measure follow each other."""
        super().check(record)
        assert isinstance(record, WorkPlan)
        for field in ("finish_by", "done_on"):
            day = getattr(record, field)
            if day is not None and day < record.made_on:
                raise Invalid(_("这个日子比制定日期还早，请核对。"), field=field)
        if record.done_on is not None and record.done_on > clock.today():
            raise Invalid(_("日期 {day} 还没到。办完再登记，请改成办完的那一天。"), field="done_on", day=record.done_on)


WORK_PLAN = PlanVerbs("dispatch.plan", "made_on")
EXPERIENCE = Verbs("dispatch.experience", "found_on")
DIFFICULTY = Verbs("dispatch.difficulty", "raised_on")


def check_is_above(actor: Actor, record: UnitRecord) -> None:
    """Raise RuleBroken for the unit's own people: what it offers and raises is for a unit above to take up."""
    if actor.unit.pk == record.unit_id:
        raise RuleBroken(_("这一步由上级单位来办，本单位不能自己办。"))


@writes
def choose_experience(actor: Actor, row: Experience, *, reason: str = "") -> Experience:
    """A unit above chooses an experience."""
    check_is_above(actor, row)
    return move(row, EXPERIENCE_FLOW, "choose", by=actor, reason=reason)


@writes
def spread_experience(actor: Actor, row: Experience, *, reason: str = "") -> Experience:
    """A unit above spreads an experience to all below it: it is listed for them from then on."""
    check_is_above(actor, row)
    return move(row, EXPERIENCE_FLOW, "spread", by=actor, reason=reason)


@writes
def take_difficulty(actor: Actor, row: Difficulty, *, reason: str = "") -> Difficulty:
    """A unit above takes a difficulty up; its name stands beside it until it is solved."""
    check_is_above(actor, row)
    row.taken_by = actor.unit.name
    return move(row, DIFFICULTY_FLOW, "take", by=actor, reason=reason)


@writes
def solve_difficulty(actor: Actor, row: Difficulty, *, reason: str = "") -> Difficulty:
    """Say how a difficulty was solved; the unit that raised it may raise it again."""
    row.solved_on, row.solution = clock.today(), reason.strip()[:300]
    return move(row, DIFFICULTY_FLOW, "solve", by=actor, reason=reason)
