# SPDX-License-Identifier: Apache-2.0
"""Urging, checking a sample of records, and questions that no register answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.dispatch.models import QUESTIONS_A_NOTICE, QuestionAnswer, Receipt, Urge, Verification
from guantong.dispatch.services import (
    answer_question,
    ask_question,
    draw_verification,
    drawn,
    finish_verification,
    judge_record,
    see_urges,
    urge_units,
    withdraw_notice,
)
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken, WrongState
from guantong.trace.queries import history_of
from tests.walk.life import lecture, narrative_of, requirement_for

LECTURES = "learning.lectures"
RECORDS = st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 500)), min_size=1, max_size=120, unique=True)


def receipt(world, word):
    """The receipt of a member of the cast."""
    rows = Receipt.objects.select_related("unit", "issue__unit", "notice__theme")
    return rows.get(notice=world.notice, unit=world.federation.unit_of(word))


def test_a_unit_is_urged_once_a_day_and_the_level_never_falls(federation, world):
    told = receipt(world, "haidong")
    assert len(urge_units(federation.province, [told], level=2, text="请抓紧办理。")) == 1
    assert urge_units(federation.province, [told], level=2, text="又催一次。") == []
    with clock.at(date(2021, 1, 14)):
        urge_units(federation.province, [told], level=1, text="再提醒一次。")
    assert list(Urge.objects.order_by("pk").values_list("level", flat=True)) == [2, 2]
    assert [entry.verb for entry in history_of(told)][:2] == ["urge", "urge"]


def test_nobody_urges_units_beside_or_above_or_their_own(federation, world):
    with pytest.raises(NotAllowed):
        urge_units(federation.haidong, [receipt(world, "xining")], level=1, text="请抓紧。")
    with pytest.raises(Invalid, match="本单位"):
        urge_units(federation.xining, [receipt(world, "xining")], level=1, text="请抓紧。")
    assert not Urge.objects.exists()


def test_what_was_urged_is_shown_until_the_unit_has_seen_it(federation, world, sign_in):
    told = receipt(world, "haidong")
    urge_units(federation.province, [told], level=1, text="请本周内登记。")
    client = sign_in("haidong")
    page = client.get(f"/notices/{world.notice.pk}/").content.decode()
    assert "请本周内登记。" in page
    see_urges(federation.haidong, told)
    assert "请本周内登记。" not in client.get(f"/notices/{world.notice.pk}/").content.decode()


@given(records=RECORDS, seed=st.text("0123456789abcdef", min_size=4, max_size=32))
def test_whoever_has_the_seed_draws_the_same_sample_again(records, seed):
    sample = drawn(records, seed)
    assert sample == drawn(list(reversed(records)), seed)
    assert len(set(sample)) == len(sample) >= min(3, len(records))
    assert set(sample) <= set(records)


def test_a_check_draws_records_and_asks_no_materials(federation, world):
    rows = [lecture(world, title=f"第{number}讲") for number in range(1, 6)]
    found = draw_verification(federation.xining, requirement_for(world.notice, LECTURES), unit=federation.school.unit)
    assert (found.population, len(found.sample)) == (5, 3)
    assert {pk for _key, pk, _verdict, _remark in found.sample} <= {row.pk for row in rows}
    with pytest.raises(WrongState, match="都核过"):
        finish_verification(federation.xining, found)
    for at in range(3):
        judge_record(federation.xining, found, at=at, verdict="held", remark="")
    finish_verification(federation.xining, found)
    assert Verification.objects.get().state == "done"


def test_a_unit_is_not_checked_twice_on_the_same_duty_within_the_days_of_the_rule(federation, world):
    lecture(world)
    requirement, unit = requirement_for(world.notice, LECTURES), federation.school.unit
    found = draw_verification(federation.xining, requirement, unit=unit)
    with pytest.raises(WrongState, match="正在抽查"):
        draw_verification(federation.province, requirement, unit=unit)
    judge_record(federation.xining, found, at=0, verdict="held", remark="")
    finish_verification(federation.xining, found)
    with pytest.raises(RuleBroken, match="90 天"):
        draw_verification(federation.province, requirement, unit=unit)


def test_a_record_that_does_not_hold_is_said_why(federation, world):
    lecture(world)
    found = draw_verification(federation.datong, requirement_for(world.notice, LECTURES), unit=federation.school.unit)
    with pytest.raises(Invalid, match="哪里不实"):
        judge_record(federation.datong, found, at=0, verdict="failed", remark=" ")
    with pytest.raises(Invalid):
        judge_record(federation.datong, found, at=7, verdict="held", remark="")


def test_the_checked_unit_sees_what_was_found_and_may_not_judge(federation, world, sign_in):
    lecture(world)
    found = draw_verification(federation.datong, requirement_for(world.notice, LECTURES), unit=federation.school.unit)
    judge_record(federation.datong, found, at=0, verdict="failed", remark="日期与签到单不符")
    page = sign_in("school").get(f"/verifications/{found.pk}/")
    assert "日期与签到单不符" in page.content.decode()
    assert sign_in("school").post(f"/verifications/{found.pk}/", {"at": "0", "verdict": "held"}).status_code == 403


def test_nothing_to_check_is_said_as_such(federation, world):
    with pytest.raises(WrongState, match="还没有登记"):
        draw_verification(federation.datong, requirement_for(world.notice, LECTURES), unit=federation.school.unit)
    with pytest.raises(WrongState, match="没有登记可查"):
        draw_verification(federation.datong, narrative_of(world.notice), unit=federation.school.unit)


def test_a_notice_carries_five_questions_and_no_sixth(federation, world):
    for number in range(QUESTIONS_A_NOTICE):
        ask_question(federation.province, world.notice, text=f"第{number + 1}个问题？", kind="number")
    with pytest.raises(RuleBroken, match="最多问 5 个"):
        ask_question(federation.province, world.notice, text="还有一个？", kind="number")


@pytest.mark.parametrize(
    ("kind", "good", "wrong"),
    [
        ("number", "12", "十二"),
        ("number", "0", "-1"),
        ("date", "2021-01-13", "一月十三日"),
        ("choice", "有", "不知道"),
        ("sentence", "已经部署。", " "),
    ],
)
def test_an_answer_is_what_the_question_asks_for(federation, world, kind, good, wrong):
    question = ask_question(federation.province, world.notice, text="有没有？", kind=kind, choices=("有", "没有"))
    with pytest.raises(Invalid):
        answer_question(federation.school, question, unit=federation.school.unit, value=wrong)
    answer_question(federation.school, question, unit=federation.school.unit, value=good)
    assert QuestionAnswer.objects.get().value == good


def test_a_question_ends_with_its_notice_and_reaches_only_those_who_bear_it(federation, world):
    question = ask_question(federation.province, world.notice, text="有几人？", kind="number")
    with pytest.raises(NotFound):
        answer_question(federation.food, question, unit=federation.food.unit, value="1")
    withdraw_notice(federation.province, world.notice, reason="不再需要")
    with pytest.raises(WrongState):
        answer_question(federation.school, question, unit=federation.school.unit, value="1")
