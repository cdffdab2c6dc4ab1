# SPDX-License-Identifier: Apache-2.0
"""Reminders: one digest a day, by the channel that a person chose, at no quiet hour and on no day off."""

from datetime import date, datetime, time
from email import message_from_bytes
from unittest import mock

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from guantong.dispatch.models import ReminderWish
from guantong.dispatch.reminders import rules
from guantong.dispatch.reminders.services import Wish, choose_reminders, send_reminders
from guantong.kernel import clock
from guantong.kernel.errors import Invalid
from guantong.kernel.workdays import national
from guantong.org.services import end_post
from tests.dispatch import servers

MORNING, NIGHT = time(9, 30), time(21, 0)
DUE_SOON, SUNDAY = date(2021, 1, 27), date(2021, 1, 31)
HOURS = st.integers(0, 24)


@pytest.fixture
def robot(settings):
    """A robot that the operator allows."""
    with servers.listening(servers.robot()) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/robot/send?key=x"
        settings.REMINDERS = {**settings.REMINDERS, "robots": ["http://127.0.0.1:"], "site": "http://gt.test"}
        server.address = address
        yield server


def sent(day=DUE_SOON, at=MORNING):
    """How many digests go out in one round of the job."""
    moment = datetime.combine(day, at, clock.ZONE)
    with clock.at(day), mock.patch.object(clock, "now", return_value=moment):
        return send_reminders()


def wish(actor, channel, address, quiet=(20, 8)):
    """A member of the cast chooses."""
    return choose_reminders(actor, Wish(channel, address, *quiet))


@pytest.mark.parametrize("channel", ["wecom", "dingtalk"])
def test_a_robot_gets_one_text_a_day_that_names_units_and_duties_and_no_person(world, robot, channel):
    wish(world.federation.school, channel, robot.address)
    assert (sent(), sent()) == (1, 0)
    message = robot.kept.pop()
    assert set(message) == {"msgtype", "text"}
    said = message["text"]["content"]
    assert "贯通" in said
    assert "大通县第一中学工会委员会：" in said
    assert "http://gt.test" in said
    assert "周示云" not in said
    assert sent(date(2021, 1, 28)) == 1


def test_nobody_is_disturbed_at_night_or_on_a_day_off(world, robot):
    wish(world.federation.school, "wecom", robot.address)
    assert sent(at=NIGHT) == 0
    assert sent(SUNDAY) == 0
    assert robot.kept == []
    assert sent(date(2021, 2, 1)) == 1


def test_who_has_nothing_to_do_hears_nothing_and_who_chose_the_desk_neither(world, robot):
    wish(world.federation.department, "wecom", robot.address)
    wish(world.federation.school, "desk", "")
    assert sent() == 0


def test_what_did_not_arrive_is_said_and_tried_again_in_the_next_round(world, robot):
    row = wish(world.federation.school, "wecom", robot.address)
    robot.errcode = 93000
    assert sent() == 0
    row.refresh_from_db()
    assert (row.sent_on, "93000" in row.failure, robot.address in row.failure) == (None, True, False)
    robot.errcode = 0
    assert sent(at=time(10, 30)) == 1


def test_a_digest_goes_by_mail_through_the_server_that_is_set(world, settings):
    with servers.listening(servers.mailbox()) as server:
        host = f"127.0.0.1:{server.server_address[1]}"
        settings.REMINDERS = {**settings.REMINDERS, "mail_server": host, "mail_tls": False}
        wish(world.federation.school, "email", "zhou@school.test")
        assert sent() == 1
    mail = message_from_bytes(server.kept.pop())
    assert mail["To"] == "zhou@school.test"
    assert "大通县第一中学工会委员会" in mail.get_payload(decode=True).decode()


def test_an_address_that_the_channel_cannot_use_is_refused(world):
    school = world.federation.school
    for channel, address in (("email", "周示云"), ("wecom", "http://10.0.0.1/"), ("dingtalk", ""), ("pigeon", "")):
        with pytest.raises(Invalid):
            wish(school, channel, address)
    assert "https://qyapi.weixin.qq.com/cgi-bin/webhook/" in settings.REMINDERS["robots"]
    assert not ReminderWish.objects.exists()


def test_an_address_is_sealed_and_stands_in_no_entry(world, robot):
    row = wish(world.federation.school, "wecom", robot.address)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM dispatch_reminderwish WHERE id = %s", [row.pk])
        assert robot.address not in cursor.fetchone()[0]


def test_one_chooses_on_a_page_of_ones_own(world, sign_in, robot):
    client = sign_in("school")
    said = {"channel": "dingtalk", "address": robot.address, "quiet_from": 18, "quiet_until": 9}
    assert client.post("/reminders/", said).status_code == 302
    assert ReminderWish.objects.get().person.name == "周示云"
    wrong = client.post("/reminders/", said | {"address": "http://192.0.2.1/"})
    assert (wrong.status_code, "群机器人的地址" in wrong.content.decode()) == (400, True)


def test_the_unit_above_is_told_of_a_unit_that_has_nobody_in_post(world, sign_in):
    post = world.federation.affiliated.unit.posts.get()
    end_post(world.federation.province, post, on=date(2021, 1, 12), reason="调离")
    desk = sign_in("province").get("/").content.decode()
    assert "没有人在岗" in desk
    assert "青海省直属机关工会" in desk


@given(start=HOURS, end=HOURS, hour=st.integers(0, 23))
def test_quiet_hours_run_over_midnight_and_a_day_off_is_quiet_throughout(start, end, hour):
    moment = datetime(2021, 1, 13, hour, tzinfo=clock.ZONE)
    quiet = {each % 24 for each in (range(start, end) if start <= end else range(start, end + 24))}
    assert rules.is_quiet(moment, start, end, national()) == (hour in quiet)
    assert rules.is_quiet(moment.replace(day=17), start, end, national())
