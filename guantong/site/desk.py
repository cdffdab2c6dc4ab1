# SPDX-License-Identifier: Apache-2.0
"""The desk: what waits for a person, soonest first, each with the one button that does it."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.dispatch.incoming import waiting as incoming
from guantong.dispatch.lights import Assignment, assignments_of, counts_by_light
from guantong.dispatch.models import Notice, Receipt
from guantong.dispatch.pages.assignment import record_action
from guantong.dispatch.pages.waiting import WaitingItem, waiting_for
from guantong.dispatch.pages.words import TONE, day_word, due_text, light_word, missing_pieces
from guantong.dispatch.queries import newest_notice, open_assignments
from guantong.dispatch.states import Light
from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.catalogue import register_of, registers
from guantong.register.pages import Action, Piece
from guantong.reports.models import Report
from guantong.reports.outgoing import waiting as outgoing
from guantong.trace.models import Entry

from .borne import DONE, OPEN, borne_figure
from .pages import BelowRow, DeskPage, LightCount, OwnMissing, Recent, Task

LOUDNESS = ("late", "soon", "none", "got", "answered", "met")
TASKS = 30
BELOW = 6
RECENT = 5


def desk_page(actor: Actor, only: str) -> DeskPage:
    """The desk of an actor; `only` narrows the tasks to one light."""
    own = open_assignments(actor.unit) if actor.may("dispatch.notice.read") else []
    waiting = [each for each in own if each.light not in DONE]
    unsigned = _unsigned(actor)
    signed = [each for each in waiting if each.receipt.signed_at is not None]
    tasks = [
        *_confirming(actor),
        *unsigned,
        *map(_other, waiting_for(actor)),
        *_arrived(actor),
        *map(_other, (*incoming.documents_waiting(actor), *outgoing.documents_waiting(actor))),
        *[_task(actor, each) for each in signed],
    ]
    shown = [task for task in tasks if task.light == only] if only else tasks[:TASKS]
    if shown:
        shown[0] = Task(**{name: getattr(shown[0], name) for name in Task.__slots__} | {"is_primary": True})
    numbers = {light: sum(task.light == light for task in tasks) for light in LOUDNESS}
    below, below_url = _below(actor)
    return DeskPage(
        title=_("我的桌面"),
        lead=_lead(numbers),
        counts=[
            LightCount(light, light_word(light), numbers[light], f"?light={light}#waiting")
            for light in LOUDNESS
            if numbers[light]
        ],
        tasks=shown,
        own_missing=_own_missing(actor, own),
        below=below,
        below_url=below_url,
        recent=_recent(actor),
        actions=_actions(actor),
    )


def _lead(numbers: dict[str, int]) -> str:
    today = worded_date(clock.today(), _("n月j日，l")) or ""
    if not any(numbers.values()):
        return _("{today}。现在没有等您办的。").format(today=today)
    if numbers["late"]:
        return _("{today}。有逾期的，先办逾期的。").format(today=today)
    return _("{today}。有快到期的。").format(today=today) if numbers["soon"] else f"{today}。"


def _unsigned(actor: Actor) -> list[Task]:
    if not actor.may("dispatch.notice.sign", actor.unit):
        return []
    rows = Receipt.objects.filter(unit=actor.unit, state="issued", notice__state="issued")
    return [
        Task(
            light="none",
            light_word=light_word("none"),
            title=receipt.notice.title,
            url=reverse("notice", args=(receipt.notice_id,)),
            missing=[Piece(_("签收后，落到本单位的要求出现在这里。"))],
            due_text=_("{day}收到").format(day=day_word(receipt.issue.issued_at.date())),
            due_tone="",
            source=receipt.notice.number,
            action_url=reverse("receipt.sign", args=(receipt.pk,)),
            action_label=_("签收"),
            is_post=True,
        )
        for receipt in rows.select_related("notice", "issue")
    ]


def _confirming(actor: Actor) -> list[Task]:
    if not actor.may("dispatch.notice.confirm", actor.unit):
        return []
    words = {"read": _("确认要求"), "confirmed": _("下发")}
    rows = Notice.objects.filter(unit=actor.unit, state__in=words).order_by("received_at")
    return [
        Task(
            light="none",
            light_word=_("等您确认"),
            title=notice.title,
            url=reverse("notice", args=(notice.pk,)),
            missing=[Piece(_("读出的要求等您看一遍，确认后下发。"))],
            due_text=_("{day}收到").format(day=day_word(notice.received_at.date())),
            due_tone="",
            source=notice.number,
            action_url=reverse("notice", args=(notice.pk,)),
            action_label=words[notice.state],
        )
        for notice in rows
    ]


def _other(each: WaitingItem) -> Task:
    return Task(
        light="none",
        light_word=each.word,
        title=each.title,
        url=each.url,
        missing=[Piece(each.text, plain="quote")],
        due_text=each.when,
        due_tone="",
        source=each.source,
        action_url=each.url,
        action_label=each.label,
    )


def _arrived(actor: Actor) -> list[Task]:
    if not actor.may("reports.report.accept", actor.unit):
        return []
    below = Unit.objects.below(actor.unit).filter(depth=actor.unit.depth + 1)
    rows = Report.objects.filter(unit__in=below, state="sent").select_related("unit", "notice").order_by("sent_on")
    return [
        Task(
            light="none",
            light_word=_("等您收下"),
            title=report.title,
            url=report.get_absolute_url(),
            missing=[Piece(_("下级报来的报告，看过后收下或退回。"))],
            due_text=_("{day}报来").format(day=day_word(report.sent_on)),
            due_tone="",
            source=report.notice.number,
            action_url=report.get_absolute_url(),
            action_label=_("看报告"),
        )
        for report in rows
    ]


def _task(actor: Actor, each: Assignment) -> Task:
    requirement = each.requirement
    url = reverse("assignment", args=(requirement.pk, each.unit.code))
    action = record_action(actor, each)
    if action is None:
        label = _("写一句话") if not requirement.is_measured else _("打开")
        action = Action(label, url)
        if requirement.is_reporting:
            report = Report.objects.filter(unit=each.unit, notice=requirement.notice).first()
            action = (
                Action(_("看草稿"), report.get_absolute_url()) if report else Action(_("写报告"), reverse("reports"))
            )
    return Task(
        light=each.light,
        light_word=light_word(each.light),
        title=requirement.label,
        url=url,
        missing=missing_pieces(each),
        due_text=due_text(each.due, each.light),
        due_tone=TONE.get(each.light, ""),
        source=_("{number}第{n}项").format(number=requirement.notice.number, n=requirement.number),
        action_url=action.url,
        action_label=str(action.label),
    )


def _own_missing(actor: Actor, own: list[Assignment]) -> OwnMissing | None:
    if not own:
        return None
    done = sum(each.light in DONE for each in own)
    return OwnMissing(
        open_figure=borne_figure(actor.unit, len(own) - done, OPEN),
        met_figure=borne_figure(actor.unit, done, DONE),
        all_figure=borne_figure(actor.unit, len(own), ()),
        share_percent=round(100 * done / len(own)),
        text=_("落到本单位 {n} 项，已办成 {done} 项").format(n=len(own), done=done),
    )


def _below(actor: Actor) -> tuple[list[BelowRow], str]:
    notice = newest_notice(actor)
    if notice is None or not actor.may("dispatch.notice.read"):
        return [], ""
    units = list(Unit.objects.below(actor.unit).filter(depth=actor.unit.depth + 1, receipts__notice=notice))
    found: dict[int, list[Assignment]] = {unit.pk: [] for unit in units}
    for each in assignments_of(notice, units):
        found[each.unit.pk].append(each)
    rows = [_below_row(unit, notice, found[unit.pk]) for unit in units]
    lacking = sorted((row for row in rows if row.light not in DONE), key=lambda row: LOUDNESS.index(row.light))
    return lacking[:BELOW], reverse("matrix", args=(notice.pk,)) if rows else ""


def _below_row(unit: Unit, notice: Notice, found: list[Assignment]) -> BelowRow:
    counts: dict[str, Any] = counts_by_light(found)
    light = next((each for each in LOUDNESS if counts.get(each)), "met")
    unsigned = any(each.receipt.signed_at is None for each in found)
    lacking = sum(each.light not in DONE for each in found)
    missing = None if unsigned else borne_figure(unit, lacking, OPEN, notice)
    text = str(Light.NONE.label) if unsigned else _("还缺")
    return BelowRow(light, light_word(light), unit.label, reverse("unit", args=(unit.code,)), text, missing)


def _recent(actor: Actor) -> list[Recent]:
    kinds = {each.model._meta.label_lower: each for each in registers()}
    verbs = ("record", "record_on_behalf")
    entries = Entry.objects.filter(actor_id=actor.person_id, object_kind__in=kinds, verb__in=verbs)
    found = []
    for entry in entries.order_by("-id")[:RECENT]:
        row = kinds[entry.object_kind].model._default_manager.filter(pk=entry.object_id, voided_at=None).first()
        register = register_of(type(row)) if row else None
        if row is not None and register is not None:
            text = f"{register.title()}《{row}》"
            found.append(
                Recent(text, reverse(f"{register.key}.page", args=(row.pk,)), day_word(row.recorded_at.date()))
            )
    return found


def _actions(actor: Actor) -> list[Action]:
    if actor.may("dispatch.notice.receive", actor.unit):
        return [Action(_("收文"), reverse("notice.receive"), "upload")]
    return []
