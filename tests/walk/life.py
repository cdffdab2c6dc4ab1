# SPDX-License-Identifier: Apache-2.0
"""Steps in the life of a notice, taken through the services as the cast would take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from guantong.dispatch.lights import assignment_of
from guantong.dispatch.models import LightChange, Notice, Receipt, Requirement
from guantong.dispatch.services import (
    Correction,
    confirm_notice,
    correct_requirement,
    hand_on,
    issue_notice,
    receive_notice,
    sign_receipt,
)
from guantong.kernel import clock
from guantong.learning.models import Lecture
from guantong.learning.services import LECTURE
from guantong.org.actors import Actor
from guantong.org.models import Theme, Unit
from guantong.org.services import use_theme

from .federation import Federation

RECEIVED = date(2020, 12, 7)
ISSUED = date(2020, 12, 8)
DUE = date(2021, 1, 29)
SUGGESTED = "learning.model_lectures"
THEME = "学习贯彻劳模大会讲话精神"

SHORT_NOTICE = """青海省总工会办公室关于做好冬季安全生产宣讲工作的通知

青总办〔2021〕3号

各市（州）总工会：

为做好冬季安全生产工作，现通知如下。

一、各级工会要组织安全生产宣讲，深入车间开展讲座。

二、各市（州）总工会要于2021年2月26日前报送工作情况。

青海省总工会办公室
2021年1月11日
"""


def founding_notice() -> bytes:
    """The notice by which everything here is measured."""
    return (resources.files("guantong.site.demo") / "notice.txt").read_bytes()


def correction(requirement: Requirement, **changes: Any) -> Correction:
    """A correction that leaves everything as it was read but for `changes`."""
    said = {name: getattr(requirement, name) for name in Correction.__slots__}
    return Correction(**said | changes)


def requirement_for(notice: Notice, indicator: str) -> Requirement:
    """The first confirmed requirement measured by an indicator."""
    return notice.requirements.select_related("unit", "notice__theme").filter(indicator=indicator).order_by("number")[0]


def narrative_of(notice: Notice) -> Requirement:
    """The first confirmed requirement that no register answers."""
    return requirement_for(notice, "")


def issued_notice(federation: Federation, content: bytes | None = None) -> Notice:
    """A notice received by the province, one requirement corrected, all confirmed and issued to those below."""
    province = federation.province
    with clock.at(RECEIVED):
        notice = receive_notice(province, content or founding_notice(), "notice.txt")
        for requirement in notice.requirements.select_related("unit", "notice").exclude(indicator=""):
            key = {SUGGESTED: "learning.lectures"}.get(requirement.indicator, requirement.indicator)
            wanted = correction(requirement, indicator=key, due_on=requirement.due_on or DUE)
            correct_requirement(province, requirement, wanted)
        confirm_notice(province, notice)
    with clock.at(ISSUED):
        units = [federation.units[code] for code in ("630100", "630200", "630000-cy1", "630000-zs1")]
        issue_notice(province, notice, theme=use_theme(province, THEME), units=units, without=set())
    return Notice.objects.select_related("unit", "theme", "file").get(pk=notice.pk)


def signed(actor: Actor, notice: Notice) -> Receipt:
    """The receipt of the actor's unit, signed."""
    receipt = Receipt.objects.select_related("unit", "notice__theme", "notice__unit").get(
        notice=notice, unit=actor.unit
    )
    return sign_receipt(actor, receipt)


def handed(actor: Actor, notice: Notice, *units: Unit) -> None:
    """All that the actor's unit bears handed to units below."""
    receipt = signed(actor, notice)
    hand_on(actor, notice, requirements=list(receipt.issue.requirements.all()), units=units)


@dataclass(frozen=True, slots=True)
class World:
    """A notice on its way: issued by the province, handed down to one school."""

    federation: Federation
    notice: Notice
    theme: Theme

    def light(self, indicator: str, word: str) -> str:
        """The light of a requirement for the unit of a member of the cast."""
        found = assignment_of(requirement_for(self.notice, indicator), self.federation.unit_of(word))
        assert found is not None
        return found.light

    def past_lights(self, indicator: str, word: str) -> list[str]:
        """Every light that was ever noted for it, oldest first."""
        requirement, unit = requirement_for(self.notice, indicator), self.federation.unit_of(word)
        rows = LightChange.objects.filter(requirement=requirement, unit=unit).order_by("pk")
        return list(rows.values_list("light", flat=True))


def handed_down(federation: Federation) -> World:
    """The founding notice from the province over Xining and Datong to the school."""
    notice = issued_notice(federation)
    with clock.at(date(2020, 12, 10)):
        handed(federation.xining, notice, federation.units["630121"])
        handed(federation.datong, notice, federation.units["630121-01"])
        signed(federation.school, notice)
        signed(federation.haidong, notice)
    assert notice.theme is not None
    return World(federation, notice, notice.theme)


def lecture(world: World, word: str = "school", **values: Any) -> Lecture:
    """A lecture of the unit of a member of the cast, entered by that member under the notice's theme."""
    actor = world.federation.actors[word]
    facts = {"title": "劳模身边的故事", "held_on": date(2021, 1, 8), "entry": "school", "lecturer": "周示云"}
    row = Lecture(**{"unit": actor.unit, **facts, "audience": 40, **values})
    made = LECTURE.create(actor, row, themes=[world.theme])
    assert isinstance(made, Lecture)
    return made
