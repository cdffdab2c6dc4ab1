# SPDX-License-Identifier: Apache-2.0
"""Where the library of the door meets the house: who may come in, what is traced, what is said."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guantong.org.actors import actors_of
from guantong.org.models import Account
from guantong.trace.sealing import seal, unseal

from .. import services

FRESH_SECONDS = 300
SECRET_OF_CODES = "signin.second_factor"
# What the library would send a mail about, and the verb of the entry that it leaves here instead.
TOLD = {
    "mfa/email/totp_activated": "add_second_factor",
    "mfa/email/totp_deactivated": "remove_second_factor",
    "mfa/email/recovery_codes_generated": "make_recovery_codes",
}
CLOSED = _("这个账号已经停用，不能登录。请联系本单位办公室。")
LEFT = _("您现在没有在任的岗位，这个账号不能登录。请联系本单位办公室。")


class AccountAdapter(DefaultAccountAdapter):
    """Passwords and sessions of our accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("账号和密码对不上，请检查后再试。密码区分大小写。"),
        "incorrect_password": _("密码不对，请再试一次。"),
        "enter_current_password": _("现在的密码不对，请再试一次。"),
        "incorrect_code": _("验证码不对，或者已经用过。请等下一个再试。"),
        "too_many_login_attempts": _("试的次数太多，请过五分钟再试。"),
        "rate_limited": _("试的次数太多，请过五分钟再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account opens by the office or an invitation, never by whoever comes along."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes alone; the library's own limit still counts wrong codes."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Look at the password; what fails for a known account leaves an entry, and so does the lock that follows."""
        was_locked = AxesProxyHandler.is_locked(request, credentials)
        user = super().authenticate(request, **credentials)
        if user is None and not was_locked:
            self.note_failure(request, credentials.get("username", ""))
        return user

    def note_failure(self, request: HttpRequest, username: str) -> None:
        """A name that nobody bears is not written down: people type passwords into the wrong field."""
        account = Account.objects.select_related("person").filter(username=username).first()
        if account is not None:
            is_locked = getattr(request, "axes_locked_out", False)
            services.note(account, "lock" if is_locked else "fail_sign_in", proven=False)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """A closed account and one whose person has left every post do not come in, and are told why."""
        why = "" if user.is_active else CLOSED
        if not why and not user.is_member and not actors_of(user):
            why = LEFT
        if not why:
            return None
        services.note(user, "refuse_sign_in", proven=False)
        return render(request, "signin/closed.html", {"why": why}, status=403)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Somebody is in: say by which ways in the trace."""
        ways = [
            way.get("type", way.get("provider", way["method"])) for way in get_authentication_records(request, user)
        ]
        services.note(user, "sign_in", ways=ways)
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        """Somebody leaves."""
        services.note(request.user, "sign_out")  # type: ignore[arg-type]  # asked only where somebody is in
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        """A password changes through the service."""
        services.change_password(user, password)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Nobody gets a mail; what happened to the ways in stands in the trace, which the person may read."""
        if template_prefix in TOLD:
            services.note(user, TOLD[template_prefix])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just come in by his password need not type it again."""
        request = self.request
        ways = get_authentication_records(request, request.user)
        return not ways or time.time() - ways[-1]["at"] > FRESH_SECONDS

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what went wrong is said; pages themselves show what went right."""
        if message and level >= messages.WARNING:
            messages.add_message(request, level, message)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Identities of other houses: OIDC, 企业微信, 钉钉."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """An identity that opens no account yet is led to the page that says how it may."""
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """No account is made of what another house says."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link where the owner of the account asked for it, or where the house trusts the other one with its names."""
        if sociallogin.state.get("process") == "connect":
            services.link_identity(request.user, sociallogin, request)  # type: ignore[arg-type]
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("socialaccount_connections")))
        name = sociallogin.account.extra_data.get("account", "")
        account = Account.objects.filter(username=name).first() if name and not sociallogin.is_existing else None
        if account is not None:
            services.link_identity(account, sociallogin, request)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """An answer that is forged, stale or used twice gets a page; there is no account to write it down for."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """One-time codes and recovery codes: kept sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不对，或者已经用过。请等下一个再试。"),
        "cannot_delete_authenticator": _("您的岗位必须用第二道验证，不能关掉。"),
    }

    def encrypt(self, text: str) -> str:
        """Seal the secret."""
        return seal(text, SECRET_OF_CODES)

    def decrypt(self, encrypted_text: str) -> str:
        """Open the secret."""
        return unseal(encrypted_text, SECRET_OF_CODES)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whoever carries a wide right keeps the second factor."""
        from ..middleware import must_have_second_factor

        return not any(must_have_second_factor(actor.role) for actor in actors_of(authenticator.user))
