# SPDX-License-Identifier: Apache-2.0
"""Steps of a record's life: the moves of its flow, voiding, restoring; what takes a reason asks for it on a page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guantong.kernel.keys import row_key

from ..forms import ReasonForm
from ..register import Register
from ..screens.record import move_page, void_page


@require_http_methods(["GET", "POST"])
def move(request: Any, pk: int, verb: str, register: type[Register]) -> HttpResponse:
    """Take one move of the flow; it holds for the version that the mover saw."""
    row = register.fetch(request.actor, pk)
    step = register.step(request.actor, row, verb)
    form = ReasonForm(request.POST or None, label=_("为什么"), initial={"version": row.version})
    if request.method != "POST" and not step.reason:
        return HttpResponseNotAllowed(["POST"])
    if request.method == "POST" and (not step.reason or form.is_valid()):
        row.version = row_key(request.POST.get("version", "")) or row.version
        register.move(request.actor, row, verb, reason=request.POST.get("reason", ""))
        messages.success(request, _("已办：{step}。").format(step=step.label))
        return redirect(f"{register.key}.page", pk)
    page = move_page(register, row, step, form)
    return render(request, "register/reason.html", {"page": page}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def void(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Take a record out of all counts, with a reason."""
    row = register.fetch(request.actor, pk, "void")
    form = ReasonForm(request.POST or None, label=_("为什么作废"))
    if request.method == "POST" and form.is_valid():
        register.void(request.actor, row, reason=form.cleaned_data["reason"])
        undo = reverse(f"{register.key}.restore", args=(pk,))
        messages.success(request, _("已作废，不再计入任何数字。"), extra_tags=undo)
        return redirect(f"{register.key}.page", pk)
    page = void_page(register, row, form)
    return render(request, "register/reason.html", {"page": page}, status=400 if form.errors else 200)


@require_POST
def restore(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Undo a voiding."""
    register.restore(request.actor, register.fetch(request.actor, pk, "void"))
    messages.success(request, _("已恢复。"))
    return redirect(f"{register.key}.page", pk)
