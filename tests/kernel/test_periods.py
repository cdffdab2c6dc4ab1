# SPDX-License-Identifier: Apache-2.0
"""Periods: what people call them, what machines call them, and which comes before which."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guantong.kernel.errors import Invalid
from guantong.kernel.periods import Period

NAMED = [
    (Period.month(2021, 1), "2021-01", "2021年1月"),
    (Period.quarter(2021, 1), "2021Q1", "2021年第一季度"),
    (Period.quarter(2021, 4), "2021Q4", "2021年第四季度"),
    (Period.year(2021), "2021", "2021年"),
    (Period.window(10, 2020), "2020-10..2021-09", "2020年10月至2021年9月"),
    (Period(date(2021, 1, 1), date(2021, 6, 30)), "2021-01..2021-06", "2021年1月至6月"),
    (Period(date(2021, 2, 1), date(2021, 4, 30)), "2021-02..2021-04", "2021年2月至4月"),
    (Period(date(2021, 1, 13), date(2021, 2, 26)), "2021-01-13..2021-02-26", "2021年1月13日至2月26日"),
    (Period(date(2020, 12, 15), date(2021, 1, 3)), "2020-12-15..2021-01-03", "2020年12月15日至2021年1月3日"),
    (Period(date(2021, 2, 26), date(2021, 2, 26)), "2021-02-26..2021-02-26", "2021年2月26日"),
]
MONTHS = st.builds(Period.month, st.integers(1949, 2100), st.integers(1, 12))
QUARTERS = st.builds(Period.quarter, st.integers(1949, 2100), st.integers(1, 4))
YEARS = st.builds(Period.year, st.integers(1949, 2100))
WINDOWS = st.builds(Period.window, st.integers(1, 12), st.integers(1949, 2100))
DAYS = st.dates(date(1949, 10, 1), date(2100, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda days: Period(min(days), max(days)))
WHOLE = MONTHS | QUARTERS | YEARS | WINDOWS


@pytest.mark.parametrize(("period", "key", "label"), NAMED)
def test_a_period_has_a_key_for_machines_and_a_label_for_people(period, key, label):
    assert (period.key, period.label, str(period)) == (key, label, label)


@given(WHOLE | SPANS)
def test_a_key_names_exactly_one_period(period):
    assert Period.parse(period.key) == period


@pytest.mark.parametrize(
    "key",
    [
        "",
        "21",
        "2021-13",
        "2021-00",
        "2021Q5",
        "2021-1",
        "2021-02-30..2021-03-01",
        "2021-01-13",
        "0000",
        " 2021",
        "2021-01..",
    ],
)
def test_a_key_that_names_no_period_is_refused(key):
    with pytest.raises(Invalid, match="看不懂这个时段"):
        Period.parse(key)


@pytest.mark.parametrize("key", ["2021-09..2020-10", "2021-02-26..2021-01-13"])
def test_a_period_that_ends_before_it_starts_is_refused(key):
    with pytest.raises(Invalid, match="早于"):
        Period.parse(key)


@given(WHOLE | SPANS)
def test_the_previous_period_ends_the_day_before(period):
    assert period.previous().end == period.start - timedelta(days=1)


@given(SPANS)
def test_the_previous_span_of_days_is_as_long(span):
    assume(span.key.count("-") == 4)
    before = span.previous()
    assert before.end - before.start == span.end - span.start


@given(WHOLE)
def test_a_year_before_names_the_same_months_one_year_earlier(period):
    earlier = re.sub(r"[0-9]{4}(?=年)", lambda year: str(int(year[0]) - 1), period.label)
    assert period.a_year_before().label == earlier


@given(WHOLE)
def test_going_back_by_whole_periods_arrives_a_year_before(period):
    steps, moved = 0, period
    while moved.start > period.a_year_before().start:
        steps, moved = steps + 1, moved.previous()
    assert moved == period.a_year_before()
    assert steps in (1, 4, 12)


def test_the_quarter_before_the_first_is_the_fourth_of_last_year():
    assert Period.quarter(2021, 1).previous() == Period.quarter(2020, 4)


def test_a_year_before_keeps_the_days_and_bends_only_for_the_leap_day():
    assert Period.window(10, 2020).a_year_before() == Period.window(10, 2019)
    assert Period.month(2021, 2).a_year_before().end == date(2020, 2, 29)
    leap = Period(date(2020, 2, 29), date(2020, 3, 5))
    assert leap.a_year_before() == Period(date(2019, 2, 28), date(2019, 3, 5))


def test_both_ends_lie_inside():
    period = Period.month(2021, 2)
    assert period.contains(date(2021, 2, 1))
    assert period.contains(date(2021, 2, 28))
    assert not period.contains(date(2021, 3, 1))


def test_a_year_that_starts_in_january_is_the_calendar_year():
    assert Period.window(1, 2021) == Period.year(2021)
