# SPDX-License-Identifier: Apache-2.0
"""Totals by property: whatever the tree and the records, the sums of the rollup equal a plain recount."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from guantong.kernel import clock
from guantong.kernel.periods import Period
from guantong.learning.models import Lecture, MasteryCheck, TeachingMaterial, TrainingClass
from guantong.org.models import Unit
from guantong.org.services import SYSTEM, found_unit, use_theme
from guantong.rollup.engine.rebuild import rebuild
from guantong.rollup.figures import Question
from guantong.rollup.queries import Ask, of_units, records_behind, split_of, splits_by_unit, total
from guantong.rollup.services import freeze
from guantong.trace.services import writes

from .life import lecture

YEAR = Period(date(2020, 1, 1), date(2020, 12, 31))
ENTRIES = ("office", "community", "enterprise", "workshop", "school")
# Each unit hangs below an earlier one: the parent's place in the list, modulo what is there.
TREES = st.lists(st.integers(0, 9), min_size=1, max_size=9)
RECORDS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(-30, 390), st.sampled_from(ENTRIES), st.integers(0, 99), st.booleans()),
    max_size=12,
)
CHOSEN = st.sets(st.integers(0, 9), min_size=1, max_size=4)


def forest(root, parents):
    """Units below the root, in the shape that hypothesis chose."""
    units = [root]
    for number, parent in enumerate(parents):
        unit = Unit(code=f"t-{number}", name=f"单位{number}", kind="basic", level="basic")
        units.append(found_unit(SYSTEM, units[parent % len(units)], unit))
    return units


def written(units, theme, records):
    """Lectures as hypothesis chose them, some under the theme, some voided a moment later."""
    rows = []
    for place, day, entry, audience, is_themed in records:
        row = Lecture.objects.create(
            unit=units[place % len(units)],
            title="讲座",
            held_on=YEAR.start + timedelta(day),
            entry=entry,
            lecturer="周示云",
            audience=audience,
            recorded_at=clock.now(),
            recorded_by="周示云",
            voided_at=clock.now() if audience % 7 == 0 else None,
        )
        row.themes.set([theme] if is_themed else [])
        rows.append((row, is_themed))
    return rows


def recounted(rows, units, *, subtree, theme):
    """What a person would count with a finger on the list."""
    return [
        row
        for row, is_themed in rows
        if row.voided_at is None
        and YEAR.start <= row.held_on <= YEAR.end
        and (is_themed or not theme)
        and any(row.unit.path.startswith(unit.path) if subtree else row.unit_id == unit.pk for unit in units)
    ]


@settings(max_examples=10)
@given(parents=TREES, records=RECORDS, chosen=CHOSEN, subtree=st.booleans(), themed=st.booleans())
def check_totals(federation, guard, parents, records, chosen, subtree, themed):
    """One random tree, in a transaction of its own."""
    with transaction.atomic(), guard.lifted("random records, for the sums alone"):
        theme = use_theme(federation.province, "一个主题")
        units = forest(federation.units["630223"], parents)
        rows = written(units, theme, records)
        rebuild()
        picked = [units[place % len(units)] for place in chosen]
        found = recounted(rows, picked, subtree=subtree, theme=themed)
        theme_id = theme.pk if themed else None
        lectures = Ask.of("learning.lectures", YEAR, theme_id)
        audience = Ask.of("learning.audience", YEAR, theme_id)
        by_entry = Counter(row.entry for row in found)
        assert total(lectures, picked, subtree=subtree) == len(found)
        assert total(audience, picked, subtree=subtree) == sum(row.audience for row in found)
        assert split_of(lectures, picked, subtree=subtree) == {entry: by_entry[entry] for entry in ENTRIES}
        for entry in ENTRIES:
            assert total(lectures.for_part(entry), picked, subtree=subtree) == by_entry[entry]
        behind = [
            row.pk for _source, some in records_behind(lectures, of_units(picked, subtree=subtree)) for row in some
        ]
        assert sorted(behind) == sorted(row.pk for row in found)
        each = splits_by_unit(lectures, units, subtree=subtree)
        for unit in units:
            alone = Counter(row.entry for row in recounted(rows, [unit], subtree=subtree, theme=themed))
            assert Counter(each[unit.pk]) == alone
        transaction.set_rollback(True)


def test_sums_over_any_tree_and_any_set_of_units_equal_a_plain_recount(federation, guard):
    check_totals(federation, guard)


def test_a_record_on_both_lines_counts_once(world):
    lecture(world)
    ask = Ask.of("learning.lectures", Period(date(2021, 1, 1), date(2021, 12, 31)))
    units = world.federation.units
    both = [units["630000"], units["630000-cy1"], units["630100"], units["630121-01"]]
    assert total(ask, both) == 1
    assert sum(split_of(ask, both).values()) == 1


def test_the_industrial_union_sees_the_record_but_does_not_count_it_as_its_own(world, sign_in):
    row = lecture(world)
    industry = sign_in("industry")
    assert industry.get(f"/learning/lectures/{row.pk}/").status_code == 200
    ask = Ask.of("learning.lectures", Period(date(2021, 1, 1), date(2021, 12, 31)))
    assert total(ask, [world.federation.unit_of("industry")]) == 0


def test_no_unit_at_all_adds_up_to_nothing(world):
    lecture(world)
    ask = Ask.of("learning.lectures", Period(date(2021, 1, 1), date(2021, 12, 31)))
    assert total(ask, []) == 0
    assert sum(split_of(ask, []).values()) == 0
    assert splits_by_unit(ask, []) == {}


@pytest.fixture
def eight(world, guard):
    """One record for each of the eight places."""
    facts = {"unit": world.federation.unit_of("school"), "recorded_at": clock.now(), "recorded_by": "周示云"}
    day = date(2021, 1, 8)
    for entry in ENTRIES:
        lecture(world, entry=entry)
    with guard.lifted("one of each, for the sums alone"):
        TrainingClass.objects.create(title="班", starts_on=date(2020, 12, 30), ends_on=day, trainees=9, **facts)
        TeachingMaterial.objects.create(title="书", finished_on=day, **facts)
        MasteryCheck.objects.create(title="测", held_on=day, took_part=9, mastered=9, **facts)
        rebuild()


def test_the_eight_places_are_one_dimension_over_four_registers(world, eight):
    ask = Ask.of("learning.eight_entries", Period(date(2021, 1, 1), date(2021, 12, 31)))
    split = split_of(ask, [world.federation.units["630100"]])
    assert split == dict.fromkeys((*ENTRIES, "classroom", "textbook", "mind"), 1)
    assert total(ask, [world.federation.units["630100"]]) == 8


def test_a_class_counts_in_the_period_in_which_it_ended(world, eight):
    units = [world.federation.units["630100"]]
    assert total(Ask.of("learning.classes", Period(date(2020, 1, 1), date(2020, 12, 31))), units) == 0
    assert total(Ask.of("learning.classes", Period(date(2021, 1, 1), date(2021, 12, 31))), units) == 1


@writes
def frozen(question):
    """A snapshot, as sending a report makes one."""
    return freeze(question)


def test_a_snapshot_keeps_the_value_its_records_and_their_units(world, eight, guard):
    with guard.lifted("a snapshot by itself; the report that freezes it leaves the trace"):
        snapshot = frozen(Question("learning.eight_entries", "630100", "2021"))
    assert snapshot.value == 8
    assert {kind: len(pks) for kind, pks in snapshot.records.items()} == {
        "learning.lecture": 5,
        "learning.trainingclass": 1,
        "learning.teachingmaterial": 1,
        "learning.masterycheck": 1,
    }
    assert snapshot.units == ["630121-01"]
