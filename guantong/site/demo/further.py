# SPDX-License-Identifier: Apache-2.0
"""Two more notices of the demo beside the founding one: one comes round each quarter, one has dates and a table.

Both are set as docx by our own writer, read by the reader like any file that comes in, put right by the office, issued,
handed on through three levels and worked by records.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from importlib import resources

from guantong.dispatch.models import Difficulty, Notice, Receipt, Requirement
from guantong.dispatch.registers import DifficultyRegister, ExperienceRegister, WorkPlanRegister
from guantong.dispatch.services import (
    Correction,
    Stricter,
    confirm_notice,
    correct_requirement,
    drop_requirement,
    hand_on,
    issue_under,
    receive_notice,
    sign_receipt,
)
from guantong.dispatch.services.records import solve_difficulty, take_difficulty
from guantong.gongwen.write import document_from_json, write
from guantong.kernel import clock
from guantong.learning.registers import StudySessionRegister, TrainingClassRegister
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.catalogue import indicator_named

from .federation import Federation
from .records import Recorder

QUARTERLY_ON = date(2020, 10, 9)
DRIVE_ON = date(2020, 12, 18)
CITY, COUNTY = "630200", "630223"
INDUSTRIES = ("630000-cy1", "630000-cy2", "630000-cy3", "630000-cy4", "630000-cy5")
AFFILIATED = ("630000-zs1", "630000-zs2", "630000-zs3")
PREFECTURES = ("630100", "630200", "632200", "632300", "632500", "632600", "632700", "632800")
MEANT = (("中心组", "learning.sessions", "quarter"), ("劳模宣讲", "learning.model_lectures", ""))
TROUBLES = (
    ("630223-01", "企业倒班多，集中学习凑不齐人", "改成班前会分批讲，县总派两名宣讲员到车间。"),
    ("630223-03", "没有双语宣讲员", "从县总双语宣讲队抽调一人，每月到场一次。"),
    ("630202", "乡镇联合工会没有活动场所", "与镇党群服务中心共用会议室，已签协议。"),
)


@dataclass(frozen=True, slots=True)
class Campaign:
    """One further notice on its way: who does what on which day is noted in the diary."""

    federation: Federation
    recorder: Recorder
    notice: Notice

    def actor(self, code: str) -> Actor:
        """Who acts for a unit."""
        return self.federation.actors[code]

    def note(self, day: date, act: Callable[[], object]) -> None:
        """Put an act into the diary."""
        self.recorder.diary.note(day, act)

    def measured(self, *keys: str) -> list[Requirement]:
        """The confirmed requirements that these indicators measure, all where none is named."""
        rows = self.notice.requirements.filter(state="confirmed").exclude(indicator="")
        return list(rows.filter(indicator__in=keys) if keys else rows)

    def sign(self, day: date, codes: Sequence[str]) -> None:
        """Units sign for the notice on a day."""
        for code in codes:
            self.note(day, partial(_sign, self.actor(code), self.notice))

    def hand(self, day: date, code: str, requirements: list[Requirement], stricter: Stricter | None = None) -> None:
        """A unit hands some of the requirements to all units directly below."""
        units = self.federation.children(code)
        act = partial(hand_on, self.actor(code), self.notice, requirements=requirements, units=units, stricter=stricter)
        self.note(day, act)

    def lectures(self, day: date, codes: Sequence[str], entry: str = "workshop") -> None:
        """One lecture in each of these units on a day."""
        for code in codes:
            self.recorder.lecture(self.actor(code), entry, day)


def play_quarterly(federation: Federation, recorder: Recorder) -> Campaign:
    """The notice whose duties come round each quarter: some units keep it up, one missed a quarter."""
    notice = _received(federation, QUARTERLY_ON, "quarterly")
    units = [federation.units[code] for code in (*PREFECTURES, *INDUSTRIES)]
    _issue(federation, QUARTERLY_ON, notice, "职工宣讲和困难问题按季度抓", units)
    campaign = _campaign(federation, recorder, notice)
    counties = [unit.code for unit in federation.children(CITY)]
    basic = [unit.code for unit in federation.children(COUNTY)]
    campaign.sign(date(2020, 10, 12), (*PREFECTURES, *INDUSTRIES[:4]))
    down = campaign.measured("learning.lectures", "dispatch.difficulties_solved")
    campaign.hand(date(2020, 10, 13), CITY, down)
    campaign.sign(date(2020, 10, 15), counties)
    campaign.hand(date(2020, 10, 16), COUNTY, campaign.measured("learning.lectures"))
    campaign.sign(date(2020, 10, 19), basic[:-1])
    for day in (date(2020, 11, 12), date(2020, 12, 10), date(2021, 1, 6), date(2021, 1, 11)):
        campaign.lectures(day, ("630100", *counties[:2], *basic[:5], *INDUSTRIES[:2]))
    campaign.lectures(date(2020, 11, 12), ("632200", "632300"))
    _sessions(campaign)
    _troubles(campaign)
    for day in (date(2020, 12, 24), date(2021, 1, 12)):
        values = {"title": "班前十分钟：把宣讲放进交接班", "found_on": day}
        text = "每周一次，每次十分钟，由班组长主讲，讲完当场答疑。"
        campaign.recorder.enter(ExperienceRegister, campaign.actor("630100"), day, text=text, **values)
    return campaign


def play_drive(campaign: Campaign) -> None:
    """The notice with days, targets and a table: met here, overdue there, due soon elsewhere."""
    federation, recorder = campaign.federation, campaign.recorder
    notice = _received(federation, DRIVE_ON, "drive")
    units = [federation.units[code] for code in PREFECTURES]
    theme = "元旦春节送学到一线"
    _issue(federation, DRIVE_ON, notice, theme, units)
    own = set(
        notice.requirements.filter(indicator__in=("learning.classes", "reports.sent")).values_list("pk", flat=True)
    )
    _issue(federation, DRIVE_ON, notice, theme, [federation.units[code] for code in INDUSTRIES], without=own)
    own |= set(notice.requirements.filter(indicator="learning.model_lectures").values_list("pk", flat=True))
    _issue(federation, DRIVE_ON, notice, theme, [federation.units[code] for code in AFFILIATED], without=own)
    drive = _campaign(federation, recorder, notice)
    _drive_down(drive)
    _drive_work(drive)


def _drive_down(drive: Campaign) -> None:
    counties = [unit.code for unit in drive.federation.children(CITY)]
    basic = [unit.code for unit in drive.federation.children(COUNTY)]
    drive.sign(date(2020, 12, 21), (*PREFECTURES, *INDUSTRIES[:3], *AFFILIATED[:2]))
    part = drive.measured("learning.lectures", "learning.media")
    sooner = {each.pk: date(2021, 1, 6) for each in part if each.indicator == "learning.lectures"}
    drive.hand(date(2020, 12, 22), CITY, part, Stricter(due_on=sooner))
    drive.sign(date(2020, 12, 23), counties)
    drive.hand(date(2020, 12, 24), COUNTY, drive.measured("learning.media"))
    drive.sign(date(2020, 12, 25), basic[:6])


def _drive_work(drive: Campaign) -> None:
    counties = [unit.code for unit in drive.federation.children(CITY)]
    basic = [unit.code for unit in drive.federation.children(COUNTY)]
    for day in (date(2020, 12, 23), date(2020, 12, 25), date(2020, 12, 28), date(2021, 1, 6)):
        drive.lectures(day, ("630100", "632800", counties[0], COUNTY, *INDUSTRIES[:1], *AFFILIATED[:1]))
    drive.lectures(date(2020, 12, 25), (*basic[:3], "632200"))
    for code in ("630100", "632800", *basic[:4], INDUSTRIES[0]):
        for day in (date(2020, 12, 29), date(2021, 1, 5)):
            drive.recorder.piece(drive.actor(code), day)
    day = date(2021, 1, 7)
    for code in ("630100", CITY):
        values = {"title": "一线宣讲员培训班", "starts_on": day, "ends_on": day, "is_required": False}
        drive.recorder.enter(TrainingClassRegister, drive.actor(code), day, trainees=36, **values)
    for code in ("630100", CITY, "632800", INDUSTRIES[0], AFFILIATED[0]):
        made = {"made_on": date(2020, 12, 22), "finish_by": date(2021, 1, 8)}
        actor = drive.actor(code)
        title = "按片区排好送学一线的场次和宣讲员"
        drive.recorder.enter(WorkPlanRegister, actor, made["made_on"], title=title, owner=actor.person_name, **made)


def _received(federation: Federation, day: date, name: str) -> Notice:
    """The notice as its file came in, with what is no duty of its own dropped, confirmed."""
    source = (resources.files(__package__) / "notices" / f"{name}.json").read_text(encoding="utf-8")
    document = document_from_json(json.loads(source))
    province = federation.actors["630000"]
    with clock.at(day):
        notice = receive_notice(province, write(document, "docx"), f"{document.title}.docx")
        for requirement in notice.requirements.select_related("unit"):
            _put_right(province, requirement)
        notice.refresh_from_db()
        return confirm_notice(province, notice)


def _put_right(office: Actor, requirement: Requirement) -> None:
    """What the office sees at once: a sentence that orders nothing, a measure that was not found or is not meant."""
    if "见下表" in requirement.text or "不另行报送" in requirement.text:
        drop_requirement(office, requirement)
    for words, indicator, repeats in MEANT:
        if words in requirement.text:
            facts = {name: getattr(requirement, name) for name in Correction.__slots__}
            facts |= {"label": str(indicator_named(indicator).short), "indicator": indicator, "repeats": repeats}
            facts |= {"target": 1, "each_part": False}
            correct_requirement(office, requirement, Correction(**facts))


def _issue(
    federation: Federation, day: date, notice: Notice, theme: str, units: list[Unit], without: set[int] | None = None
) -> None:
    with clock.at(day):
        issue_under(federation.actors["630000"], notice, title=theme, units=units, without=without or set())
    notice.refresh_from_db()


def _campaign(federation: Federation, recorder: Recorder, notice: Notice) -> Campaign:
    assert notice.theme is not None
    return Campaign(federation, replace(recorder, theme=notice.theme, chance=random.Random(notice.number)), notice)


def _sessions(campaign: Campaign) -> None:
    for day, codes in (
        (date(2020, 11, 20), ("630100", CITY, "632600", *INDUSTRIES[:3])),
        (date(2021, 1, 8), ("630100", CITY, *INDUSTRIES[:1])),
    ):
        for code in codes:
            values = {"title": "学习习近平总书记关于工人阶级和工会工作的重要论述", "held_on": day, "attended": 8}
            campaign.recorder.enter(StudySessionRegister, campaign.actor(code), day, **values)


def _troubles(campaign: Campaign) -> None:
    """Difficulties are raised below; the unit above takes them up, and solves all but the last."""
    day = date(2020, 11, 16)
    for code, title, solution in TROUBLES:
        campaign.recorder.enter(DifficultyRegister, campaign.actor(code), day, title=title, raised_on=day)
        above = campaign.actor(COUNTY if "-" in code else CITY)
        campaign.note(date(2020, 11, 18), partial(_take, above, title))
        if code != TROUBLES[-1][0]:
            campaign.note(date(2020, 12, 10), partial(_solve, above, title, solution))


def _take(actor: Actor, title: str) -> None:
    take_difficulty(actor, Difficulty.objects.select_related("unit").get(title=title))


def _solve(actor: Actor, title: str, solution: str) -> None:
    solve_difficulty(actor, Difficulty.objects.select_related("unit").get(title=title), reason=solution)


def _sign(actor: Actor, notice: Notice) -> None:
    rows = Receipt.objects.filter(notice=notice, unit=actor.unit, signed_at=None)
    receipt = rows.select_related("unit", "notice__theme").first()
    if receipt is not None:
        sign_receipt(actor, receipt)
