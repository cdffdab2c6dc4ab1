# SPDX-License-Identifier: Apache-2.0
"""A form in the panels of its declaration, with what is filled in already and the rules that stand behind a field."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ..forms import RecordForm
from ..pages import Entered, FormField, FormPage, FormPanel
from ..register import Register
from .words import crumbs_of


def form_page(register: type[Register], form: RecordForm, *, row: Any | None, resumed: bool) -> FormPage:
    """A form in its panels; what the address filled in is shown as such."""
    sources = {field.name: str(field.source) for field in register.fields}
    panels = [
        FormPanel(
            str(panel.label),
            [FormField(form[name], sources[name]) for name in panel.fields if name in form.fields],
        )
        for panel in register.panels
    ]
    given = [] if form.is_bound or row or resumed else [name for name in form.initial if form.initial[name]]
    title = _("更正%s") % register.title() if row else _("登记%s") % register.title()
    pk = row.pk if row else 0
    return FormPage(
        title=title,
        form=form,
        panels=[panel for panel in panels if panel.fields],
        prefilled=[Entered(str(form.fields[name].label), _said(form, name)) for name in given if name in form.fields],
        counts_for=[],
        submit_label=_("保存更正") if row else title,
        cancel_url=reverse(f"{register.key}.page", args=(pk,)) if row else reverse(f"{register.key}.list"),
        resumed=resumed,
        draft_url=reverse(f"{register.key}.draft", args=(pk,)),
        drop_url=reverse(f"{register.key}.draft.drop", args=(pk,)),
        crumbs=crumbs_of(register, title),
    )


def _said(form: RecordForm, name: str) -> str:
    field, value = form.fields[name], form.initial[name]
    if hasattr(field, "queryset"):
        keys = value if isinstance(value, list) else [value]
        return "、".join(str(each) for each in field.queryset.filter(pk__in=keys))
    return str(dict(getattr(field, "choices", ())).get(value, value))
