# SPDX-License-Identifier: Apache-2.0
"""Figures for programs: values by unit set, period, indicator and part, with the list behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework.request import Request
from rest_framework.response import Response

from guantong.kernel.errors import Invalid
from guantong.kernel.keys import row_key
from guantong.org.models import Unit
from guantong.register.api.views import Door
from guantong.register.catalogue import register_of, url_of

from ..engine import veil
from ..queries import Ask, records_near, share, split_of, splits_by_unit
from .asked import RECORDS, VALUES, FiguresAsked
from .schema import FigureSchema, RecordSchema

SIZE = 50
FARTHEST = 100_000
Json = dict[str, Any]


class Figures(Door):
    """Values, each with the address of the list behind it."""

    schema = FigureSchema()
    http_method_names: ClassVar = ["get", "head"]

    def get(self, request: Request) -> Response:
        """Every indicator in every period: over the whole set of units, for each of them, or by parts."""
        self.actor.must("org.unit.read")
        asked = FiguresAsked.by_address(self.actor, request.query_params, VALUES)
        return Response({"results": [row for ask in asked.asks for row in _rows(asked, ask)]})


class Behind(Door):
    """The records behind one value."""

    schema = RecordSchema()
    http_method_names: ClassVar = ["get", "head"]

    def get(self, request: Request) -> Response:
        """Newest first, from number `start` on; what concerns people opens to units and not to rows."""
        self.actor.must("org.unit.read")
        asked = FiguresAsked.by_address(self.actor, request.query_params, RECORDS)
        ask = _the_one(asked)
        start = min(row_key(request.query_params.get("start", "0")) or 0, FARTHEST)
        for source in ask.indicator.of:
            if register := register_of(source.model):
                self.actor.must(register.right("read"))
        found, more = records_near(self.actor, ask, asked.scope, start=start, size=SIZE)
        following = _address("api.figures.records", asked, ask, start=start + SIZE) if more else None
        return Response({"results": [_record(ask, source, row) for source, row in found], "next": following})


def _the_one(asked: FiguresAsked) -> Ask:
    if len(asked.asks) > 1:
        raise Invalid(gettext_noop("记录一次只问一个指标、一个时间段。"), field="indicator")
    indicator = asked.asks[0].indicator
    if indicator.is_share:
        raise Invalid(gettext_noop("这是两个数的比，请分别问那两个数。"), field="indicator")
    if indicator.sensitive:
        raise Invalid(gettext_noop("涉及个人的登记，这里只到单位，不列名单。"), field="indicator")
    return asked.asks[0]


def _rows(asked: FiguresAsked, ask: Ask) -> Iterator[Json]:
    if ask.indicator.sensitive:
        yield from (_sensitive(asked, ask, unit) for unit in _each_alone(asked))
    elif asked.by == "unit":
        found = splits_by_unit(ask, asked.units, subtree=asked.scope.subtree, both=asked.scope.both)
        for unit in asked.units:
            value = found[unit.pk].whole if found[unit.pk] or not ask.indicator.is_share else None
            yield _row(asked, ask, [unit], value)
    elif asked.by == "part" and ask.indicator.dimension:
        split = split_of(ask, asked.units, subtree=asked.scope.subtree, both=asked.scope.both)
        for part, _label in ask.indicator.dimension.parts:
            yield _row(asked, ask.for_part(part), asked.units, split.get(part, 0))
    else:
        yield _row(asked, ask, asked.units, _whole(asked, ask))


def _whole(asked: FiguresAsked, ask: Ask) -> int | None:
    scope = asked.scope
    if ask.indicator.is_share:
        return share(ask, scope.units, subtree=scope.subtree, both=scope.both).percent
    return split_of(ask, scope.units, subtree=scope.subtree, both=scope.both).whole


def _each_alone(asked: FiguresAsked) -> Sequence[Unit]:
    """Sums of a sensitive register over a free choice of units would tell what each of them hides."""
    if asked.reach == "both" or asked.by == "part" or (len(asked.units) > 1 and asked.by != "unit"):
        raise Invalid(gettext_noop("涉及个人的指标请按单位问：by=unit，不跨产业线，不分项。"), field="by")
    return asked.units


def _sensitive(asked: FiguresAsked, ask: Ask, unit: Unit) -> Json:
    veil.check_period(ask)
    scope = asked.over([unit])
    if veil.is_hidden(ask, unit, subtree=scope.subtree):
        return _row(asked, ask, [unit], None) | {"instead": _("不显示")}
    value = split_of(ask, [unit], subtree=scope.subtree).whole
    return _row(asked, ask, [unit], value)


def _row(asked: FiguresAsked, ask: Ask, units: Sequence[Unit], value: int | None) -> Json:
    indicator = ask.indicator
    opens = not indicator.is_share and not indicator.sensitive
    return {
        "indicator": indicator.key,
        "title": str(indicator.title),
        "measure": "%" if indicator.is_share else str(indicator.measure),
        "period": ask.period.key,
        "units": [unit.code for unit in units],
        "reach": asked.reach,
        "part": ask.part,
        "value": value,
        "instead": "" if value is not None else "—",
        "records": _address("api.figures.records", asked, ask, units=units) if opens else None,
    }


def _address(name: str, asked: FiguresAsked, ask: Ask, *, units: Sequence[Unit] = (), start: int = 0) -> str:
    said: list[tuple[str, Any]] = [("indicator", ask.indicator.key), ("period", ask.period.key)]
    said += [("unit", unit.code) for unit in units or asked.units]
    said += [("theme", ask.theme_id)] if ask.theme_id is not None else []
    said += [("part", ask.part)] if ask.part else []
    said += [("reach", asked.reach)] if asked.reach != "subtree" else []
    said += [("start", start)] if start else []
    return f"{reverse(name)}?{urlencode(said)}"


def _record(ask: Ask, source: Any, row: Any) -> Json:
    unit = getattr(row, source.unit)
    return {
        "kind": source.kind,
        "id": row.pk,
        "label": str(row),
        "day": getattr(row, source.date).isoformat(),
        "unit": unit.code,
        "amount": getattr(row, ask.indicator.adds) if ask.indicator.adds else 1,
        "url": url_of(row),
    }


URLS = (
    path("figures/", Figures.as_view(), name="api.figures"),
    path("figures/records/", Behind.as_view(), name="api.figures.records"),
)
