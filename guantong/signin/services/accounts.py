# SPDX-License-Identifier: Apache-2.0
"""Verbs on the ways in of an account: its password, its identities elsewhere, its locks."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession
from axes.utils import reset
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, RuleBroken
from guantong.org.actors import Actor
from guantong.org.models import Account
from guantong.org.services import trace
from guantong.trace.services import Changes, writes

from .doors import note

MEASURES = ("unlock", "drop_second_factor", "end_sessions")


@writes
def change_password(account: Account, password: str) -> None:
    """Give one's own account another password."""
    account.set_password(password)
    account.save(update_fields=("password",))
    note(account, "change_password")


@writes
def link_identity(account: Account, login: SocialLogin, request: HttpRequest) -> None:
    """Let an identity of another house open this account from now on."""
    taken = SocialAccount.objects.filter(provider=login.account.provider, uid=login.account.uid).exclude(user=account)
    if taken.exists():
        raise RuleBroken(_("这个身份已经绑定了别的账号，请先在那个账号里解除绑定。"))
    login.connect(request, account)
    note(account, "link_identity", provider=login.account.provider)


@writes
def unlink_identity(identity: SocialAccount, account: Account) -> None:
    """Let an identity of another house open this account no longer; the last way in stays."""
    others = SocialAccount.objects.filter(user=account).exclude(pk=identity.pk)
    if not account.has_usable_password() and not others.exists():
        raise RuleBroken(_("这是这个账号唯一的登录方式，请先设一个密码再解除。"))
    SocialAccount.objects.filter(pk=identity.pk, user=account).delete()
    note(account, "unlink_identity", provider=identity.provider)


@writes
def secure_account(actor: Actor, account: Account, measure: str, *, reason: str) -> None:
    """Take a lock off, take a lost second factor away, or sign the person out everywhere."""
    actor.must("org.account.secure", account.person.unit)
    if actor.person_id == account.person_id:
        raise RuleBroken(_("不能给自己的账号办这件事，请另一位安全管理员来办。"))
    if measure not in MEASURES:
        raise Invalid(_("请从列出的选项里选。"), field="measure")
    if not reason.strip():
        raise Invalid(_("请写一句理由。"), field="reason")
    if measure == "unlock":
        reset(username=account.username)
    elif measure == "drop_second_factor":
        Authenticator.objects.filter(user_id=account.pk).delete()
    if measure != "unlock":
        for session in UserSession.objects.filter(user_id=account.pk):
            session.end()
    trace(actor, measure, account, Changes(reason=reason.strip()))
