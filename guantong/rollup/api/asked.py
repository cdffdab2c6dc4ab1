# SPDX-License-Identifier: Apache-2.0
"""What a program asks of figures, read from the address: indicators, periods, a set of units, and how to lay it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, NotFound
from guantong.kernel.keys import row_key
from guantong.kernel.periods import Period
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.api.requests import check_names

from ..queries import Ask, Scope

MOST = {"indicator": 20, "period": 36, "unit": 200}
LAYOUTS = ("", "unit", "part")
REACHES = ("subtree", "alone", "both")
VALUES = frozenset({"indicator", "period", "unit", "theme", "reach", "by"})
RECORDS = frozenset({"indicator", "period", "unit", "theme", "reach", "part", "start"})


@dataclass(frozen=True, slots=True)
class FiguresAsked:
    """One request: every indicator in every period, over one set of units within the reader's reach."""

    asks: tuple[Ask, ...]
    units: tuple[Unit, ...]
    reach: str
    by: str

    @classmethod
    def by_address(cls, actor: Actor, given: Any, known: frozenset[str]) -> FiguresAsked:
        """What an address asks. Raises Invalid with the name that is wrong, NotFound for what is out of reach."""
        check_names(dict.fromkeys(given), known)
        many = {name: _several(given, name) for name in MOST}
        for name in ("indicator", "period"):
            if not many[name]:
                raise Invalid(_("请写明 {name}。"), field=name, name=name)
        theme, part = _theme(given), given.get("part", "")
        asks = [Ask.of(key, _period(period), theme, part) for key in many["indicator"] for period in many["period"]]
        units = _units(actor, many["unit"]) if many["unit"] else (actor.unit,)
        reach, by = _one_of(given, "reach", REACHES), _one_of(given, "by", LAYOUTS)
        return cls(tuple(asks), units, reach, by)

    @property
    def scope(self) -> Scope:
        """The set of units, counted as asked."""
        return self.over(self.units)

    def over(self, units: Sequence[Unit]) -> Scope:
        """Some of the units, counted as asked."""
        return Scope(tuple(units), self.reach != "alone", self.reach == "both")


def _several(given: Any, name: str) -> list[str]:
    found = list(dict.fromkeys(given.getlist(name)))
    if len(found) > MOST[name]:
        raise Invalid(_("{name} 一次最多 {most} 个。"), field=name, name=name, most=MOST[name])
    return found


def _one_of(given: Any, name: str, known: Sequence[str]) -> str:
    found = str(given.get(name, known[0]))
    if found not in known:
        said = "、".join(each or "“”" for each in known)
        raise Invalid(_("{name} 只能是：{known}。"), field=name, name=name, known=said)
    return found


def _theme(given: Any) -> int | None:
    said = given.get("theme", "")
    if not said:
        return None
    found = row_key(said)
    if found is None:
        raise Invalid(_("主题的编号不对。"), field="theme")
    return found


def _period(said: str) -> Period:
    try:
        return Period.parse(said)
    except (Invalid, ValueError):
        raise Invalid(_("时间段写错了。"), field="period") from None


def _units(actor: Actor, codes: Sequence[str]) -> tuple[Unit, ...]:
    found = {unit.code: unit for unit in Unit.objects.visible_to(actor).filter(code__in=codes)}
    if len(found) < len(codes):
        raise NotFound(_("这一页不在您能看的范围里。"))
    return tuple(found[code] for code in codes)
