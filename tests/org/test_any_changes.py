# SPDX-License-Identifier: Apache-2.0
"""Whatever two officers do to the tree, in whatever order: it stays whole, nobody is lost, every past is remembered."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.kernel.errors import Refused
from guantong.org.models import Person, Post, Unit
from guantong.org.queries import name_on, parent_on, tree_faults, units_called
from guantong.org.services import (
    close_unit,
    found_unit,
    merge_units,
    move_unit,
    place_on_line,
    rename_unit,
    reopen_unit,
    split_unit,
)
from tests.walk.federation import BEGINNING, TODAY
from tests.walk.fixtures import undone_afterwards

VERBS = ("found", "rename", "move", "place", "merge", "split", "close", "close all", "reopen")
SHAPES = (("industrial", "prefecture"), ("federation", "county"), ("basic", "basic"), ("affiliated", "county"))
TOPS = (("industrial", "province"), ("affiliated", "province"))
PLACE = st.integers(0, 63)
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), PLACE, PLACE, st.booleans()), min_size=1, max_size=7)


def change(actor, verb, unit, other, step):
    """One change as an officer would try it."""
    on, said = BEGINNING + timedelta(days=step + 1), {"reason": "依据"}
    kind, level = (*SHAPES, *TOPS)[(unit.pk + other.pk) % 6]
    new = Unit(code=f"n{step}", name=f"新{step}", kind=kind, level=level, founded_on=on)
    children = list(Unit.objects.in_force().below(unit).filter(depth=unit.depth + 1))[::2]
    match verb:
        case "found":
            found_unit(actor, unit, new, industry=other if other.kind == "industrial" else None)
        case "rename":
            rename_unit(actor, unit, name=f"{unit.name[:20]}{step}", on=on)
        case "move":
            move_unit(actor, unit, to=other, on=on)
        case "place":
            place_on_line(actor, unit, industry=other if other.kind == "industrial" else None, on=on)
        case "merge":
            merge_units(actor, unit, into=other, on=on, **said)
        case "split":
            new.kind, new.level = unit.kind, unit.level
            split_unit(actor, unit, new, children=children, people=list(unit.people.all()[:1]), **said)
        case "close":
            close_unit(actor, unit, on=on, children_to=other, **said)
        case "close all":
            close_unit(actor, unit, on=on, with_children=True, **said)
        case "reopen":
            reopen_unit(actor, unit, **said)


def tree_now():
    """Name and unit above of every unit."""
    units = {unit.path: unit for unit in Unit.objects.all()}
    return {unit.pk: (unit.name, getattr(units.get(path[:-4]), "pk", None)) for path, unit in units.items()}


@pytest.mark.django_db
@given(STEPS)
def test_any_changes_by_two_officers_leave_a_whole_tree_and_its_whole_past(built, steps):
    with undone_afterwards():
        people = set(Person.objects.values_list("pk", flat=True))
        days = {BEGINNING: tree_now()}
        for step, (verb, first, second, by_city) in enumerate(steps):
            units = list(Unit.objects.order_by("pk"))
            unit, other = units[first % len(units)], units[second % len(units)]
            try:
                change(built.xining if by_city else built.province, verb, unit, other, step)
            except Refused:
                continue
            days[BEGINNING + timedelta(days=step + 1)] = tree_now()
        check_whole(people)
        check_past(days)


def check_whole(people):
    """No orphan, no circle, right counts and lines; everybody is somewhere that is open; no post in what is closed."""
    assert list(tree_faults()) == []
    assert set(Person.objects.values_list("pk", flat=True)) == people
    assert not Person.objects.exclude(unit__closed_on=None).exists()
    assert not Post.objects.in_force(TODAY).exclude(unit__closed_on=None).exists()
    assert not Unit.objects.exclude(successor=None).filter(closed_on=None).exists()


def check_past(days):
    """Every unit is called and placed on each day as it was seen that day, and found by every name it bore."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    for day, seen in days.items():
        for pk, (name, above) in seen.items():
            assert name_on(units[pk], day) == name
            assert getattr(parent_on(units[pk], day), "pk", None) == above
    for pk, (name, _above) in days[BEGINNING].items():
        assert Unit.objects.filter(units_called(name), pk=pk).exists()
