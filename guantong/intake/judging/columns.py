# SPDX-License-Identifier: Apache-2.0
"""One column: a value of a sheet through the cleaners that the form and the model have for it, once for each value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models

from guantong.sheets import Field

MOST_KEPT = 50_000  # distinct values of one column whose cleaning is remembered

Cleaned = tuple[Any, str]


def _longest(asked: Field, form_field: forms.Field, model_field: Any) -> int:
    """How long a plain text may be where length is all that form and model ask of it; 0 where they ask more."""
    is_plain = _is_stock(form_field, forms.CharField) and (
        _is_stock(model_field, models.CharField) or _is_stock(model_field, models.TextField)
    )
    stock = (validators.MaxLengthValidator, validators.ProhibitNullCharactersValidator)
    every = (*form_field.validators, *model_field.validators)
    if asked.kind == "choice" or not is_plain or model_field.choices or not all(type(each) in stock for each in every):
        return 0
    return int(model_field.max_length or MOST_KEPT)


def _is_stock(field: Any, kind: type[Any]) -> bool:
    """Whether a field cleans as its kind does."""
    steps = ("clean", "to_python", "validate", "run_validators")
    return isinstance(field, kind) and all(getattr(type(field), step) is getattr(kind, step) for step in steps)


@dataclass(slots=True)
class Column:
    """The cleaners of one field. A looked-up name is the form's own choice already, so only its key is taken."""

    asked: Field
    form_field: forms.Field
    model_field: Any
    known: dict[Any, Cleaned] = field(default_factory=dict)
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        self.longest = _longest(self.asked, self.form_field, self.model_field)

    def clean(self, value: Any) -> Cleaned:
        """The value as staging keeps it, and what the form says against it ("" for nothing)."""
        found = self.known.get(value)
        if found is None:
            found = self.cleaned(value)
            if len(self.known) < MOST_KEPT:
                self.known[value] = found
        return found

    def cleaned(self, value: Any) -> Cleaned:
        """The same, not remembered."""
        if self.longest and type(value) is str and len(value) <= self.longest and value.isprintable():
            return value, ""  # nothing of what follows could change it or have anything against it
        if self.asked.kind == "unit":
            return self.asked.units.keys[value], ""  # type: ignore[union-attr]  # the lookup that found the name
        if self.asked.kind == "choice":
            value = self.asked.choices[value][0] if value in self.asked.choices else value
        try:
            cleaned = self.form_field.clean(value)
            if cleaned not in self.form_field.empty_values:
                cleaned = self.model_field.clean(cleaned, None)
        except ValidationError as wrong:
            return None, "".join(wrong.messages)
        return cleaned.isoformat() if isinstance(cleaned, date) else cleaned, ""

    @property
    def is_required(self) -> bool:
        """Whether the form refuses a row without it."""
        return self.form_field.required

    def missing(self) -> str:
        """What the form says where nothing was given."""
        return str(self.form_field.error_messages["required"])
