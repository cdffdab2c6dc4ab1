# SPDX-License-Identifier: Apache-2.0
"""The registers that dispatch itself keeps: what a unit plans, has learned and finds difficult under a notice."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guantong.org.actors import Actor
from guantong.org.rights import OFFICERS, Right
from guantong.register.fields import F, Panel
from guantong.register.register import Register

from .models import Difficulty, Experience, Requirement, WorkPlan
from .services import records as verbs
from .states import DIFFICULTY_FLOW, EXPERIENCE_FLOW

WHERE = (F("unit", find="choice"), F("themes", on="form page sheet api"))


def requirements_to_pick(actor: Actor) -> QuerySet[Any]:
    """The duties of notices under way that the actor's unit bears or set itself."""
    under_way = Requirement.objects.filter(state="confirmed", notice__state="issued")
    return under_way.filter(Q(issues__receipts__unit=actor.unit) | Q(unit=actor.unit)).distinct()


class WorkPlanRegister(Register):
    """One row is one measure of a unit's plan, tied to the requirement it carries out."""

    key, model, slug, event_date = "dispatch.plan", WorkPlan, "dispatch/plans", "made_on"
    fields = (
        F("title", find="text"),
        F("owner"),
        F("made_on", find="range"),
        F("finish_by", find="range"),
        F("requirement", on="form page", pick=requirements_to_pick),
        F("done_on", find="range"),
        *WHERE,
    )
    panels = (
        Panel(_("措施"), "title owner made_on finish_by done_on"),
        Panel(_("归属"), "requirement unit themes"),
    )
    create, update = verbs.WORK_PLAN.create, verbs.WORK_PLAN.update
    void, restore = verbs.WORK_PLAN.void, verbs.WORK_PLAN.restore
    check = verbs.WORK_PLAN.check
    empty = _("还没有计划。写一条措施：谁办、什么时候办完。")
    icon = "calendar"


class ExperienceRegister(Register):
    """One row is one experience that a unit offers to those above."""

    key, model, slug, event_date = "dispatch.experience", Experience, "dispatch/experiences", "found_on"
    fields = (
        F("title", find="text"),
        F("text", on="form page sheet api"),
        F("found_on", find="range"),
        F("state", on="list page sheet api", find="choice"),
        *WHERE,
    )
    panels = (Panel(_("经验"), "title text found_on state"), Panel(_("归属"), "unit themes"))
    create, update = verbs.EXPERIENCE.create, verbs.EXPERIENCE.update
    void, restore = verbs.EXPERIENCE.void, verbs.EXPERIENCE.restore
    check = verbs.EXPERIENCE.check
    flow = EXPERIENCE_FLOW
    moves = {"choose": verbs.choose_experience, "spread": verbs.spread_experience}
    empty = _("还没有经验。做得好的写下来，上级选用后会推广。")
    icon = "honor"

    @classmethod
    def rights(cls) -> tuple[Right, ...]:
        """Who chooses an experience: the office and leaders of a unit above."""
        plain = [right for right in super().rights() if right.name != "dispatch.experience.choose"]
        return (*plain, Right("dispatch.experience.choose", _("选用和推广典型经验"), ("office", "leader")))


class DifficultyRegister(Register):
    """One row is one difficulty that a unit raised."""

    key, model, slug, event_date = "dispatch.difficulty", Difficulty, "dispatch/difficulties", "raised_on"
    fields = (
        F("title", find="text"),
        F("text", on="form page sheet api"),
        F("raised_on", find="range"),
        F("state", on="list page sheet api", find="choice"),
        F("taken_by", on="list page api"),
        F("solved_on", on="page api"),
        F("solution", on="page api"),
        *WHERE,
    )
    panels = (
        Panel(_("困难"), "title text raised_on"),
        Panel(_("办理"), "state taken_by solved_on solution"),
        Panel(_("归属"), "unit themes"),
    )
    create, update = verbs.DIFFICULTY.create, verbs.DIFFICULTY.update
    void, restore = verbs.DIFFICULTY.void, verbs.DIFFICULTY.restore
    check = verbs.DIFFICULTY.check
    flow = DIFFICULTY_FLOW
    moves = {"take": verbs.take_difficulty, "solve": verbs.solve_difficulty}
    empty = _("没有提出困难。有解决不了的，写一句，上级接手后这里看得到。")
    icon = "warn"

    @classmethod
    def rights(cls) -> tuple[Right, ...]:
        """Who takes a difficulty up: every officer of a unit above."""
        plain = [right for right in super().rights() if right.name != "dispatch.difficulty.solve"]
        return (*plain, Right("dispatch.difficulty.solve", _("接手和解决困难问题"), OFFICERS))


REGISTERS = (WorkPlanRegister, ExperienceRegister, DifficultyRegister)
