# SPDX-License-Identifier: Apache-2.0
"""Documents that come in and go out of the demo's provincial office, each left at another step of its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from guantong.dispatch.incoming.services import Routing, pre_review_document, receive_document, register_document
from guantong.dispatch.incoming.services import route_document as route
from guantong.dispatch.models import IncomingDocument, Notice
from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Post
from guantong.reports.models import OfficialDocument
from guantong.reports.outgoing.rules import blocks_of
from guantong.reports.outgoing.services import Content, add_figure, draft_document, name_co_signers, save_document
from guantong.reports.outgoing.steps import (
    check_document,
    issue_document,
    number_document,
    re_check_document,
    sign_document,
)
from guantong.rollup.figures import Question

from .federation import BUSINESS_DATE, Federation

CIRCULAR = """全省工会学习宣传工作自部署以来进展顺利。截至目前，已登记讲座[[1]]场。现将有关情况通报如下。
一、宣讲走进基层
各市（州）总工会、省级各产业工会组织宣讲员走进企业、车间、班组，用职工听得懂的话讲，受到欢迎。
二、学习形式多样
线上线下同步办学习角，双语宣讲队走进牧区，夜班职工下班后也能学。
希望各级工会认真总结好做法，把学习宣传同做好当前工作结合起来，继续抓好落实。"""
NOTICE = """为进一步做好学习宣传工作，现将有关事项通知如下。
一、突出重点
各市（州）总工会要于2021年3月10日前至少再开展3场宣讲，面向一线职工、新就业形态劳动者。
二、及时登记
活动办完后随时登记，不另行报送材料、照片。"""
REQUEST = """为解决新年度职工宣讲员培训场地不足的问题，拟租用干部学校教室，期限一年。
妥否，请批示。"""
LETTER = """海东市总工会关于商请支援宣讲员的函

东工函〔2021〕2号

青海省总工会：

为做好春节前宣讲，请支援双语宣讲员2名，请于2021年1月20日前函复。

海东市总工会
2021年1月8日
"""


@dataclass(frozen=True, slots=True)
class House:
    """Who handles paper in the provincial house."""

    office: Actor
    leader: Actor
    department: Actor


def play_papers(federation: Federation, notice: Notice) -> None:
    """The founding notice goes through the register, a letter is in hand, and four documents are on their way out."""
    leader = Post.objects.select_related("person", "unit").get(unit=federation.units["630000"], role="leader")
    house = House(federation.actors["630000"], Actor.in_post(leader), federation.actors["630000-xj"])
    with clock.at(BUSINESS_DATE):
        _in(house, notice)
        _out(house)


def _in(house: House, notice: Notice) -> None:
    founding = IncomingDocument.objects.select_related("unit").get(notice=notice)
    letter = receive_document(house.office, LETTER.encode(), "来函.txt")
    for document in (founding, letter):
        register_document(house.office, document)
    pre_review_document(house.office, letter)
    due = BUSINESS_DATE + timedelta(days=7)
    route(house.office, letter, Routing("action", house.department.unit, "请宣教部商定人选，按期函复。", due))


def _out(house: House) -> None:
    sent = _draft(house.office, "通报", "学习宣传工作情况", CIRCULAR, ["各市（州）总工会", "省级各产业工会"])
    for take in (check_document, sign_document, re_check_document, number_document, issue_document):
        take(house.leader if take is sign_document else house.office, sent)
    shared = _draft(house.office, "通知", "进一步做好学习宣传工作", NOTICE, ["各市（州）总工会"])
    name_co_signers(house.office, shared, [house.department.unit])
    check_document(house.office, shared)
    signing = _draft(house.office, "请示", "租用宣讲员培训场地", REQUEST, ["中华全国总工会"])
    check_document(house.office, signing)
    _draft(house.department, "通知", "征集职工宣讲故事", NOTICE, ["各市（州）总工会"])


def _draft(actor: Actor, kind: str, matter: str, text: str, addressees: list[str]) -> OfficialDocument:
    note = "联系人：王例兰，电话：0971-0000000" if kind == "请示" else ""
    content = Content(kind, f"青海省总工会关于{matter}的{kind}", addressees=addressees, note=note)
    document = draft_document(actor, content)
    if "[[1]]" in text:
        add_figure(actor, document, Question("learning.lectures", "630000", f"2020-12-08..{BUSINESS_DATE}"))
    blocks = blocks_of([("text", text)])
    whole = Content(kind, content.title, addressees=addressees, note=note, blocks=blocks)
    return save_document(actor, document, whole, version=document.version)
