# SPDX-License-Identifier: Apache-2.0
"""A unit's own side of a notice: its plan, its experience, its difficulties."""

from datetime import date

import pytest

from guantong.dispatch.models import Difficulty, Experience, WorkPlan
from guantong.dispatch.registers import DifficultyRegister, ExperienceRegister
from guantong.dispatch.services.records import DIFFICULTY, EXPERIENCE, WORK_PLAN
from guantong.kernel.errors import Invalid, RuleBroken
from tests.walk.life import requirement_for

DAY = date(2021, 1, 11)


def plan(world, **changes):
    """A measure of the school's plan."""
    facts = {"title": "每月讲一次劳模故事", "owner": "周示云", "made_on": DAY, "finish_by": date(2021, 1, 29)}
    return WorkPlan(unit=world.federation.school.unit, **facts | changes)


def test_a_measure_of_the_plan_is_tied_to_the_duty_it_carries_out(federation, world):
    requirement = requirement_for(world.notice, "learning.lectures")
    made = WORK_PLAN.create(federation.school, plan(world, requirement=requirement), themes=[world.theme])
    assert made.requirement == requirement


def test_the_days_of_a_measure_follow_each_other(federation, world):
    for field in ("finish_by", "done_on"):
        with pytest.raises(Invalid, match="比制定日期还早"):
            WORK_PLAN.create(federation.school, plan(world, **{field: date(2021, 1, 4)}))
    with pytest.raises(Invalid, match="还没到"):
        WORK_PLAN.create(federation.school, plan(world, done_on=date(2021, 3, 1)))


def test_an_experience_is_chosen_above_and_never_by_those_who_offered_it(federation, world):
    row = Experience(unit=federation.school.unit, title="车间小讲堂", text="每班五分钟。", found_on=DAY)
    EXPERIENCE.create(federation.school, row, themes=[world.theme])
    with pytest.raises(RuleBroken, match="上级"):
        own = federation.datong
        own_row = Experience(unit=own.unit, title="县里的做法", text="做法。", found_on=DAY)
        EXPERIENCE.create(own, own_row)
        ExperienceRegister.move(own, own_row, "choose")
    ExperienceRegister.move(federation.xining, row, "choose")
    ExperienceRegister.move(federation.xining, row, "spread")
    assert Experience.objects.get(pk=row.pk).state == "spread"


def test_a_difficulty_is_taken_up_above_solved_with_a_word_and_may_be_raised_again(federation, world):
    row = Difficulty(unit=federation.school.unit, title="缺讲师", raised_on=DAY)
    DIFFICULTY.create(federation.school, row, themes=[world.theme])
    with pytest.raises(RuleBroken):
        DifficultyRegister.move(federation.school, row, "take")
    DifficultyRegister.move(federation.xining, row, "take")
    with pytest.raises(Invalid):
        DifficultyRegister.move(federation.xining, row, "solve")
    DifficultyRegister.move(federation.xining, row, "solve", reason="市里派了两名讲师")
    kept = Difficulty.objects.get(pk=row.pk)
    assert (kept.state, kept.taken_by, kept.solution) == ("solved", "西宁市总工会", "市里派了两名讲师")
    DifficultyRegister.move(federation.school, row, "raise", reason="讲师没有来")
    assert Difficulty.objects.get(pk=row.pk).state == "raised"
