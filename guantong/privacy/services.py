# SPDX-License-Identifier: Apache-2.0
"""Verbs of people on their own data, and of offices on what they asked. Law: 个人信息保护法 Articles 15 and 44–50."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, Stale
from guantong.org.actors import Actor
from guantong.org.models import BankAccount, Person
from guantong.org.services import move, trace
from guantong.trace.services import Changes, Stamp, erase_sealed, writes

from .models import Consent, PrivacyRequest
from .queries import everything_on
from .states import REQUEST_FLOW

LENGTH = 300
REMAINS = (
    "姓名、单位、证件：登记还在用，用来认定是同一个人（个人信息保护法第十三条第一款第三项）",
    "登记、文件和报告：机关档案，按档案保管期限留存（档案法）",
    "操作记录：网络日志和审计要留存（网络安全法），其中的号码已清除",
    "在用的银行账户：停用以后可以再申请",
)


def stamp_of(person: Person) -> Stamp:
    """The person acting for themself, whatever their post."""
    return Stamp(person.pk, person.name, person.unit_id, person.unit.name, "本人")


@writes
def take_along(person: Person) -> dict[str, Any]:
    """Hand a person everything that is held on them; that it was handed out leaves a trace."""
    held = everything_on(person)
    trace(stamp_of(person), "take_along", person)
    return held


@writes
def give_consent(person: Person, *, purpose: str, wording: str, since: date, until: date | None = None) -> Consent:
    """Record what a person agrees to. Sensitive purposes are asked for one by one (Article 29)."""
    if not purpose.strip() or not wording.strip():
        raise Invalid(_("请写明用途和同意的内容。"), field="purpose")
    if until is not None and until < since:
        raise Invalid(_("到期日期不能早于开始日期。"), field="until")
    consent = Consent.objects.create(person=person, purpose=purpose, wording=wording, since=since, until=until)
    said = {"purpose": purpose, "since": since, "until": until}
    trace(stamp_of(person), "give_consent", consent, Changes(after=said))
    return consent


@writes
def withdraw_consent(person: Person, pk: int) -> Consent:
    """Take a consent back; what was done under it before stays lawful (Article 15)."""
    consent = Consent.objects.filter(person=person, pk=pk).first()
    if consent is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    moment = clock.real_now()
    if not Consent.objects.filter(pk=pk, withdrawn_at=None).update(withdrawn_at=moment):
        raise Stale(_("这份同意已经撤回了。"))
    consent.withdrawn_at = moment
    trace(stamp_of(person), "withdraw_consent", consent, Changes({"withdrawn_at": None}, {"withdrawn_at": moment}))
    return consent


@writes
def make_request(person: Person, *, kind: str, text: str) -> PrivacyRequest:
    """Ask the office of one's unit to correct or erase data."""
    if kind not in PrivacyRequest.Kind.values:
        raise Invalid(_("请选更正或删除。"), field="kind")
    said = text.replace("\x00", "").strip()
    if not said or len(said) > LENGTH:
        raise Invalid(_("请用一句话说清楚，最多 {limit} 个字。"), field="text", limit=LENGTH)
    request = PrivacyRequest.objects.create(
        person=person, unit=person.unit, kind=kind, text=said, made_at=clock.real_now()
    )
    trace(stamp_of(person), "ask", request, Changes(after={"kind": kind, "text": said}))
    return request


@writes
def decide_request(actor: Actor, request: PrivacyRequest, verb: str, *, reason: str) -> PrivacyRequest:
    """Grant or decline a request, saying why. A granted erasure erases what law allows and says what remains."""
    request.answer = reason.replace("\x00", "").strip()
    if verb == "grant" and request.kind == PrivacyRequest.Kind.ERASE:
        actor.must("privacy.request.decide", request.unit)
        erased = _erase(actor, request.person, request.answer)
        request.answer = "\n".join((request.answer, f"已删除：{erased}。", "留下的和为什么：", *REMAINS))
    return move(request, REQUEST_FLOW, verb, by=actor, reason=reason)


def _erase(actor: Actor, person: Person, reason: str) -> str:
    ended = list(BankAccount.objects.filter(person=person).exclude(ended_on=None).values_list("pk", flat=True))
    Person.objects.filter(pk=person.pk).update(phone="")
    seals = erase_sealed("org.person", [person.pk]) + erase_sealed("org.bankaccount", ended)
    BankAccount.objects.filter(pk__in=ended).delete()
    said = {"phone": "", "bank_accounts": len(ended), "sealed": seals}
    trace(actor, "erase", person, Changes(after=said, reason=reason))
    return f"电话、{len(ended)} 个停用的银行账户、操作记录里密封的 {seals} 处旧号码"
