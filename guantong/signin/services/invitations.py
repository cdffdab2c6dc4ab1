# SPDX-License-Identifier: Apache-2.0
"""Verbs on invitations: given out by the union, used once by the person, taken back."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import requests
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, RuleBroken, Stale, Unset
from guantong.org.actors import Actor
from guantong.org.models import Account, Person
from guantong.org.queries import is_demo
from guantong.org.services import SYSTEM, trace
from guantong.trace.sealing import fingerprint
from guantong.trace.services import Changes, writes

from .. import rules
from ..models import CODE, Invitation
from .doors import stamp_of

SECONDS_TO_WAIT = 5


@writes
def issue_invitation(actor: Actor, person: Person) -> tuple[Invitation, str]:
    """Make a code for a person of the unit; an older code of his holds no longer.

    The code is returned to be sent by `send_code`, or shown in a demo; it is kept nowhere.
    """
    actor.must("signin.invitation.invite", person.unit)
    if not settings.CODE_WEBHOOK and not is_demo():
        raise Unset(_("还没有设送码的地址，邀请码发不出去。请系统管理员写好设置 GUANTONG_CODE_WEBHOOK。"))
    if Account.objects.filter(person=person).exists():
        raise RuleBroken(_("{person}已经有账号，不用邀请。"), person=person.name)
    if person.unit.closed_on is not None:
        raise RuleBroken(_("“{unit}”已撤销，不能再发邀请码。"), unit=person.unit.name)
    moment = clock.real_now()
    Person.objects.select_for_update().get(pk=person.pk)
    Invitation.objects.open().filter(person=person).update(revoked_at=moment)
    code = rules.new_code(secrets.choice)
    invitation = Invitation.objects.create(
        person=person,
        unit=person.unit,
        code_hash=fingerprint(rules.plain_code(code), CODE),
        issued_at=moment,
        expires_at=moment + timedelta(days=settings.INVITATION_DAYS),
    )
    trace(actor, "invite", invitation, Changes(after={"expires_at": invitation.expires_at}))
    return invitation, code


def send_code(invitation: Invitation, code: str) -> bool:
    """Hand the code to the house's own messenger, which knows how people are reached; whether it took it."""
    said: dict[str, Any] = {
        "kind": "invitation",
        "person": invitation.person_id,
        "name": invitation.person.name,
        "unit": invitation.unit.name,
        "code": code,
        "expires_at": invitation.expires_at.isoformat(),
    }
    try:
        return requests.post(settings.CODE_WEBHOOK, json=said, timeout=SECONDS_TO_WAIT).ok
    except requests.RequestException:
        return False


@writes
def revoke_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Take a code back before somebody uses it."""
    actor.must("signin.invitation.revoke", invitation.unit)
    moment = clock.real_now()
    if not Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=moment):
        raise Stale(_("这个邀请码已经用过或收回，请刷新后再看。"))
    invitation.revoked_at = moment
    trace(actor, "revoke_invitation", invitation)
    return invitation


@writes
def note_wrong_try(invitation: Invitation) -> None:
    """Somebody who has the code did not know the person: after a few tries the code holds no longer."""
    Invitation.objects.filter(pk=invitation.pk).update(wrong_tries=F("wrong_tries") + 1)
    trace(SYSTEM, "fail_invitation", invitation)


@writes
def redeem_invitation(invitation: Invitation, *, username: str, password: str | None) -> Account:
    """Open the member's account that an invitation promises, once. Without a password it needs a linked identity."""
    check_usable(invitation)
    name = username.strip()
    if not name or Account.objects.filter(username=name).exists():
        raise Invalid(_("这个账号名已经有人用，请换一个。"), field="username")
    if Account.objects.filter(person=invitation.person).exists():
        raise RuleBroken(_("{person}已经有账号，请直接登录。"), person=invitation.person.name)
    moment = clock.real_now()
    if not Invitation.objects.open().filter(pk=invitation.pk).update(used_at=moment):
        raise Stale(_("这个邀请码已经用过。"))
    account = Account(username=name, person=invitation.person, is_member=True)
    if password is not None:
        _check_password(password, account)
    account.set_password(password)
    account.save(force_insert=True)
    trace(stamp_of(account), "open_account", account, Changes(after={"username": name, "is_member": True}))
    return account


def check_usable(invitation: Invitation) -> None:
    """Raise, with the reason, unless the code may still be used."""
    if invitation.used_at is not None:
        raise RuleBroken(_("这个邀请码已经用过。账号已经开通，请直接登录。"))
    if invitation.revoked_at is not None or invitation.wrong_tries >= rules.WRONG_TRIES:
        raise RuleBroken(_("这个邀请码已经收回，请向本单位工会再要一个。"))
    if invitation.expires_at <= clock.real_now():
        raise RuleBroken(_("这个邀请码已经过期，请向本单位工会再要一个。"))


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as wrong:
        raise Invalid(" ".join(wrong.messages), field="password") from None
