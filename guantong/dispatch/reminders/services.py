# SPDX-License-Identifier: Apache-2.0
"""Verbs on reminders: a person chooses, the hourly round sends, once a day at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid
from guantong.kernel.workdays import national
from guantong.org.actors import Actor
from guantong.org.models import Person
from guantong.org.services import SYSTEM, trace
from guantong.trace.services import Changes, writes

from . import channels, rules
from .digest import digest_of, subject
from .models import Channel, ReminderWish


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person chose."""

    channel: str
    address: str
    quiet_from: int
    quiet_until: int


@writes
def choose_reminders(actor: Actor, wish: Wish) -> ReminderWish:
    """Set one's own channel and quiet hours. Raises Invalid for an address that the channel cannot use."""
    _check(wish)
    person = Person.objects.get(pk=actor.person_id)
    facts = {name: getattr(wish, name) for name in wish.__slots__} | {"failure": ""}
    if wish.channel == Channel.DESK:
        facts["address"] = ""
    row, _made = ReminderWish.objects.update_or_create(person=person, defaults=facts)
    said = {name: value for name, value in facts.items() if name != "address"}
    trace(actor, "choose", row, Changes(after=said))
    return row


def _check(wish: Wish) -> None:
    if wish.channel not in Channel.values:
        raise Invalid(_("请选一种提醒方式。"), field="channel")
    if not (0 <= wish.quiet_from <= 24 and 0 <= wish.quiet_until <= 24):
        raise Invalid(_("请写 0 到 24 点。"), field="quiet_from")
    if wish.channel == Channel.EMAIL:
        try:
            validate_email(wish.address)
        except ValidationError:
            raise Invalid(_("邮箱写错了，请核对。"), field="address") from None
    if wish.channel in (Channel.WECOM, Channel.DINGTALK) and not channels.is_known_robot(wish.address):
        raise Invalid(_("请粘贴群机器人的地址；别的地址发不出去。"), field="address")


def send_reminders() -> int:
    """The hourly round; returns how many digests arrived."""
    pks = ReminderWish.objects.exclude(channel=Channel.DESK).exclude(sent_on=clock.today()).values_list("pk", flat=True)
    return sum(remind(pk) for pk in list(pks))


def remind(pk: int) -> bool:
    """Send one person today's digest, unless it is a quiet hour, nothing waits, or it went out already today.

    The day is taken before the message leaves, so that a worker that dies sends none twice; where it could not be
    delivered the day is given back, and the next round tries again.
    """
    wish = ReminderWish.objects.select_related("person").get(pk=pk)
    if rules.is_quiet(clock.now(), wish.quiet_from, wish.quiet_until, national()):
        return False
    text = digest_of(wish.person)
    if not text or not _take_day(wish):
        return False
    try:
        channels.deliver(wish, subject(), text)
    except channels.NotDelivered as wrong:
        _give_day_back(wish, str(wrong))
        return False
    return True


def _take_day(wish: ReminderWish) -> bool:
    rows = ReminderWish.objects.filter(Q(sent_on=None) | ~Q(sent_on=clock.today()), pk=wish.pk)
    return _noted(wish, "remind", rows.exclude(channel=Channel.DESK), sent_on=clock.today(), failure="")


def _give_day_back(wish: ReminderWish, why: str) -> None:
    _noted(wish, "remind_failed", ReminderWish.objects.filter(pk=wish.pk), sent_on=None, failure=why[:200])


@writes
def _noted(wish: ReminderWish, verb: str, rows: QuerySet[ReminderWish], **facts: Any) -> bool:
    if not rows.update(**facts):
        return False
    trace(SYSTEM, verb, wish, Changes(after={"channel": wish.channel, **facts}))
    return True
