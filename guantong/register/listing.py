# SPDX-License-Identifier: Apache-2.0
"""One page of a long list by key: no COUNT, no OFFSET, the thousandth page costs what the first does.

A list is sorted by a field that the model keeps an index for and that is never empty; a cursor is the place of a row
in one list under one order, and is taken by no other.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid

if TYPE_CHECKING:
    from .register import Register

PAGE, LARGEST = 50, 200


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one page, and the cursors of its neighbors ("" where there is none)."""

    rows: list[Any]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: by one field, ties by the row's number, both in one direction."""

    register: type[Register]
    field: str
    is_descending: bool

    @classmethod
    def said(cls, register: type[Register], text: str) -> Order:
        """The order that an address names, newest event first where it names none. Raises Invalid for another."""
        field = text.removeprefix("-") or register.event_date
        if field not in sortable(register):
            raise Invalid(_("这本登记簿不能按“{name}”排序，请从表头重新选。"), name=field[:40])
        return cls(register, field, text.startswith("-") or not text)

    def __str__(self) -> str:
        return f"-{self.field}" if self.is_descending else self.field

    def sorted(self, rows: models.QuerySet[Any], *, backward: bool = False) -> models.QuerySet[Any]:
        """The rows in this order, or in the opposite one."""
        sign = "-" if self.is_descending is not backward else ""
        return rows.order_by(f"{sign}{self.field}", f"{sign}pk")

    def packed(self, direction: str, row: models.Model) -> str:
        """A cursor: list, order, direction and the place of a row, opaque in the address bar."""
        place = [self.register.key, str(self), direction, getattr(row, self.field), row.pk]
        return base64.urlsafe_b64encode(json.dumps(place, cls=DjangoJSONEncoder).encode()).decode().rstrip("=")

    def unpacked(self, cursor: str) -> tuple[str, Any, int]:
        """The direction and place a cursor says. Raises Invalid for one that is not of this list and order."""
        try:
            said = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            key, order, direction, value, pk = said
            field: Any = self.register.model._meta.get_field(self.field)
            place = field.to_python(value)
        except (ValueError, TypeError, ValidationError):
            key = order = direction = place = pk = None
        is_ours = key == self.register.key and order == str(self) and direction in ("before", "after")
        if not is_ours or place is None or not isinstance(pk, int) or "\x00" in str(place):
            raise Invalid(_("翻页的地址不对，请从第一页重新翻。"))
        return direction, place, pk


def sortable(register: type[Register]) -> tuple[str, ...]:
    """The fields by which a list may be sorted: open ones that are never empty and begin an index of the model."""
    indexed = {register.event_date, *_indexed(register.model)}
    fields = [register.model._meta.get_field(field.name) for field in register.fields if not field.veil]
    return tuple(field.name for field in fields if field.name in indexed and field.concrete and not field.null)


def _indexed(model: type[models.Model]) -> set[str]:
    """The plain fields with which some index begins."""
    first = {index.fields_orders[0][0] for index in model._meta.indexes if index.fields}
    leading: list[Any] = [index.expressions[0] for index in model._meta.indexes if index.expressions]
    first |= {str(getattr(each, "name", "")) for each in leading} - {""}
    kept: list[Any] = list(model._meta.concrete_fields)
    first |= {field.name for field in kept if field.db_index}
    return {name for name in first if not model._meta.get_field(name).is_relation}


def _pair(*parts: Any) -> Func:
    """Two values compared as one: an index is entered right there, however many rows share the first; an OR is not."""
    return Func(*parts, template="(%(expressions)s)", output_field=models.BooleanField())


def page_of(rows: models.QuerySet[Any], order: Order, cursor: str, size: int = PAGE) -> Slice:
    """The page at a cursor, or the first one."""
    direction, ahead = "after", rows
    if cursor:
        direction, place, pk = order.unpacked(cursor)
        side = "lt" if order.is_descending == (direction == "after") else "gt"
        beyond = LessThan if side == "lt" else GreaterThan
        kind: Any = order.register.model._meta.get_field(order.field)
        ahead = rows.filter(beyond(_pair(F(order.field), F("pk")), _pair(Value(place, kind), Value(pk))))
    backward = direction == "before"
    found = list(order.sorted(ahead, backward=backward)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    has_before = more if backward else bool(cursor)
    has_after = True if backward else more
    return Slice(
        found,
        order.packed("before", found[0]) if found and has_before else "",
        order.packed("after", found[-1]) if found and has_after else "",
    )
