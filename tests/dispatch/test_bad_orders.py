# SPDX-License-Identifier: Apache-2.0
"""Orders that cannot be carried out as given: each has its answer, and none leaves a light that lies."""

from contextlib import nullcontext
from datetime import date, datetime
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from guantong.dispatch import sql
from guantong.dispatch.jobs import nightly_lights
from guantong.dispatch.lights import assignment_of
from guantong.dispatch.models import Issue, LightChange, Notice, Receipt, Requirement
from guantong.dispatch.queries import lost_indicators
from guantong.dispatch.services import (
    Selection,
    Stricter,
    amend_requirement,
    answer_requirement,
    confirm_notice,
    correct_requirement,
    hand_on,
    issue_notice,
    note_all_lights,
    receive_notice,
)
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, Refused
from guantong.org.services import use_theme
from guantong.trace.jobs import Periodic, enqueue_due
from tests.walk.federation import TODAY
from tests.walk.life import SHORT_NOTICE, correction, lecture, requirement_for, signed

LECTURES = "learning.lectures"
YESTERDAY = date(2021, 1, 12)


@pytest.fixture
def draft(federation):
    """A short notice that nobody has confirmed."""
    return receive_notice(federation.province, SHORT_NOTICE.encode(), "short.txt")


def test_of_two_officers_who_issue_at_the_same_moment_one_is_told_and_nobody_gets_it_twice(federation, draft):
    province = federation.province
    confirm_notice(province, draft)
    theme = use_theme(province, "冬季安全")
    one, other = (Notice.objects.select_related("unit").get(pk=draft.pk) for _officer in range(2))
    units = [federation.units["630100"], federation.units["630200"]]
    issue_notice(province, one, theme=theme, units=units, without=set())
    with pytest.raises(Refused):
        issue_notice(province, other, theme=theme, units=units, without=set())
    assert Issue.objects.filter(notice=draft).count() == 1
    more = [*units, federation.units["630000-xj"]]
    added = issue_notice(province, one, theme=None, units=more, without=set())
    assert added.unit_count == 1
    assert Receipt.objects.filter(notice=draft).count() == 3


def test_a_receipt_that_another_officer_made_meanwhile_is_left_alone_by_the_statement(federation, world, guard):
    issue = Issue.objects.filter(notice=world.notice, unit=federation.province.unit)[0]
    chosen = Selection(units=[federation.units["630100"].pk]).rows(federation.province.unit)
    nothing = Receipt.objects.none()
    unseen = mock.patch.object(sql.Receipt.objects, "filter", return_value=nothing)  # as it was a moment before
    with unseen, guard.lifted("the statement alone, without its service"):
        assert sql.insert_receipts(issue, chosen) == 0


def test_a_day_that_has_passed_is_refused_wherever_one_is_set(federation, draft, world):
    requirement = draft.requirements.select_related("unit", "notice")[0]
    with pytest.raises(Invalid, match="已经过了"):
        correct_requirement(federation.province, requirement, correction(requirement, due_on=YESTERDAY))
    issued = requirement_for(world.notice, LECTURES)
    with pytest.raises(Invalid, match="已经过了"):
        amend_requirement(federation.province, issued, correction(issued, due_on=YESTERDAY), reason="改")
    borne, units = requirement_for(world.notice, LECTURES), [federation.units["630122"]]
    sooner = Stricter(due_on={borne.pk: YESTERDAY})
    with pytest.raises(Invalid, match="已经过了"):
        hand_on(federation.xining, world.notice, requirements=[borne], units=units, stricter=sooner)


def test_a_target_of_nothing_is_refused_by_the_service_and_by_the_database(federation, draft):
    requirement = draft.requirements.select_related("unit", "notice").exclude(indicator="")[0]
    for nothing in (0, None):
        with pytest.raises(Invalid, match="1 以上"):
            correct_requirement(federation.province, requirement, correction(requirement, target=nothing))
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.filter(pk=requirement.pk).update(target=0)


def test_an_indicator_that_nobody_declared_is_refused(federation, draft):
    requirement = draft.requirements.select_related("unit", "notice")[0]
    wanted = correction(requirement, indicator="learning.gone", target=1)
    with pytest.raises(Invalid, match="请另选一个"):
        correct_requirement(federation.province, requirement, wanted)


def test_a_duty_whose_indicator_is_gone_is_never_green_and_every_page_still_opens(world, sign_in, guard):
    federation, requirement = world.federation, requirement_for(world.notice, LECTURES)
    lecture(world)
    assert world.light(LECTURES, "school") == "met"
    with guard.lifted("as an older release left it"):
        Requirement.objects.filter(pk=requirement.pk).update(indicator="learning.gone")
    requirement = Requirement.objects.select_related("unit", "notice__theme").get(pk=requirement.pk)
    note_all_lights()
    found = assignment_of(requirement, federation.school.unit)
    assert found.light != "met"
    client = sign_in("province")
    for name in ("notice", "matrix", "notice.supervise", "notice.issue"):
        assert client.get(reverse(name, args=(world.notice.pk,))).status_code == 200
    page = reverse("assignment", args=(requirement.pk, "630121-01"))
    assert sign_in("school").get(page).status_code == 200
    assert [said for said in lost_indicators() if "learning.gone" in said]
    answer_requirement(federation.school, requirement, unit=federation.school.unit, text="讲了一场。")
    assert assignment_of(requirement, federation.school.unit).light == "answered"


def test_a_notice_goes_neither_upward_nor_in_a_circle(federation, world):
    signed(federation.school, world.notice)
    borne = [requirement_for(world.notice, LECTURES)]
    for up in ("630000", "630100", "630121"):
        with pytest.raises(Invalid, match="不是本单位的下级"):
            hand_on(federation.datong, world.notice, requirements=borne, units=[federation.units[up]])
    beside = Selection(units=[federation.units["630100"].pk, federation.units["630121"].pk])
    with pytest.raises(Invalid):
        hand_on(federation.datong, world.notice, requirements=borne, units=beside)
    assert Receipt.objects.filter(notice=world.notice, unit__code="630000").count() == 0


def test_a_unit_that_does_not_bear_a_notice_hands_none_of_it_on(federation, world):
    borne = [requirement_for(world.notice, LECTURES)]
    with pytest.raises(NotFound):
        hand_on(federation.huangzhong, world.notice, requirements=borne, units=[federation.units["630122-01"]])


def test_a_clock_that_is_set_back_turns_lights_as_the_days_go_and_runs_no_daily_job_twice(world):
    for day in (date(2021, 2, 3), TODAY, date(2021, 2, 3)):
        with clock.at(day):
            note_all_lights()
            assert world.light(LECTURES, "xining") == ("late" if day > TODAY else "got")
    history = LightChange.objects.filter(requirement=requirement_for(world.notice, LECTURES), unit__code="630100")
    assert list(history.order_by("pk").values_list("light", flat=True))[-3:] == ["late", "got", "late"]
    daily = (Periodic(nightly_lights, every="day", hour=1),)
    counts = []
    for day, hour in ((13, 2), (14, 2), (13, 23), (14, 1), (14, 23)):
        moment = datetime(2021, 1, day, hour, tzinfo=clock.ZONE)
        with mock.patch.object(clock, "real_now", return_value=moment):
            counts.append(enqueue_due(daily))
    assert counts == [1, 1, 0, 0, 0]


def test_a_job_that_crashes_is_on_record_and_the_next_round_does_its_work(transactional_db):
    daily = (Periodic(nightly_lights, every="hour"),)
    moment = datetime(2021, 1, 13, 9, tzinfo=clock.ZONE)
    crash = mock.patch("guantong.dispatch.services.note_all_lights", side_effect=RuntimeError("crash"))
    for hour, weather in ((9, crash), (10, nullcontext())):
        with mock.patch.object(clock, "real_now", return_value=moment.replace(hour=hour)):
            assert enqueue_due(daily) == 1
        with weather:
            call_command("db_worker", queue_name="*", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]
