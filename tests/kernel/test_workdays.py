# SPDX-License-Identifier: Apache-2.0
"""Working days against the printed holiday notices and against their own arithmetic."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guantong.kernel.errors import Refused
from guantong.kernel.workdays import YearNotEntered, national

CALENDAR = national()
DAYS = st.dates(date(2018, 7, 1), date(2026, 6, 30))
STEPS = st.integers(-60, 60)


def test_the_spring_festival_of_2021_is_as_its_notice_says():
    off = [date(2021, 2, 11) + timedelta(days=passed) for passed in range(7)]
    assert not any(CALENDAR.is_workday(day) for day in off)
    assert CALENDAR.is_workday(date(2021, 2, 7)), "a Sunday worked in exchange"
    assert CALENDAR.is_workday(date(2021, 2, 20)), "a Saturday worked in exchange"


@pytest.mark.parametrize("year", sorted(CALENDAR.years))
def test_each_year_that_ships_has_its_fixed_holidays_and_a_plausible_length(year):
    fixed = [date(year, 1, 1), date(year, 5, 1), date(year, 10, 1), date(year, 10, 2), date(year, 10, 3)]
    assert not any(CALENDAR.is_workday(day) for day in fixed)
    assert 247 <= sum(CALENDAR.is_workday(date(year, 1, 1) + timedelta(days=day)) for day in range(365)) <= 252


def test_only_weekend_days_are_worked_in_exchange_and_no_day_is_both():
    assert all(day.weekday() >= 5 for day in CALENDAR.workdays)
    assert not CALENDAR.workdays & CALENDAR.days_off


def test_the_start_is_not_counted():
    assert CALENDAR.add(date(2021, 1, 13), 5) == date(2021, 1, 20)
    assert CALENDAR.between(date(2021, 1, 13), date(2021, 1, 20)) == 5


def test_zero_working_days_is_the_day_itself_even_a_holiday():
    assert CALENDAR.add(date(2021, 2, 12), 0) == date(2021, 2, 12)


def test_a_term_ending_on_a_holiday_moves_to_the_next_working_day():
    assert CALENDAR.next_workday(date(2021, 2, 13)) == date(2021, 2, 18)
    assert CALENDAR.next_workday(date(2021, 2, 18)) == date(2021, 2, 18)


def test_counting_back_passes_the_holiday():
    assert CALENDAR.add(date(2021, 2, 18), -1) == date(2021, 2, 10)


@given(DAYS, st.integers(0, 60))
def test_counting_and_adding_agree(day, count):
    assert CALENDAR.between(day, CALENDAR.add(day, count)) == count


@given(DAYS, st.integers(1, 60))
def test_adding_takes_back_what_it_added_from_a_working_day(day, count):
    assume(CALENDAR.is_workday(day))
    assert CALENDAR.add(CALENDAR.add(day, count), -count) == day


@given(DAYS, STEPS)
def test_a_count_lands_on_a_working_day_on_the_right_side(day, count):
    assume(count)
    landed = CALENDAR.add(day, count)
    assert CALENDAR.is_workday(landed)
    assert (landed > day) == (count > 0)


@given(DAYS, DAYS)
def test_counting_backwards_is_the_negative(start, end):
    assert CALENDAR.between(start, end) == -CALENDAR.between(end, start)


@given(DAYS, DAYS, DAYS)
def test_counts_of_neighboring_spans_add_up(first, second, third):
    assert CALENDAR.between(first, second) + CALENDAR.between(second, third) == CALENDAR.between(first, third)


def test_a_year_that_nobody_entered_is_refused_by_name():
    with pytest.raises(YearNotEntered, match="2027") as refused:
        CALENDAR.add(date(2026, 12, 30), 5)
    assert refused.value.year == 2027
    assert isinstance(refused.value, Refused)


def test_a_year_can_be_entered_and_entered_again():
    off, work = [date(2027, 1, 1), date(2027, 2, 8)], [date(2027, 2, 13)]
    entered = CALENDAR.with_year(2027, off, work)
    assert not entered.is_workday(date(2027, 2, 8))
    assert entered.is_workday(date(2027, 2, 13))
    corrected = entered.with_year(2027, [date(2027, 1, 1)], [])
    assert corrected.is_workday(date(2027, 2, 8))
    assert not corrected.is_workday(date(2027, 2, 13))
    assert corrected.is_workday(date(2021, 2, 7)), "other years are kept"


def test_a_year_may_bring_days_off_in_the_december_before_it():
    entered = CALENDAR.with_year(2027, [date(2026, 12, 31)], [])
    assert CALENDAR.is_workday(date(2026, 12, 31))
    assert not entered.is_workday(date(2026, 12, 31))


def test_a_prefecture_lays_its_own_holidays_over_the_national_ones():
    local = replace(CALENDAR, days_off=CALENDAR.days_off | {date(2021, 5, 13)})
    assert CALENDAR.is_workday(date(2021, 5, 13))
    assert not local.is_workday(date(2021, 5, 13))
