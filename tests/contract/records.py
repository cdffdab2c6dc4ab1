# SPDX-License-Identifier: Apache-2.0
"""What a person would type into the form of any register, made from the declaration alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from guantong.org.actors import Actor
from guantong.org.models import Theme
from guantong.register.register import Register

DAY = date(2021, 1, 8)


def sample(field: models.Field[Any, Any]) -> Any:
    """A plausible value for one field of a model."""
    if field.choices:
        return next(iter(field.choices))[0]
    if isinstance(field, models.BooleanField):
        return ""
    if isinstance(field, models.DateField):
        return DAY.isoformat()
    if isinstance(field, models.IntegerField):
        return 5
    if isinstance(field, models.URLField):
        return "https://example.org/a"
    if isinstance(field, models.CharField | models.TextField):
        return f"示例{field.verbose_name}"
    raise AssertionError(f"no sample for {field!r}: say here what a person would type")


def typed(register: type[Register], actor: Actor, theme: Theme | None = None, **changes: Any) -> dict[str, Any]:
    """The data of a whole form, as a browser posts it."""
    data: dict[str, Any] = {"unit": actor.unit.pk, "themes": [theme.pk] if theme else []}
    for field in register.on("form"):
        if field.name not in data:
            data[field.name] = sample(register.model._meta.get_field(field.name))
    return data | changes


def record_of(register: type[Register], actor: Actor, theme: Theme | None = None, **changes: Any) -> Any:
    """A record entered through the register's own form and service."""
    form = register.bound_form(actor, typed(register, actor, theme, **changes))
    assert form.is_valid(), form.errors
    return register.create(actor, form.save(commit=False), themes=form.cleaned_data["themes"])
