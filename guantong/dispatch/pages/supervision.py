# SPDX-License-Identifier: Apache-2.0
"""The supervision board of a notice: who below still lacks what, who sent it back, who asks for time; and urging."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.pages import Action, Crumb, Pager
from guantong.rollup.figures import Figure

from ..forms import UrgeForm
from ..lights import Assignment, assignments_of, bearing_receipts
from ..models import Extension, Notice, Receipt, UrgeLevel
from .acts import crumbs_of
from .words import day_word, light_word

ROWS = 40
OPEN = ("late", "soon", "none", "got")


@dataclass(frozen=True, slots=True)
class OpenLight:
    """How many requirements of a unit show a light, opening their list."""

    light: str
    word: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit that still lacks something."""

    receipt_id: int
    unit: str
    unit_url: str
    lights: list[OpenLight]
    first: str
    first_url: str
    urged: str
    may_urge: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that the issuing unit must decide."""

    unit: str
    text: str
    when: str
    actions: list[Action]


@dataclass(frozen=True, slots=True)
class SupervisionPage:
    """The board."""

    title: str
    lead: str
    waiting: list[Waiting]
    rows: list[BoardRow]
    form: UrgeForm | None
    empty_title: str
    empty_text: str
    pager: Pager | None
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


def supervision_page(actor: Actor, notice: Notice, *, after: str, form: UrgeForm | None = None) -> SupervisionPage:
    """The board of the units to which the actor's own unit handed the notice."""
    receipts = bearing_receipts(notice).filter(issue__unit=actor.unit).select_related("unit").order_by("unit__path")
    part = list(receipts.filter(unit__path__gt=after)[: ROWS + 1])
    shown, more = part[:ROWS], len(part) > ROWS
    lacking: dict[int, list[Assignment]] = {receipt.unit_id: [] for receipt in shown}
    for each in assignments_of(notice, [receipt.unit for receipt in shown]):
        if each.light in OPEN:
            lacking[each.unit.pk].append(each)
    may = bool(actor.may("dispatch.urge.send", actor.unit)) and notice.state == "issued"
    urged = _urged(shown)
    rows = [_row(each, lacking[each.unit_id], urged.get(each.pk), may) for each in shown if lacking[each.unit_id]]
    url = reverse("notice.supervise", args=(notice.pk,))
    following = f"{url}?{urlencode({'after': shown[-1].unit.path})}" if more else ""
    return SupervisionPage(
        title=_("督办"),
        lead=_("只列还有缺的单位，按单位次序，不排名。催一次就够，一天最多一次。"),
        waiting=_waiting(actor, notice),
        rows=rows,
        form=(form or UrgeForm(initial={"level": UrgeLevel.REMIND, "text": _usual(notice)})) if may and rows else None,
        empty_title=_("没有还缺的单位"),
        empty_text=_("这一页的单位都办成或答复了。"),
        pager=Pager(url if after else "", following, _("本页 {n} 个单位").format(n=len(shown)))
        if more or after
        else None,
        crumbs=crumbs_of(notice, _("督办")),
    )


def _usual(notice: Notice) -> str:
    return _("“{title}”还有没办成的要求，请按期限办，有困难请说。").format(title=notice.title[:120])


def _urged(receipts: list[Receipt]) -> dict[int, str]:
    rows = Receipt.objects.filter(pk__in=[each.pk for each in receipts], urges__isnull=False)
    found = rows.values_list("pk").annotate(level=Max("urges__level"), day=Max("urges__urged_on"))
    return {pk: f"{UrgeLevel(level).label} · {day_word(day)}" for pk, level, day in found}


def _row(receipt: Receipt, lacking: list[Assignment], urged: str | None, may: bool) -> BoardRow:
    order = sorted(lacking, key=lambda each: (OPEN.index(each.light), each.due is None, each.due or 0))
    asked = {"notice": receipt.notice_id}
    url = reverse("unit.borne", args=(receipt.unit.code,))
    lights = [
        OpenLight(
            light,
            light_word(light),
            _figure(receipt.unit, light, count, f"{url}?{urlencode({'light': light} | asked)}"),
        )
        for light in OPEN
        if (count := sum(each.light == light for each in lacking))
    ]
    first = order[0]
    return BoardRow(
        receipt_id=receipt.pk,
        unit=receipt.unit.name,
        unit_url=reverse("unit", args=(receipt.unit.code,)),
        lights=lights,
        first=first.requirement.label,
        first_url=reverse("assignment", args=(first.requirement.pk, receipt.unit.code)),
        urged=urged or "",
        may_urge=may,
    )


def _figure(unit: Unit, light: str, count: int, url: str) -> Figure:
    label = _("{unit}：{title} {n} 项，打开").format(unit=unit.label, title=light_word(light), n=count)
    return Figure(count, url, label, _("项"))


def _waiting(actor: Actor, notice: Notice) -> list[Waiting]:
    refused = Receipt.objects.filter(notice=notice, issue__unit=actor.unit, state="refused").select_related("unit")
    found = []
    if actor.may("dispatch.notice.issue", actor.unit):
        found += [_refusal(each) for each in refused.order_by("unit__path")]
    if actor.may("dispatch.extension.decide", actor.unit):
        handed = Unit.objects.filter(receipts__notice=notice, receipts__issue__unit=actor.unit)
        rows = Extension.objects.filter(requirement__notice=notice, state="asked", unit__in=handed)
        found += [_request(each) for each in rows.select_related("unit", "requirement").order_by("asked_at")]
    return found


def _refusal(receipt: Receipt) -> Waiting:
    return Waiting(
        unit=receipt.unit.name,
        text=_("说不归它办，退回了这份通知。"),
        when="",
        actions=[
            Action(_("仍由它办"), reverse("receipt.insist", args=(receipt.pk,))),
            Action(_("同意不办"), reverse("receipt.release", args=(receipt.pk,))),
        ],
    )


def _request(extension: Extension) -> Waiting:
    said = _("申请把第{n}项延到 {day}：{why}")
    return Waiting(
        unit=extension.unit.name,
        text=said.format(n=extension.requirement.number, day=day_word(extension.until), why=extension.why),
        when=day_word(extension.asked_at.date()),
        actions=[
            Action(_("同意"), reverse("extension.grant", args=(extension.pk,))),
            Action(_("不同意"), reverse("extension.deny", args=(extension.pk,))),
        ],
    )
