# SPDX-License-Identifier: Apache-2.0
"""After a notice was issued: terms are changed, tightened, extended; units are let off; all of it seen and traced."""

from datetime import date

import pytest

from guantong.dispatch.lights import assignment_of, assignments_of
from guantong.dispatch.models import Extension, Receipt, Tightening
from guantong.dispatch.services import (
    Stricter,
    add_requirement,
    amend_requirement,
    ask_extension,
    decide_extension,
    decide_refusal,
    hand_on,
    issue_notice,
    refuse_receipt,
    withdraw_notice,
)
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, RuleBroken, WrongState
from guantong.trace.queries import history_of
from tests.walk.life import DUE, ISSUED, correction, founding_notice, issued_notice, lecture, requirement_for, signed

LECTURES = "learning.lectures"
EARLIER = date(2021, 1, 22)
LATER = date(2021, 2, 26)


@pytest.fixture
def notice(federation):
    """The founding notice, issued to those directly below the province, signed by nobody."""
    return issued_notice(federation, founding_notice() + b"\n")


def receipt_of(notice, unit):
    """A receipt as a page fetches it."""
    return Receipt.objects.select_related("unit", "issue__unit", "notice__theme", "notice__unit").get(
        notice=notice, unit=unit
    )


def light(notice, actor):
    """The light of the lectures for an actor's unit."""
    found = assignment_of(requirement_for(notice, LECTURES), actor.unit)
    assert found is not None
    return found


def test_a_change_by_the_issuer_reaches_every_bearer_with_its_reason(federation, world):
    requirement = requirement_for(world.notice, LECTURES)
    lecture(world)
    assert world.light(LECTURES, "school") == "met"
    wanted = correction(requirement, target=3)
    amend_requirement(federation.province, requirement, wanted, reason="省总党组会议要求加大力度")
    assert world.light(LECTURES, "school") != "met"
    assert world.past_lights(LECTURES, "school")[-1] != "met"
    entry = history_of(requirement)[0]
    assert (entry.verb, entry.reason) == ("amend", "省总党组会议要求加大力度")


def test_only_the_unit_that_set_a_requirement_changes_it_and_says_why(federation, world):
    requirement = requirement_for(world.notice, LECTURES)
    wanted = correction(requirement, target=3)
    with pytest.raises(NotAllowed):
        amend_requirement(federation.xining, requirement, wanted, reason="改一改")
    with pytest.raises(Invalid, match="为什么"):
        amend_requirement(federation.province, requirement, wanted, reason=" ")
    with pytest.raises(Invalid, match="已经过了"):
        late = correction(requirement, due_on=date(2021, 1, 4))
        amend_requirement(federation.province, requirement, late, reason="改期限")


def test_a_middle_unit_may_ask_for_more_and_sooner_never_for_less_or_later(federation, notice):
    receipt = signed(federation.xining, notice)
    requirement = requirement_for(notice, LECTURES)
    units = [federation.units["630121"]]
    for easier in (Stricter(due_on={requirement.pk: LATER}), Stricter(target={requirement.pk: 0})):
        with pytest.raises(Invalid, match="不能比上级定的"):
            hand_on(federation.xining, notice, requirements=[requirement], units=units, stricter=easier)
    harder = Stricter(due_on={requirement.pk: EARLIER}, target={requirement.pk: 4})
    hand_on(federation.xining, notice, requirements=[requirement], units=units, stricter=harder)
    terms = light(notice, federation.datong).terms
    assert (terms.due, terms.target) == (EARLIER, 4)
    own = light(notice, federation.xining).terms
    assert (own.due, own.target) == (DUE, requirement.target)
    assert receipt.issue.tightenings.count() == 0


def test_what_was_tightened_once_stays_so_all_the_way_down(federation, notice):
    signed(federation.xining, notice)
    requirement = requirement_for(notice, LECTURES)
    harder = Stricter(due_on={requirement.pk: EARLIER})
    units = [federation.units["630121"]]
    hand_on(federation.xining, notice, requirements=[requirement], units=units, stricter=harder)
    signed(federation.datong, notice)
    hand_on(federation.datong, notice, requirements=[requirement], units=[federation.units["630121-02"]])
    assert light(notice, federation.food).terms.due == EARLIER
    assert Tightening.objects.count() == 2


def test_a_duty_that_a_middle_unit_adds_is_borne_by_its_own_units_only(federation, notice):
    signed(federation.xining, notice)
    wanted = correction(requirement_for(notice, LECTURES), label="排查隐患", indicator="", target=None, due_on=None)
    added = add_requirement(federation.xining, notice, wanted, text="各单位要排查一次用电隐患。")
    assert (added.start, added.unit, added.state) == (None, federation.xining.unit, "confirmed")
    hand_on(federation.xining, notice, requirements=[added], units=[federation.units["630121"]])
    borne = assignments_of(notice, [federation.units["630121"], federation.units["630200"]])
    assert {each.unit.code for each in borne if each.requirement == added} == {"630121"}
    issue = issue_notice(federation.province, notice, theme=None, units=[federation.units["630000-xj"]], without=set())
    assert added not in issue.requirements.all()


def test_more_time_is_asked_before_the_day_and_given_by_the_unit_that_issued(federation, notice):
    signed(federation.haidong, notice)
    requirement = requirement_for(notice, LECTURES)
    asked = ask_extension(federation.haidong, requirement, unit=federation.haidong.unit, until=LATER, why="大雪封路")
    assert light(notice, federation.haidong).due == DUE
    with pytest.raises(WrongState, match="正等上级答复"):
        ask_extension(federation.haidong, requirement, unit=federation.haidong.unit, until=LATER, why="再问")
    with pytest.raises(RuleBroken, match="青海省总工会"):
        decide_extension(federation.haidong, asked, verb="grant")
    decide_extension(federation.province, asked, verb="grant")
    with clock.at(date(2021, 2, 3)):
        assert light(notice, federation.haidong).light == "got"
        assert light(notice, federation.xining).light == "late"


def test_an_extension_is_refused_after_the_day_to_an_earlier_day_and_without_a_reason(federation, notice):
    signed(federation.haidong, notice)
    requirement, unit = requirement_for(notice, LECTURES), federation.haidong.unit
    with pytest.raises(Invalid, match="要比现在的期限"):
        ask_extension(federation.haidong, requirement, unit=unit, until=EARLIER, why="提前")
    with pytest.raises(Invalid, match="为什么"):
        ask_extension(federation.haidong, requirement, unit=unit, until=LATER, why=" ")
    with clock.at(date(2021, 2, 1)), pytest.raises(WrongState, match="到期之前"):
        ask_extension(federation.haidong, requirement, unit=unit, until=LATER, why="忘了")
    assert not Extension.objects.exists()


def test_a_denial_needs_a_reason_and_changes_no_day(federation, notice):
    signed(federation.haidong, notice)
    requirement = requirement_for(notice, LECTURES)
    asked = ask_extension(federation.haidong, requirement, unit=federation.haidong.unit, until=LATER, why="人手不够")
    with pytest.raises(Invalid):
        decide_extension(federation.province, asked, verb="deny")
    decide_extension(federation.province, asked, verb="deny", reason="期限不变")
    assert light(notice, federation.haidong).due == DUE


def test_a_unit_sends_back_what_is_not_its_own_and_the_issuer_insists_or_lets_it_off(federation, notice):
    unit = federation.affiliated.unit
    with clock.at(ISSUED):
        refuse_receipt(federation.affiliated, receipt_of(notice, unit), reason="不归我们管")
    with pytest.raises(RuleBroken):
        decide_refusal(federation.affiliated, receipt_of(notice, unit), verb="release", reason="算了")
    decide_refusal(federation.province, receipt_of(notice, unit), verb="insist", reason="也要办")
    assert receipt_of(notice, unit).state == "issued"
    decide_refusal(federation.province, receipt_of(notice, unit), verb="release", reason="核实后不用办")
    assert assignments_of(notice, [unit]) == []


def test_sending_back_has_its_days(federation, notice):
    with clock.at(date(2020, 12, 14)), pytest.raises(RuleBroken, match="3 个工作日"):
        refuse_receipt(federation.affiliated, receipt_of(notice, federation.affiliated.unit), reason="不归我们管")


def test_a_withdrawn_notice_asks_nothing_more_and_what_was_recorded_stays(federation, world):
    row = lecture(world)
    withdraw_notice(federation.province, world.notice, reason="上级已另行部署")
    row.refresh_from_db()
    assert row.voided_at is None
    requirement = requirement_for(world.notice, LECTURES)
    with pytest.raises(WrongState):
        hand_on(federation.xining, world.notice, requirements=[requirement], units=[federation.units["630122"]])


def test_a_due_date_on_a_day_off_runs_to_the_next_working_day(federation, notice):
    requirement = requirement_for(notice, LECTURES)
    sunday = date(2021, 1, 31)
    amend_requirement(federation.province, requirement, correction(requirement, due_on=sunday), reason="顺延")
    with clock.at(date(2021, 2, 1)):
        assert light(notice, federation.haidong).light == "soon"
    with clock.at(date(2021, 2, 2)):
        assert light(notice, federation.haidong).light == "late"
