# SPDX-License-Identifier: Apache-2.0
"""Typed contexts of the pages of incoming documents: what waits for whom, one document, one step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.kernel import clock
from guantong.kernel.flow import Move
from guantong.org.actors import Actor
from guantong.org.rights import ROLES, named
from guantong.register.pages import Action, Crumb
from guantong.trace.queries import history_of

from ..models import IncomingDocument
from ..pages.notice import Step
from ..pages.words import day_word, due_text
from ..states import INCOMING_FLOW
from .queries import incoming_open, incoming_over, may_take, next_moves
from .services import RECEIVE

ICONS = {"register": "register", "pre_review": "eye", "route": "send", "handle": "check", "reply": "megaphone"}
ICONS |= {"file": "book", "send_back": "undo", "return": "undo"}
PLAIN = ("register", "pre_review")
WAY = ("received", "registered", "pre_reviewed", "routed", "handled", "replied", "filed")


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """One document of the list."""

    url: str
    title: str
    number: str
    issuer: str
    received: str
    state_word: str
    state_tone: str
    who: str
    step: str
    due_text: str
    due_tone: str


@dataclass(frozen=True, slots=True)
class IncomingListPage:
    """What waits for this person, what others have in hand, and what is over."""

    title: str
    lead: str
    mine: list[IncomingRow]
    others: list[IncomingRow]
    over: list[IncomingRow]
    actions: list[Action]
    crumbs: list[Crumb] = field(default_factory=list)


def incoming_list_page(actor: Actor) -> IncomingListPage:
    """The list, soonest due first."""
    actor.must("dispatch.incoming_document.read")
    mine: list[IncomingRow] = []
    others: list[IncomingRow] = []
    for document in incoming_open(actor):
        moves = next_moves(document)
        is_mine = any(may_take(actor, document, move) for move in moves)
        (mine if is_mine else others).append(_row(document, moves))
    may = bool(actor.may(RECEIVE, actor.unit))
    action = Action(_("签收文件"), reverse("incoming.receive"), "inbox", is_primary=True)
    over = [_row(document, []) for document in incoming_over(actor)]
    return IncomingListPage(_("收文"), "", mine, others, over, [action] if may else [])


def _row(document: IncomingDocument, moves: list[Move]) -> IncomingRow:
    is_late = document.due_on is not None and document.due_on < clock.today() and document.state == "routed"
    due = due_text(document.due_on, "") if document.due_on and document.state == "routed" else ""
    return IncomingRow(
        url=document.get_absolute_url(),
        title=document.title,
        number=document.number,
        issuer=document.issuer,
        received=day_word(document.received_at.date()),
        state_word=str(INCOMING_FLOW.label(document.state)),
        state_tone={"filed": "new", "returned": "no"}.get(document.state, "edit"),
        who=who_has_it(document, moves),
        step=str(moves[0].label) if moves else "",
        due_text=due,
        due_tone="late" if is_late else "",
    )


def who_has_it(document: IncomingDocument, moves: list[Move]) -> str:
    """For whom a document waits: the handler, or the posts of the body that may take the next step."""
    if not moves:
        return ""
    if document.state == "routed" and document.handler is not None:
        return document.handler.label
    return f"{document.unit.label}{'、'.join(str(ROLES[role]) for role in named(moves[0].right).roles)}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of facts."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Event:
    """One step that was taken."""

    what: str
    text: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class IncomingPage:
    """One incoming document."""

    title: str
    lead: str
    steps: list[Step]
    status: str
    actions: list[Action]
    facts: list[Fact]
    events: list[Event]
    original_url: str
    notice_url: str
    read_url: str
    crumbs: list[Crumb]


def incoming_page(actor: Actor, document: IncomingDocument) -> IncomingPage:
    """A document with what became of it, and the steps that this reader may take."""
    moves = next_moves(document)
    who = who_has_it(document, moves)
    may_read = bool(actor.may("dispatch.notice.receive", document.unit)) and document.unit_id == actor.unit.pk
    return IncomingPage(
        title=document.title,
        lead="",
        steps=_steps(document),
        status=_("下一步：{step}，由{who}办。").format(step=moves[0].label, who=who) if moves else "",
        actions=_actions(actor, document, moves),
        facts=_facts(document),
        events=_events(document),
        original_url=reverse("incoming.original", args=(document.pk,)),
        notice_url=reverse("notice", args=(document.notice_id,)) if document.notice_id else "",
        read_url=reverse("incoming.read", args=(document.pk,)) if may_read and not document.notice_id else "",
        crumbs=[Crumb(_("收文"), reverse("incoming")), Crumb(document.number or document.title)],
    )


def _steps(document: IncomingDocument) -> list[Step]:
    way = [state for state in WAY if state != "replied" or document.purpose != "reading"]
    now = way.index(document.state) if document.state in way else -1
    marks = ["done" if at < now else "now" if at == now else "next" for at in range(len(way))]
    return [Step(str(INCOMING_FLOW.label(key)), mark) for key, mark in zip(way, marks, strict=True)]


def _actions(actor: Actor, document: IncomingDocument, forward: list[Move]) -> list[Action]:
    first = forward[0].verb if forward else ""
    actions = []
    for move in INCOMING_FLOW.moves_from(document.state):
        if (not move.reason and move not in forward) or not may_take(actor, document, move):
            continue
        url = reverse("incoming.move", args=(document.pk, move.verb))
        is_plain = move.verb in PLAIN
        actions.append(Action(str(move.label), url, ICONS[move.verb], move.verb == first, is_post=is_plain))
    return actions[:3]


def _facts(document: IncomingDocument) -> list[Fact]:
    said = (
        (_("收文号"), document.register_number),
        (_("来文机关"), document.issuer),
        (_("来文字号"), document.number),
        (_("文种"), document.kind),
        (_("紧急程度"), document.urgency),
        (_("成文日期"), day_word(document.issued_on)),
        (_("签收"), f"{document.received_by} {day_word(document.received_at.date())}"),
        (_("办理"), f"{document.get_purpose_display()} {document.handler.label if document.handler else ''}".strip()),
        (_("拟办和批示"), document.instruction),
        (_("办理期限"), due_text(document.due_on, "") if document.due_on else ""),
        (_("办理结果"), document.outcome),
        (_("答复情况"), document.reply),
        (_("归档"), f"{day_word(document.filed_on)} {document.get_retention_display()}".strip()),
    )
    return [Fact(label, value) for label, value in said if value]


def _events(document: IncomingDocument) -> list[Event]:
    labels = {move.verb: str(move.label) for move in INCOMING_FLOW.moves} | {"receive": _("签收")}
    return [
        Event(labels[entry.verb], entry.reason, f"{entry.unit_name} {entry.actor_name}", day_word(entry.at.date()))
        for entry in history_of(document)
        if entry.verb in labels
    ]


@dataclass(frozen=True, slots=True)
class IncomingStepPage:
    """A form that one step asks for."""

    title: str
    lead: str
    form: Any
    button: str
    back_url: str
    crumbs: list[Crumb]


def arrival_page(form: Any) -> IncomingStepPage:
    """Signing for a file."""
    back = reverse("incoming")
    crumbs = [Crumb(_("收文"), back), Crumb(_("签收文件"))]
    return IncomingStepPage(_("签收文件"), _("涉密文件不得进入本系统。"), form, _("签收"), back, crumbs)


def incoming_step_page(document: IncomingDocument, verb: str, form: Any) -> IncomingStepPage:
    """One step of a document."""
    label = next(str(move.label) for move in INCOMING_FLOW.moves if move.verb == verb)
    back = document.get_absolute_url()
    crumbs = [Crumb(_("收文"), reverse("incoming")), Crumb(document.title, back), Crumb(label)]
    return IncomingStepPage(label, document.title, form, label, back, crumbs)
