# SPDX-License-Identifier: Apache-2.0
"""A figure: a number with the question behind it, in one form for screens, addresses, reports and snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.kernel.errors import Invalid, NotFound
from guantong.kernel.keys import row_key
from guantong.kernel.periods import Period
from guantong.org.models import Unit

from . import queries
from .queries import Ask


@dataclass(frozen=True, slots=True)
class Question:
    """What a figure asks: an indicator over a unit (alone or with all below) in a period, for a theme and part."""

    key: str
    unit: str
    period: str
    theme: int | None = None
    part: str = ""
    subtree: bool = True

    def as_dict(self) -> dict[str, Any]:
        """The question as JSON keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def url(self) -> str:
        """The page that opens the list behind the number."""
        said = {"unit": self.unit, "period": self.period}
        if self.theme is not None:
            said["theme"] = str(self.theme)
        if self.part:
            said["part"] = self.part
        if not self.subtree:
            said["alone"] = "1"
        return reverse("figure", args=(self.key,)) + "?" + urlencode(said)

    @classmethod
    def from_query(cls, key: str, given: dict[str, str]) -> Question:
        """The question that an address asks. Raises Invalid for one that cannot be understood."""
        said = given.get("theme", "")
        theme = row_key(said) if said else None
        if said and theme is None:
            raise Invalid(_("主题的编号不对。"), field="theme")
        part, alone = given.get("part", ""), given.get("alone") == "1"
        return cls(key, given.get("unit", ""), given.get("period", ""), theme, part, not alone)

    @property
    def ask(self) -> Ask:
        """What is asked, of whatever unit. Raises NotFound or Invalid where a part of it is unknown."""
        try:
            period = Period.parse(self.period)
        except ValueError:
            raise Invalid(_("时间段写错了。"), field="period") from None
        return Ask.of(self.key, period, self.theme, self.part)

    def resolve(self) -> tuple[Ask, Unit]:
        """The parts that rollup computes with. Raises NotFound or Invalid where one is unknown."""
        unit = Unit.objects.filter(code=self.unit).first()
        if unit is None:
            raise NotFound(_("没有这个单位。"))
        return self.ask, unit

    def value(self) -> int:
        """The number now."""
        ask, unit = self.resolve()
        return queries.total(ask, [unit], subtree=self.subtree)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on a page: it opens the list behind it, whose length or sum it equals."""

    value: int
    url: str
    label: str
    measure: str = ""

    @property
    def text(self) -> str:
        """The number with thousands apart."""
        return f"{self.value:,}"


def figure(question: Question, value: int | None = None, *, of: Unit | None = None) -> Figure:
    """The figure for a question; pass the value where it is already computed, and its unit where that is at hand."""
    ask, unit = question.resolve() if of is None else (question.ask, of)
    number = queries.total(ask, [unit], subtree=question.subtree) if value is None else value
    label = f"{unit.label}：{ask.indicator.title} {number} {ask.indicator.measure}，{_('打开登记')}"
    return Figure(number, question.url, label, str(ask.indicator.measure))
