# SPDX-License-Identifier: Apache-2.0
"""The pages of every register; each takes the declaration that its address names."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.kernel.errors import Invalid, NotFound, Stale
from guantong.org.services import reveal as open_veil
from guantong.org.wording import worded

from .. import entering
from ..forms import ReasonForm
from ..picking import picker_of
from ..register import Register
from ..screens.form import form_page
from ..screens.history import history_page
from ..screens.merge import merge_page
from ..screens.record import record_page, reveal_page
from ..services import drafts


@require_http_methods(["GET", "POST"])
def new(request: Any, register: type[Register]) -> HttpResponse:
    """Enter a record; what is known is filled in, and what was not finished last time is there again."""
    request.actor.must(register.right("record"))
    form = register.bound_form(request.actor, entering.posted(request))
    resumed = False if form.is_bound else entering.fill_in(form, register, request, 0)
    if form.is_valid() and (row := entering.entered(form, register, request.actor)):
        messages.success(request, _("已登记%s。") % register.title())
        return redirect(f"{register.key}.page", row.pk)
    page = form_page(register, form, row=None, resumed=resumed)
    return render(request, register.template("form"), {"page": page}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Correct a record; the second of two writers keeps what was typed and sees the first one's beside it."""
    row = register.fetch(request.actor, pk, "correct")
    form = entering.edited(register, request, row)
    resumed = False if form.is_bound else entering.fill_in(form, register, request, pk)
    try:
        if form.is_valid() and entering.corrected(form, register, request.actor):
            messages.success(request, _("已更正。"))
            return redirect(f"{register.key}.page", pk)
    except Stale:
        both = merge_page(register, form, register.fetch(request.actor, pk, "correct"))
        return render(request, "register/merge.html", {"page": both}, status=409)
    page = form_page(register, form, row=row, resumed=resumed)
    return render(request, register.template("form"), {"page": page}, status=400 if form.errors else 200)


@require_POST
def draft(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Keep what was typed so far; `pk` is 0 where the record is not there yet."""
    if pk:
        register.fetch(request.actor, pk, "correct")
    kept = drafts.keep_draft(request.actor, register, pk, request.POST)
    return render(request, "register/draft.html", {"saved_at": kept.saved_at})


@require_POST
def drop_draft(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Begin anew."""
    drafts.drop_draft(request.actor, register, pk)
    return redirect(f"{register.key}.edit", pk) if pk else redirect(f"{register.key}.new")


@require_GET
def pick(request: Any, place: str, field: str, register: type[Register]) -> HttpResponse:
    """The radio buttons of a picker for what was typed into its search box."""
    request.actor.must(register.right("read"))
    picker = picker_of(register, request.actor, field, for_filter=place == "filter")
    if picker is None:
        raise NotFound(gettext_noop("这一栏不用找。"))
    picker.hear(request.GET)
    offer = picker.offer(request.GET.get(field, ""))
    return render(request, "register/pick_offer.html", {"offer": offer})


@require_GET
def page(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """One record."""
    row = register.fetch(request.actor, pk)
    shown = record_page(register, request.actor, row)
    answer = render(request, register.template("page"), {"page": shown})
    if shown.open_seconds:  # what was opened goes when its time is over: by itself, without a script, kept nowhere
        answer["Refresh"], answer["Cache-Control"] = str(shown.open_seconds), "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def reveal(request: Any, pk: int, field: str, register: type[Register]) -> HttpResponse:
    """Open one veiled value for a reason."""
    row = register.fetch(request.actor, pk)
    form = ReasonForm(request.POST or None, label=_("为什么要看"))
    page = reveal_page(register, request.actor, row, field, form)
    if form.is_valid():
        try:
            open_veil(request.actor, row, field, reason=form.cleaned_data["reason"])
        except Invalid as wrong:
            form.add_error("reason", worded(wrong))
        else:
            return redirect(f"{register.key}.page", pk)
    return render(request, "register/reason.html", {"page": page}, status=400 if form.errors else 200)


@require_GET
def history(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """What happened to one record."""
    row = register.fetch(request.actor, pk)
    return render(request, register.template("history"), {"page": history_page(register, row)})
