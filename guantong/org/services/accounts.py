# SPDX-License-Identifier: Apache-2.0
"""Verbs on accounts, and on the installation that they sign in to."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, RuleBroken, Stale
from guantong.trace.services import Changes, Stamp, writes

from ..actors import Actor
from ..models import Account, Installation, Person, Unit
from .traces import SYSTEM, trace


@writes
def open_account(by: Actor | Stamp, person: Person, *, username: str, password: str) -> Account:
    """Open a way to sign in for a person."""
    if isinstance(by, Actor):
        by.must("org.account.open", person.unit)
    if Account.objects.filter(Q(username=username) | Q(person=person)).exists():
        raise RuleBroken(_("这个人已经有账号，或者这个账号名已经有人用。"))
    account = Account(username=username, person=person)
    account.set_password(password or None)
    account.save()
    trace(by, "open_account", account, Changes(after={"username": username}))
    return account


@writes
def close_account(by: Actor | Stamp, account: Account, *, reason: str) -> Account:
    """Let nobody sign in with an account any more; open sessions end with the next click."""
    return _switch(by, account, "close_account", False, reason)


@writes
def reopen_account(by: Actor | Stamp, account: Account, *, reason: str) -> Account:
    """Let the person sign in again."""
    return _switch(by, account, "reopen_account", True, reason)


def _switch(by: Actor | Stamp, account: Account, verb: str, is_active: bool, reason: str) -> Account:
    if isinstance(by, Actor):
        by.must("org.account.close", account.person.unit)
        if by.person_id == account.person_id:
            raise RuleBroken(_("不能停用或启用自己的账号，请另一位有权的人来办。"))
    if not reason.strip():
        raise Invalid(_("请写一句理由。"), field="reason")
    if not Account.objects.filter(pk=account.pk, is_active=not is_active).update(is_active=is_active):
        raise Stale(_("没有办成。别人刚改过这个账号，请刷新后再看。"))
    account.is_active = is_active
    trace(by, verb, account, Changes({"is_active": not is_active}, {"is_active": is_active}, reason.strip()))
    return account


@writes
def make_demo(business_date: date) -> Installation:
    """Mark an empty database as a demo whose business clock stands at a day. Refused where units exist."""
    if Unit.objects.exists():
        raise Invalid(_("这个库里已经有单位，不能当演示库。"))
    installation = Installation.objects.create(pk=1, is_demo=True, business_date=business_date)
    trace(SYSTEM, "make_demo", installation, Changes(after={"business_date": business_date}))
    return installation
