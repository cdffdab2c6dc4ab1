# SPDX-License-Identifier: Apache-2.0
"""The requirements that a unit bears, as the list behind every count of them: so many open, so many met."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.dispatch.lights import Assignment
from guantong.dispatch.models import Notice
from guantong.dispatch.pages.words import due_text, light_word
from guantong.dispatch.queries import open_assignments
from guantong.dispatch.states import Light
from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.pages import Cell, Crumb, Head, Row
from guantong.rollup.figures import Figure
from guantong.rollup.pages.figure import FigurePage

DONE = ("met", "answered")
OPEN = tuple(light for light in Light.values if light not in DONE)


def borne_figure(unit: Unit, number: int, lights: Sequence[str], notice: Notice | None = None) -> Figure:
    """How many requirements of a unit show these lights (none named: any), opening their list."""
    asked = [("light", light) for light in lights] + ([("notice", str(notice.pk))] if notice else [])
    url = f"{reverse('unit.borne', args=(unit.code,))}?{urlencode(asked)}".rstrip("?")
    label = _("{unit}：{title} {n} 项，打开").format(unit=unit.label, title=_title(lights), n=number)
    return Figure(number, url, label, _("项"))


def borne_page(actor: Actor, unit: Unit, lights: Sequence[str], notice: str) -> FigurePage:
    """The requirements themselves, soonest due first, of the notices that the reader may see."""
    seen = set(Notice.objects.visible_to(actor).filter(receipts__unit=unit).values_list("pk", flat=True))
    wanted = {row_key(notice)} & seen if notice else seen
    found = [each for each in open_assignments(unit) if each.requirement.notice_id in wanted]
    shown = [each for each in found if not lights or each.light in lights]
    title = _title(lights)
    return FigurePage(
        title=title,
        figure=borne_figure(unit, len(shown), lights),
        room_word="",
        scope_text=unit.label,
        definition=_("落到本单位的要求，一项算一项；灯由登记算出，叙述的要求写了一句话算已答复。"),
        source="",
        was_text="",
        splits=[],
        units=[],
        overlap_text="",
        records_title=_("要求"),
        records_text="",
        heads=[Head(_("要求")), Head(_("灯")), Head(_("期限")), Head(_("通知"))],
        rows=[_row(each) for each in shown],
        previous_url="",
        next_url="",
        open_all=None,
        sheet_url="",
        crumbs=[Crumb(unit.label, reverse("unit", args=(unit.code,))), Crumb(title)],
    )


def _title(lights: Sequence[str]) -> str:
    if not lights:
        return _("落到本单位的要求")
    if set(lights) <= set(DONE):
        return _("已办成的要求") if len(lights) > 1 else light_word(lights[0])
    return _("还缺的要求") if len(lights) > 1 else light_word(lights[0])


def _row(each: Assignment) -> Row:
    requirement = each.requirement
    return Row(
        reverse("assignment", args=(requirement.pk, each.unit.code)),
        requirement.label,
        [
            Cell(_("要求"), requirement.label),
            Cell(_("灯"), light_word(each.light)),
            Cell(_("期限"), due_text(each.due, each.light)),
            Cell(_("通知"), requirement.notice.number or requirement.notice.title),
        ],
    )
