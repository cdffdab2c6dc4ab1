# SPDX-License-Identifier: Apache-2.0
"""What the API says of a record: its fields that show on `api`, masked as on the screen, with what a change needs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.timezone import localtime

from guantong.org.models import Unit

from ..register import Register
from ..veil import veiled

PLAIN = (bool, int, str)


def said(register: type[Register], row: Any) -> dict[str, Any]:
    """One record."""
    values = {field.name: _value(register, row, field.name) for field in register.on("api")}
    return {
        "id": row.pk,
        "version": row.version,
        "url": reverse(f"{register.key}.page", args=(row.pk,)),
        "first_line": register.first_line(row),
        "recorded_at": localtime(row.recorded_at).isoformat(),
        "recorded_by": row.recorded_by,
        "voided_at": localtime(row.voided_at).isoformat() if row.voided_at else None,
        **values,
    }


def _value(register: type[Register], row: Any, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return [_thing(each) for each in getattr(row, name).all()]
    value = getattr(row, name)
    if value is None:
        return None
    if veil := register.veil_of(name):
        return veiled(veil, str(value))
    if isinstance(value, models.Model):
        return _thing(value)
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) or not isinstance(value, list | dict) else value


def _thing(thing: models.Model) -> dict[str, Any]:
    if isinstance(thing, Unit):
        return {"id": thing.pk, "code": thing.code, "label": thing.label}
    return {"id": thing.pk, "label": str(thing)}


def with_related(register: type[Register], rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The rows with whatever `said` looks at, in a constant number of queries."""
    names = [field.name for field in register.on("api") if register.model._meta.get_field(field.name).many_to_many]
    return rows.prefetch_related(*names)
