# SPDX-License-Identifier: Apache-2.0
"""What waits for a person at the desk beside the assignments: urges, questions, refusals and requests to decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Post, Unit

from ..models import Difficulty, Extension, Notice, Question, Receipt, Urge
from .words import day_word

SHOWN = 10


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One thing to do: what it is, what it says, since when, and the button."""

    word: str
    title: str
    text: str
    when: str
    source: str
    url: str
    label: str


def waiting_for(actor: Actor) -> list[WaitingItem]:
    """All that waits for the actor's unit, the most pressing kind first."""
    return [*_urged(actor), *_asked(actor), *_to_decide(actor), *_unmanned(actor), *_raised(actor)]


def _urged(actor: Actor) -> list[WaitingItem]:
    if not actor.may("dispatch.notice.sign", actor.unit):
        return []
    rows = Urge.objects.filter(receipt__unit=actor.unit, receipt__notice__state="issued", seen_at=None)
    return [
        WaitingItem(
            word=each.get_level_display(),
            title=each.receipt.notice.title,
            text=each.text,
            when=_("{unit}，{day}").format(unit=each.by_unit.label, day=day_word(each.urged_on)),
            source=each.receipt.notice.number,
            url=reverse("notice", args=(each.receipt.notice_id,)),
            label=_("看一看"),
        )
        for each in rows.select_related("receipt__notice", "by_unit").order_by("-level", "urged_on")[:SHOWN]
    ]


def _asked(actor: Actor) -> list[WaitingItem]:
    if not actor.may("dispatch.question.answer", actor.unit):
        return []
    borne = Receipt.objects.filter(unit=actor.unit, notice__state="issued").exclude(state="released").values("notice")
    rows = Question.objects.filter(notice__in=borne).exclude(answers__unit=actor.unit).select_related("notice")
    return [
        WaitingItem(
            word=_("等您回答"),
            title=each.text,
            text=_("只问这一次，答了就不再问。"),
            when=_("{day}提出").format(day=day_word(each.asked_at.date())),
            source=each.notice.number,
            url=reverse("question", args=(each.pk, actor.unit.code)),
            label=_("回答"),
        )
        for each in rows.order_by("asked_at")[:SHOWN]
    ]


def _to_decide(actor: Actor) -> list[WaitingItem]:
    found = []
    if actor.may("dispatch.extension.decide", actor.unit):
        rows = Extension.objects.filter(
            state="asked",
            requirement__notice__state="issued",
            unit__receipts__issue__unit=actor.unit,
            unit__receipts__notice=F("requirement__notice"),
        )
        for each in rows.select_related("unit", "requirement__notice").order_by("asked_at")[:SHOWN]:
            text = _("申请延到 {day}：{why}").format(day=day_word(each.until), why=each.why)
            found.append(_decision(each.unit, each.requirement.label, text, each.requirement.notice))
    if actor.may("dispatch.notice.issue", actor.unit):
        refused = Receipt.objects.filter(issue__unit=actor.unit, state="refused", notice__state="issued")
        for receipt in refused.select_related("unit", "notice").order_by("pk")[:SHOWN]:
            text = _("说不归它办，退回了这份通知。")
            found.append(_decision(receipt.unit, receipt.notice.title, text, receipt.notice))
    return found


def _decision(unit: Unit, title: str, text: str, notice: Notice) -> WaitingItem:
    url = reverse("notice.supervise", args=(notice.pk,))
    return WaitingItem(_("等您答复"), title, f"{unit.name}{text}", "", notice.number, url, _("去答复"))


def _unmanned(actor: Actor) -> list[WaitingItem]:
    """Units that were issued a notice and have nobody in post who could sign for it: who issued it is told."""
    if not actor.may("dispatch.notice.issue", actor.unit):
        return []
    manned = Post.objects.in_force(clock.today()).filter(unit=OuterRef("unit"))
    rows = Receipt.objects.filter(issue__unit=actor.unit, state="issued", notice__state="issued", unit__closed_on=None)
    alone = rows.exclude(Exists(manned)).order_by("notice", "unit__path").select_related("unit", "notice")
    return [
        WaitingItem(
            word=_("没有人在岗"),
            title=each.unit.name,
            text=_("收到了《{title}》，可是没有在岗的人能签收。请先为它任命，或者同意不办。").format(
                title=each.notice.title
            ),
            when="",
            source=each.notice.number,
            url=reverse("unit", args=(each.unit.code,)),
            label=_("看这个单位"),
        )
        for each in alone[:SHOWN]
    ]


def _raised(actor: Actor) -> list[WaitingItem]:
    if not actor.may("dispatch.difficulty.solve", actor.unit) or not actor.unit.numchild:
        return []
    below = Unit.objects.in_force().below(actor.unit).filter(depth=actor.unit.depth + 1)
    rows = Difficulty.objects.in_force().filter(unit__in=below, state="raised").select_related("unit")
    return [
        WaitingItem(
            word=_("等人接手"),
            title=each.title,
            text=_("{unit}提出的困难，还没有人接手。").format(unit=each.unit.name),
            when=_("{day}提出").format(day=day_word(each.raised_on)),
            source="",
            url=reverse("dispatch.difficulty.page", args=(each.pk,)),
            label=_("看一看"),
        )
        for each in rows.order_by("raised_on", "pk")[:SHOWN]
    ]
