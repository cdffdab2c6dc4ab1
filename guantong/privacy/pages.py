# SPDX-License-Identifier: Apache-2.0
"""What a person sees of their own file, and an office of what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.org.models import Person
from guantong.org.queries import reveals_of
from guantong.register.pages import Crumb
from guantong.register.veil import veiled

from .models import PrivacyRequest
from .queries import consents_of, holdings_of, requests_to_decide

SHOWN = 50
OF_ONE_KIND = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of one kind."""

    label: str
    names: list[str]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One opening of a veiled value."""

    who: str
    what: str
    reason: str
    when: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """One consent."""

    purpose: str
    wording: str
    span: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    who: str
    kind: str
    text: str
    state: str
    answer: str
    when: str
    decide_url: str = ""


@dataclass(frozen=True, slots=True)
class FilePage:
    """Everything held on the person who reads it."""

    title: str
    lead: str
    facts: list[Fact]
    kept: list[Kept]
    seen: list[Seen]
    consents: list[Agreed]
    requests: list[Asked]
    kinds: list[tuple[str, str]]
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """Requests that wait for a decision."""

    title: str
    lead: str
    requests: list[Asked]
    crumbs: tuple[Crumb, ...] = ()


def file_page(person: Person) -> FilePage:
    """The own file; numbers stay masked here, and stand in full in what the person takes along."""
    return FilePage(
        title=_("我的档案"),
        lead=_("这里是系统里关于您的全部资料，以及谁看过被遮住的部分。"),
        facts=_facts(person),
        kept=[_kept(each.label, [str(row) for row in each.rows[: OF_ONE_KIND + 1]]) for each in holdings_of(person)],
        seen=[
            Seen(
                f"{each.unit_name}{each.reader_name}",
                f"{each.object_label} {each.field_label}",
                each.reason,
                _at(each.at),
            )
            for each in reveals_of(person)[:SHOWN]
        ],
        consents=[
            Agreed(
                each.purpose,
                each.wording,
                _span(each.since, each.until, each.withdrawn_at),
                "" if each.withdrawn_at else reverse("privacy.withdraw", args=(each.pk,)),
            )
            for each in consents_of(person)[:SHOWN]
        ],
        requests=[_asked(each) for each in PrivacyRequest.objects.filter(person=person).order_by("-pk")[:SHOWN]],
        kinds=[(value, str(label)) for value, label in PrivacyRequest.Kind.choices],
    )


def _facts(person: Person) -> list[Fact]:
    facts = [
        Fact(_("姓名"), person.name),
        Fact(_("所在单位"), person.unit.name),
        Fact(_("性别"), person.get_sex_display() if person.sex else ""),
        Fact(_("出生日期"), worded_date(person.born_on, _("Y年n月j日")) if person.born_on else ""),
        Fact(_("电话"), veiled("last4", person.phone)),
    ]
    facts += [Fact(each.get_kind_display(), veiled("last4", each.number)) for each in person.identitydocuments.all()]
    facts += [Fact(each.bank, veiled("last4", each.number)) for each in person.bankaccounts.all()]
    return [fact for fact in facts if fact.value]


def _kept(label: str, names: list[str]) -> Kept:
    return Kept(label, names[:OF_ONE_KIND], len(names) > OF_ONE_KIND)


def _at(moment: datetime) -> str:
    return worded_date(localtime(moment), _("Y年n月j日 H:i")) or ""


def _span(since: date, until: date | None, withdrawn: datetime | None) -> str:
    if withdrawn:
        return _("{when}已撤回").format(when=_at(withdrawn))
    begun = worded_date(since, _("Y年n月j日")) or ""
    return _("{since}起，到{until}").format(
        since=begun, until=worded_date(until, _("Y年n月j日")) if until else _("撤回为止")
    )


def _asked(each: PrivacyRequest, decide_url: str = "") -> Asked:
    return Asked(
        f"{each.person}，{each.unit.label}",
        each.get_kind_display(),
        each.text,
        each.get_state_display(),
        each.answer,
        _at(each.made_at),
        decide_url,
    )


def requests_page(actor: Actor) -> RequestsPage:
    """What waits for this office."""
    actor.must("privacy.request.decide")
    rows = requests_to_decide(actor)[:SHOWN]
    return RequestsPage(
        _("个人信息申请"),
        _("照办或不照办都要写一句话，本人看得到。"),
        [_asked(each, reverse("privacy.decide", args=(each.pk,))) for each in rows],
    )
