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
from guantong.register.catalogue import indicator_named

from . import queries
from .engine import veil
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
    both: bool = False

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
        if self.both:
            said["both"] = "1"
        return reverse("figure", args=(self.key,)) + "?" + urlencode(said)

    @classmethod
    def from_query(cls, key: str, given: dict[str, str]) -> Question:
        """The question that an address asks. Raises Invalid for one that cannot be understood."""
        said = given.get("theme", "")
        theme = row_key(said) if said else None
        if said and theme is None:
            raise Invalid(_("主题的编号不对。"), field="theme")
        alone, both = given.get("alone") == "1", given.get("both") == "1"
        return cls(key, given.get("unit", ""), given.get("period", ""), theme, given.get("part", ""), not alone, both)

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
        return queries.total(ask, [unit], subtree=self.subtree, both=self.both)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on a page: it opens the list behind it, whose length or sum it equals."""

    value: int
    url: str
    label: str
    measure: str = ""
    instead: str = ""

    @property
    def text(self) -> str:
        """The number with thousands apart, or what stands instead of it."""
        return self.instead or f"{self.value:,}"


def figure(question: Question, value: int | None = None, *, of: Unit | None = None) -> Figure:
    """The figure for a question; pass the value where it is already computed, and its unit where that is at hand."""
    ask, unit = question.resolve() if of is None else (question.ask, of)
    if ask.indicator.is_share:
        return shared_figure(question, of=unit)
    if ask.indicator.sensitive:
        veil.check_period(ask)
        if veil.is_hidden(ask, unit, subtree=question.subtree):
            return veiled_figure(question, unit)
    number = queries.total(ask, [unit], subtree=question.subtree, both=question.both) if value is None else value
    return plain_figure(question, number, of=unit)


def plain_figure(question: Question, value: int, *, of: Unit) -> Figure:
    """The figure for a question whose value is known and may be shown."""
    indicator = indicator_named(question.key)
    label = f"{of.label}：{indicator.title} {value} {indicator.measure}，{_('打开登记')}"
    return Figure(value, question.url, label, str(indicator.measure))


def veiled_figure(question: Question, unit: Unit) -> Figure:
    """A figure that is too small to be shown, or would tell one that is."""
    label = f"{unit.label}：{question.ask.indicator.title}，{_('人数太少，不显示')}"
    return Figure(0, question.url, label, "", _("不显示"))


def shared_figure(question: Question, *, of: Unit) -> Figure:
    """A share in percent, which opens its two numbers; without a whole it says so and is never 0."""
    ask = question.ask
    found = queries.share(ask, [of], subtree=question.subtree, both=question.both)
    if found.percent is None:
        return Figure(0, question.url, f"{of.label}：{ask.indicator.title}，{_('分母是零，算不出来')}", "", "—")
    label = f"{of.label}：{ask.indicator.title} {found.percent}%，{_('打开登记')}"
    return Figure(found.percent, question.url, label, "", f"{found.percent}%")
