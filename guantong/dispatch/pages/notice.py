# SPDX-License-Identifier: Apache-2.0
"""The page of one notice: its text beside the requirements found in it, each lit at its exact characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong.gongwen.write import title_lines
from guantong.org.actors import Actor
from guantong.register.catalogue import indicator_named
from guantong.register.pages import Action, Crumb
from guantong.trace.models import Entry

from ..forms import RequirementForm
from ..lights import concerning
from ..models import Notice, Programme, Reach, Receipt, Requirement
from ..states import REQUIREMENT_FLOW
from .words import day_word

STEPS = (
    gettext_noop("收到"),
    gettext_noop("读出要求"),
    gettext_noop("确认要求"),
    gettext_noop("下发"),
    gettext_noop("办理"),
    gettext_noop("汇总报告"),
)
STEP_OF = {"read": 2, "confirmed": 3, "issued": 4, "withdrawn": 5}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a notice's life."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Characters of the notice, of one duty or of none."""

    text: str
    state: str = ""
    duty_id: int | None = None
    duty_no: int | None = None
    choose_url: str = ""


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """One paragraph of the official text."""

    kind: str
    pieces: list[TextPiece]


@dataclass(frozen=True, slots=True)
class Card:
    """One requirement in the list."""

    id: int
    no: int
    label: str
    programme_word: str
    state: str
    state_word: str
    indicator: str
    target: str
    due: str
    is_chosen: bool
    form: RequirementForm | None
    choose_url: str
    confirm_url: str
    drop_url: str
    split_url: str
    join_url: str
    amend_url: str
    amended: str


@dataclass(frozen=True, slots=True)
class Group:
    """The requirements of one part of the notice."""

    label: str
    summary: str
    requirements: list[Card]


@dataclass(frozen=True, slots=True)
class UrgeNote:
    """What the reader's unit was told by the unit above, and has not yet said that it saw."""

    level: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A notice beside its requirements."""

    title: str
    number: str
    lead: str
    steps: list[Step]
    summary: str
    filter: Any
    title_lines: tuple[str, ...]
    paragraphs: list[TextParagraph]
    groups: list[Group]
    foot_text: str
    foot_action_url: str
    foot_action_label: str
    foot_is_post: bool
    original_url: str
    gold_url: str
    urges: list[UrgeNote]
    see_url: str
    others: list[Action]
    actions: list[Action]
    crumbs: list[Crumb] = field(default_factory=list)


def notice_page(actor: Actor, notice: Notice, *, chosen: int = 0, form: RequirementForm | None = None) -> NoticePage:
    """The page of a notice; one requirement may be chosen, and is a form for those who may correct it."""
    requirements = list(notice.requirements.filter(concerning(notice, actor.unit)).select_related("unit").distinct())
    may_correct = notice.state == "read" and bool(actor.may("dispatch.notice.confirm", notice.unit))
    url = reverse("notice", args=(notice.pk,))
    own = Receipt.objects.filter(notice=notice, unit=actor.unit).first()
    amended = _amended(notice, requirements)
    cards = [
        replace(
            _card(each, url, each.pk == chosen, may_correct, form),
            amend_url=_amend_url(actor, notice, each),
            amended=amended.get(each.pk, ""),
        )
        for each in requirements
    ]
    text, action_url, action_label, is_post = _foot(actor, notice, requirements)
    waiting = sum(each.state == "found" for each in requirements)
    return NoticePage(
        title=notice.title,
        number=notice.number,
        lead=_lead(notice, requirements),
        steps=_steps(notice),
        summary=_summary(_confirmed(requirements), waiting),
        filter=None,
        title_lines=title_lines(notice.title),
        paragraphs=list(_paragraphs(notice, requirements, url, chosen)),
        groups=_groups(requirements, cards),
        foot_text=text,
        foot_action_url=action_url,
        foot_action_label=action_label,
        foot_is_post=is_post,
        original_url=reverse("notice.original", args=(notice.pk,)),
        gold_url=reverse("notice.gold", args=(notice.pk,)) if notice.state != "read" else "",
        urges=_urges(own),
        see_url=reverse("receipt.see", args=(own.pk,)) if own else "",
        others=_others(actor, notice, own),
        actions=_actions(actor, notice, own),
        crumbs=[Crumb(_("通知"), reverse("notices")), Crumb(notice.number or notice.title)],
    )


def _summary(confirmed: int, waiting: int) -> str:
    if not waiting:
        return _("{done} 项，都已确认").format(done=confirmed)
    return _("已确认 {done}，待确认 {open}").format(done=confirmed, open=waiting)


def _confirmed(requirements: list[Requirement]) -> int:
    return sum(each.state == "confirmed" for each in requirements)


def _lead(notice: Notice, requirements: list[Requirement]) -> str:
    standing = [each for each in requirements if each.state != "dropped"]
    parts = [notice.issuer or notice.unit.name, _("读出 {n} 项要求").format(n=len(standing))]
    if not any(each.due_on for each in standing):
        parts.append(_("原文没有期限，由办公室设定"))
    return "。".join(parts) + "。"


def _steps(notice: Notice) -> list[Step]:
    now = STEP_OF[notice.state]
    return [Step(_(label), "done" if at < now else "now" if at == now else "next") for at, label in enumerate(STEPS)]


def _paragraphs(notice: Notice, requirements: list[Requirement], url: str, chosen: int) -> Iterator[TextParagraph]:
    written = (each for each in requirements if each.state != "dropped" and each.start is not None)
    duties = sorted(written, key=lambda each: each.start)
    title = "".join(notice.title.split())
    start = 0
    for line in notice.text.split("\n"):
        end = start + len(line)
        if line.strip():
            kind = _kind(line, notice, title)
            yield TextParagraph(kind, list(_pieces(notice.text, start, end, duties, url, chosen)))
        start = end + 1


def _kind(line: str, notice: Notice, title: str) -> str:
    bare = "".join(line.split())
    if (bare and bare in title) or (title and title in bare and len(bare) < len(title) + 20):
        return "title"
    if notice.number and bare == notice.number:
        return "number"
    if bare.endswith("文件") and len(bare) < 30:
        return "mast"
    if bare.endswith("：") and any(body in bare for body in notice.reading["addressees"][:1]):
        return "plain"
    if len(bare) < 30 and (bare == notice.issuer or re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", bare)):
        return "sign"
    headings = {f"{entry['marker']}{entry['heading']}" for entry in notice.reading["outline"] if entry["level"] == 1}
    return "heading" if bare.rstrip("。") in {"".join(text.split()) for text in headings} else "text"


def _pieces(text: str, start: int, end: int, duties: list[Requirement], url: str, chosen: int) -> Iterator[TextPiece]:
    at = start
    for duty in duties:
        low, high = max(duty.start, at), min(duty.end, end)
        if low >= high:
            continue
        if low > at:
            yield TextPiece(text[at:low])
        state = "chosen" if duty.pk == chosen else "open" if duty.state == "found" else "confirmed"
        number = duty.number if low == duty.start else None
        yield TextPiece(text[low:high], state, duty.pk, number, f"{url}?choose={duty.pk}#c{duty.pk}")
        at = high
    if at < end:
        yield TextPiece(text[at:end])


def _card(each: Requirement, url: str, is_chosen: bool, may_correct: bool, form: RequirementForm | None) -> Card:
    indicator = indicator_named(each.indicator) if each.is_measured else None
    is_form = is_chosen and may_correct
    return Card(
        id=each.pk,
        no=each.number,
        label=each.label,
        programme_word=str(Programme(each.programme).label) if each.programme else "",
        state="open" if each.state == "found" else each.state,
        state_word=str(REQUIREMENT_FLOW.label(each.state)),
        indicator=str(indicator.title)
        if indicator
        else _("指标已停用，先写一句话")
        if each.indicator
        else _("无，叙述"),
        target=target_word(each),
        due=_due_word(each),
        is_chosen=is_chosen,
        form=(form or RequirementForm(requirement=each)) if is_form else None,
        choose_url=f"{url}?choose={each.pk}#c{each.pk}",
        confirm_url=reverse("requirement.correct", args=(each.pk,)) if is_form else "",
        drop_url=reverse("requirement.drop", args=(each.pk,)) if is_form else "",
        split_url=reverse("requirement.split", args=(each.pk,)) if is_form else "",
        join_url=reverse("requirement.join", args=(each.pk,)) if is_form else "",
        amend_url="",
        amended="",
    )


def _unmeasured(each: Requirement) -> str:
    return _("指标已停用，先写一句话") if each.indicator else _("无，叙述")


def _groups(requirements: list[Requirement], cards: list[Card]) -> list[Group]:
    groups = []
    for section in dict.fromkeys(each.section for each in requirements):
        inside = [card for each, card in zip(requirements, cards, strict=True) if each.section == section]
        waiting = sum(card.state == "open" for card in inside)
        said = _("{n} 项，待确认 {open}") if waiting else _("{n} 项，都已确认")
        groups.append(Group(section or _("正文"), said.format(n=len(inside), open=waiting), inside))
    return groups


def _foot(actor: Actor, notice: Notice, requirements: list[Requirement]) -> tuple[str, str, str, bool]:
    may = actor.may("dispatch.notice.confirm", notice.unit)
    if notice.state == "read" and may:
        waiting = sum(each.state == "found" for each in requirements)
        text = _("还有 {n} 项没看过；确认后可下发。").format(n=waiting) if waiting else _("都看过了，可以确认。")
        return text, reverse("notice.confirm", args=(notice.pk,)), _("确认全部要求"), True
    if notice.state in ("confirmed", "issued") and actor.may("dispatch.notice.issue", notice.unit):
        is_sent = Receipt.objects.filter(notice=notice).exists()
        label = _("下发到单位") if notice.state == "confirmed" else _("再发给别的单位")
        text = _("已下发，办到哪里看办理进展。") if is_sent else _("要求已确认，请选单位下发。")
        return text, reverse("notice.issue", args=(notice.pk,)), label, False
    return "", "", "", False


def _due_word(each: Requirement) -> str:
    if each.repeats:
        return str(each.get_repeats_display())
    return day_word(each.due_on) or (_("不设期限") if each.is_undated else _("未定"))


def target_word(each: Requirement) -> str:
    """What a requirement asks, in few words."""
    if not each.is_measured:
        return _("写一句话")
    measure = indicator_named(each.indicator).measure
    said = (_("每类 {n} {measure}") if each.each_part else "{n} {measure}").format(n=each.target, measure=measure)
    if each.reach == Reach.SHARE:
        return _("{share}% 的下级单位各 {said}").format(share=each.share, said=said)
    return said


def _amend_url(actor: Actor, notice: Notice, each: Requirement) -> str:
    may = notice.state == "issued" and each.state == "confirmed" and each.unit_id == actor.unit.pk
    if not may or not actor.may("dispatch.notice.issue", actor.unit):
        return ""
    return reverse("requirement.amend", args=(each.pk,))


def _amended(notice: Notice, requirements: list[Requirement]) -> dict[int, str]:
    if notice.state != "issued":
        return {}
    pks = [str(each.pk) for each in requirements]
    kind = Requirement._meta.label_lower
    rows = Entry.objects.filter(object_kind=kind, object_id__in=pks, verb="amend").order_by("id")
    said = _("{day}变更：{why}")
    return {int(row.object_id): said.format(day=day_word(row.at.date()), why=row.reason) for row in rows}


def _urges(own: Receipt | None) -> list[UrgeNote]:
    if own is None:
        return []
    rows = own.urges.filter(seen_at=None).select_related("by_unit").order_by("urged_on")
    said = _("{unit}，{day}")
    return [
        UrgeNote(each.get_level_display(), each.text, said.format(unit=each.by_unit.label, day=day_word(each.urged_on)))
        for each in rows
    ]


def _others(actor: Actor, notice: Notice, own: Receipt | None) -> list[Action]:
    """What is needed seldom: kept below the text, so that the one next step stays alone at the top."""
    found = [Action(_("经过"), reverse("notice.timeline", args=(notice.pk,)))]
    may_issue = bool(actor.may("dispatch.notice.issue", actor.unit))
    if own and own.state == "issued" and notice.state == "issued" and actor.may("dispatch.notice.sign", actor.unit):
        found.append(Action(_("不归本单位，退回"), reverse("receipt.refuse", args=(own.pk,))))
    if notice.state == "issued" and actor.may("dispatch.urge.send", actor.unit) and actor.unit.numchild:
        found.append(Action(_("督办"), reverse("notice.supervise", args=(notice.pk,))))
    if notice.state in ("confirmed", "issued") and (own or notice.unit_id == actor.unit.pk):
        found.append(Action(_("提问"), reverse("notice.questions", args=(notice.pk,))))
    if own and own.signed_at and may_issue and actor.unit.numchild and notice.state == "issued":
        found.append(Action(_("加一项本级的要求"), reverse("notice.add", args=(notice.pk,))))
    if notice.unit_id == actor.unit.pk and actor.may("dispatch.notice.confirm", notice.unit):
        if notice.state == "confirmed":
            found.append(Action(_("退回再改"), reverse("notice.reopen", args=(notice.pk,)), is_post=True))
        if notice.state == "issued":
            found.append(Action(_("撤回通知"), reverse("notice.withdraw", args=(notice.pk,))))
    return found


def _actions(actor: Actor, notice: Notice, own: Receipt | None) -> list[Action]:
    actions = []
    if own and own.state == "issued" and actor.may("dispatch.notice.sign", actor.unit):
        actions.append(
            Action(_("签收"), reverse("receipt.sign", args=(own.pk,)), "check", is_primary=True, is_post=True)
        )
    if own and own.signed_at and actor.unit.numchild and actor.may("dispatch.notice.issue", actor.unit):
        actions.append(Action(_("往下交办"), reverse("notice.hand", args=(notice.pk,)), "down"))
    if notice.state == "issued":
        actions.append(Action(_("办理进展"), reverse("matrix", args=(notice.pk,)), "matrix"))
        if actor.may("reports.report.compose", actor.unit):
            actions.append(Action(_("写报告"), reverse("report.compose", args=(notice.pk,)), "report", is_post=True))
    return actions[:3]
