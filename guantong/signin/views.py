# SPDX-License-Identifier: Apache-2.0
"""Pages of the door: one's own account, posts, stand-ins, accounts of others, invitations."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account_views
from allauth.socialaccount import views as linked_views
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.signup import get_pending_signup
from allauth.socialaccount.models import SocialApp
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, RuleBroken, Stale
from guantong.org.actors import Actor
from guantong.org.models import Account
from guantong.org.queries import is_demo
from guantong.org.services import (
    appoint,
    close_account,
    end_deputy,
    end_post,
    extend_post,
    give_deputy,
    reopen_account,
)
from guantong.org.wording import worded

from . import pages, queries, services
from .entry.invited import answered
from .forms import AppointForm, DeputyForm, EndForm, InvitedForm, ReasonForm

form_page = require_http_methods(["GET", "POST"])


class SignIn(account_views.LoginView):
    """Signing in by password, with the other houses beside it."""

    http_method_names = ["get", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The other houses that are set up."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"ways": pages.ways_in(self.request, "login"), "demo_accounts": ()}


class Linked(linked_views.ConnectionsView):
    """Identities of other houses by which one's own account opens."""

    http_method_names = ["get", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The houses that are set up."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"ways": pages.ways_in(self.request, "connect")}


def configured(provider: str, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A library's view of another house; there is no such page where the house is not set up."""

    @wraps(view)
    @login_not_required
    def look(request: Any, **kwargs: Any) -> HttpResponse:
        try:
            get_adapter(request).get_app(request, provider=kwargs.get("provider_id", provider))
        except SocialApp.DoesNotExist:
            raise Http404 from None
        return view(request, **kwargs)

    return look


@require_GET
def own(request: Any) -> HttpResponse:
    """One's own account."""
    return render(request, "signin/own.html", {"page": pages.own_page(request)})


@require_GET
def posts(request: Any) -> HttpResponse:
    """Posts of the unit and below, with the accounts of their people."""
    request.actor.must(pages.keeper_right(request.actor))
    word = request.GET.get("q", "").strip()[:60]
    return render(request, "signin/posts.html", {"page": pages.posts_page(request.actor, word)})


@require_GET
def appoint_whom(request: Any) -> HttpResponse:
    """Looking for the person to appoint."""
    request.actor.must("org.post.give")
    word = request.GET.get("q", "").strip()[:60]
    return render(request, "signin/pick.html", {"page": pages.appoint_whom_page(request.actor, word)})


@form_page
def appoint_person(request: Any, pk: int) -> HttpResponse:
    """Putting somebody in a post of the unit that he belongs to."""
    request.actor.must("org.post.give")
    person = queries.fetch_person(request.actor, pk)
    places = queries.units_between(request.actor, person.unit)
    form = AppointForm(request.POST or None, giver=request.actor.role, units=places, today=clock.today())
    if form.is_valid() and done(form, lambda: appoint(request.actor, form.post(person))):
        return redirect("posts")
    return render(request, "signin/form.html", {"page": pages.appoint_page(person, form)}, status=status_of(form))


@form_page
def post_end(request: Any, pk: int) -> HttpResponse:
    """Ending a post."""
    post = queries.fetch_post(request.actor, pk)
    request.actor.must("org.post.give", post.unit)
    form = EndForm(request.POST or None, initial={"day": clock.today()})
    if form.is_valid() and done(form, lambda: end_post(request.actor, post, **form.said("on"))):
        return redirect("posts")
    return render(request, "signin/form.html", {"page": pages.end_page(post, form)}, status=status_of(form))


@form_page
def post_extend(request: Any, pk: int) -> HttpResponse:
    """Making a post last longer."""
    post = queries.fetch_post(request.actor, pk)
    request.actor.must("org.post.give", post.unit)
    form = EndForm(request.POST or None, initial={"day": post.ends_on})
    if form.is_valid() and done(form, lambda: extend_post(request.actor, post, **form.said("until"))):
        return redirect("posts")
    return render(request, "signin/form.html", {"page": pages.extend_page(post, form)}, status=status_of(form))


@form_page
def post_deputy(request: Any, pk: int) -> HttpResponse:
    """Letting a colleague act in a post."""
    post = queries.fetch_post(request.actor, pk)
    if post.pk != request.actor.post_id:
        request.actor.must("org.deputy.give", post.unit)
    form = DeputyForm(request.POST or None, people=queries.colleagues_of(post), initial={"since": clock.today()})
    if form.is_valid() and done(form, lambda: give_deputy(request.actor, post, **form.said())):
        return redirect("account")
    return render(request, "signin/form.html", {"page": pages.deputy_page(post, form)}, status=status_of(form))


@require_POST
def deputy_end(request: Any, pk: int) -> HttpResponse:
    """Taking a post back."""
    end_deputy(request.actor, queries.fetch_deputy(request.actor, pk), on=clock.today())
    return redirect("account")


@require_GET
def person_account(request: Any, pk: int) -> HttpResponse:
    """Somebody's account, for those who keep accounts."""
    request.actor.must(pages.keeper_right(request.actor))
    account = queries.fetch_account(request.actor, pk)
    return render(request, "signin/person_account.html", {"page": pages.account_page(request.actor, account)})


@form_page
def account_act(request: Any, pk: int, verb: str) -> HttpResponse:
    """Closing, unlocking and the like, with a reason."""
    actor = request.actor
    actor.must("org.account.close" if verb in ("close", "reopen") else "org.account.secure")
    account, form = queries.fetch_account(actor, pk), ReasonForm(request.POST or None)
    if form.is_valid() and done(form, lambda: keep_account(actor, account, verb, form.cleaned_data["reason"])):
        return redirect("person_account", account.pk)
    return render(request, "signin/form.html", {"page": pages.act_page(account, verb, form)}, status=status_of(form))


@form_page
def invitations(request: Any) -> HttpResponse:
    """Codes that wait; a new one goes out, and is shown in a demo alone."""
    request.actor.must("signin.invitation.invite")
    if request.method == "POST":
        person = queries.fetch_person(request.actor, queries.as_key(request.POST.get("person", "")))
        invitation, code = services.issue_invitation(request.actor, person)
        if is_demo():
            messages.warning(
                request, _("演示库不发短信。%(name)s的邀请码：%(code)s") % {"name": person.name, "code": code}
            )
        elif not services.send_code(invitation, code):
            messages.error(request, _("邀请码没有送达%(name)s，请过一会儿再发一次。") % {"name": person.name})
        return redirect("invitations")
    word = request.GET.get("q", "").strip()[:60]
    return render(request, "signin/invitations.html", {"page": pages.invitations_page(request.actor, word)})


@require_POST
def invitation_revoke(request: Any, pk: int) -> HttpResponse:
    """Taking a code back."""
    request.actor.must("signin.invitation.revoke")
    services.revoke_invitation(request.actor, queries.fetch_invitation(request.actor, pk))
    return redirect("invitations")


@login_not_required
@never_cache
@form_page
def invited(request: Any) -> HttpResponse:
    """Opening a member's account by an invitation; an identity of another house that waits is linked with it."""
    if request.user.is_authenticated:
        return redirect("account")
    form, pending = InvitedForm(request.POST or None), get_pending_signup(request)
    if form.is_valid():
        response = answered(request, form, pending)
        if response is not None:
            return response
    context = {"form": form, "linking": pending.provider.name if pending else ""}
    return render(request, "signin/invited.html", context, status=status_of(form))


@login_not_required
@never_cache
@require_GET
def linking(request: Any) -> HttpResponse:
    """Another house said who somebody is, and no account knows it."""
    pending = get_pending_signup(request)
    if pending is None:
        return redirect("account_login")
    return render(request, "signin/linking.html", {"provider": pending.provider.name})


def keep_account(actor: Actor, account: Account, verb: str, reason: str) -> None:
    """Do to an account what its page offers."""
    if verb == "close":
        close_account(actor, account, reason=reason)
    elif verb == "reopen":
        reopen_account(actor, account, reason=reason)
    else:
        services.secure_account(actor, account, verb, reason=reason)


def done(form: Any, act: Callable[[], object]) -> bool:
    """Do it; what a rule or another writer forbids is said in the form, where what was typed stays."""
    try:
        act()
    except (Invalid, RuleBroken, Stale) as refused:
        place = getattr(refused, "field", "")
        form.add_error(place if place in form.fields else None, worded(refused))
        return False
    return True


def status_of(form: Any) -> int:
    """A form that comes back with faults answers 400."""
    return 400 if form.is_bound else 200
