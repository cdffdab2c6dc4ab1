# SPDX-License-Identifier: Apache-2.0
"""What the address of a list asks: conditions, order, columns, size. The address is the whole state of a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid
from guantong.org.actors import Actor

from .listing import LARGEST, PAGE, Order
from .picking import TYPED
from .register import Register

OWN = frozenset({"at", "sort", "size", "column", "total", "voided", "_find"})
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One list as an address asks for it."""

    register: type[Register]
    conditions: Pairs
    order: Order
    columns: tuple[str, ...]
    size: int
    cursor: str
    wants_total: bool
    voided: bool
    typed: Pairs = ()

    @classmethod
    def by(cls, register: type[Register], query: QueryDict) -> Asked:
        """What an address asks. Raises Invalid, with a sentence, for a name or a number that means nothing here."""
        given = [(key, value) for key, values in query.lists() for value in values if value]
        typed = tuple(pair for pair in given if pair[0].endswith(TYPED))
        conditions = tuple(pair for pair in given if pair[0] not in OWN and pair not in typed)
        for name, _value in conditions:
            if name not in register.filter_class().base_filters:
                raise Invalid(_("这本登记簿没有“{name}”这个条件，请去掉它再看。"), name=name[:40])
        columns = tuple(value for key, value in given if key == "column")
        if unknown := [name for name in columns if name not in columns_of(register)]:
            raise Invalid(_("这本登记簿没有“{name}”这一列，请重新选列。"), name=unknown[0][:40])
        order = Order.said(register, query.get("sort", ""))
        size = _size(query.get("size", ""))
        total, voided = bool(query.get("total")), bool(query.get("voided"))
        return cls(register, conditions, order, columns, size, query.get("at", ""), total, voided, typed)

    @classmethod
    def again(cls, register: type[Register], text: str) -> Asked:
        """What a kept query string asks."""
        return cls.by(register, QueryDict(text))

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns of the list: the chosen ones in the order of the declaration, else the declared ones."""
        if self.columns:
            return tuple(name for name in columns_of(self.register) if name in self.columns)
        return tuple(field.name for field in self.register.on("list"))

    def filters(self, actor: Actor) -> Any:
        """The filter set over what the actor may see."""
        asked = QueryDict(mutable=True)
        for name, value in (*self.conditions, *self.typed):
            asked.appendlist(name, value)
        return self.register.filters(actor, asked, voided=self.voided)

    def rows(self, actor: Actor) -> models.QuerySet[Any]:
        """Exactly the rows that are asked for. Raises Invalid for a condition that cannot be read."""
        filters = self.filters(actor)
        if not filters.is_valid():
            field = next(iter(filters.form.errors))
            raise Invalid(_("条件“{name}”没有看懂，请改一改。"), name=str(filters.form.fields[field].label))
        return filters.qs

    def pairs(self) -> Pairs:
        """The address without place and total, in one order, so that two equal lists have one address."""
        sort = (("sort", str(self.order)),) if self.order != Order.said(self.register, "") else ()
        size = (("size", str(self.size)),) if self.size != PAGE else ()
        columns = tuple(("column", name) for name in self.shown) if self.columns else ()
        voided = (("voided", "yes"),) if self.voided else ()
        return (*sorted(self.conditions), *voided, *sort, *size, *columns)

    def text(self) -> str:
        """The query string of this list."""
        return urlencode(self.pairs())

    def url(self, **more: str) -> str:
        """The address of this list, with a place or a total."""
        query = urlencode([*self.pairs(), *((key, value) for key, value in more.items() if value)])
        address = reverse(f"{self.register.key}.list")
        return f"{address}?{query}" if query else address

    def without(self, name: str) -> Asked:
        """The list without one condition."""
        return replace(self, conditions=tuple(pair for pair in self.conditions if pair[0] != name))

    def sorted_by(self, field: str) -> Asked:
        """The list sorted by another field, or the other way round."""
        is_same = self.order.field == field
        return replace(self, order=Order(self.register, field, not self.order.is_descending if is_same else True))


def columns_of(register: type[Register]) -> tuple[str, ...]:
    """The columns that may be chosen: whatever shows on the list or on the page."""
    return tuple(field.name for field in register.fields if field.is_on("list") or field.is_on("page"))


def _size(text: str) -> int:
    if not text:
        return PAGE
    size = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= size <= LARGEST:
        raise Invalid(_("一页最多 {most} 条。要看全部，请用导出。"), most=LARGEST)
    return size
