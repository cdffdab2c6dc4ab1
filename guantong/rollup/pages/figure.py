# SPDX-License-Identifier: Apache-2.0
"""The page behind one number: what it is, how it splits, which units it comes from, and its records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong.kernel.errors import NotFound
from guantong.org.actors import Actor
from guantong.org.models import Person, Theme, Unit
from guantong.org.queries import children_of
from guantong.org.scope import within_both_lines
from guantong.register.catalogue import url_of
from guantong.register.pages import Action, Cell, Crumb, Head, Row
from guantong.register.screens.rule_values import RuleShown, rule_in_force

from ..engine import veil
from ..figures import Figure, Question, figure, plain_figure, veiled_figure
from ..queries import Ask, records_behind, records_near, scope_of, split_of, splits_by_unit
from .changed import frozen_as, reasons, was_text

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
    hidden_rule: RuleShown | None = None  # below how many a figure of a sensitive register is hidden


def check_is_near(actor: Actor, question: Question) -> None:
    """Raise NotFound for a figure of a unit outside the reader's reach."""
    if not Unit.objects.visible_to(actor).filter(code=question.unit).exists():
        raise NotFound(gettext_noop("这一页不在您能看的范围里。"))


def figure_page(actor: Actor, question: Question, *, start: int, was: int | None = None) -> FigurePage:
    """A figure with its records within the reader's reach, from number `start` on; `was` is a frozen one beside it."""
    ask, unit = question.resolve()
    shown = figure(question, of=unit)
    frozen = frozen_as(was, question) if not ask.indicator.sensitive else None
    rows, following = _behind(actor, question, ask, unit, start)
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
        was_text=was_text(frozen, shown.value) if frozen else "",
        why=tuple(reasons(frozen, ask, unit, question)) if frozen else (),
        splits=_tables(question, ask, unit),
        units=_units(question, ask, unit),
        overlap_text="",
        records_title=_records_title(ask),
        records_text=_records_text(ask),
        heads=_heads(ask),
        rows=rows,
        previous_url=f"{step}{max(0, start - RECORDS)}" if start else "",
        next_url=f"{step}{start + RECORDS}" if following else "",
        open_all=None,
        sheet_url="",
        crumbs=[Crumb(unit.label, reverse("unit", args=(unit.code,))), Crumb(title)],
        hidden_rule=rule_in_force(veil.RULE, ask.period.end) if ask.indicator.sensitive else None,
    )


def _records_title(ask: Ask) -> str:
    if ask.indicator.is_distinct:
        return _("单位") if ask.indicator.counts == "units" else _("人员")
    return "" if ask.indicator.is_share or ask.indicator.sensitive else _("登记")


def _records_text(ask: Ask) -> str:
    return _("涉及个人的登记，这里只到单位，不列名单。") if ask.indicator.sensitive else ""


def _heads(ask: Ask) -> list[Head]:
    if ask.indicator.is_distinct:
        return [Head(_records_title(ask)), Head(_("单位"))]
    amount = [Head(_("数"), True)] if ask.indicator.adds else []
    return [Head(_("登记")), Head(_("日期")), Head(_("单位")), *amount]


def _tables(question: Question, ask: Ask, unit: Unit) -> list[SplitTable]:
    """The number by its parts; of a share the two numbers that it was made of."""
    if ask.indicator.share:
        pair = [replace(question, key=key) for key in ask.indicator.share]
        rows = [SplitRow(str(each.ask.indicator.title), figure(each, of=unit), 0) for each in pair]
        most = max(row.figure.value for row in rows) or 1
        rows = [replace(row, percent=100 * row.figure.value // most) for row in rows]
        return [SplitTable(_("由这两个数算出"), rows)]
    if ask.indicator.dimension is None or ask.indicator.sensitive:
        return []
    rows = _splits(question, ask, unit)
    return [SplitTable(str(ask.indicator.dimension.label), rows)] if rows else []


def _behind(actor: Actor, question: Question, ask: Ask, unit: Unit, start: int) -> tuple[list[Row], bool]:
    """What the number counts: records, or the units or people that count once; nothing where rows stay closed."""
    if ask.indicator.is_share or ask.indicator.sensitive:
        return [], False
    if ask.indicator.is_distinct:
        return _members(actor, question, ask, unit, start)
    return _records(actor, question, ask, unit, start)


def _members(actor: Actor, question: Question, ask: Ask, unit: Unit, start: int) -> tuple[list[Row], bool]:
    place = scope_of([unit], subtree=question.subtree, both=question.both).place & within_both_lines(actor.unit)
    chosen = Q(pk__in=[])
    for source, rows in records_behind(ask, place):
        chosen |= Q(pk__in=rows.order_by().values(ask.indicator.member(source)))
    if ask.indicator.counts == "units":
        units = list(Unit.objects.filter(chosen)[start : start + RECORDS + 1])
        found = [(reverse("unit", args=(each.code,)), each.name, each.label) for each in units]
    else:
        people = Person.objects.filter(chosen).select_related("unit").order_by("pk")[start : start + RECORDS + 1]
        found = [(reverse("unit", args=(each.unit.code,)), each.name, each.unit.label) for each in people]
    heads = (_records_title(ask), _("单位"))
    shown = [Row(url, name, [Cell(heads[0], name), Cell(heads[1], label)]) for url, name, label in found]
    return shown[:RECORDS], len(shown) > RECORDS


def _part_label(ask: Ask) -> str:
    parts = dict(ask.indicator.dimension.parts) if ask.indicator.dimension else {}
    return str(parts.get(ask.part, ask.part)) if ask.part else ""


def _scope(question: Question, ask: Ask, unit: Unit) -> str:
    theme = Theme.objects.filter(pk=question.theme).first() if question.theme else None
    reach = _("{unit}及下级") if question.subtree and unit.numchild else "{unit}"
    reach = _("{unit}及产业线") if question.both else reach
    said = [reach.format(unit=unit.label), ask.period.label]
    return "，".join([*said, _("主题：{theme}").format(theme=theme)] if theme else said)


def _splits(question: Question, ask: Ask, unit: Unit) -> list[SplitRow]:
    if ask.indicator.dimension is None or ask.part:
        return []
    split = split_of(ask, [unit], subtree=question.subtree, both=question.both)
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
    """The units below with their shares; of a sensitive register those that may be shown."""
    below = list(children_of(unit)) if question.subtree and not question.both and not ask.indicator.is_share else []
    if not below:
        return []
    veiled: frozenset[int] = frozenset()
    if ask.indicator.sensitive:
        whole = veil.is_hidden(ask, unit)
        veiled = frozenset({veil.OWN, *(each.pk for each in below)}) if whole else veil.hidden_below(ask, unit)
    found = splits_by_unit(ask, below)
    shown = [
        _unit_row(each.label, each, replace(question, unit=each.code), found[each.pk].whole, each.pk in veiled)
        for each in below
        if found[each.pk].whole or each.pk in veiled
    ]
    own = splits_by_unit(ask, [unit], subtree=False)[unit.pk].whole
    if own or veil.OWN in veiled:
        label = _("{unit}本级").format(unit=unit.label)
        shown.insert(0, _unit_row(label, unit, replace(question, subtree=False), own, veil.OWN in veiled))
    return shown


def _unit_row(label: str, unit: Unit, question: Question, value: int, is_veiled: bool) -> UnitRow:
    shown = veiled_figure(question, unit) if is_veiled else plain_figure(question, value, of=unit)
    return UnitRow(label, reverse("unit", args=(unit.code,)), shown)


def _records(actor: Actor, question: Question, ask: Ask, unit: Unit, start: int) -> tuple[list[Row], bool]:
    scope = scope_of([unit], subtree=question.subtree, both=question.both)
    found, more = records_near(actor, ask, scope, start=start, size=RECORDS)
    return [_row(ask, getattr(row, source.date), row) for source, row in found], more


def _row(ask: Ask, day: object, row: object) -> Row:
    cells = [
        Cell(_("登记"), str(row)),
        Cell(_("日期"), worded_date(day, _("Y年n月j日")) or ""),
        Cell(_("单位"), row.unit.label),  # type: ignore[attr-defined]
    ]
    if ask.indicator.adds:
        cells.append(Cell(_("数"), str(getattr(row, ask.indicator.adds)), is_number=True))
    return Row(url_of(row), str(row), cells)  # type: ignore[arg-type]
