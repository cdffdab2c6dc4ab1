# SPDX-License-Identifier: Apache-2.0
"""What happened to a notice, as each unit may see it."""

from datetime import date

from django.urls import reverse

from guantong.dispatch.models import Receipt
from guantong.dispatch.services import amend_requirement, ask_extension, draw_verification, urge_units
from tests.walk.life import correction, lecture, requirement_for

LECTURES = "learning.lectures"


def told(client, notice):
    """The sentences of the page, newest first, each with what was said."""
    page = client.get(reverse("notice.timeline", args=(notice.pk,))).context["page"]
    return [(event.text, event.said) for day in page.days for event in day.events]


def test_a_notice_tells_its_way_and_a_reason_stands_beside_what_it_explains(world, sign_in):
    federation, requirement = world.federation, requirement_for(world.notice, LECTURES)
    lecture(world)
    amend_requirement(federation.province, requirement, correction(requirement, target=2), reason="任务加重")
    receipt = Receipt.objects.select_related("unit", "notice__theme").get(notice=world.notice, unit__code="630200")
    urge_units(federation.province, [receipt], level=1, text="请抓紧")
    until = date(2021, 2, 26)
    ask_extension(federation.school, requirement, unit=federation.school.unit, until=until, why="大雪封路")
    draw_verification(federation.datong, requirement, unit=federation.school.unit)
    said = told(sign_in("province"), world.notice)
    texts = [text for text, _said in said]
    assert texts[-1] == "青海省总工会：收文"
    assert "青海省总工会：下发给 4 个单位" in texts
    assert "西宁市总工会：签收" in texts
    assert tuple(
        next(words for text, words in said if mark in text) for mark in ("变更第", "提醒海东市总工会", "延到")
    ) == ("任务加重", "请抓紧", "大雪封路")
    assert any("抽查大通县第一中学工会委员会" in text for text in texts)


def test_what_a_unit_beside_did_is_not_told(world, sign_in):
    texts = [text for text, _said in told(sign_in("haidong"), world.notice)]
    assert "海东市总工会：签收" in texts
    assert "青海省总工会：下发给本单位" in texts
    assert not [text for text in texts if "西宁" in text or "大通" in text]
