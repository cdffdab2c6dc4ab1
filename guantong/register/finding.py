# SPDX-License-Identifier: Apache-2.0
"""How a field is found in a list: words in a text, one of its choices, or a span of days; labels as people say them."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Unit
from guantong.org.scope import within

DAY = {"type": "date"}


def filters_of(field: Any, find: str) -> dict[str, django_filters.Filter]:
    """The filters of one field, by their names in the address bar."""
    label = field.verbose_name
    if find == "range":
        return {
            f"{field.name}__gte": _bound(field.name, "gte", format_lazy(_("{label}从"), label=label)),
            f"{field.name}__lte": _bound(field.name, "lte", format_lazy(_("{label}到"), label=label)),
        }
    if find == "text":
        return {field.name: django_filters.CharFilter(field.name, "icontains", label=label)}
    if field.many_to_one:
        rows = field.related_model._default_manager.none()
        made = django_filters.ModelChoiceFilter(field.name, queryset=rows, label=label, empty_label=_("全部"))
        if field.related_model is Unit:
            made.method = _within_unit
        return {field.name: made}
    choices: list[Any] = list(field.choices or ())
    if isinstance(field, models.BooleanField):
        choices = [("True", _("是")), ("False", _("否"))]
    return {
        field.name: django_filters.ChoiceFilter(
            field_name=field.name, choices=choices, label=label, empty_label=_("全部")
        )
    }


def _bound(name: str, lookup: str, label: Any) -> django_filters.Filter:
    return django_filters.DateFilter(name, lookup, label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


def _within_unit(rows: models.QuerySet[Any], name: str, unit: Unit) -> models.QuerySet[Any]:
    return rows.filter(within(unit.path, f"{name}__path"))
