# SPDX-License-Identifier: Apache-2.0
"""The roof's own pages: desk, unit, search, traces, signing in, how things look, health."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from guantong.dispatch.queries import fetch_unit, newest_notice
from guantong.dispatch.states import Light
from guantong.org.queries import is_demo

from .borne import borne_page
from .demo.cast import ACCOUNTS
from .desk import desk_page
from .search import search_page
from .traces import traces_page
from .units import unit_page


@require_GET
def desk(request: Any) -> HttpResponse:
    """What waits for me."""
    return render(request, "site/desk.html", {"page": desk_page(request.actor, request.GET.get("light", ""))})


@require_GET
def unit(request: Any, code: str) -> HttpResponse:
    """A unit within reach."""
    found = fetch_unit(request.actor, code)
    return render(request, "site/unit_page.html", {"page": unit_page(request.actor, found)})


@require_GET
def borne(request: Any, code: str) -> HttpResponse:
    """The requirements that a unit bears: what stands behind every count of them."""
    found, lights = fetch_unit(request.actor, code), [each for each in request.GET.getlist("light") if each in Light]
    request.actor.must("dispatch.notice.read")
    page = borne_page(request.actor, found, lights, request.GET.get("notice", ""))
    return render(request, "rollup/figure.html", {"page": page})


@require_GET
def search(request: Any) -> HttpResponse:
    """One box over notices, records, units and people."""
    page = search_page(request.actor, request.GET.get("q", "").strip()[:60])
    return render(request, "site/search.html", {"page": page})


@require_GET
def progress(request: Any) -> HttpResponse:
    """The matrix of the newest notice under way."""
    newest = newest_notice(request.actor)
    return redirect("matrix", newest.pk) if newest else redirect("notices")


@require_GET
def traces(request: Any) -> HttpResponse:
    """What was done, for those whose post is to look."""
    return render(request, "site/traces.html", {"page": traces_page(request.actor, request.GET.get("before", ""))})


@require_POST
def switch_post(request: Any) -> HttpResponse:
    """Act in another of one's own posts."""
    chosen = request.POST.get("post", "")
    if any(str(post.pk) == chosen for post in request.posts):
        request.session["post"] = int(chosen)
    return redirect("desk")


@require_POST
@login_not_required
def theme(request: Any) -> HttpResponse:
    """Light, dark, or as the system has it; kept in a cookie."""
    target = request.POST.get("next", "/")
    response = redirect(target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else "/")
    chosen = request.POST.get("theme", "auto")
    response.set_cookie("theme", chosen if chosen in ("light", "dark") else "auto", max_age=31_536_000, samesite="Lax")
    return response


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Signing in; the accounts of a demo, and only of a demo, stand beside the form."""

    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The demo accounts where this database is a demo."""
        return super().get_context_data(demo_accounts=ACCOUNTS if is_demo() else (), **kwargs)


@require_GET
@login_not_required
def healthz(request: Any) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_GET
@login_not_required
def readyz(request: Any) -> JsonResponse:
    """The process answers and reaches its database."""
    connection.ensure_connection()
    return JsonResponse({"status": "ready"})
