# SPDX-License-Identifier: Apache-2.0
"""Verbs of incoming documents: receive, register, look at, route, handle, send back, reply, file, return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop as _

from guantong.gongwen import Unreadable, read
from guantong.gongwen.model import Reading
from guantong.gongwen.secrecy import RULE as SECRECY_RULE
from guantong.gongwen.secrecy import secrecy_mark
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, RuleBroken, Stale
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.services import move, trace
from guantong.trace import files
from guantong.trace.models import StoredFile
from guantong.trace.services import Changes, writes

from ..models import IncomingDocument, Notice
from ..states import INCOMING_FLOW
from .models import Purpose, Retention
from .queries import handlers_of

RECEIVE = "dispatch.incoming_document.receive"
TRIES = 5
REGULATIONS = "《党政机关公文处理工作条例》第二十四条"


def refuse_secret(text: str) -> None:
    """Raise the rule that keeps classified material out, and with it everything that was about to be kept."""
    if mark := secrecy_mark(text):
        message = _("这份材料标着“{mark}”，涉密文件不得进入本系统，请走机要渠道。没有保存。")
        raise RuleBroken(message, source=SECRECY_RULE, mark=mark)


@writes
def receive_document(actor: Actor, content: bytes, name: str, *, title: str = "") -> IncomingDocument:
    """Sign for a file of any kind. What can be read of it is read; what cannot needs its title typed."""
    actor.must(RECEIVE, actor.unit)
    refuse_secret(f"{PurePath(name).stem}\n{title}")
    try:
        reading = read(content, kind=PurePath(name).suffix.lstrip(".").lower() or None)
    except Unreadable as unreadable:
        if not title.strip():
            raise Invalid(_("{why}要收下它，请写上标题。"), field="title", why=str(unreadable)) from None
        reading = None
    if reading is not None:
        refuse_secret(reading.text)
    kept = files.keep_foreign(content, name=PurePath(name).name)
    if IncomingDocument.objects.filter(unit=actor.unit, file=kept).exists():
        raise Invalid(_("这份文件已经收过了，请在收文里找。"), field="file")
    said = title.strip() or (reading.document.title if reading else "")
    if not said:
        raise Invalid(_("读不出标题，请写上标题。"), field="title")
    return _enter(actor, kept, reading, said)


def _enter(actor: Actor, kept: StoredFile, reading: Reading | None, title: str) -> IncomingDocument:
    document = IncomingDocument(unit=actor.unit, file=kept, title=title[:300])
    if reading is not None:
        found = reading.document
        document.number, document.issuer, document.kind = found.number[:60], found.issuer[:200], found.kind[:10]
        document.urgency, document.issued_on = found.urgency[:10], found.issued_on
    document.received_at, document.received_by = clock.now(), actor.person_name
    document.save(force_insert=True)
    trace(actor, "receive", document, Changes(after={"title": document.title, "number": document.number}))
    return document


@writes
def take_in_notice(actor: Actor, notice: Notice, reading: Reading) -> IncomingDocument:
    """A notice that was received is an incoming document too: the one of its file, or a new one."""
    document = IncomingDocument.objects.filter(unit=notice.unit, file=notice.file).first()
    document = document or _enter(actor, notice.file, reading, notice.title)
    IncomingDocument.objects.filter(pk=document.pk).update(notice=notice)
    document.notice = notice
    return document


@writes
def register_document(actor: Actor, document: IncomingDocument) -> IncomingDocument:
    """Enter it in the register of incoming documents under the next number of this year."""
    for _attempt in range(TRIES):
        document.year = clock.today().year
        rows = IncomingDocument.objects.filter(unit=document.unit, year=document.year)
        document.serial = (rows.aggregate(last=Max("serial"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                return move(document, INCOMING_FLOW, "register", by=actor)
        except IntegrityError:
            continue
    raise Stale(_("别人正在登记，请再试一次。"))


@writes
def pre_review_document(actor: Actor, document: IncomingDocument) -> IncomingDocument:
    """The office finds it to be its own, in the right kind and form, agreed with whom it touches (Article 24)."""
    return move(document, INCOMING_FLOW, "pre_review", by=actor)


@writes
def return_to_sender(actor: Actor, document: IncomingDocument, *, reason: str) -> IncomingDocument:
    """Send back what is not this body's to handle, or breaks the rules, with the reason."""
    return move(document, INCOMING_FLOW, "return", by=actor, reason=reason)


@dataclass(frozen=True, slots=True)
class Routing:
    """Who handles a document, for what, with which instruction, until when."""

    purpose: str
    handler: Unit
    instruction: str = ""
    due_on: date | None = None


@writes
def route_document(actor: Actor, document: IncomingDocument, routing: Routing) -> IncomingDocument:
    """Put it into the hands of one unit; what is urgent needs a day."""
    if routing.purpose not in Purpose.values:
        raise Invalid(_("请选办件还是阅件。"), field="purpose")
    if routing.handler.pk not in {unit.pk for unit in handlers_of(document.unit)}:
        raise Invalid(_("只能交给本机关和它的部门、事业单位。"), field="handler")
    if routing.due_on and routing.due_on < clock.today():
        raise Invalid(_("期限 {day} 已经过了，请写今天或以后的日子。"), field="due_on", day=routing.due_on)
    if document.urgency and routing.purpose == Purpose.ACTION and routing.due_on is None:
        message = _("这是{urgency}件，紧急公文要明确办理时限，请写期限。")
        raise RuleBroken(message, source=REGULATIONS, urgency=document.urgency)
    document.purpose, document.handler = routing.purpose, routing.handler
    document.instruction, document.due_on = routing.instruction.strip()[:500], routing.due_on
    return move(document, INCOMING_FLOW, "route", by=actor, reason=routing.instruction)


@writes
def handle_document(actor: Actor, document: IncomingDocument, *, outcome: str) -> IncomingDocument:
    """Whoever has it in hand says what was done."""
    if not outcome.strip():
        raise Invalid(_("请写一句怎么办的。"), field="outcome")
    document.outcome = outcome.strip()[:500]
    return move(document, INCOMING_FLOW, "handle", by=actor, reason=document.outcome, at=document.handler)


@writes
def send_back_document(actor: Actor, document: IncomingDocument, *, reason: str) -> IncomingDocument:
    """Not done yet: back into the same hands."""
    return move(document, INCOMING_FLOW, "send_back", by=actor, reason=reason)


@writes
def reply_to_document(actor: Actor, document: IncomingDocument, *, reply: str) -> IncomingDocument:
    """The sender was told what became of it."""
    if not reply.strip():
        raise Invalid(_("请写怎么答复的，答复文件请写上文号。"), field="reply")
    document.reply = reply.strip()[:500]
    return move(document, INCOMING_FLOW, "reply", by=actor, reason=document.reply)


@writes
def file_incoming(actor: Actor, document: IncomingDocument, *, retention: str) -> IncomingDocument:
    """Put it away for as long as its class says (国家档案局令第8号)."""
    if retention not in Retention.values:
        raise Invalid(_("请选保管期限：永久、定期30年或定期10年。"), field="retention")
    document.retention, document.filed_on = retention, clock.today()
    return move(document, INCOMING_FLOW, "file", by=actor)
