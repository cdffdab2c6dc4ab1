# SPDX-License-Identifier: Apache-2.0
"""The list of a register: conditions in the address, rows, neighbors, views, totals when asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import Count, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.kernel.errors import Invalid
from guantong.org.actors import Actor
from guantong.org.wording import worded

from ..asked import Asked, columns_of
from ..listing import Slice, page_of, sortable
from ..models import SavedView
from ..pages import Act, Action, Cell, Choice, Condition, Head, ListPage, Row, Tools, Total, View
from ..register import Register
from ..services.bulk import acts_of
from .words import is_number, label_of, said, state_of


def list_page(register: type[Register], actor: Actor, query: QueryDict) -> ListPage:
    """One page of the list that the address asks for; a condition that cannot be read is said, and finds nothing."""
    actor.must(register.right("read"))
    asked = Asked.by(register, query)
    filters, wrong = asked.filters(actor), ""
    try:
        rows = asked.rows(actor)
    except Invalid as why:
        rows, wrong = filters.queryset.none(), worded(why)
    part = _part(rows, asked)
    may = bool(actor.may(register.right("record")))
    url = reverse(f"{register.key}.list")
    heads = [_head(asked, name) for name in asked.shown]
    # The floor above takes sheets for every register that checks its records.
    sheets = [
        Action(_("下载空表"), f"{url}upload/template/", "download"),
        Action(_("上传表格"), f"{url}upload/", "upload"),
    ]
    new = Action(_("登记%s") % register.title(), reverse(f"{register.key}.new"), "plus", is_primary=True)
    return ListPage(
        title=register.title(),
        lead="",
        actions=[
            *(sheets if may and register.check else []),
            *([new if part.rows else replace(new, is_primary=False)] if may else []),
        ],
        filter_form=filters.form,
        active_filters=_conditions(filters, asked),
        clear_url=url,
        tools=_tools(asked, actor, rows),
        heads=heads,
        rows=[_row(asked, row, heads) for row in part.rows],
        previous_url=asked.url(at=part.before) if part.before else "",
        next_url=asked.url(at=part.after) if part.after else "",
        empty_title=_("还没有%s") % register.title(),
        empty_text=str(register.empty),
        empty_action=new if may else Action("", ""),
        wrong=wrong,
        views=_views(asked, actor),
    )


def _part(rows: models.QuerySet[Any], asked: Asked) -> Slice:
    found = rows.prefetch_related("themes") if "themes" in asked.shown else rows
    return page_of(found, asked.order, asked.cursor, asked.size)


def _head(asked: Asked, name: str) -> Head:
    register = asked.register
    sort_url = asked.sorted_by(name).url() if name in sortable(register) else ""
    way = ("descending" if asked.order.is_descending else "ascending") if asked.order.field == name else ""
    return Head(label_of(register, name), is_number(register, name), sort_url, way)


def _row(asked: Asked, row: Any, heads: list[Head]) -> Row:
    register = asked.register
    url = reverse(f"{register.key}.page", args=(row.pk,))
    cells = [_cell(register, row, name, head) for name, head in zip(asked.shown, heads, strict=True)]
    return Row(url, register.first_line(row), cells, row.pk)


def _cell(register: type[Register], row: Any, name: str, head: Head) -> Cell:
    text = said(row, name)
    if register.veil_of(name):
        return Cell(head.label, text, mask=text)
    tone = state_of(register, row)[1] if register.flow and name == "state" else ""
    return Cell(head.label, text, head.is_number, tone=tone)


def _tools(asked: Asked, actor: Actor, rows: models.QuerySet[Any]) -> Tools:
    register = asked.register
    return Tools(
        pairs=[pair for pair in asked.pairs() if pair[0] != "column"],
        text=asked.text(),
        columns=[Choice(name, label_of(register, name), name in asked.shown) for name in columns_of(register)],
        void_url="" if asked.voided else replace(asked, voided=True).url(),
        total_url="" if asked.wants_total else asked.url(at=asked.cursor, total="1"),
        totals=_totals(asked, rows) if asked.wants_total else [],
        export_url=reverse(f"{register.key}.export"),
        save_url=reverse(f"{register.key}.views"),
        bulk_url=reverse(f"{register.key}.bulk"),
        acts=[Act(act.key, str(act.label)) for act in acts_of(register, actor)],
    )


def _totals(asked: Asked, rows: models.QuerySet[Any]) -> list[Total]:
    """All of them are counted only here, where somebody asked; every other page of the list stays free of it."""
    names = [name for name in asked.shown if is_number(asked.register, name) and not asked.register.veil_of(name)]
    sums = rows.order_by().aggregate(rows_=Count("pk"), **{f"sum_{name}": Sum(name) for name in names})
    counted = Total(_("共"), _("{number} 条").format(number=f"{sums['rows_']:,}"))
    added = [Total(label_of(asked.register, name), f"{sums[f'sum_{name}'] or 0:,}") for name in names]
    return [counted, *added]


def _views(asked: Asked, actor: Actor) -> tuple[View, ...]:
    """All records first, then what the person saved; none where nothing was saved yet."""
    saved = list(SavedView.objects.filter(person=actor.person_id, register=asked.register.key))
    here, address = asked.text(), reverse(f"{asked.register.key}.list")
    own = [
        View(
            view.title,
            f"{address}?{view.query}",
            view.query == here,
            reverse(f"{asked.register.key}.view.drop", args=(view.pk,)),
        )
        for view in saved
    ]
    return (View(_("全部"), address, not here), *own) if own else ()


def _conditions(filters: Any, asked: Asked) -> list[Condition]:
    """The conditions in force; `filters` read them, so a name stands for each number of a unit."""
    found, form = [], filters.form
    if asked.voided:
        found.append(Condition(_("状态"), _("已作废"), replace(asked, voided=False).url()))
    cleaned = form.cleaned_data if form.is_valid() else {}
    for name, value in asked.conditions:
        if name in form.errors:
            continue
        field, read = form.fields[name], cleaned.get(name)
        named = getattr(read, "label", None) if hasattr(field, "queryset") else None
        shown = named or dict(getattr(field, "choices", ()) if named is None else ()).get(value, value)
        found.append(Condition(str(field.label), str(shown), asked.without(name).url()))
    return found
