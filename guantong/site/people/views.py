# SPDX-License-Identifier: Apache-2.0
"""Pages of people who may be one: looking, merging, parting, telling two apart."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from guantong.kernel.errors import NotFound
from guantong.org.services import merge_people, move, part_people
from guantong.org.states import CLASH_FLOW
from guantong.register.forms import ReasonForm
from guantong.register.picking import LOOK
from guantong.signin.views import done

from . import page
from .forms import MergeForm, PairForm


@require_GET
def doubles(request: Any) -> HttpResponse:
    """Who may be one human, and what was decided."""
    request.actor.must(page.RIGHT)
    return render(request, "site/people_doubles.html", {"page": page.doubles_page(request.actor)})


@require_http_methods(["GET", "POST"])
def merge(request: Any) -> HttpResponse:
    """Choose two rows, see them side by side, decide which one stays."""
    request.actor.must(page.RIGHT)
    pair = PairForm(request.actor, request.GET or None)
    one, other, form = None, None, None
    if LOOK not in request.GET and pair.is_valid():
        one, other = pair.cleaned_data["one"], pair.cleaned_data["other"]
        form = MergeForm(one, other, request.POST or None)
        if form.is_valid() and done(form, lambda: _merge(request, form)):
            messages.success(request, _("已合并。弄错了可以在这里分开。"))
            return redirect("people.doubles")
    shown = page.merge_page(pair, one, other, form)
    wrong = form.is_bound if form else pair.is_bound and LOOK not in request.GET
    return render(request, "site/people_merge.html", {"page": shown}, status=400 if wrong else 200)


def _merge(request: Any, form: MergeForm) -> None:
    kept, gone = form.kept_and_gone()
    merge_people(request.actor, kept, gone, reason=form.cleaned_data["reason"])


@require_GET
def pick(request: Any, field: str) -> HttpResponse:
    """The radio buttons of a picker of people."""
    request.actor.must(page.RIGHT)
    found = PairForm(request.actor).fields.get(field)
    if found is None:
        raise NotFound(gettext_noop("这一栏不用找。"))
    picker = found.widget.picker  # type: ignore[attr-defined]  # both fields of the form are searched
    picker.hear(request.GET)
    return render(request, "register/pick_offer.html", {"offer": picker.offer(request.GET.get(field, ""))})


@require_http_methods(["GET", "POST"])
def part(request: Any, pk: int) -> HttpResponse:
    """Undo a merging."""
    request.actor.must(page.RIGHT)
    gone = page.fetch_merged(request.actor, pk)
    form = ReasonForm(request.POST or None, label=_("为什么要分开"))
    reason = request.POST.get("reason", "")
    if form.is_valid() and done(form, lambda: part_people(request.actor, gone, reason=reason)):
        messages.success(request, _("已分开。"))
        return redirect("people.doubles")
    shown = page.part_page(gone, form)
    return render(request, "register/reason.html", {"page": shown}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def clash(request: Any, pk: int, verb: str) -> HttpResponse:
    """Decide on a number that two people share; that they are one is decided by merging them."""
    request.actor.must(page.RIGHT)
    found = page.fetch_clash(request.actor, pk)
    if verb not in ("keep_apart", "look_again"):
        raise NotFound(gettext_noop("没有这一步。"))
    for document in (found.first, found.second):
        request.actor.must(page.RIGHT, document.person.unit)
    form = ReasonForm(request.POST or None, label=_("为什么这样认定"))
    shown = page.clash_page(found, verb, form)
    reason = request.POST.get("reason", "")
    if form.is_valid() and done(form, lambda: move(found, CLASH_FLOW, verb, by=request.actor, reason=reason)):
        messages.success(request, _("已记下。"))
        return redirect("people.doubles")
    return render(request, "register/reason.html", {"page": shown}, status=400 if form.errors else 200)
