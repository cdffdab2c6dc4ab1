# SPDX-License-Identifier: Apache-2.0
"""Every address there is, and the things to which those with arguments are applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from guantong.dispatch.models import Notice, Receipt, Requirement
from guantong.dispatch.services import receive_notice
from guantong.register.catalogue import registers
from guantong.reports.models import Report
from guantong.reports.services import check_report, compose_report, send_report, sign_report
from tests.walk.life import SHORT_NOTICE, World, lecture, narrative_of

from .records import record_of


def named_patterns() -> dict[str, URLPattern]:
    """Every URL pattern by its name."""
    found: dict[str, URLPattern] = {}

    def collect(patterns: list[Any]) -> None:
        for each in patterns:
            if isinstance(each, URLResolver):
                collect(each.url_patterns)
            else:
                assert each.name, f"{each.pattern} has no name"
                found[each.name] = each

    collect(get_resolver().url_patterns)
    return found


@dataclass(frozen=True, slots=True)
class Things:
    """What the addresses are asked about."""

    world: World
    draft: Notice
    own_report: Report
    sent_report: Report
    records: dict[str, Any]
    voided: dict[str, Any]

    @property
    def receipt(self) -> Receipt:
        """The writer's receipt."""
        return Receipt.objects.get(notice=self.world.notice, unit=self.world.federation.units["630121-01"])

    @property
    def narrative(self) -> Requirement:
        """A requirement that no register answers."""
        return narrative_of(self.world.notice)

    @property
    def cut(self) -> dict[str, int]:
        """A place inside the first requirement of the draft."""
        first = self.draft.requirements.first()
        assert first is not None
        return {"at": first.start + 4}

    @property
    def words(self) -> dict[str, Any]:
        """The first paragraph of the draft report, as its form posts it."""
        return {"text": self.own_report.paragraphs[0]["text"], "version": self.own_report.version}

    @property
    def issue_choice(self) -> dict[str, Any]:
        """Everything to one more unit directly below the province."""
        return self._choice("630000-xj")

    @property
    def hand_choice(self) -> dict[str, Any]:
        """Everything to one more unit below Xining."""
        return self._choice("630122")

    def _choice(self, code: str) -> dict[str, Any]:
        pks = list(self.world.notice.requirements.values_list("pk", flat=True))
        return {"units": [self.world.federation.units[code].pk], "requirements": pks}


def things_of(world: World) -> Things:
    """One of each: an unconfirmed notice, a draft report of Xining, a sent one of Haidong, records of all kinds."""
    federation = world.federation
    draft = receive_notice(federation.province, SHORT_NOTICE.encode(), "short.txt")
    lecture(world)
    own_report = compose_report(federation.xining, world.notice)
    sent_report = compose_report(federation.haidong, world.notice)
    for step in (check_report, sign_report, send_report):
        step(federation.haidong, sent_report)
    records = {register.key: record_of(register, federation.school, world.theme) for register in registers()}
    voided = {register.key: record_of(register, federation.school, world.theme) for register in registers()}
    for key, row in voided.items():
        next(each for each in registers() if each.key == key).void(federation.school, row, reason="登记错了")
    return Things(world, draft, own_report, sent_report, records, voided)
