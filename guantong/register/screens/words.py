# SPDX-License-Identifier: Apache-2.0
"""Values and labels as a person reads them; whatever is veiled is masked here, so that no page can forget it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import catalogue
from ..pages import Crumb
from ..register import Register
from ..veil import veiled


def said(row: Any, name: str) -> str:
    """A field of a row as a person reads it, behind its veil."""
    register = catalogue.register_of(type(row))
    return veiled(register.veil_of(name) if register else "", said_open(row, name))


def said_open(row: Any, name: str) -> str:
    """The same without its veil: for whoever opened it for a reason, and for nobody else."""
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


def state_of(register: type[Register], row: Any) -> tuple[str, str]:
    """The state of a row in one word, and its tone."""
    if row.voided_at is not None:
        return _("已作废"), "no"
    if register.flow is None:
        return _("在册"), "new"
    return str(register.flow.label(row.state)), register.flow.tone(row.state)


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
