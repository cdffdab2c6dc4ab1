# SPDX-License-Identifier: Apache-2.0
"""One column: a value of a sheet through the cleaners that the form and the model have for it, once for each value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from guantong.sheets import Field

MOST_KEPT = 50_000  # distinct values of one column whose cleaning is remembered

Cleaned = tuple[Any, str]


@dataclass(slots=True)
class Column:
    """The cleaners of one field. A looked-up name is the form's own choice already, so only its key is taken."""

    asked: Field
    form_field: forms.Field
    model_field: Any
    known: dict[Any, Cleaned] = field(default_factory=dict)

    def clean(self, value: Any) -> Cleaned:
        """The value as staging keeps it, and what the form says against it ("" for nothing)."""
        found = self.known.get(value)
        if found is None:
            found = self._cleaned(value)
            if len(self.known) < MOST_KEPT:
                self.known[value] = found
        return found

    def _cleaned(self, value: Any) -> Cleaned:
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
