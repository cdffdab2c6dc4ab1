# SPDX-License-Identifier: Apache-2.0
"""The dashboard of a unit: this year's months beside last year's, the units below, who has recorded and how soon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound
from guantong.kernel.periods import Period
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.queries import children_of
from guantong.register.catalogue import indicators
from guantong.register.indicator import Indicator
from guantong.register.pages import Action, Crumb, Piece

from .. import queries
from ..charts.bars import Chart, Month, bars
from ..charts.files import Cover
from ..charts.tiles import TileMap, tile_map
from ..engine.asks import days_of, month_of
from ..figures import Figure, Question, figure, shared_figure
from ..models import Choice

SHOWN, TRENDS, TILES = 8, 4, 40
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Stat:
    """One number of this period beside that of the year before, and what is asked for."""

    label: str
    figure: Figure
    before: Figure
    target_text: str
    percent: int | None
    light: str
    drawn: str


@dataclass(frozen=True, slots=True)
class Missing:
    """One unit with what it lacks, as the floor above says it."""

    light: str
    light_word: str
    unit: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Demand:
    """What the notices under way ask of a unit for one indicator."""

    target: int
    light: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another period of the same dashboard."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Download:
    """A chart in one form."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A chart with the forms in which it can be taken along."""

    chart: Chart
    downloads: list[Download]


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """What a unit and all below it brought, and what is missing."""

    title: str
    lead_pieces: list[Piece]
    periods: list[Link]
    stats: list[Stat]
    empty_text: str
    tiles: TileMap | None
    trends: list[Trend]
    missing: list[Missing]
    missing_url: str
    actions: list[Action]
    crumbs: list[Crumb]


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a dashboard: a period of whole months, the same a year before, and the year of months it shows."""

    period: Period
    before: Period
    months: range

    @classmethod
    def of(cls, key: str) -> Span:
        """By the key of a month, quarter or year; the year at hand (in January the one before) where none is given."""
        today = clock.today()
        if not key:
            key = str(today.year - 1 if today.month == 1 else today.year)
        period = Period.parse(key)
        if period != Period(days_of(month_of(period.start)).start, days_of(month_of(period.end)).end):
            raise Invalid(_("看板按整月算，请选月、季度或年。"), field="period")
        last = month_of(period.end)
        return cls(period, period.a_year_before(), range(last - MONTHS + 1, last + 1))


def dashboard_page(
    actor: Actor,
    unit: Unit,
    key: str,
    *,
    demands: Mapping[str, Demand],
    missing: Sequence[Missing],
    missing_url: str,
) -> DashboardPage:
    """The dashboard of a unit within the reader's reach."""
    span = Span.of(key)
    chosen = chosen_indicators(actor)
    scope = queries.scope_of([unit], both=bool(unit.line))
    plain = [each for each in chosen if not each.is_share]
    every = range(span.months[0] - MONTHS, span.months[-1] + 1)
    numbers = queries.by_month(plain, None, every, scope)
    stats = [_stat(each, unit, span, numbers, demands.get(each.key)) for each in chosen]
    drawn = [each for each in plain if not each.sensitive]  # a month's few people are told by no chart
    trends = [_trend(each, unit, span, numbers[each.key]) for each in drawn[:TRENDS]]
    return DashboardPage(
        title=unit.name,
        lead_pieces=[Piece(_("{period}，连同下级。").format(period=span.period.label), plain="scope")],
        periods=_periods(unit, span),
        stats=stats,
        empty_text="" if stats else _("还没有选指标。"),
        tiles=_tiles(drawn[0], unit, span) if drawn and unit.numchild else None,
        trends=trends,
        missing=list(missing),
        missing_url=missing_url,
        actions=[
            Action(_("选指标"), reverse("dashboard.choose", args=(unit.code,))),
            Action(_("登记质量"), reverse("quality", args=(unit.code,)) + f"?period={span.period.key}"),
        ],
        crumbs=[Crumb(unit.label, reverse("unit", args=(unit.code,))), Crumb(_("看板"))],
    )


def chosen_indicators(actor: Actor) -> list[Indicator]:
    """The reader's own choice, in the order of the list; the first ones where nothing was chosen."""
    keys = Choice.objects.filter(person=actor.person_id).values_list("keys", flat=True).first()
    every = indicators()
    return [each for each in every if each.key in keys] if keys is not None else list(every[:SHOWN])


def question_of(indicator: Indicator, unit: Unit, period: Period) -> Question:
    """What a number of the dashboard asks."""
    return Question(indicator.key, unit.code, period.key, both=bool(unit.line))


def _stat(
    indicator: Indicator, unit: Unit, span: Span, numbers: Mapping[str, list[int]], demand: Demand | None
) -> Stat:
    now, then = (_figure(indicator, unit, period, span, numbers) for period in (span.period, span.before))
    percent = min(100, 100 * now.value // demand.target) if demand else None
    return Stat(
        str(indicator.title),
        now,
        then,
        _("要求 {n} {measure}").format(n=f"{demand.target:,}", measure=indicator.measure) if demand else "",
        percent,
        demand.light if demand else "",
        f"{indicator.title} {percent}%" if percent is not None else "",
    )


def _figure(indicator: Indicator, unit: Unit, period: Period, span: Span, numbers: Mapping[str, list[int]]) -> Figure:
    question = question_of(indicator, unit, period)
    if indicator.is_share:
        return shared_figure(question, of=unit)
    if indicator.is_distinct or indicator.sensitive:
        return figure(question, of=unit)
    first = span.months[0] - MONTHS
    months = range(month_of(period.start) - first, month_of(period.end) - first + 1)
    return figure(question, sum(numbers[indicator.key][month] for month in months), of=unit)


def _trend(indicator: Indicator, unit: Unit, span: Span, numbers: list[int]) -> Trend:
    months = []
    for place, month in enumerate(span.months):
        period, before = days_of(month), days_of(month - MONTHS)
        now, then = numbers[place + MONTHS], numbers[place]
        months.append(
            Month(
                _("{n}月").format(n=period.start.month),
                figure(question_of(indicator, unit, period), now, of=unit),
                figure(question_of(indicator, unit, before), then, of=unit),
            )
        )
    chart = bars(indicator.key, str(indicator.title), str(indicator.measure), months)
    return Trend(chart, [Download(form, chart_url(unit, indicator.key, form, span)) for form in FORMS])


FORMS = ("xlsx", "csv", "png", "svg")


def chart_url(unit: Unit, key: str, form: str, span: Span) -> str:
    """Where a chart can be taken along."""
    return reverse("dashboard.chart", args=(unit.code, key, form)) + "?" + urlencode({"period": span.period.key})


def chart_of(unit: Unit, indicator: Indicator, key: str) -> tuple[Chart, Cover]:
    """One chart by itself, with what its file says of it. Raises NotFound for a share or a veiled one."""
    if indicator.is_share or indicator.sensitive:
        raise NotFound(gettext_noop("这个指标没有图。"))
    span = Span.of(key)
    every = range(span.months[0] - MONTHS, span.months[-1] + 1)
    scope = queries.scope_of([unit], both=bool(unit.line))
    numbers = queries.by_month([indicator], None, every, scope)[indicator.key]
    shown = Period(days_of(span.months[0]).start, days_of(span.months[-1]).end)
    cover = Cover(unit.name, shown.label, str(indicator.definition), str(indicator.source))
    return _trend(indicator, unit, span, numbers).chart, cover


def _tiles(indicator: Indicator, unit: Unit, span: Span) -> TileMap | None:
    below = list(children_of(unit)[: TILES + 1])
    if len(below) > TILES:
        return None
    question = question_of(indicator, unit, span.period)
    found = queries.splits_by_unit(question.ask, below)
    rows = [
        (each, figure(replace(question, unit=each.code, both=False), found[each.pk].whole, of=each)) for each in below
    ]
    title = _("{title}，各下级").format(title=indicator.title)
    return tile_map((indicator.key, title, str(indicator.measure)), rows)


def _periods(unit: Unit, span: Span) -> list[Link]:
    today = clock.today()
    quarter = (today.month - 1) // 3 + 1
    url = reverse("dashboard", args=(unit.code,))
    offered = (
        (_("今年"), Period.year(today.year)),
        (_("去年"), Period.year(today.year - 1)),
        (_("本季度"), Period.quarter(today.year, quarter)),
        (_("本月"), Period.month(today.year, today.month)),
        (_("上月"), Period.month(*_month_before(today))),
    )
    return [Link(label, f"{url}?period={period.key}", period == span.period) for label, period in offered]


def _month_before(day: date) -> tuple[int, int]:
    return (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
