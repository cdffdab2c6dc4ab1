# SPDX-License-Identifier: Apache-2.0
"""The business clock: still, shifted or true, and always Chinese time."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from guantong.kernel import clock


@pytest.fixture(autouse=True)
def true_clock():
    before = clock.set_source(None)
    yield
    clock.set_source(before)


@pytest.fixture
def shifted_clock(true_clock):
    clock.set_source(lambda: datetime(2021, 1, 13, 16, 30, tzinfo=UTC))


def test_without_a_source_business_time_is_true_time():
    assert abs(clock.now() - clock.real_now()) < timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_a_source_sets_business_time_apart_and_leaves_true_time_alone(shifted_clock):
    assert clock.now().isoformat() == "2021-01-14T00:30:00+08:00"
    assert clock.real_now().year > 2021


def test_setting_a_source_hands_back_the_one_before(shifted_clock):
    before = clock.set_source(None)
    assert before is not None
    assert before().year == 2021


def test_the_business_day_is_the_day_in_china_not_in_greenwich(shifted_clock):
    assert clock.today() == date(2021, 1, 14)


def test_a_date_holds_the_clock_at_nine_that_morning():
    with clock.at(date(2021, 2, 26)) as held:
        assert clock.now() == held
        assert held.isoformat() == "2021-02-26T09:00:00+08:00"


def test_holds_nest_and_the_outer_one_comes_back():
    with clock.at(date(2021, 1, 13)):
        with clock.at(date(2021, 2, 26)):
            assert clock.today() == date(2021, 2, 26)
        assert clock.today() == date(2021, 1, 13)


def test_a_hold_ends_even_when_the_block_fails(shifted_clock):
    with pytest.raises(RuntimeError), clock.at(date(2020, 1, 1)):
        raise RuntimeError
    assert clock.today() == date(2021, 1, 14)


def test_a_hold_in_one_thread_is_not_felt_in_another():
    seen = []
    with clock.at(date(2001, 1, 1)):
        thread = threading.Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join()
    assert seen != [date(2001, 1, 1)]


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2021, 1, 13, 9)):  # noqa: DTZ001
        pass


def test_a_block_of_one_moment_asks_the_source_once_and_lets_go_afterwards():
    asked = []

    def source():
        asked.append(len(asked))
        return datetime(2021, 1, 13, 1, len(asked), tzinfo=UTC)

    clock.set_source(source)
    with clock.one_moment():
        assert not asked
        first = clock.now()
        with clock.one_moment(), clock.at(date(2021, 2, 26)):
            assert clock.today() == date(2021, 2, 26)
        assert clock.now() == first
    assert asked == [0]
    assert clock.now() > first


def test_one_moment_inside_a_held_clock_is_the_held_one(shifted_clock):
    with clock.at(date(2021, 2, 26)) as held, clock.one_moment():
        assert clock.now() == held
