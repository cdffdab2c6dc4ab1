# SPDX-License-Identifier: Apache-2.0
"""Units are merged, split, moved and closed while a notice is under way."""

from datetime import date

import pytest

from guantong.dispatch.lights import assignments_of
from guantong.dispatch.models import Extension, Receipt
from guantong.dispatch.services import ask_extension, decide_extension
from guantong.org.models import Unit
from guantong.org.services import close_unit, merge_units, move_unit, split_unit
from tests.walk.federation import TODAY
from tests.walk.life import lecture, requirement_for

LECTURES = "learning.lectures"


@pytest.fixture
def units(federation):
    """Units as they stand now."""
    return lambda code: Unit.objects.get(code=code)


def test_a_successor_bears_what_the_merged_unit_bore(federation, world, units):
    lecture(world)
    merge_units(federation.province, units("630121-01"), into=units("630121-02"), on=TODAY, reason="两校合并")
    heir = Receipt.objects.get(notice=world.notice, unit=units("630121-02"))
    assert heir.state == "issued"
    assert assignments_of(world.notice, [units("630121-01")]) == []
    found = {each.requirement.indicator: each.light for each in assignments_of(world.notice, [units("630121-02")])}
    assert found[LECTURES] == "met"


def test_a_unit_that_was_split_leaves_its_notices_with_both(federation, world, units):
    new = Unit(code="630121-09", name="大通县第九中学工会委员会", kind="basic", level="basic", founded_on=TODAY)
    split_unit(federation.province, units("630121-01"), new, children=[], people=[], reason="学校分设")
    assert Receipt.objects.filter(notice=world.notice, unit__code__in=["630121-01", "630121-09"]).count() == 2


def test_a_moved_unit_takes_its_records_to_the_light_of_its_new_place(federation, world, units):
    lecture(world)
    assert world.light(LECTURES, "xining") == "met"
    move_unit(federation.province, units("630121-01"), to=units("630223"), on=TODAY, reason="区划调整")
    assert world.light(LECTURES, "haidong") == "met"
    assert world.light(LECTURES, "xining") != "met"
    assert world.past_lights(LECTURES, "haidong")[-1] == "met"
    assert world.past_lights(LECTURES, "xining")[-1] != "met"


def test_a_closed_unit_owes_nothing_and_what_it_recorded_still_counts_above(federation, world, units):
    lecture(world)
    close_unit(federation.province, units("630121-01"), on=TODAY, reason="学校撤销")
    assert assignments_of(world.notice, [units("630121-01")]) == []
    assert world.light(LECTURES, "xining") == "met"


def test_the_successor_of_the_issuing_unit_decides_what_was_asked_of_it(federation, world, units):
    requirement = requirement_for(world.notice, LECTURES)
    asked = ask_extension(
        federation.school, requirement, unit=federation.school.unit, until=date(2021, 2, 26), why="大雪封路"
    )
    merge_units(federation.province, units("630121"), into=units("630122"), on=TODAY, reason="县区合并")
    asked = Extension.objects.get(pk=asked.pk)
    decide_extension(federation.huangzhong, asked, verb="grant")
    found = assignments_of(world.notice, [units("630121-01")])
    assert {each.due for each in found if each.requirement == requirement} == {date(2021, 2, 26)}
