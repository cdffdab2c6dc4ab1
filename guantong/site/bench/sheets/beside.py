# SPDX-License-Identifier: Apache-2.0
"""The same file through django-import-export in bulk mode, as its handbook advises, names looked up once and kept.

It is no dependency of ours: `pip install guantong[beside]` brings it for the bench.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.utils.timezone import now

from guantong.org.models import Unit

from .members import CHOICES, GENDERS, Listed
from .rows import HEADS

NAMES = ("name", "id_number", "gender", "nation", "schooling", "phone", "joined_on", "group", "job", "is_migrant")
NAMES += ("remark", "unit")


def import_export(place: Path, kind: str) -> float | None:
    """The seconds from the file to the table; None where the library is not installed."""
    try:
        import tablib
        from import_export import resources
    except ModuleNotFoundError:
        return None
    made = _resource(resources)
    started = time.perf_counter()
    content: Any = place.read_bytes() if kind == "xlsx" else place.read_text(encoding="utf-8")
    result = made().import_data(tablib.Dataset().load(content, format=kind), raise_errors=True, use_transactions=True)
    assert not result.has_errors()
    return time.perf_counter() - started


def _resource(resources: Any) -> Any:
    from import_export import fields, widgets

    units = dict(Unit.objects.values_list("name", "pk"))

    class OfUnit(widgets.Widget):  # type: ignore[misc]
        """A unit by its name; asked once for all rows, where the library's own would ask once a row."""

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return units[value]

    class OfChoice(widgets.Widget):  # type: ignore[misc]
        """A choice by its label."""

        def __init__(self, pairs: Any) -> None:
            super().__init__()
            self.keys = {label: key for key, label in pairs}

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return self.keys[value] if value else ""

    class OfYes(widgets.Widget):  # type: ignore[misc]
        """Yes or no."""

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return value == "是"

    chosen: dict[str, Any] = {name: OfChoice(pairs) for name, pairs in {"gender": GENDERS, **CHOICES}.items()}
    chosen |= {"unit": OfUnit(), "is_migrant": OfYes(), "joined_on": widgets.DateWidget("%Y-%m-%d")}
    columns: dict[str, Any] = {
        name: fields.Field(
            attribute="unit_id" if name == "unit" else name,
            column_name=head,
            widget=chosen.get(name, widgets.CharWidget(allow_blank=True)),
        )
        for name, head in zip(NAMES, HEADS, strict=True)
    }

    class Lists(resources.ModelResource):  # type: ignore[misc]
        """The bulk mode of the library, without the comparisons that it can leave out."""

        locals().update(columns)

        class Meta:
            model = Listed
            fields = NAMES
            import_id_fields = ("id_number",)
            use_bulk, batch_size = True, 2000
            skip_diff = skip_html_diff = True
            force_init_instance = True

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.recorded_at, instance.recorded_by = now(), "例测"

    return Lists
