# SPDX-License-Identifier: Apache-2.0
"""How a form comes to life and becomes a record: filled in by the address, by a draft, by what a lost session kept."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from guantong.kernel.errors import Invalid, RuleBroken
from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.wording import worded

from .forms import RecordForm
from .merging import chosen
from .register import Register
from .services.drafts import drop_draft, find_draft, typed_in

STASH = "typed"


def posted(request: Any) -> Any:
    """What is to be judged: a posted form, unless a button only asked to look for something."""
    return request.POST if request.method == "POST" and "_find" not in request.POST else None


def edited(register: type[Register], request: Any, row: Any) -> RecordForm:
    """The form of a record that is there, over the version that its writer saw."""
    data = posted(request)
    if data is not None:
        data = chosen(data, register.bound_form(request.actor, instance=row))
    form = register.bound_form(request.actor, data, instance=row)
    form.fields["version"] = forms.IntegerField(initial=row.version, widget=forms.HiddenInput)
    return form


def fill_in(form: RecordForm, register: type[Register], request: Any, record_id: int) -> bool:
    """Show in an unbound form what is known already; True where it is what somebody had not finished."""
    actor: Actor = request.actor
    if request.method == "POST":
        form.resume(request.POST)
        return False
    stashed = request.session.pop(STASH, None) if STASH in request.session else None
    typed = MultiValueDict(stashed["typed"]) if stashed and stashed["path"] == request.path else None
    typed = typed or find_draft(actor, register, record_id)
    if typed:
        form.resume(typed)
    if not record_id:
        own = {} if typed else {"unit": str(actor.unit.pk)}
        form.initial = {**form.initial, **said_by_address(form, request.GET.dict(), own)}
    return typed is not None


def said_by_address(form: RecordForm, said: dict[str, str], found: dict[str, Any]) -> dict[str, Any]:
    """What the address says of the form's fields, as far as they take it."""
    for name in (name for name in said if name in form.fields):
        value = [said[name]] if name == "themes" else said[name]
        if hasattr(form.fields[name], "queryset") and row_key(said[name]) is None:
            continue
        with suppress(ValidationError):  # an address may be mistyped, and then it fills in nothing
            form.fields[name].clean(value)
            found[name] = value
    return found


def entered(form: RecordForm, register: type[Register], actor: Actor) -> Any | None:
    """The new record; None where a rule refused it, with the reason on the form."""
    try:
        row = register.create(actor, form.save(commit=False), themes=form.cleaned_data["themes"])
    except (Invalid, RuleBroken) as wrong:
        _refuse(form, wrong)
        return None
    drop_draft(actor, register, 0)
    return row


def corrected(form: RecordForm, register: type[Register], actor: Actor) -> bool:
    """Whether the record was changed; where a rule refused it the form says why. Raises Stale for a second writer."""
    changed = form.save(commit=False)
    changed.version = form.cleaned_data["version"]
    try:
        register.update(actor, changed, themes=form.cleaned_data["themes"])
    except (Invalid, RuleBroken) as wrong:
        _refuse(form, wrong)
        return False
    drop_draft(actor, register, changed.pk)
    return True


def _refuse(form: RecordForm, wrong: Invalid | RuleBroken) -> None:
    field = getattr(wrong, "field", "")
    form.add_error(field if field in form.fields else None, worded(wrong))


def stash(request: Any, register: type[Register]) -> None:
    """Keep what was typed where the session had ended before it was sent; signing in brings it back."""
    if typed := typed_in(register, request.POST):
        request.session[STASH] = {"path": request.path, "typed": typed}
