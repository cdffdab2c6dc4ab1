# SPDX-License-Identifier: Apache-2.0
"""What the figures' addresses take and answer, in OpenAPI."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema

from guantong.register.api.schema import Json, responses
from guantong.register.catalogue import indicators

from .asked import LAYOUTS, MOST, REACHES

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


class _Schema(AutoSchema):
    """What both addresses share."""

    name = ""
    own: Json = {}
    answer: Json = {}

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Json:
        """What the address takes and answers."""
        one = self.name == "records"
        return {
            "operationId": f"figures_{self.name}",
            "summary": _("数字后面的登记") if one else _("数字"),
            "tags": ["figures"],
            "parameters": [*asked(one=one), *self.own],
            "responses": responses(self.name, self.answer, {"$ref": "#/components/schemas/problem"}),
        }


def asked(*, one: bool) -> list[Json]:
    """Indicators, periods, units, theme and reach."""
    keys = {"enum": [each.key for each in indicators()]}
    return [
        _query("indicator", _list(keys, 1 if one else MOST["indicator"]), _("指标"), required=True),
        _query(
            "period", _list(TEXT, 1 if one else MOST["period"]), _("时间段，如 2021、2021Q1、2021-01"), required=True
        ),
        _query("unit", _list(TEXT, MOST["unit"], least=0), _("单位代码；不写就是本单位")),
        _query("theme", {"type": "integer", "minimum": 1}, _("主题")),
        _query("reach", {"enum": list(REACHES)}, _("含下级、只算本级、含下级和产业线")),
    ]


def _list(items: Json, most: int, least: int = 1) -> Json:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _query(name: str, schema: Json, about: str, *, required: bool = False) -> Json:
    return {"name": name, "in": "query", "schema": schema, "description": about, "required": required}


def _results(row: Json, **more: Json) -> Json:
    rows = {"type": "array", "items": {"type": "object", "properties": row, "required": list(row)}}
    return {"type": "object", "properties": {"results": rows, **more}, "required": ["results", *more]}


class FigureSchema(_Schema):
    """The values."""

    name = "values"
    own = [_query("by", {"enum": list(LAYOUTS)}, "")]  # type: ignore[assignment]
    answer = _results(
        {
            "indicator": TEXT,
            "title": TEXT,
            "measure": TEXT,
            "period": TEXT,
            "units": {"type": "array", "items": TEXT},
            "reach": TEXT,
            "part": TEXT,
            "value": {"type": ["integer", "null"]},
            "instead": TEXT,
            "records": {"type": ["string", "null"]},
        }
    )


class RecordSchema(_Schema):
    """The records behind a value."""

    name = "records"
    own = [_query("part", TEXT, ""), _query("start", {"type": "integer", "minimum": 0}, "")]  # type: ignore[assignment]
    answer = _results(
        {"kind": TEXT, "id": NUMBER, "label": TEXT, "day": TEXT, "unit": TEXT, "amount": NUMBER, "url": TEXT},
        next={"type": ["string", "null"]},
    )
