# SPDX-License-Identifier: Apache-2.0
"""Over what a target counts: a unit alone, with all below it, a share of its units; and duties that come round."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.dispatch.lights import assignment_of
from guantong.dispatch.models import Reach, Repeats
from guantong.dispatch.rules import Terms, error_bound, rounds_of, units_needed
from guantong.dispatch.services import amend_requirement
from guantong.kernel import clock
from guantong.kernel.errors import Invalid
from guantong.kernel.periods import Period
from tests.walk.life import correction, lecture, requirement_for

LECTURES = "learning.lectures"
DAYS = st.dates(date(2019, 1, 1), date(2023, 12, 31))


def amended(world, **changes):
    """The lectures of the notice with other terms."""
    requirement = requirement_for(world.notice, LECTURES)
    wanted = correction(requirement, **changes)
    return amend_requirement(world.federation.province, requirement, wanted, reason="重新明确")


def assignment(world, word):
    """The assignment of the lectures for a member of the cast."""
    found = assignment_of(requirement_for(world.notice, LECTURES), world.federation.unit_of(word))
    assert found is not None
    return found


def test_a_lecture_of_a_unit_below_counts_for_the_subtree_and_not_for_the_unit_alone(world):
    lecture(world)
    assert assignment(world, "xining").light == "met"
    amended(world, reach=Reach.UNIT, each_part=False)
    assert assignment(world, "xining").light != "met"
    assert assignment(world, "school").light == "met"


def test_a_share_of_the_units_below_is_met_by_units_and_never_by_one_busy_unit(world):
    amended(world, reach=Reach.SHARE, share=100, target=1, each_part=False)
    assert assignment(world, "xining").missing == {"": 2}
    for title in ("第一讲", "第二讲", "第三讲"):
        lecture(world, title=title)
    assert assignment(world, "xining").share.met == 1
    amended(world, reach=Reach.SHARE, share=50, target=1, each_part=False)
    assert assignment(world, "xining").light == "met"


def test_a_unit_without_units_below_never_meets_a_share_by_nothing(world):
    amended(world, reach=Reach.SHARE, share=1, target=1, each_part=False)
    assert assignment(world, "haidong").missing == {"": 1}


def test_a_share_is_a_percentage_and_counts_once(world):
    for wrong in ({"share": None}, {"share": 0}, {"share": 101}, {"share": 50, "repeats": Repeats.MONTH}):
        with pytest.raises(Invalid):
            amended(world, reach=Reach.SHARE, each_part=False, **wrong)


def test_a_monthly_duty_is_open_again_each_month_and_a_month_that_was_missed_stays_red(world):
    amended(world, repeats=Repeats.MONTH, due_on=None, each_part=False)
    lecture(world, held_on=date(2021, 1, 8))
    found = assignment(world, "school")
    assert (found.light, found.period) == ("late", Period(date(2020, 12, 7), date(2020, 12, 31)))
    lecture(world, title="补上十二月的一讲", held_on=date(2020, 12, 18))
    assert assignment(world, "school").light == "met"
    with clock.at(date(2021, 2, 3)):
        found = assignment(world, "school")
        assert (found.light, found.due) == ("got", date(2021, 2, 28))


@given(start=DAYS, days=st.integers(0, 900), today=DAYS, repeats=st.sampled_from(["month", "quarter", "year"]))
def test_rounds_follow_each_other_without_gap_and_none_begins_after_today(start, days, today, repeats):
    whole = Period(start, date.fromordinal(start.toordinal() + days))
    rounds = rounds_of(whole, repeats, None, today)
    assert rounds[0].period.start == whole.start
    for before, after in itertools.pairwise(rounds):
        assert after.period.start.toordinal() == before.period.end.toordinal() + 1
        assert after.period.start <= today
    assert rounds[-1].period.end <= whole.end
    assert all(each.due == each.period.end for each in rounds)


@given(due=st.none() | DAYS, target=st.integers(0, 99), other=st.none() | DAYS, more=st.none() | st.integers(0, 99))
def test_terms_are_only_ever_tightened(due, target, other, more):
    tightened = Terms(due, target).tightened(other, more)
    assert tightened.target >= target
    assert due is None or (tightened.due is not None and tightened.due <= due)


@given(share=st.integers(1, 100), of=st.integers(0, 5000))
def test_a_share_needs_one_unit_at_least_and_never_more_than_there_are(share, of):
    need = units_needed(share, of)
    assert need * 100 >= share * of
    assert 1 <= need <= max(1, of)


@given(checked=st.integers(0, 400), data=st.data())
def test_the_error_bound_shrinks_with_the_sample_and_grows_with_what_failed(checked, data):
    failed = data.draw(st.integers(0, checked))
    bound = error_bound(failed, checked)
    assert failed / checked - 1e-9 <= bound <= 1.0 if checked else bound == 1.0
    assert error_bound(failed, checked + 50) <= bound
