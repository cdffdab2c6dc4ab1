# SPDX-License-Identifier: Apache-2.0
"""Verbs on people, their documents and their accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, RuleBroken, Stale
from guantong.trace.services import Changes, Stamp, writes

from ..actors import Actor
from ..models import BankAccount, DocumentKind, IdentityDocument, NumberClash, Person, Sex, Unit
from ..queries import documents_like
from ..rules.identity import bank_number, document_number, id_card, person_name, phone_number
from .traces import difference, trace, values_of


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person beside name and unit; what nobody said is left as it is."""

    name: str | None = None
    sex: str | None = None
    born_on: date | None = None
    phone: str | None = None
    died_on: date | None = None


@writes
def add_person(by: Actor | Stamp, *, name: str, unit: Unit, facts: PersonFacts | None = None) -> Person:
    """Add a human who is not known yet."""
    if isinstance(by, Actor):
        by.must("org.person.add", unit)
    person = Person(name=person_name(name), unit=unit)
    _set(person, facts or PersonFacts())
    person.save(force_insert=True)
    trace(by, "add", person, Changes(after=values_of(person)))
    return person


@writes
def change_person(actor: Actor, person: Person, facts: PersonFacts, *, reason: str = "") -> Person:
    """Correct what is known of a person. Raises Stale where somebody changed the row after it was opened."""
    actor.must("org.person.correct", person.unit)
    old = Person.objects.get(pk=person.pk)
    seen = person.version
    _set(person, facts)
    columns = {name: getattr(person, name) for name in ("name", "sex", "born_on", "phone", "died_on")}
    if not Person.objects.in_force().filter(pk=person.pk, version=seen).update(**columns, version=seen + 1):
        raise Stale(_("没有保存。别人刚改过这个人的资料，您写的还在。"))
    person.version = seen + 1
    trace(actor, "correct", person, difference(values_of(old), values_of(person), reason))
    return person


def _set(person: Person, facts: PersonFacts) -> None:
    if facts.name is not None:
        person.name = person_name(facts.name)
    if facts.sex is not None:
        if facts.sex and facts.sex not in Sex.values:
            raise Invalid(_("请从列出的性别里选。"), field="sex")
        person.sex = facts.sex
    if facts.phone is not None:
        person.phone = phone_number(facts.phone)
    for name in ("born_on", "died_on"):
        day = getattr(facts, name)
        if day is not None:
            if day > clock.today():
                raise Invalid(_("日期不能晚于今天。"), field=name)
            setattr(person, name, day)


@writes
def add_document(by: Actor | Stamp, person: Person, *, kind: str, number: str) -> IdentityDocument:
    """Add a document of a person. A number that another living person has is kept on both and flagged for a decision.

    An ID card also tells birth date and sex where nobody said them yet.
    """
    if isinstance(by, Actor):
        by.must("org.person.correct", person.unit)
    if kind not in DocumentKind.values:
        raise Invalid(_("请从列出的证件种类里选。"), field="kind")
    text = document_number(kind, number, clock.today())
    document = IdentityDocument(person=person, kind=kind, number=text)
    others = list(documents_like(kind, text).exclude(person=person))
    if documents_like(kind, text).filter(person=person).exists():
        raise RuleBroken(_("这个人已经登记了这个证件。"))
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:
        raise RuleBroken(_("这个人已经登记了这个证件。")) from None
    trace(by, "add_document", document, Changes(after=values_of(document)))
    _tell_from_number(by, person, kind, text)
    for other in others:
        _flag(by, other, document)
    return document


def _tell_from_number(by: Actor | Stamp, person: Person, kind: str, text: str) -> None:
    if kind not in ("id_card", "residence") or (person.born_on and person.sex):
        return
    told, before = id_card(text, clock.today()), values_of(person)
    person.born_on, person.sex = person.born_on or told.born_on, person.sex or told.sex
    Person.objects.filter(pk=person.pk).update(born_on=person.born_on, sex=person.sex)
    trace(by, "correct", person, difference(before, values_of(person)))


def _flag(by: Actor | Stamp, other: IdentityDocument, document: IdentityDocument) -> NumberClash:
    clash = NumberClash.objects.create(
        first=other, second=document, unit_id=document.unit_id, found_at=clock.real_now()
    )
    trace(by, "flag_clash", clash, Changes(after={"first": other.person_id, "second": document.person_id}))
    return clash


@writes
def remove_document(actor: Actor, document: IdentityDocument, *, reason: str) -> None:
    """Take a document away that was entered wrongly; what it clashed with is told apart by that."""
    actor.must("org.person.correct", document.person.unit)
    if not reason.strip():
        raise Invalid(_("请写一句理由。"), field="reason")
    clashes = NumberClash.objects.filter(first=document) | NumberClash.objects.filter(second=document)
    for clash in clashes:
        trace(actor, "drop_clash", clash, Changes(before={"state": clash.state}, reason=reason))
        clash.delete()
    trace(actor, "remove_document", document, Changes(values_of(document), {}, reason))
    document.delete()


@writes
def add_bank_account(actor: Actor, person: Person, *, bank: str, number: str) -> BankAccount:
    """Add an account to which money for a person goes."""
    actor.must("org.person.correct", person.unit)
    if not bank.strip():
        raise Invalid(_("请写开户银行。"), field="bank")
    account = BankAccount(person=person, bank=bank.strip()[:60], number=bank_number(number))
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise RuleBroken(_("这个人已经登记了这个账号。")) from None
    trace(actor, "add_bank_account", account, Changes(after=values_of(account)))
    return account


@writes
def end_bank_account(actor: Actor, account: BankAccount, *, on: date, reason: str) -> BankAccount:
    """Let no more money go to an account from a day on."""
    actor.must("org.person.correct", account.person.unit)
    if not BankAccount.objects.filter(pk=account.pk, ended_on=None).update(ended_on=on):
        raise Stale(_("这个账户已经停用了。"))
    account.ended_on = on
    trace(actor, "end_bank_account", account, Changes({"ended_on": None}, {"ended_on": on}, reason))
    return account
