# SPDX-License-Identifier: Apache-2.0
"""The life of one notice in the demo, step by step as the cast would take it, through the services alone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from guantong.dispatch.models import Notice, Receipt, Requirement
from guantong.dispatch.services import (
    Correction,
    answer_requirement,
    confirm_notice,
    correct_requirement,
    hand_on,
    issue_notice,
    note_all_lights,
    receive_notice,
    sign_receipt,
)
from guantong.kernel import clock
from guantong.kernel.workdays import national
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.services import use_theme
from guantong.reports.models import Report
from guantong.reports.services import (
    accept_report,
    address_report,
    check_report,
    compose_report,
    send_report,
    sign_report,
)

from .federation import BUSINESS_DATE, Federation
from .further import DRIVE_ON, play_drive, play_quarterly
from .papers import play_papers
from .records import ENTRIES, Diary, Recorder, depth_of_work

RECEIVED = date(2020, 12, 7)
ISSUED = date(2020, 12, 8)
SEED = 53
TARGETS = {"learning.media": 2, "learning.audience": 100}
SENTENCES = (
    "领导班子带头到联系点宣讲，边学边解决职工反映的问题。",
    "把讲话精神编成快板和花儿，在职工文艺队里传唱。",
    "线上线下同步办学习角，夜班职工下班后也能学。",
    "把学习体会写进班组日志，每周互相讲一讲。",
    "请退休老劳模与青年职工结对，讲传统、传手艺。",
    "把宣讲安排在牧闲和交接班时间，不误生产。",
    "建立“学习角＋班前会”制度，把讲话精神讲到班组。",
    "用双语宣讲队把讲话精神送到牧区职工身边。",
    "把劳模请进课堂，学员和劳模面对面交流。",
    "把学习贯彻与谋划明年重点工作一起部署、一起落实。",
)


def walk(federation: Federation, content: bytes, name: str) -> tuple[Notice, Recorder]:
    """Take a notice from its file to the composed provincial report."""
    province = federation.actors["630000"]
    chance, diary = random.Random(SEED), Diary()
    further = play_quarterly(federation, Recorder(None, diary, chance))
    diary.play(each_night=note_all_lights, until=RECEIVED)
    with clock.at(RECEIVED):
        notice = receive_notice(province, content, name)
        for requirement in list(notice.requirements.all()):
            _correct(province, requirement)
        notice.refresh_from_db()
        confirm_notice(province, notice)
    with clock.at(ISSUED):
        _issue(province, federation, notice)
    notice.refresh_from_db()
    _hand_down(federation, notice, diary, chance)
    recorder = replace(further.recorder, theme=notice.theme, chance=chance)
    diary.note(DRIVE_ON, partial(play_drive, further))
    _work(federation, recorder)
    _answer(federation, notice, diary, chance)
    diary.play(each_night=note_all_lights)
    with clock.at(BUSINESS_DATE):
        note_all_lights()
        _report(federation, notice)
    play_papers(federation, notice)
    return notice, recorder


def _correct(province: Actor, requirement: Requirement) -> None:
    if not requirement.indicator:
        return
    days = {"learning.eight_entries": 27, "learning.media": 24, "reports.sent": 55}.get(requirement.indicator, 36)
    correct_requirement(
        province,
        requirement,
        Correction(
            label=requirement.label,
            programme=requirement.programme,
            indicator=requirement.indicator,
            target=TARGETS.get(requirement.indicator, requirement.target),
            each_part=requirement.each_part,
            due_on=requirement.due_on or national().add(RECEIVED, days),
        ),
    )


def _issue(province: Actor, federation: Federation, notice: Notice) -> None:
    theme = use_theme(province, "学习宣传贯彻劳模表彰大会重要讲话精神" if notice.number else notice.title[:60])
    below = federation.children("630000")
    reporting = [unit for unit in below if unit.kind in ("federation", "industrial", "affiliated")]
    issue_notice(province, notice, theme=theme, units=reporting, without=set())
    others = [unit for unit in below if unit not in reporting]
    without = set(notice.requirements.filter(is_reporting=True).values_list("pk", flat=True))
    if notice.requirements.filter(state="confirmed").exclude(pk__in=without).exists():
        issue_notice(province, notice, theme=theme, units=others, without=without)


def _sign(actor: Actor, notice: Notice) -> None:
    rows = Receipt.objects.filter(notice=notice, unit=actor.unit, signed_at=None)
    receipt = rows.select_related("unit", "notice__theme").first()
    if receipt is not None:
        sign_receipt(actor, receipt)


def _hand_down(federation: Federation, notice: Notice, diary: Diary, chance: random.Random) -> None:
    for unit in federation.children("630000"):
        actor = federation.actors[unit.code]
        if unit.code != "630000-cy5":  # one unit has not signed yet
            diary.note(ISSUED + timedelta(days=chance.randrange(1, 4)), partial(_sign, actor, notice))
        if unit.kind != "federation":
            continue
        measured = list(notice.requirements.filter(state="confirmed").exclude(indicator=""))
        part = [each for each in measured if not each.is_reporting]
        counties = federation.children(unit.code)
        if not part:
            continue
        diary.note(ISSUED + timedelta(days=5), partial(hand_on, actor, notice, requirements=part, units=counties))
        for county in counties:
            if chance.random() < 0.9:
                day = ISSUED + timedelta(days=chance.randrange(6, 12))
                diary.note(day, partial(_sign, federation.actors[county.code], notice))
    _hand_to_basic(federation, notice, diary)


def _hand_to_basic(federation: Federation, notice: Notice, diary: Diary) -> None:
    county = federation.actors["630223"]
    diary.note(ISSUED + timedelta(days=7), partial(_sign, county, notice))
    part = list(notice.requirements.filter(state="confirmed", indicator__in=("learning.lectures", "learning.media")))
    eight = notice.requirements.filter(state="confirmed", indicator="learning.model_lectures")
    if part or eight:
        units = federation.children("630223")
        handed = partial(hand_on, county, notice, requirements=[*part, *eight], units=units)
        diary.note(ISSUED + timedelta(days=9), handed)
        for unit in units[:-2]:
            diary.note(ISSUED + timedelta(days=11), partial(_sign, federation.actors[unit.code], notice))


def _work(federation: Federation, recorder: Recorder) -> None:
    first, last = ISSUED + timedelta(days=3), BUSINESS_DATE - timedelta(days=1)
    for unit in federation.units.values():
        actor = federation.actors.get(unit.code)
        if actor is None or unit.code == "630000":
            continue
        if unit.kind == "basic" and recorder.chance.random() < 0.45:
            continue
        if unit.kind in ("federation", "industrial", "affiliated", "institution"):
            recorder.office_work(actor, first, last)
        if unit.kind == "department":
            recorder.department_work(actor, first, last)
        entries = [_entry_of(unit)] if unit.kind == "basic" else recorder.chance.sample(ENTRIES, depth_of_work(unit))
        for entry in entries:
            recorder.lecture(actor, entry, recorder.day(first, last))
        if recorder.chance.random() < 0.6:
            recorder.piece(actor, recorder.day(first, last))


def _entry_of(unit: Unit) -> str:
    if "中学" in unit.name:
        return "school"
    return "workshop" if "公司" in unit.name or "化工" in unit.name else "enterprise"


def _answer(federation: Federation, notice: Notice, diary: Diary, chance: random.Random) -> None:
    narrative = list(notice.requirements.filter(state="confirmed", indicator=""))
    for code in ("630100", "630200", "632600", "632800", "630000-zs2"):
        actor = federation.actors[code]
        sentences = chance.sample(SENTENCES, 4)
        for requirement in narrative[:4]:
            day = BUSINESS_DATE - timedelta(days=chance.randrange(1, 9))
            said = partial(answer_requirement, actor, requirement, unit=actor.unit, text=sentences.pop())
            diary.note(day, said)


def _report(federation: Federation, notice: Notice) -> None:
    province = federation.actors["630000"]
    for code in ("630100", "630200", "632700"):
        actor = federation.actors[code]
        report = _sent(actor, compose_report(actor, notice))
        if code != "632700":
            accept_report(province, report)
    report = compose_report(province, notice)
    address_report(province, report, addressee="中华全国总工会")
    _sent(province, Report.objects.select_related("unit", "notice__theme").get(pk=report.pk))


def _sent(actor: Actor, report: Report) -> Report:
    for step in (check_report, sign_report, send_report):
        step(actor, report)
    return report
