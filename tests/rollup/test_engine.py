# SPDX-License-Identifier: Apache-2.0
"""Whatever the tree, the lines and the history of the records: every stored total equals a plain recount."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from guantong.kernel.errors import Refused
from guantong.kernel.periods import Period
from guantong.learning.models import Lecture
from guantong.learning.services import LECTURE
from guantong.org.models import Post, Unit
from guantong.org.services import SYSTEM, found_unit, give_post, merge_units, move_unit, place_on_line
from guantong.register.catalogue import indicator_named
from guantong.rollup.engine import live, reading
from guantong.rollup.engine.asks import Ask, Scope, month_of
from guantong.rollup.engine.fold import fold, fold_all
from guantong.rollup.engine.rebuild import check, rebuild
from guantong.rollup.models import Pending, Tally

from .declared import EXTRA, declared

DAY = date(2020, 11, 20)
ENTRIES = ("office", "school")
KEYS = ("learning.lectures", "learning.audience", "learning.eight_entries", "test.people", "test.units")
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a failing history is short enough to read
PLACE = st.integers(0, 9)
SPAN = st.integers(-400, 50)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("record"), PLACE, SPAN, st.sampled_from(ENTRIES), st.booleans()),
        st.tuples(st.just("correct"), PLACE, SPAN, PLACE),
        st.tuples(st.just("void"), PLACE),
        st.tuples(st.just("restore"), PLACE),
        st.tuples(st.just("appoint"), PLACE, SPAN, PLACE),
        st.tuples(st.just("found"), PLACE),
        st.tuples(st.just("move"), PLACE, PLACE),
        st.tuples(st.just("line"), PLACE, PLACE),
        st.tuples(st.just("merge"), PLACE, PLACE),
        st.tuples(st.just("fold")),
        st.tuples(st.just("ask"), PLACE, PLACE, SPAN, st.integers(0, 200), st.booleans(), st.sampled_from(KEYS)),
    ),
    min_size=4,
    max_size=14,
)


class History:
    """A small federation of its own whose records change as hypothesis says."""

    def __init__(self, federation, theme):
        self.federation, self.theme = federation, theme
        self.actor, self.day = federation.province, date(2020, 3, 1)
        self.units = [
            federation.units[code] for code in ("630000", "630100", "630121", "630000-cy1", "630121-01", "630122")
        ]
        self.rows = []
        self.people = [post.person for post in Post.objects.select_related("person")[:3]]

    def unit(self, place):
        return Unit.objects.get(pk=self.units[place % len(self.units)].pk)

    def record(self, place, days, entry, is_themed):
        row = Lecture(unit=self.unit(place), title="讲", held_on=DAY + timedelta(days), entry=entry, audience=days % 90)
        row.lecturer, row.by_model_worker = "周", is_themed
        with suppress(Refused):  # a unit that was merged away
            self.rows.append(LECTURE.create(self.actor, row, themes=[self.theme] if is_themed else []))

    def correct(self, place, days, elsewhere):
        if row := self.row(place, voided=False):
            row.held_on, row.unit = DAY + timedelta(days), self.unit(elsewhere)
            with suppress(Refused):  # a unit that was merged away
                LECTURE.update(self.actor, row, themes=[])

    def void(self, place):
        if row := self.row(place, voided=False):
            LECTURE.void(self.actor, row, reason="错了")

    def restore(self, place):
        if row := self.row(place, voided=True):
            LECTURE.restore(self.actor, row)

    def row(self, place, *, voided):
        fitting = [each.pk for each in self.rows]
        rows = Lecture.objects.filter(pk__in=fitting).exclude(voided_at=None) if voided else Lecture.objects.in_force()
        rows = list(rows.filter(pk__in=fitting).select_related("unit").order_by("pk"))
        return rows[place % len(rows)] if rows else None

    def appoint(self, place, days, person):
        human = self.people[person % len(self.people)]
        with suppress(Refused):  # the same post twice at a time
            give_post(SYSTEM, human, unit=self.unit(place), role="office", since=DAY + timedelta(days))

    def found(self, place):
        code = f"t-{len(self.units)}"
        new = Unit(code=code, name=code, kind="basic", level="basic")
        with suppress(Refused):
            self.units.append(found_unit(SYSTEM, self.unit(place), new))

    def move(self, place, under):
        with suppress(Refused):
            move_unit(SYSTEM, self.unit(place), to=self.unit(under), on=self.next_day())

    def line(self, place, industry):
        head = Unit.objects.get(code="630000-cy1") if industry % 3 else None
        with suppress(Refused):
            place_on_line(SYSTEM, self.unit(place), industry=head, on=self.next_day())

    def merge(self, place, into):
        with suppress(Refused):
            merge_units(SYSTEM, self.unit(place), into=self.unit(into), on=self.next_day(), reason="合并")

    def next_day(self):
        """Changes of the tree follow one another."""
        self.day += timedelta(1)
        return self.day

    def fold(self):
        fold_all()

    def ask(self, place, other, start, length, both, key):
        """One question, answered from what is stored and from the records."""
        first = DAY + timedelta(start)
        ask = Ask(indicator_named(key), Period(first, first + timedelta(length)), self.theme.pk if both else None)
        for subtree in (True, False):
            scope = Scope((self.unit(place), self.unit(other)), subtree, both)
            counted = live.as_split(ask.indicator, live.split_over(ask, scope))
            assert nonzero(reading.split_over(ask, scope)) == nonzero(counted)
            assert by_unit(reading.splits(ask, scope)) == by_unit(reading.live_splits(ask, scope))

    def compare(self):
        """Every unit, indicator and month, on one line and on both."""
        months = range(month_of(DAY) - 13, month_of(DAY) + 2)
        for unit in self.units[:4]:
            scope = Scope((self.unit(self.units.index(unit)),), both=unit.code == "630000-cy1")
            for key, values in reading.by_month([indicator_named(key) for key in KEYS], None, months, scope).items():
                for month, value in zip(months, values, strict=True):
                    ask = Ask(indicator_named(key), reading.days_of(month))
                    assert value == reading.live_splits(ask, scope)[unit.pk].whole


def nonzero(split):
    return {part: value for part, value in split.items() if value}, split.whole


def by_unit(splits):
    return {unit: nonzero(split) for unit, split in splits.items()}


@settings(max_examples=settings.default.max_examples // 3, phases=PHASES)  # each example is a whole history
@given(steps=STEPS, is_folded=st.booleans())
def check_history(world, guard, steps, is_folded):
    """One random history, in a transaction of its own."""
    with transaction.atomic(), guard.lifted("random histories, for the sums alone"):
        rebuild()  # the extra indicators are new to records that are there already
        history = History(world.federation, world.theme)
        for name, *given_values in steps:
            getattr(history, name)(*given_values)
        if is_folded:
            fold_all()
            assert not Pending.objects.exists()
        history.compare()
        assert check() == []
        stored = set(Tally.objects.values_list(*COLUMNS))
        rebuild()
        assert {row for row in stored if any(row[4:])} == set(Tally.objects.values_list(*COLUMNS).exclude(**EMPTY))
        transaction.set_rollback(True)


COLUMNS = ("unit_id", "series_id", "year", "reach", *(f"m{number}" for number in range(13)))
EMPTY = {f"m{number}": 0 for number in range(13)}


@pytest.fixture
def every_sort():
    with declared(*EXTRA):
        yield


def test_every_stored_total_equals_a_plain_recount_whatever_happened(world, guard, every_sort):
    check_history(world, guard)


def test_folding_twice_changes_nothing(world, guard, every_sort):
    History(world.federation, world.theme).record(1, -5, "office", True)
    with guard.lifted("the folder is nobody's act"):
        fold_all()
        before = sorted(Tally.objects.values_list(*COLUMNS))
        assert before
        assert fold(Unit.objects.get(code="630000").path) == 0
        assert sorted(Tally.objects.values_list(*COLUMNS)) == before


def test_many_units_are_asked_as_lists_and_several_indicators_at_once_and_all_say_the_same(
    world, guard, every_sort, monkeypatch
):
    history = History(world.federation, world.theme)
    history.record(4, -5, "office", True)
    with guard.lifted("the folder is nobody's act"):
        fold_all()
    history.record(3, -2, "school", False)  # waits for the folder
    units = list(Unit.objects.all())
    year, keys = Period.year(DAY.year), ("learning.lectures", "learning.audience", "learning.eight_entries")
    asks = [Ask(indicator_named(key), year) for key in keys]
    for both in (False, True):
        scope = Scope(tuple(units), both=both)
        alone = {ask.indicator.key: reading.splits(ask, scope) for ask in asks}
        monkeypatch.setattr(reading.sql, "FEW_RANGES", 0)
        assert reading.splits_together(asks, scope) == alone
        monkeypatch.undo()
        assert alone["learning.lectures"][history.unit(0).pk].whole >= 2
