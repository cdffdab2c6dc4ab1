# SPDX-License-Identifier: Apache-2.0
"""The page behind one number: what it is, how it splits, which units it comes from, and its records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong.kernel.errors import NotFound
from guantong.org.actors import Actor
from guantong.org.models import Theme, Unit
from guantong.org.queries import children_of
from guantong.org.scope import within_both_lines
from guantong.register.catalogue import url_of
from guantong.register.pages import Action, Cell, Crumb, Head, Row

from .figures import Figure, Question, figure
from .queries import Ask, of_units, records_behind, split_of, splits_by_unit

RECORDS = 50


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One part of a split."""

    label: str
    figure: Figure
    percent: int


@dataclass(frozen=True, slots=True)
class SplitTable:
    """A number by the parts of its dimension."""

    label: str
    rows: list[SplitRow]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit below with its share of a number."""

    name: str
    url: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class FigurePage:
    """What stands behind a number."""

    title: str
    figure: Figure
    room_word: str
    scope_text: str
    definition: str
    source: str
    was_text: str
    splits: list[SplitTable]
    units: list[UnitRow]
    overlap_text: str
    records_title: str
    records_text: str
    heads: list[Head]
    rows: list[Row]
    previous_url: str
    next_url: str
    open_all: Action | None
    sheet_url: str
    why: tuple[object, ...] = ()
    crumbs: list[Crumb] = field(default_factory=list)


def check_is_near(actor: Actor, question: Question) -> None:
    """Raise NotFound for a figure of a unit outside the reader's reach."""
    if not Unit.objects.visible_to(actor).filter(code=question.unit).exists():
        raise NotFound(gettext_noop("这一页不在您能看的范围里。"))


def figure_page(actor: Actor, question: Question, *, start: int) -> FigurePage:
    """The page of a figure, its records within the reader's reach, from number `start` on."""
    ask, unit = question.resolve()
    shown = figure(question, of=unit)
    splits = _splits(question, ask, unit)
    rows, following = _records(actor, question, ask, unit, start)
    part = _part_label(ask)
    title = f"{ask.indicator.title}·{part}" if part else str(ask.indicator.title)
    step = f"{question.url}&start="
    return FigurePage(
        title=title,
        figure=shown,
        room_word="",
        scope_text=_scope(question, ask, unit),
        definition=str(ask.indicator.definition),
        source=str(ask.indicator.source),
        was_text="",
        splits=[SplitTable(str(ask.indicator.dimension.label), splits)] if splits and ask.indicator.dimension else [],
        units=_units(question, ask, unit),
        overlap_text="",
        records_title=_("登记"),
        records_text="",
        heads=[
            Head(_("登记")),
            Head(_("日期")),
            Head(_("单位")),
            *([Head(_("数"), True)] if ask.indicator.adds else []),
        ],
        rows=rows,
        previous_url=f"{step}{max(0, start - RECORDS)}" if start else "",
        next_url=f"{step}{start + RECORDS}" if following else "",
        open_all=None,
        sheet_url="",
        crumbs=[Crumb(unit.label, reverse("unit", args=(unit.code,))), Crumb(title)],
    )


def _part_label(ask: Ask) -> str:
    parts = dict(ask.indicator.dimension.parts) if ask.indicator.dimension else {}
    return str(parts.get(ask.part, ask.part)) if ask.part else ""


def _scope(question: Question, ask: Ask, unit: Unit) -> str:
    theme = Theme.objects.filter(pk=question.theme).first() if question.theme else None
    reach = _("{unit}及下级") if question.subtree and unit.numchild else "{unit}"
    said = [reach.format(unit=unit.label), ask.period.label]
    return "，".join([*said, _("主题：{theme}").format(theme=theme)] if theme else said)


def _splits(question: Question, ask: Ask, unit: Unit) -> list[SplitRow]:
    if ask.indicator.dimension is None or ask.part:
        return []
    split = split_of(ask, [unit], subtree=question.subtree)
    most = max(split.values(), default=0) or 1
    return [
        SplitRow(
            str(label),
            figure(replace(question, part=part), split.get(part, 0), of=unit),
            round(100 * split.get(part, 0) / most),
        )
        for part, label in ask.indicator.dimension.parts
    ]


def _units(question: Question, ask: Ask, unit: Unit) -> list[UnitRow]:
    if not question.subtree:
        return []
    below = list(children_of(unit))
    if not below:
        return []
    found = splits_by_unit(ask, below)
    rows = [(each, sum(found[each.pk].values())) for each in below]
    own = sum(splits_by_unit(ask, [unit], subtree=False)[unit.pk].values())
    shown = [
        UnitRow(
            each.label, reverse("unit", args=(each.code,)), figure(replace(question, unit=each.code), value, of=each)
        )
        for each, value in rows
        if value
    ]
    if own:
        mine = figure(replace(question, subtree=False), own, of=unit)
        shown.insert(0, UnitRow(_("{unit}本级").format(unit=unit.label), reverse("unit", args=(unit.code,)), mine))
    return shown


def _records(actor: Actor, question: Question, ask: Ask, unit: Unit, start: int) -> tuple[list[Row], bool]:
    place = of_units([unit], subtree=question.subtree) & within_both_lines(actor.unit.path)
    found = []
    for source, rows in records_behind(ask, place):
        nearest = rows.select_related(source.unit).order_by(f"-{source.date}", "-pk").distinct()
        found += [(getattr(row, source.date), row) for row in nearest[: start + RECORDS + 1]]
    found.sort(key=lambda pair: (pair[0], pair[1].pk), reverse=True)
    shown = [_row(ask, day, row) for day, row in found[start : start + RECORDS]]
    return shown, len(found) > start + RECORDS


def _row(ask: Ask, day: object, row: object) -> Row:
    cells = [
        Cell(_("登记"), str(row)),
        Cell(_("日期"), worded_date(day, _("Y年n月j日")) or ""),
        Cell(_("单位"), row.unit.label),  # type: ignore[attr-defined]
    ]
    if ask.indicator.adds:
        cells.append(Cell(_("数"), str(getattr(row, ask.indicator.adds)), is_number=True))
    return Row(url_of(row), str(row), cells)  # type: ignore[arg-type]
