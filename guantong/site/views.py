# SPDX-License-Identifier: Apache-2.0
"""The roof's own pages: desk, unit, search, traces, signing in, how things look, health."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.dispatch.queries import fetch_unit, newest_notice
from guantong.dispatch.states import Light
from guantong.org.queries import is_demo
from guantong.org.rules import RULES
from guantong.signin import views as signin_views
from guantong.signin.views import done

from .borne import borne_page
from .dashboard import unit_dashboard
from .demo.cast import ACCOUNTS
from .desk import desk_page
from .search import search_page
from .traces import traces_page
from .units import unit_page
from .units.changes import change_page, choice_page, picker_of_change
from .values import RuleForm, rule_page, rules_page


@require_GET
def desk(request: Any) -> HttpResponse:
    """What waits for me."""
    return render(request, "site/desk.html", {"page": desk_page(request.actor, request.GET.get("light", ""))})


@require_GET
def unit(request: Any, code: str) -> HttpResponse:
    """A unit within reach."""
    found = fetch_unit(request.actor, code)
    page = unit_page(request.actor, found, request.GET.get("after", ""))
    return render(request, "site/unit_page.html", {"page": page})


@require_GET
def unit_changes(request: Any, code: str) -> HttpResponse:
    """The changes that may be made of a unit."""
    page = choice_page(request.actor, fetch_unit(request.actor, code))
    return render(request, "site/unit_changes.html", {"page": page})


@require_http_methods(["GET", "POST"])
def unit_change(request: Any, code: str, verb: str) -> HttpResponse:
    """One change of a unit: typed, shown with its effects, done."""
    data = request.POST if request.method == "POST" else None
    page = change_page(request.actor, fetch_unit(request.actor, code), verb, data)
    if isinstance(page, str):
        return redirect(page)
    return render(request, "site/unit_change.html", {"page": page}, status=page.status)


@require_GET
def unit_pick(request: Any, code: str, verb: str, field: str) -> HttpResponse:
    """The radio buttons of a picker of such a form."""
    picker = picker_of_change(request.actor, fetch_unit(request.actor, code), verb, field)
    picker.hear(request.GET)
    return render(request, "register/pick_offer.html", {"offer": picker.offer(request.GET.get(field, ""))})


@require_GET
def borne(request: Any, code: str) -> HttpResponse:
    """The requirements that a unit bears: what stands behind every count of them."""
    found, lights = fetch_unit(request.actor, code), [each for each in request.GET.getlist("light") if each in Light]
    request.actor.must("dispatch.notice.read")
    page = borne_page(request.actor, found, lights, request.GET.get("notice", ""))
    return render(request, "rollup/figure.html", {"page": page})


@require_GET
def dashboard(request: Any, code: str) -> HttpResponse:
    """What a unit and all below it brought this year beside the last, and what is missing."""
    found = fetch_unit(request.actor, code)
    page = unit_dashboard(request.actor, found, request.GET.get("period", ""))
    return render(request, "rollup/dashboard.html", {"page": page})


@require_GET
def search(request: Any) -> HttpResponse:
    """One box over notices, records, units and people."""
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "before")}
    page = search_page(request.actor, request.GET.get("q", "").strip()[:60], **asked)
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


@require_GET
def rules(request: Any) -> HttpResponse:
    """What every rule says for the own unit today."""
    return render(request, "site/rules.html", {"page": rules_page(request.actor)})


@require_http_methods(["GET", "POST"])
def rule(request: Any, key: str) -> HttpResponse:
    """One rule with its history; a new value for those who may enter one."""
    found = RULES.named(key)
    if request.method == "POST":
        request.actor.must("org.rule.set")
    may_set = bool(request.actor.may("org.rule.set")) and found.is_typed
    form = RuleForm(request.POST or None, actor=request.actor, rule=found) if may_set else None
    if form is not None and form.is_valid() and done(form, lambda: form.enter(request.actor)):
        return redirect("rule", key)
    status = 400 if form is not None and form.is_bound else 200
    return render(request, "site/rule_page.html", {"page": rule_page(request.actor, found, form)}, status=status)


@require_POST
def switch_post(request: Any) -> HttpResponse:
    """Act in another of one's own posts."""
    chosen = request.POST.get("post", "")
    if any(str(post.post_id) == chosen for post in request.posts):
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


class SignIn(signin_views.SignIn):
    """Signing in; the accounts of a demo, and only of a demo, stand beside the form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The demo accounts where this database is a demo."""
        return super().get_context_data(**kwargs) | {"demo_accounts": ACCOUNTS if is_demo() else ()}


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
