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
    if isinstance(field, models.ForeignKey) and field.null:
        return ""
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


def rows_by_state(register: type[Register], below: Actor, above: Actor) -> dict[str, Any]:
    """One record in each state that a flow leads to, taken there by its moves."""
    if register.flow is None:
        return {}
    ways: dict[str, tuple[str, ...]] = {register.flow.start: ()}
    for state in (queue := [register.flow.start]):
        for step in register.flow.moves_from(state):
            if step.target not in ways:
                ways[step.target] = (*ways[state], step.verb)
                queue.append(step.target)
    return {state: moved(register, record_of(register, below), verbs, above) for state, verbs in ways.items()}


def moved(register: type[Register], row: Any, verbs: tuple[str, ...], by: Actor) -> Any:
    """A record after these moves."""
    for verb in verbs:
        row = register.move(by, row, verb, reason="照章办理")
    return row
