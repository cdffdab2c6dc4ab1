# SPDX-License-Identifier: Apache-2.0
"""One try at an invitation: is it the person whom the code was given to, and then in."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.socialaccount.internal.flows.login import record_authentication
from allauth.socialaccount.internal.flows.signup import clear_pending_signup
from allauth.socialaccount.models import SocialLogin
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guantong.kernel.errors import Invalid, Refused
from guantong.org.models import Account
from guantong.org.wording import worded
from guantong.trace.services import writes

from .. import queries, rules, services
from ..forms import InvitedForm
from ..models import Invitation
from ..services.invitations import check_usable


def answered(request: Any, form: InvitedForm, pending: SocialLogin | None) -> HttpResponse | None:
    """Into the house, or None with what is wrong written into the form."""
    if not ratelimit.consume(request, action="signup"):
        form.add_error(None, _("试的次数太多，请过一会儿再试。"))
        return None
    try:
        invitation = known(form)
        account = open_and_link(request, invitation, form, pending)
    except Refused as refused:
        place = getattr(refused, "field", "")
        form.add_error(place if place in form.fields else None, worded(refused))
        return None
    if pending is None:
        return perform_login(request, account, email_verification="none")
    clear_pending_signup(request)
    record_authentication(request, pending)
    return perform_login(request, account, email_verification="none")


def known(form: InvitedForm) -> Invitation:
    """The invitation of the code, if name and document are those of its person. Raises Invalid or RuleBroken."""
    said = form.cleaned_data
    invitation = queries.find_invitation(said["code"])
    if invitation is None:
        raise Invalid(_("没有这个邀请码，请照着收到的再写一遍。"), field="code")
    check_usable(invitation)
    person = invitation.person
    if not (rules.same_name(said["name"], person.name) and queries.is_document_of(person, said["document"])):
        services.note_wrong_try(invitation)
        raise Invalid(_("姓名或证件号码和本单位工会登记的对不上，请核对；还不对，请问本单位工会。"), field="name")
    return invitation


@writes
def open_and_link(request: Any, invitation: Invitation, form: InvitedForm, pending: SocialLogin | None) -> Account:
    """The account, and the identity that waits linked with it: both or neither."""
    password = form.cleaned_data["password"]
    if pending is None and not password:
        raise Invalid(_("请设一个密码，至少 10 个字。"), field="password")
    account = services.redeem_invitation(invitation, username=form.cleaned_data["username"], password=password or None)
    if pending is not None:
        services.link_identity(account, pending, request)
    return account
