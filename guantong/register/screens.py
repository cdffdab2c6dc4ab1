# SPDX-License-Identifier: Apache-2.0
"""From a declaration and its rows to the typed contexts of pages: list, form, page, history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import QueryDict
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong.org.actors import Actor
from guantong.trace.models import Entry
from guantong.trace.queries import history_of

from . import catalogue
from .listing import page_of
from .pages import (
    Action,
    Cell,
    Condition,
    Crumb,
    Difference,
    Entered,
    FormPage,
    FormPanel,
    Head,
    HistoryPage,
    ListPage,
    MoveButton,
    Past,
    RecordPage,
    Row,
    Shown,
    ShownPanel,
)
from .register import Register

VERBS = {
    "record": gettext_noop("登记"),
    "record_on_behalf": gettext_noop("代为登记"),
    "correct": gettext_noop("更正"),
    "void": gettext_noop("作废"),
    "restore": gettext_noop("恢复"),
}


def said(row: Any, name: str) -> str:
    """A field of a row as a person reads it."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return "、".join(str(each) for each in getattr(row, name).all())
    value = getattr(row, name)
    if value in (None, ""):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return worded_date(value, _("Y年n月j日")) or ""
    return value.label if field.many_to_one and hasattr(value, "label") else str(value)


def is_number(register: type[Register], name: str) -> bool:
    """Whether a field stands right-aligned in columns."""
    return isinstance(register.model._meta.get_field(name), models.IntegerField)


def label_of(register: type[Register], name: str) -> str:
    """The label of a field."""
    return str(getattr(register.model._meta.get_field(name), "verbose_name", name))


def crumbs_of(register: type[Register], *steps: str) -> list[Crumb]:
    """The way to a page of a register."""
    first = Crumb(register.title(), reverse(f"{register.key}.list"))
    return [first, *(Crumb(step) for step in steps)]


def list_page(register: type[Register], actor: Actor, query: QueryDict) -> ListPage:
    """One page of the list under the filters of the address."""
    actor.must(register.right("read"))
    filters = register.filters(actor, query)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    part = page_of(rows, register.event_date, query.get("at", ""))
    url = reverse(f"{register.key}.list")
    kept = [(key, str(value)) for key, value in query.items() if key != "at" and value]
    names = [field.name for field in register.on("list")]
    new = Action(_("登记%s") % register.title(), reverse(f"{register.key}.new"), "plus", is_primary=True)
    may = bool(actor.may(register.right("record")))
    return ListPage(
        title=register.title(),
        lead="",
        actions=[new if part.rows else replace(new, is_primary=False)] if may else [],
        filter_form=filters.form,
        active_filters=_conditions(filters, kept, url),
        clear_url=url,
        heads=[Head(label_of(register, name), is_number(register, name)) for name in names],
        rows=[
            Row(
                reverse(f"{register.key}.page", args=(row.pk,)),
                register.first_line(row),
                [Cell(label_of(register, name), said(row, name), is_number(register, name)) for name in names],
            )
            for row in part.rows
        ],
        previous_url=f"{url}?{urlencode([*kept, ('at', part.newer)])}" if part.newer else "",
        next_url=f"{url}?{urlencode([*kept, ('at', part.older)])}" if part.older else "",
        empty_title=_("还没有%s") % register.title(),
        empty_text=str(register.empty),
        empty_action=new if may else Action("", ""),
    )


def _conditions(filters: Any, kept: list[tuple[str, str]], url: str) -> list[Condition]:
    conditions = []
    for key, value in kept:
        if key not in filters.form.fields:
            continue
        field = filters.form.fields[key]
        choices = dict(getattr(field, "choices", ())) if key not in ("unit", "themes") else {}
        shown = choices.get(value, value)
        if key == "unit" and filters.form.is_valid() and filters.form.cleaned_data.get("unit"):
            shown = filters.form.cleaned_data["unit"].label
        rest = urlencode([pair for pair in kept if pair[0] != key])
        conditions.append(Condition(str(field.label), str(shown), f"{url}?{rest}"))
    return conditions


def form_page(register: type[Register], form: Any, *, row: Any | None, given: dict[str, Any]) -> FormPage:
    """A form in the panels of the declaration; what the address filled in is shown as such."""
    panels = [FormPanel(str(panel.label), [form[name] for name in panel.fields]) for panel in register.panels]
    prefilled = []
    for name in given:
        if name in form.fields and form.initial.get(name):
            prefilled.append(Entered(str(form.fields[name].label), _initial_said(form, name)))
    back = reverse(f"{register.key}.page", args=(row.pk,)) if row else reverse(f"{register.key}.list")
    title = _("更正%s") % register.title() if row else _("登记%s") % register.title()
    return FormPage(
        title=title,
        form=form,
        panels=panels,
        prefilled=prefilled,
        counts_for=[],
        submit_label=_("保存更正") if row else title,
        cancel_url=back,
        version=row.version if row else None,
        crumbs=crumbs_of(register, title),
    )


def _initial_said(form: Any, name: str) -> str:
    field, value = form.fields[name], form.initial[name]
    if hasattr(field, "queryset"):
        keys = value if isinstance(value, list) else [value]
        return "、".join(str(each) for each in field.queryset.filter(pk__in=keys))
    return str(dict(getattr(field, "choices", ())).get(value, value))


def record_page(register: type[Register], actor: Actor, row: Any) -> RecordPage:
    """One record with what it counts for and what may be done with it."""
    url = {verb: reverse(f"{register.key}.{verb}", args=(row.pk,)) for verb in ("edit", "void", "restore", "history")}
    names = {field.name for field in register.on("page")}
    is_void = row.voided_at is not None
    may_correct = not is_void and bool(actor.may(register.right("correct"), row.unit))
    may_void = bool(actor.may(register.right("void"), row.unit))
    void_entry = history_of(row).filter(verb="void").first() if is_void else None
    moves = []
    if may_void:
        moves = [MoveButton(_("恢复"), url["restore"])] if is_void else [MoveButton(_("作废"), url["void"], True)]
    return RecordPage(
        title=register.first_line(row),
        state_word=_("已作废") if is_void else _("在册"),
        state_tone="no" if is_void else "new",
        panels=[
            ShownPanel(
                str(panel.label),
                [Shown(label_of(register, name), said(row, name)) for name in panel.fields if name in names],
            )
            for panel in register.panels
        ],
        counts_for=[] if is_void else catalogue.counts_for(row),
        moves=moves,
        actions=[Action(_("更正"), url["edit"], "edit")] if may_correct else [],
        history_url=url["history"],
        void_reason=void_entry.reason if void_entry else "",
        on_behalf=_on_behalf(row),
        crumbs=crumbs_of(register, register.first_line(row)),
    )


def _on_behalf(row: Any) -> str:
    entry = history_of(row).filter(verb="record_on_behalf").first()
    if entry is None:
        return ""
    return _("由{unit}{name}代录。").format(unit=entry.unit_name, name=entry.actor_name)


def history_page(register: type[Register], row: Any) -> HistoryPage:
    """What happened to one record."""
    entries = [
        Past(
            worded_date(localtime(entry.at), _("Y年n月j日 H:i")) or "",
            f"{entry.actor_name}，{entry.unit_name}{entry.post_label}",
            _(VERBS.get(entry.verb, entry.verb)),
            _differences(register, entry),
            entry.reason,
        )
        for entry in history_of(row)
    ]
    steps = [Crumb(register.first_line(row), reverse(f"{register.key}.page", args=(row.pk,))), Crumb(_("经过"))]
    return HistoryPage(_("经过"), entries, [*crumbs_of(register), *steps])


def _differences(register: type[Register], entry: Entry) -> list[Difference]:
    changes = []
    for key in entry.after:
        try:
            label = label_of(register, key)
        except FieldDoesNotExist:
            continue
        old, new = entry.before.get(key), entry.after[key]
        if old in (None, "", []) and new in (None, "", []):
            continue
        changes.append(Difference(label, _plain(register, key, old), _plain(register, key, new)))
    return changes


def _plain(register: type[Register], key: str, value: Any) -> str:
    field = register.model._meta.get_field(key)
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    if field.many_to_one and field.related_model is not None:
        return str(field.related_model._default_manager.filter(pk=value).first() or value)
    return str(dict(getattr(field, "choices", None) or ()).get(value, value))
