# SPDX-License-Identifier: Apache-2.0
"""Between the door and the rooms: a post with a wide right is not used without a second factor."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from guantong.org.queries import is_demo

from .queries import has_second_factor
from .rights import needs_second_factor

# Under these lies what everybody who is in may reach: his own account, leaving, how pages look.
OWN_PLACES = ("/account/", "/logout/", "/login/", "/me/theme/", "/me/language/")
CONFIRMED = "second_factor"


class SecondFactorMiddleware:
    """Leads whoever needs a second factor and has none to the page where it is set up."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Asked once a session: the door lets nobody past who has a second factor and did not use it."""
        actor = getattr(request, "actor", None)
        if actor is None or not must_have_second_factor(actor.role) or request.session.get(CONFIRMED):
            return self.respond(request)
        if has_second_factor(request.user) or is_demo():  # type: ignore[arg-type]
            request.session[CONFIRMED] = True
            return self.respond(request)
        if request.path.startswith(OWN_PLACES):
            return self.respond(request)
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


def must_have_second_factor(role: str) -> bool:
    """Whether a post of this role may not be used without a second factor."""
    return bool(settings.SECOND_FACTOR) and needs_second_factor(role)
