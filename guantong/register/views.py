# SPDX-License-Identifier: Apache-2.0
"""The pages of every register; each takes the declaration that its address names."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.kernel.errors import Invalid, Stale
from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.wording import worded

from . import screens
from .pages import VoidPage
from .register import Register


class ReasonForm(forms.Form):
    """Why a record is taken out."""

    reason = forms.CharField(label=gettext_lazy("为什么作废"), max_length=200)


@require_GET
def listing(request: Any, register: type[Register]) -> HttpResponse:
    """The list."""
    return render(request, "register/list.html", {"page": screens.list_page(register, request.actor, request.GET)})


@require_http_methods(["GET", "POST"])
def new(request: Any, register: type[Register]) -> HttpResponse:
    """Enter a record; what the address or the actor's post says is filled in."""
    request.actor.must(register.right("record"))
    form = register.bound_form(request.actor, request.POST or None)
    form.initial = _filled_in(form, request.actor, request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            row = register.create(request.actor, form.save(commit=False), themes=form.cleaned_data["themes"])
        except Invalid as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, worded(wrong))
        else:
            messages.success(request, _("已登记%s。") % register.title())
            return redirect(f"{register.key}.page", row.pk)
    page = screens.form_page(register, form, row=None, given=form.initial)
    return render(request, "register/form.html", {"page": page}, status=400 if form.errors else 200)


def _filled_in(form: forms.ModelForm[Any], actor: Actor, said: dict[str, str]) -> dict[str, Any]:
    """What the address says of the form's fields, as far as they take it; the unit is the actor's own unless said."""
    found: dict[str, Any] = {"unit": str(actor.unit.pk)}
    for name in (name for name in said if name in form.fields):
        value = [said[name]] if name == "themes" else said[name]
        if hasattr(form.fields[name], "queryset") and row_key(said[name]) is None:
            continue
        with suppress(ValidationError):  # an address may be mistyped, and then it fills in nothing
            form.fields[name].clean(value)
            found[name] = value
    return found


@require_http_methods(["GET", "POST"])
def edit(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Correct a record; the second of two writers keeps what was typed and is told about the first."""
    row = register.fetch(request.actor, pk, "correct")
    form = register.bound_form(request.actor, request.POST or None, instance=row)
    form.fields["version"] = forms.IntegerField(initial=row.version, widget=forms.HiddenInput)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        changed.version = form.cleaned_data["version"]
        try:
            register.update(request.actor, changed, themes=form.cleaned_data["themes"])
        except Invalid as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, worded(wrong))
        except Stale as stale:
            form.add_error(None, worded(stale))
            form.data = _once_told(request, register, pk)
        else:
            messages.success(request, _("已更正。"))
            return redirect(f"{register.key}.page", pk)
    page = screens.form_page(register, form, row=row, given={})
    return render(request, "register/form.html", {"page": page}, status=400 if form.errors else 200)


def _once_told(request: Any, register: type[Register], pk: int) -> QueryDict:
    """What was typed, over the version that stands now: who has been told of the other writer may save again."""
    again = request.POST.copy()
    again["version"] = str(register.fetch(request.actor, pk, "correct").version)
    return again


@require_GET
def page(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """One record."""
    row = register.fetch(request.actor, pk)
    return render(request, "register/page.html", {"page": screens.record_page(register, request.actor, row)})


@require_GET
def history(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """What happened to one record."""
    row = register.fetch(request.actor, pk)
    return render(request, "register/history.html", {"page": screens.history_page(register, row)})


@require_http_methods(["GET", "POST"])
def void(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Take a record out of all counts, with a reason."""
    row = register.fetch(request.actor, pk, "void")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        register.void(request.actor, row, reason=form.cleaned_data["reason"])
        messages.success(
            request, _("已作废，不再计入任何数字。"), extra_tags=reverse(f"{register.key}.restore", args=(pk,))
        )
        return redirect(f"{register.key}.page", pk)
    title = _("作废%s") % register.title()
    context = VoidPage(
        title,
        register.first_line(row),
        form,
        [],
        reverse(f"{register.key}.page", args=(pk,)),
        screens.crumbs_of(register, title),
    )
    return render(request, "register/void.html", {"page": context}, status=400 if form.errors else 200)


@require_POST
def restore(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Undo a voiding."""
    register.restore(request.actor, register.fetch(request.actor, pk, "void"))
    messages.success(request, _("已恢复。"))
    return redirect(f"{register.key}.page", pk)


def urls_of(register: type[Register]) -> list[URLPattern]:
    """The addresses of one register."""
    pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
        "list": ("", listing),
        "new": ("new/", new),
        "page": ("<int:pk>/", page),
        "edit": ("<int:pk>/edit/", edit),
        "history": ("<int:pk>/history/", history),
        "void": ("<int:pk>/void/", void),
        "restore": ("<int:pk>/restore/", restore),
    }
    return [
        path(f"{register.slug}/{tail}", partial(view, register=register), name=f"{register.key}.{name}")
        for name, (tail, view) in pages.items()
    ]
