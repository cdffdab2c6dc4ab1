# SPDX-License-Identifier: Apache-2.0
"""Verbs of a unit that bears a notice: sign for it or send it back, answer what records cannot say, ask for time."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, RuleBroken, Stale, WrongState
from guantong.kernel.workdays import national
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.queries import ancestors_of, rule_value
from guantong.org.services import move, trace
from guantong.trace.services import Changes, writes

from .. import lights
from ..models import Answer, Extension, Receipt, Requirement
from ..states import EXTENSION_FLOW, RECEIPT_FLOW
from .changes import note_lights
from .issuing import check_is_current

ANSWER_LENGTH = 300


@writes
def sign_receipt(actor: Actor, receipt: Receipt) -> Receipt:
    """Sign that a notice was received. A second click changes nothing."""
    actor.must("dispatch.notice.sign", receipt.unit)
    if receipt.signed_at is not None:
        return receipt
    receipt.signed_at, receipt.signed_by = clock.now(), actor.person_name
    try:
        move(receipt, RECEIPT_FLOW, "sign", by=actor)
    except Stale:
        receipt.refresh_from_db()
        if receipt.signed_at is None:
            raise
        return receipt
    note_lights(receipt.notice, [receipt.unit])
    return receipt


@writes
def refuse_receipt(actor: Actor, receipt: Receipt, *, reason: str) -> Receipt:
    """Send a notice back as no business of one's own unit, while the days for it last."""
    check_is_current(receipt.notice)
    rule = rule_value("supervision.refuse_days", clock.today())
    last = national().add(receipt.issue.issued_at.date(), int(rule.value))
    if clock.today() > last:
        raise RuleBroken(
            _("退回要在下发后 {days} 个工作日内提出，{last} 已经过了。请签收，有困难可以申请延期。"),
            source=rule.source,
            days=rule.value,
            last=last.isoformat(),
        )
    return move(receipt, RECEIPT_FLOW, "refuse", by=actor, reason=reason)


@writes
def decide_refusal(actor: Actor, receipt: Receipt, *, verb: str, reason: str) -> Receipt:
    """The issuing unit insists, or lets a unit off the notice. Raises NotFound for anybody else."""
    check_is_issuer(actor, receipt)
    return move(receipt, RECEIPT_FLOW, verb, by=actor, reason=reason)


def check_is_issuer(actor: Actor, receipt: Receipt) -> None:
    """Raise RuleBroken unless the actor acts for the unit that issued the notice to this one."""
    issuer = standing_for(receipt.issue.unit)
    if actor.unit.pk != issuer.pk:
        raise RuleBroken(_("这件事由下发的{unit}决定。"), unit=issuer.name)


def standing_for(unit: Unit) -> Unit:
    """The unit itself, or who stands for it since it was closed: its successor, else the next open unit above."""
    while unit.closed_on is not None:
        heir = unit.successor
        if heir is None:
            heir = ancestors_of(unit).in_force().last()
        if heir is None:
            break
        unit = heir
    return unit


@writes
def answer_requirement(actor: Actor, requirement: Requirement, *, unit: Unit, text: str) -> Answer:
    """Answer a narrative requirement by one sentence for a unit, or correct that sentence."""
    actor.must("dispatch.notice.answer", unit)
    if requirement.is_measured:
        raise WrongState(_("这一项有指标，由登记算出来，不用写。"))
    said = text.strip()
    if not said or len(said) > ANSWER_LENGTH:
        raise Invalid(_("请写一句话，不超过 300 字。"), field="text")
    if lights.assignment_of(requirement, unit) is None:
        raise NotFound(_("这一项没有落到{unit}。"), unit=unit.name)
    facts = {"text": said, "answered_at": clock.now(), "answered_by": actor.person_name}
    before = Answer.objects.filter(requirement=requirement, unit=unit).values_list("text", flat=True).first()
    answer, _made = Answer.objects.update_or_create(requirement=requirement, unit=unit, defaults=facts)
    trace(actor, "answer", answer, Changes({"text": before} if before else {}, {"text": said}))
    note_lights(requirement.notice, [unit])
    return answer


@writes
def ask_extension(actor: Actor, requirement: Requirement, *, unit: Unit, until: date, why: str) -> Extension:
    """Ask the issuing unit for more time, before the duty is due. Raises WrongState afterwards."""
    actor.must("dispatch.extension.ask", unit)
    check_is_current(requirement.notice)
    found = lights.assignment_of(requirement, unit)
    if found is None:
        raise NotFound(_("这一项没有落到{unit}。"), unit=unit.name)
    if found.due is None or requirement.repeats:
        raise WrongState(_("这一项没有一个单独的期限，不用申请延期。"))
    if found.light == "late":
        raise WrongState(_("期限 {day} 已经过了，延期要在到期之前申请。"), day=found.due.isoformat())
    if until <= found.due:
        raise Invalid(_("延到的日子要比现在的期限 {day} 晚。"), field="until", day=found.due.isoformat())
    if not why.strip():
        raise Invalid(_("请写一句为什么要延期。"), field="why")
    row = Extension(requirement=requirement, unit=unit, until=until, why=why.strip())
    row.asked_at, row.asked_by = clock.now(), actor.person_name
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise WrongState(_("已经申请过了，正等上级答复。")) from None
    trace(actor, "ask_extension", row, Changes(after={"until": until}, reason=row.why))
    return row


def check_may_extend(actor: Actor, extension: Extension) -> Receipt:
    """The receipt behind a request for more time. Raises RuleBroken unless the actor's unit issued it."""
    rows = Receipt.objects.select_related("issue__unit", "unit", "notice__theme")
    receipt = rows.get(notice=extension.requirement.notice_id, unit=extension.unit_id)
    check_is_issuer(actor, receipt)
    return receipt


@writes
def decide_extension(actor: Actor, extension: Extension, *, verb: str, reason: str = "") -> Extension:
    """Grant or deny more time; only the unit that issued the notice to the asking one may."""
    receipt = check_may_extend(actor, extension)
    moved = move(extension, EXTENSION_FLOW, verb, by=actor, reason=reason)
    note_lights(receipt.notice, [receipt.unit])
    return moved
