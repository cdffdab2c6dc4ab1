# SPDX-License-Identifier: Apache-2.0
"""Values of a row as people read them, and cells of a sheet as staging keeps them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.template.defaultfilters import date as worded_date
from django.utils.translation import gettext as _

from guantong.sheets import Broken, Field


def plain_value(raw: Any) -> Any:
    """A cell as JSON can keep it and as a person would type it again."""
    if isinstance(raw, Broken):
        return raw.text
    if isinstance(raw, datetime):
        return raw.date().isoformat() if not raw.time() or raw.time().isoformat() == "00:00:00" else raw.isoformat(" ")
    if isinstance(raw, float) and raw == int(raw):
        return str(int(raw))
    return raw if isinstance(raw, str) else str(raw)


def shown(field: Field, value: Any) -> str:
    """A staged value as a page or a sheet shows it."""
    if value is None:
        return ""
    if field.kind == "unit":
        return str(field.units.said.get(value, value))  # type: ignore[union-attr]
    if field.kind == "choice":
        return next((label for label, others in field.choices.items() if others[:1] == (str(value),)), str(value))
    if field.kind == "boolean":
        return _("是") if value else _("否")
    if field.kind == "date":
        return worded_date(date.fromisoformat(value), _("Y年n月j日")) or ""
    return str(value)
