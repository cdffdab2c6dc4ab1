# SPDX-License-Identifier: Apache-2.0
"""The page that says how complete and how soon the records are, and the lists behind each of its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong.kernel.errors import NotFound, Unset
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.catalogue import indicator_named, url_of
from guantong.register.indicator import Indicator
from guantong.register.pages import Cell, Crumb, Head, Row
from guantong.register.screens.rule_values import RuleShown, rule_shown

from ..figures import Figure
from ..quality import ask_of, expected_units, late_records, odd_records, timely_rule, units_that_recorded
from .dashboard import Span, chosen_indicators

ROWS = 50
FEW = 50


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One indicator: units with and without a record, and records that came late."""

    label: str
    recorded: Figure
    silent: Figure
    percent: int
    drawn: str
    late: Figure | None


@dataclass(frozen=True, slots=True)
class OddRow:
    """One record whose date cannot be right."""

    why: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class QualityPage:
    """How complete and how soon."""

    title: str
    lead: str
    rows: list[QualityRow]
    late_text: str
    late_rule: RuleShown | None
    odd: list[OddRow]
    crumbs: list[Crumb]


@dataclass(frozen=True, slots=True)
class ListPage:
    """What stands behind one of its numbers."""

    title: str
    lead: str
    heads: list[Head]
    rows: list[Row]
    previous_url: str
    next_url: str
    crumbs: list[Crumb]


def quality_page(actor: Actor, unit: Unit, key: str) -> QualityPage:
    """The quality of the records below a unit, for the indicators that the reader looks at."""
    span = Span.of(key)
    chosen = [each for each in chosen_indicators(actor) if each.of and not each.sensitive]
    late_text, shown, days = "", None, None
    try:
        rule = timely_rule(span.period.end)
        days, shown = int(rule.value), rule_shown(rule)
        late_text = _("发生后{n}天以内登记算及时。").format(n=days)
    except Unset as unset:
        late_text = str(unset)
    return QualityPage(
        title=_("登记质量"),
        lead=_("{unit}及下级，{period}。由登记算出，不用谁报完成。").format(unit=unit.label, period=span.period.label),
        rows=[_row(each, unit, span, days) for each in chosen],
        late_text=late_text,
        late_rule=shown,
        odd=_odd(chosen, unit),
        crumbs=[
            Crumb(unit.label, reverse("unit", args=(unit.code,))),
            Crumb(_("看板"), reverse("dashboard", args=(unit.code,)) + f"?period={span.period.key}"),
            Crumb(_("登记质量")),
        ],
    )


def _row(indicator: Indicator, unit: Unit, span: Span, days: int | None) -> QualityRow:
    ask = ask_of(indicator, span.period)
    recorded = units_that_recorded(ask, unit, recorded=True).count()
    expected = expected_units(unit).count()

    def opened(what: str, value: int, said: str) -> Figure:
        asked = urlencode({"what": what, "indicator": indicator.key, "period": span.period.key})
        url = reverse("quality.list", args=(unit.code,)) + "?" + asked
        return Figure(value, url, f"{indicator.title}，{said} {value}")

    late = sum(rows.count() for _source, rows in late_records(ask, unit, days)) if days is not None else None
    percent = 100 * recorded // expected if expected else 0
    return QualityRow(
        str(indicator.title),
        opened("recorded", recorded, _("有登记的单位")),
        opened("silent", expected - recorded, _("没有登记的单位")),
        percent,
        _("{title}，{percent}% 的基层单位有登记").format(title=indicator.title, percent=percent),
        opened("late", late, _("登记得晚的")) if late is not None else None,
    )


def _odd(chosen: Sequence[Indicator], unit: Unit) -> list[OddRow]:
    found: dict[str, OddRow] = {}
    for why, source, rows in odd_records(chosen, unit):
        for row in rows.select_related(source.unit).order_by(source.date, "pk")[:FEW]:
            day = worded_date(getattr(row, source.date), _("Y年n月j日"))
            found[url_of(row)] = OddRow(why, f"{getattr(row, source.unit).label}，{row}，{day}", url_of(row))
    return list(found.values())[:FEW]


def list_page(unit: Unit, what: str, indicator_key: str, key: str, *, start: int) -> ListPage:
    """The units or records behind a number of the page."""
    indicator, span = indicator_named(indicator_key), Span.of(key)
    ask = ask_of(indicator, span.period)
    words = {"recorded": _("有登记的单位"), "silent": _("没有登记的单位"), "late": _("登记得晚的")}
    if what not in words or indicator.sensitive or not indicator.of:
        raise NotFound(gettext_noop("没有这样的名单。"))
    if what == "late":
        rows = _late_rows(late_records(ask, unit, int(timely_rule(span.period.end).value)), start)
        heads = [Head(_("登记")), Head(_("日期")), Head(_("登记时间")), Head(_("单位"))]
    else:
        units = units_that_recorded(ask, unit, recorded=what == "recorded")[start : start + ROWS + 1]
        rows = [Row(reverse("unit", args=(each.code,)), each.name, [Cell(_("单位"), each.name)]) for each in units]
        heads = [Head(_("单位"))]
    asked = {"what": what, "indicator": indicator_key, "period": span.period.key}
    url = reverse("quality.list", args=(unit.code,)) + "?" + urlencode(asked) + "&start="
    return ListPage(
        title=f"{indicator.title}：{words[what]}",
        lead=_("{unit}及下级，{period}。").format(unit=unit.label, period=span.period.label),
        heads=heads,
        rows=rows[:ROWS],
        previous_url=f"{url}{max(0, start - ROWS)}" if start else "",
        next_url=f"{url}{start + ROWS}" if len(rows) > ROWS else "",
        crumbs=[
            Crumb(unit.label, reverse("unit", args=(unit.code,))),
            Crumb(_("登记质量"), reverse("quality", args=(unit.code,)) + f"?period={span.period.key}"),
            Crumb(words[what]),
        ],
    )


def _late_rows(sources: Iterable[tuple[Any, Any]], start: int) -> list[Row]:
    found = []
    for source, rows in sources:
        nearest = rows.select_related(source.unit).order_by(f"-{source.date}", "-pk")
        found += [(getattr(row, source.date), row.pk, source, row) for row in nearest[: start + ROWS + 1]]
    found.sort(key=lambda each: each[:2], reverse=True)
    return [_late_row(source, row) for _day, _pk, source, row in islice(found, start, start + ROWS + 1)]


def _late_row(source: Any, row: Any) -> Row:
    day, entered = getattr(row, source.date), row.recorded_at
    cells = [
        Cell(_("登记"), str(row)),
        Cell(_("日期"), worded_date(day, _("Y年n月j日")) or ""),
        Cell(_("登记时间"), worded_date(entered, _("Y年n月j日")) or ""),
        Cell(_("单位"), getattr(row, source.unit).label),
    ]
    return Row(url_of(row), str(row), cells)
