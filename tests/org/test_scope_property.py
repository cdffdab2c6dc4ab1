# SPDX-License-Identifier: Apache-2.0
"""Over random trees, lines, posts and dates nobody sees or changes a row outside his scope.

What is expected is computed from parents alone, by walking up, without any path.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, RuleBroken
from guantong.learning.models import Lecture
from guantong.org.actors import Actor, actors_of
from guantong.org.models import Account, Deputy, Post, RuleValue, Unit
from guantong.org.queries import rule_value
from guantong.org.rights import OFFICERS, ROLES
from guantong.org.services import (
    SYSTEM,
    add_person,
    add_record,
    appoint,
    change_record,
    found_unit,
    give_deputy,
    set_rule,
)
from tests.walk.federation import TODAY

RECORD, CORRECT = "learning.lecture.record", "learning.lecture.correct"
MOST = 8

spans = st.tuples(st.integers(-9, 3), st.one_of(st.none(), st.integers(0, 9)))


@dataclass(frozen=True)
class Tree:
    """Parents by index (the first is the root), kinds, and the industrial union that a unit was placed under."""

    parents: list[int | None]
    kinds: list[str]
    placed: list[int | None]

    def above(self, index):
        """A unit and all above it along leadership."""
        found = set()
        while index is not None:
            found.add(index)
            index = self.parents[index]
        return found

    def head(self, index):
        """The industrial union whose line a unit stands on: where it was placed, else where the one above stands."""
        if index is None or self.placed[index] is not None:
            return None if index is None else self.placed[index]
        parent = self.parents[index]
        head = self.head(parent)
        return parent if head is not None and self.kinds[parent] == "industrial" else head

    def heads(self, index):
        """Every industrial union that reads a unit along its line: head after head, and those above the last."""
        found, head = set(), self.head(index)
        while head is not None:
            found.add(head)
            last, head = head, self.head(head)
            if head is None:
                found |= {each for each in self.above(last) if self.kinds[each] == "industrial"}
        return found

    def reads(self, own, other):
        """Whether a post of one unit reads what belongs to the other."""
        return own in self.above(other) or own in self.heads(other)


@st.composite
def worlds(draw):
    """A tree with second lines, posts, stand-ins, the units of some records."""
    size = draw(st.integers(2, MOST))
    tree = Tree([None], ["federation"], [None])
    for index in range(1, size):
        parent = draw(st.integers(0, index - 1))
        may_be = ["affiliated", "industrial"] if tree.kinds[parent] in ("federation", "industrial") else ["affiliated"]
        unions = [each for each in range(index) if tree.kinds[each] == "industrial"]
        tree.parents.append(parent)
        tree.kinds.append(draw(st.sampled_from(may_be)))
        tree.placed.append(draw(st.sampled_from([None, *unions])))
    places = st.integers(0, size - 1)
    posts = draw(st.lists(st.tuples(places, st.sampled_from(sorted(ROLES)), spans), min_size=1, max_size=4))
    deputies = draw(st.lists(st.tuples(st.integers(0, len(posts) - 1), spans), max_size=2))
    return tree, posts, deputies, draw(st.lists(places, min_size=1, max_size=5))


def founded(tree):
    """The units of a world."""
    units = []
    for index, parent in enumerate(tree.parents):
        unit = Unit(code=f"T{index}", name=f"第{index}工会", kind=tree.kinds[index], level="province")
        head = tree.placed[index]
        above = None if parent is None else units[parent]
        units.append(found_unit(SYSTEM, above, unit, industry=None if head is None else units[head]))
    return [Unit.objects.get(pk=unit.pk) for unit in units]


def lecture(unit, number):
    """A lecture that has not been recorded yet."""
    return Lecture(unit=unit, title=f"第{number}讲", held_on=TODAY, entry="office", lecturer="例先生", audience=20)


def days(span):
    """A span of days as dates."""
    since = TODAY + timedelta(days=span[0])
    return since, None if span[1] is None else since + timedelta(days=span[1])


def in_force(span):
    """Whether today lies in a span."""
    since, until = days(span)
    return since <= TODAY and (until is None or until >= TODAY)


def appointed(units, posts):
    """Every post in a person of its own, with the actor that it makes; those that a rule forbids are left out."""
    made = []
    for number, (place, role, span) in enumerate(posts):
        person = add_person(SYSTEM, name=f"第{number}人", unit=units[place])
        since, until = days(span)
        made.append(appoint(SYSTEM, Post(person=person, unit=units[place], role=role, starts_on=since, ends_on=until)))
    return made


@pytest.mark.django_db
@settings(max_examples=15)
@given(world=worlds())
def test_nobody_sees_or_changes_a_row_outside_his_scope(world):
    tree, posts, deputies, places = world
    with clock.at(TODAY), transaction.atomic():
        units = founded(tree)
        made, top = appointed(units, posts), anybody(units[0])
        rows = [(at, add_record(top, RECORD, lecture(units[at], number))) for number, at in enumerate(places)]
        for post, (place, _role, span) in zip(made, posts, strict=True):
            actors = actors_of(Account(person=post.person))
            assert len(actors) == (1 if in_force(span) else 0), "an expired post carries nothing"
            for actor in actors:
                check_reading(actor, place, tree, units, rows)
                check_writing(actor, place, tree, units, rows)
        check_deputies(made, posts, deputies)
        transaction.set_rollback(True)


def anybody(root):
    """Somebody at the top who may record for all."""
    person = add_person(SYSTEM, name="最上", unit=root)
    post = Post(person=person, unit=root, role="chair", starts_on=TODAY)
    return Actor.in_post(appoint(SYSTEM, post))


def in_office(root):
    """Somebody at the top who may enter values for all."""
    person = add_person(SYSTEM, name="办公室", unit=root)
    return Actor.in_post(appoint(SYSTEM, Post(person=person, unit=root, role="office", starts_on=TODAY)))


def check_reading(actor, place, tree, units, rows):
    """What one sees is what one's lines reach, no row more and none less."""
    reached = {index for index in range(len(units)) if tree.reads(place, index)}
    assert set(Unit.objects.visible_to(actor)) == {units[index] for index in reached}
    assert set(Lecture.objects.visible_to(actor)) == {row for at, row in rows if at in reached}
    for index, unit in enumerate(units):
        assert bool(actor.may("org.unit.read", unit)) == (actor.role in OFFICERS and index in reached)


def check_writing(actor, place, tree, units, rows):
    """What one writes lies below one along leadership, and one's post carries the right."""
    for at, row in rows:
        allowed = actor.role in OFFICERS and place in tree.above(at)
        assert written(actor, units[at], row) == (allowed, allowed)


def written(actor, unit, row):
    """Whether a new record of a unit, and a change of an old one, go through."""
    outcome = []
    fresh = Lecture.objects.get(pk=row.pk)
    fresh.title += "改"
    for write in (
        lambda: add_record(actor, RECORD, lecture(unit, 99)),
        lambda: change_record(actor, CORRECT, fresh),
    ):
        try:
            with transaction.atomic():
                write()
                transaction.set_rollback(True)
            outcome.append(True)
        except NotAllowed:
            outcome.append(False)
    return tuple(outcome)


def check_deputies(made, posts, deputies):
    """Whoever stands in reaches what the post reaches, while both it and the standing in last."""
    for number, (which, span) in enumerate(deputies):
        since, until = days(span)
        stand_in = add_person(SYSTEM, name=f"代{number}", unit=made[which].unit)
        try:
            with transaction.atomic():
                give_deputy(SYSTEM, made[which], stand_in, since=since, until=until or since, reason="休假")
        except (Invalid, RuleBroken):
            assert not Deputy.objects.filter(person=stand_in).exists()
            continue
        acting = actors_of(Account(person=stand_in))
        lasts = since <= TODAY <= (until or since) and in_force(posts[which][2])
        assert [actor.post_id for actor in acting] == ([made[which].pk] if lasts else [])
        assert all(actor.acting_for == made[which].person.name for actor in acting)


@pytest.mark.django_db
@settings(max_examples=15)
@given(world=worlds(), data=st.data())
def test_the_nearest_value_above_a_unit_holds_for_it(world, data):
    tree = world[0]
    with clock.at(TODAY), transaction.atomic():
        units = founded(tree)
        set_for = data.draw(st.sets(st.integers(0, len(units) - 1), min_size=1))
        office = in_office(units[0])
        for index in [*set_for, None]:
            place, value = (None, -1) if index is None else (units[index], index)
            row = RuleValue(key="x", value=value, unit=place, valid_from=TODAY, source="例", confidence="S")
            set_rule(office, row, reason="例")
        for index, unit in enumerate(units):
            nearest = index
            while nearest is not None and nearest not in set_for:
                nearest = tree.parents[nearest]
            assert rule_value("x", TODAY, unit).value == (-1 if nearest is None else nearest)
        transaction.set_rollback(True)
