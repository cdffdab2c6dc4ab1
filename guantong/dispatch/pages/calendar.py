# SPDX-License-Identifier: Apache-2.0
"""What is due when: the open requirements of a unit by month and day, as a page and as a feed for calendars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from django.core import signing
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from guantong.kernel import clock
from guantong.kernel.errors import NotFound
from guantong.org.actors import Actor, actors_of
from guantong.org.models import Account
from guantong.register.pages import Action, Crumb

from ..lights import Assignment
from ..queries import open_assignments
from .words import light_word

SALT = "guantong.calendar"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One open requirement on its day."""

    day: str
    title: str
    url: str
    light: str
    light_word: str
    notice: str


@dataclass(frozen=True, slots=True)
class Month:
    """The days of one month on which something is due."""

    label: str
    items: list[DueItem]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """What is due when, soonest first."""

    title: str
    lead: str
    months: list[Month]
    feed_url: str
    empty_title: str
    empty_text: str
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


def calendar_page(actor: Actor, feed_url: str) -> CalendarPage:
    """The calendar of the actor's unit."""
    actor.must("dispatch.notice.read")
    months = [
        Month(worded_date(first, _("Y年n月")) or "", [_item(each) for each in items])
        for first, items in ((key, list(found)) for key, found in groupby(due_items(actor), key=_month))
    ]
    return CalendarPage(
        title=_("日历"),
        lead=_("落到{unit}、还没办成的要求，按期限排。").format(unit=actor.unit.name),
        months=months,
        feed_url=feed_url,
        empty_title=_("没有带期限、还没办成的要求"),
        empty_text=_("没有期限的要求在桌面上。"),
        actions=[Action(_("提醒方式"), reverse("reminders"), "bell")],
    )


def due_items(actor: Actor) -> list[Assignment]:
    """The open requirements of the actor's unit that have a day, soonest first."""
    return [
        each for each in open_assignments(actor.unit) if each.due is not None and each.light not in ("met", "answered")
    ]


def _month(each: Assignment) -> date:
    assert each.due is not None
    return each.due.replace(day=1)


def _item(each: Assignment) -> DueItem:
    requirement = each.requirement
    return DueItem(
        day=worded_date(each.due, _("j日 l")) or "",
        title=requirement.label,
        url=reverse("assignment", args=(requirement.pk, each.unit.code)),
        light=each.light,
        light_word=light_word(each.light),
        notice=requirement.notice.number or requirement.notice.title,
    )


def feed_key(account: Account) -> str:
    """What opens the feed of an account without signing in; it dies with the password it was made under."""
    return signing.dumps([account.pk, account.password[-12:]], salt=SALT)


def feed_of(key: str, base: str) -> bytes:
    """The feed behind a key. Raises NotFound for a key that opens nothing."""
    try:
        pk, seal = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        raise NotFound(_("这个日历地址已经不能用了，请在日历页重新取一个。")) from None
    account = Account.objects.filter(pk=pk, is_active=True).select_related("person").first()
    if account is None or account.password[-12:] != seal:
        raise NotFound(_("这个日历地址已经不能用了，请在日历页重新取一个。"))
    return _calendar(actors_of(account), base)


def _calendar(actors: Sequence[Actor], base: str) -> bytes:
    feed = Calendar()
    feed.add("prodid", "-//Guantong//zh")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", _("贯通：到期"))
    stamp = datetime.combine(clock.today(), time(), UTC)
    for actor in actors:
        for each in due_items(actor) if actor.may("dispatch.notice.read") else []:
            assert each.due is not None
            event = Event()
            event.add("uid", f"{each.code}@guantong")
            event.add("dtstamp", stamp)
            event.add("dtstart", each.due)
            event.add("dtend", each.due + timedelta(days=1))
            event.add("summary", f"{each.requirement.label}（{light_word(each.light)}）")
            event.add("description", each.requirement.notice.title)
            event.add("url", base + reverse("assignment", args=(each.requirement.pk, each.unit.code)))
            feed.add_component(event)
    return feed.to_ical()
