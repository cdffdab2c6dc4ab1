# SPDX-License-Identifier: Apache-2.0
"""Lights by their pure rules, and what the calendar alone does to them at night."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guantong.dispatch.jobs import nightly_lights
from guantong.dispatch.models import LightChange
from guantong.dispatch.rules import Measure, Moment, light_of
from guantong.dispatch.services import note_all_lights
from guantong.kernel import clock
from guantong.kernel.workdays import national

from .life import DUE, lecture

DAYS = st.dates(date(2020, 1, 1), date(2021, 12, 31))
SOON = st.integers(0, 10)
FLAGS = {"met": st.booleans(), "answered": st.booleans(), "signed": st.booleans()}
PARTS = ("office", "school", "mind")


def at(day: date, soon: int) -> Moment:
    """The moment a light is judged at."""
    return Moment(day, national(), soon)


@given(**FLAGS, due=st.none() | DAYS, today=DAYS, soon=SOON)
def test_met_goes_before_everything(answered, signed, due, today, soon, met):
    light = light_of(met=met, answered=answered, signed=signed, due=due, moment=at(today, soon))
    assert (light == "met") == met


@given(**FLAGS, today=DAYS, soon=SOON)
def test_without_a_due_date_a_light_is_never_amber_or_red(met, answered, signed, today, soon):
    light = light_of(met=met, answered=answered, signed=signed, due=None, moment=at(today, soon))
    assert light in {"met", "answered", "got", "none"}


@given(signed=st.booleans(), due=DAYS, today=DAYS, soon=SOON)
def test_open_work_is_red_after_its_day_amber_close_to_it_and_else_says_whether_it_was_signed(signed, due, today, soon):
    light = light_of(met=False, answered=False, signed=signed, due=due, moment=at(today, soon))
    last = national().next_workday(due)
    if today > last:
        assert light == "late"
    elif national().between(today, last) <= soon:
        assert light == "soon"
    else:
        assert light == ("got" if signed else "none")


@given(signed=st.booleans(), due=st.none() | DAYS, today=DAYS, soon=SOON)
def test_an_answered_requirement_is_neither_green_nor_late(signed, due, today, soon):
    assert light_of(met=False, answered=True, signed=signed, due=due, moment=at(today, soon)) == "answered"


@given(due=DAYS, today=DAYS, soon=SOON)
def test_a_light_never_gets_better_by_waiting(due, today, soon):
    order = ("got", "soon", "late")
    facts = {"met": False, "answered": False, "signed": True, "due": due}
    lights = [light_of(**facts, moment=at(min(today + timedelta(n), date(2021, 12, 31)), soon)) for n in range(8)]
    assert lights == sorted(lights, key=order.index)


@given(st.dictionaries(st.sampled_from(PARTS), st.integers(0, 9)), st.integers(1, 9))
def test_a_target_is_met_exactly_when_nothing_is_missing(split, target):
    whole, parts = Measure(target).missing(split), Measure(target, PARTS).missing(split)
    assert (whole == {}) == (sum(split.values()) >= target)
    assert parts == {part: target - split.get(part, 0) for part in PARTS if split.get(part, 0) < target}


def test_the_night_turns_what_is_overdue_red_once_and_leaves_it_in_history(world):
    with clock.at(DUE):
        assert world.light("learning.lectures", "school") == "soon"
        note_all_lights()
    with clock.at(DUE + timedelta(1)):
        assert world.light("learning.lectures", "school") == "late"
        assert note_all_lights() > 0
        assert note_all_lights() == 0
    assert world.past_lights("learning.lectures", "school") == ["got", "soon", "late"]
    assert LightChange.objects.filter(light="late").exclude(operation=None).count() == 0


def test_a_record_entered_late_turns_the_light_green_and_the_red_stays_in_history(world):
    with clock.at(DUE + timedelta(1)):
        note_all_lights()
        lecture(world)
    assert world.past_lights("learning.lectures", "school") == ["got", "late", "met"]


def test_a_due_date_on_the_day_itself_is_not_late(world):
    with clock.at(DUE):
        assert world.light("learning.lectures", "school") != "late"


def test_the_nightly_job_is_the_nightly_round(world):
    with clock.at(DUE + timedelta(1)):
        assert nightly_lights.call() > 0
        assert note_all_lights() == 0
