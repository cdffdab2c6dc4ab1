# SPDX-License-Identifier: Apache-2.0
"""A register as the search box sees it: its rows by their unveiled words, and `q=` in its list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import django_filters
from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guantong.org.actors import Actor
from guantong.org.models import Person
from guantong.search.queries import narrowed
from guantong.search.sources import Item, Source, Words
from guantong.search.tokens import is_chinese, literal

if TYPE_CHECKING:
    from .register import Register

ASKED = "q"


def source_for(register: type[Register]) -> Source:
    """What the search box is told of a register."""
    people = [each.name for each in _open_fields(register) if each.related_model is Person]
    return Source(
        kind=register.model._meta.label_lower,
        title=register.title,
        rows=lambda: register.model.objects.in_force().select_related("unit", *people),
        words=partial(_words, register),
        seen_by=register.queryset,
        item=partial(_item, register),
        through=tuple((Person._meta.label_lower, name) for name in people),
        list_url=lambda: reverse(f"{register.key}.list"),
    )


def _open_fields(register: type[Register]) -> list[Any]:
    """The model's fields that the register shows to everybody: a veiled value never reaches the index."""
    return [register.model._meta.get_field(each.name) for each in register.fields if not getattr(each, "veil", "")]


def _words(register: type[Register], row: Any) -> Words:
    texts, names = [], []
    for field in _open_fields(register):
        if field.related_model is Person:
            names.append(str(getattr(row, field.name) or ""))
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            texts.append(str(getattr(row, field.name) or ""))
    return Words((register.first_line(row), *texts), tuple(filter(None, names)), row.unit)


def _item(register: type[Register], row: Any) -> Item:
    day = worded_date(getattr(row, register.event_date), _("Y年n月j日"))
    return Item(register.first_line(row), f"{row.unit.label}，{day}", reverse(f"{register.key}.page", args=(row.pk,)))


def search_filter() -> django_filters.Filter:
    """The words that a row must hold, as they stand in the address bar; `bound_to` says who asks."""
    return django_filters.CharFilter(label=gettext_lazy("搜索"), method=_nothing, max_length=60)


def bound_to(filters: django_filters.FilterSet, register: type[Register], actor: Actor) -> None:
    """Let the filters search on behalf of an actor."""
    source = source_for(register)
    filters.filters[ASKED].method = lambda rows, name, words: narrowed(source, actor, rows, words)
    for name, each in filters.filters.items():
        if name != ASKED and isinstance(each, django_filters.CharFilter) and each.lookup_expr == "icontains":
            each.method = partial(_holding, source, actor)


def _holding(source: Source, actor: Actor, rows: models.QuerySet[Any], name: str, text: str) -> models.QuerySet[Any]:
    """The rows whose field holds the text. Its Chinese characters are looked up, for nothing finds them in a column.

    Asked for a place rather than by LIKE: of that PostgreSQL believes that it leaves next to nothing, and then reads
    the whole table instead of walking the list in its order.
    """
    found = rows.filter(GreaterThan(StrIndex(Lower(name), Lower(Value(text))), 0))
    characters = " ".join(run for run in literal(text) if is_chinese(run))
    return narrowed(source, actor, found, characters) if characters else found


def _nothing(rows: models.QuerySet[Any], name: str, words: str) -> models.QuerySet[Any]:
    return rows.none()
