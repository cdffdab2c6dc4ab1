# SPDX-License-Identifier: Apache-2.0
"""Dated rule values: which one holds where and when, who enters them, what an unset one stops."""

from datetime import date, timedelta

import pytest

from guantong.kernel.errors import Invalid, NotAllowed, RuleBroken, Unset
from guantong.org.models import Installation, RuleValue
from guantong.org.queries import demo_values_out_of_place, history_of_rule, rule_value
from guantong.org.rules import RULES, Rule
from guantong.org.services import set_rule
from guantong.trace.models import Entry
from tests.walk.federation import TODAY

KEY = "supervision.soon_days"


def entered(actor, value, unit=None, since=TODAY, **more):
    """A value that somebody enters."""
    given = {"source": "青工办〔2021〕1号", "confidence": "S", "measure": "工作日"} | more
    row = RuleValue(key=KEY, value=value, unit=unit, valid_from=since, **given)
    return set_rule(actor, row, reason="按通知调整")


def test_the_nearest_value_up_the_tree_wins(federation):
    school, units = federation.unit_of("school"), federation.units
    entered(federation.province, 4)
    assert rule_value(KEY, TODAY, school).value == 4
    entered(federation.xining, 5, units["630100"])
    entered(federation.datong, 6, units["630121"], since=TODAY + timedelta(days=1))
    assert rule_value(KEY, TODAY, school).value == 5
    assert rule_value(KEY, TODAY + timedelta(days=1), school).value == 6
    assert rule_value(KEY, TODAY, federation.unit_of("huzhu")).value == 4
    assert rule_value(KEY, TODAY).value == 4


def test_a_value_for_the_level_comes_before_one_for_all_levels(federation):
    xining = federation.units["630100"]
    entered(federation.xining, 5, xining)
    entered(federation.xining, 2, xining, level="basic")
    assert rule_value(KEY, TODAY, federation.unit_of("school")).value == 2
    assert rule_value(KEY, TODAY, federation.unit_of("datong")).value == 5


def test_the_day_of_the_event_decides_and_the_older_value_stays(federation):
    entered(federation.province, 7)
    assert rule_value(KEY, TODAY).value == 7
    assert rule_value(KEY, TODAY - timedelta(days=1)).value == 3
    entered(federation.province, 8)
    assert rule_value(KEY, TODAY).value == 8, "of two for one day the later one holds"
    assert [row.value for row in history_of_rule(KEY, federation.province)] == [8, 7, 3]
    entry = Entry.objects.filter(verb="set_rule").latest("pk")
    assert (entry.before["value"], entry.after["value"], entry.reason) == (7, 8, "按通知调整")


def test_a_value_is_entered_for_ones_own_unit_and_below_by_the_office_alone(federation):
    with pytest.raises(Invalid):
        entered(federation.xining, 5)
    with pytest.raises(NotAllowed):
        entered(federation.xining, 5, federation.units["630200"])
    with pytest.raises(NotAllowed):
        entered(federation.school, 5, federation.unit_of("school"))


@pytest.mark.parametrize(
    "wrong", [{"source": " "}, {"confidence": "X"}, {"level": "moon"}, {"valid_to": date(2020, 1, 1)}]
)
def test_a_value_without_its_source_or_with_a_wrong_choice_is_refused(federation, wrong):
    with pytest.raises(Invalid):
        entered(federation.province, 5, **wrong)


def test_the_same_value_twice_is_refused(federation):
    entered(federation.province, 5)
    with pytest.raises(Invalid):
        entered(federation.province, 5)


def test_an_amount_of_the_demo_stays_in_the_demo(federation, guard):
    with pytest.raises(RuleBroken, match="示例"):
        entered(federation.province, 5, source="demo")
    with guard.lifted("past the service, on purpose"):
        RuleValue.objects.create(key=KEY, value=9, valid_from=TODAY, source="demo")
    assert len(demo_values_out_of_place()) == 1


def test_a_demo_may_hold_amounts_of_the_demo(federation, guard):
    with guard.lifted("a demo is made of an empty database only"):
        Installation.objects.create(pk=1, is_demo=True, business_date=TODAY)
    assert entered(federation.province, 5, source="demo").is_demo
    assert demo_values_out_of_place() == []


def test_an_unset_rule_stops_whoever_needs_it_with_its_name(federation):
    with pytest.raises(Unset, match="临期提前天数"):
        rule_value(KEY, date(1990, 1, 1))


def test_a_value_is_read_as_its_rule_says():
    rule, money = RULES.named(KEY), Rule("x", "额", "元", "amount", "")
    assert (rule.read(" 5 "), money.read("200.50"), money.read("300")) == (5, "200.5", "300")
    for wrong in ("", "x", "-1", "NaN", "1e400", "Infinity", "²", "9" * 5000):
        with pytest.raises(Invalid):
            rule.read(wrong)
    with pytest.raises(Invalid):
        rule.read("1.5")


def test_every_value_that_ships_belongs_to_a_rule_with_a_name(federation):
    assert {row.key for row in RuleValue.objects.all()} <= {rule.key for rule in RULES}
