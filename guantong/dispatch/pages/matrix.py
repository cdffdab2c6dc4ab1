# SPDX-License-Identifier: Apache-2.0
"""The matrix: units down, requirements across, a computed light in each cell; it opens down the tree level by level."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.scope import within_both_lines
from guantong.register.catalogue import indicator_named
from guantong.register.pages import Action, Crumb, Pager, Piece
from guantong.rollup.figures import Figure, figure
from guantong.rollup.queries import Ask, splits_together, total

from ..lights import Assignment, assignments_of, question_of, requirements_of
from ..models import Notice, Programme, Requirement
from ..states import Light
from .words import light_word

ROWS = 60


@dataclass(frozen=True, slots=True)
class Span:
    """A programme over its columns."""

    label: str
    span: int


@dataclass(frozen=True, slots=True)
class Column:
    """One requirement."""

    no: int
    label: str
    url: str
    requirement_id: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class Total:
    """The number of a column over the whole subtree of the top unit."""

    figure: Figure | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One light, drawn as `mark`; "" where the unit does not bear the requirement."""

    mark: str
    url: str
    label: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One unit."""

    unit: str
    unit_id: int
    unit_url: str
    depth: int
    open_url: str
    is_open: bool
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Legend:
    """A light and its word."""

    light: str
    word: str


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """Who has done what of a notice."""

    title: str
    lead_pieces: list[Piece]
    lead: str
    filter_form: Any
    clear_url: str
    legend: list[Legend]
    programmes: list[Span]
    columns: list[Column]
    totals_label: str
    totals: list[Total]
    rows: list[Row]
    pager: Pager | None
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


def matrix_page(actor: Actor, notice: Notice, *, opened: list[str], after: str) -> MatrixPage:
    """The matrix below the actor's unit; `opened` are the codes of units whose children show, `after` pages on."""
    order = list(Programme.values)
    requirements = sorted(requirements_of(notice, actor.unit), key=lambda each: (_rank(each, order), each.number))
    units, more = _shown(actor, notice, opened, after)
    cells: dict[int, dict[int, Assignment]] = {unit.pk: {} for unit in units}
    for assignment in assignments_of(notice, units):
        cells[assignment.unit.pk][assignment.requirement.pk] = assignment
    first = _firsts(requirements)
    url = reverse("matrix", args=(notice.pk,))
    drawing, totals = _Drawing.of(requirements, first), _totals(notice, requirements, actor.unit)
    return MatrixPage(
        title=_("办理进展"),
        lead_pieces=[],
        lead=_("灯由登记算出，不用报完成；点一盏灯看它后面的登记。"),
        filter_form=None,
        clear_url=url,
        legend=[Legend(light, light_word(light)) for light in Light.values],
        programmes=[
            Span(str(Programme(key).label) if key else _("未归口"), len(list(group)))
            for key, group in groupby(requirements, key=lambda each: each.programme)
        ],
        columns=[_column(each, each.pk in first) for each in requirements],
        totals_label=_("{unit}合计").format(unit=actor.unit.label),
        totals=[Total(totals.get(each.indicator), each.pk in first) for each in requirements],
        rows=[_row(unit, drawing.cells(unit, cells[unit.pk]), actor, url, opened) for unit in units],
        pager=_pager(url, opened, after, units, more),
        crumbs=[
            Crumb(_("通知"), reverse("notices")),
            Crumb(notice.number or notice.title, reverse("notice", args=(notice.pk,))),
            Crumb(_("办理进展")),
        ],
    )


def _rank(requirement: Requirement, order: list[str]) -> int:
    return order.index(requirement.programme) if requirement.programme in order else len(order)


def _firsts(requirements: list[Requirement]) -> set[int]:
    groups = groupby(requirements, key=lambda each: each.programme)
    return {next(iter(group)).pk for _key, group in groups}


def _shown(actor: Actor, notice: Notice, opened: list[str], after: str) -> tuple[list[Unit], bool]:
    parents = [actor.unit, *Unit.objects.visible_to(actor).filter(code__in=opened)]
    bearing = Unit.objects.in_force().filter(within_both_lines(actor.unit, ""), receipts__notice=notice)
    depths = {parent.depth + 1: [] for parent in parents}
    wanted = None
    for parent in parents:
        depths[parent.depth + 1].append(parent)
        rows = bearing.below(parent).filter(depth=parent.depth + 1)
        wanted = rows if wanted is None else wanted | rows
    own = bearing.filter(pk=actor.unit.pk)
    industry = bearing.exclude(path__startswith=actor.unit.path)
    found = (wanted | own | industry if wanted is not None else own).distinct()
    if after:
        found = found.filter(path__gt=after)
    units = list(found[: ROWS + 1])
    return units[:ROWS], len(units) > ROWS


def _column(requirement: Requirement, is_first: bool) -> Column:
    url = f"{reverse('notice', args=(requirement.notice_id,))}?choose={requirement.pk}#c{requirement.pk}"
    return Column(requirement.number, requirement.label, url, requirement.pk, is_first)


def _totals(notice: Notice, requirements: list[Requirement], unit: Unit) -> dict[str, Figure]:
    """The figure of each indicator over the whole subtree; requirements that share an indicator share it."""
    measured = {each.indicator: each for each in requirements if each.is_measured}
    asks = [Ask.of(key, notice.period, notice.theme_id) for key in measured]
    adding = splits_together([ask for ask in asks if not ask.indicator.is_share], [unit])
    found = {}
    for ask in asks:
        key = ask.indicator.key
        value = adding[key][unit.pk].whole if key in adding else total(ask, [unit])
        question = replace(question_of(measured[key], unit), subtree=True)
        found[key] = figure(question, value, of=unit)
    return found


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What all cells share: what a light looks like and is called, and of each column its address and its name."""

    marks: dict[str, str]
    words: dict[str, str]
    columns: list[tuple[int, str, str, bool]]

    @classmethod
    def of(cls, requirements: list[Requirement], first: set[int]) -> _Drawing:
        """Draw each light once; a matrix has thousands."""
        words = {light: light_word(light) for light in Light.values}
        marks = {
            light: render_to_string("ui/light.html", {"light": light, "word": word, "beside": True})
            for light, word in words.items()
        }
        columns = []
        for each in requirements:
            title = indicator_named(each.indicator).title if each.is_measured else _("叙述")
            start = reverse("assignment", args=(each.pk, "x")).removesuffix("x/")
            columns.append((each.pk, start, f"{each.label}（{title}）", each.pk in first))
        return cls(marks, words, columns)

    def cells(self, unit: Unit, found: dict[int, Assignment]) -> list[Cell]:
        """The cells of one row."""
        cells = []
        for pk, start, name, is_first in self.columns:
            if (assignment := found.get(pk)) is None:
                cells.append(Cell("", "", "", is_first))
                continue
            label = f"{unit.name}，{name}，{self.words[assignment.light]}"
            cells.append(Cell(self.marks[assignment.light], f"{start}{unit.code}/", label, is_first))
        return cells


def _row(unit: Unit, cells: list[Cell], actor: Actor, url: str, opened: list[str]) -> Row:
    is_open = unit.code in opened
    toggled = [code for code in opened if code != unit.code] if is_open else [*opened, unit.code]
    open_url = f"{url}?{urlencode({'open': toggled}, doseq=True)}" if unit.numchild and unit.pk != actor.unit.pk else ""
    return Row(
        unit=unit.name,
        unit_id=unit.pk,
        unit_url=reverse("unit", args=(unit.code,)),
        depth=max(1, min(3, unit.depth - actor.unit.depth)),
        open_url=open_url,
        is_open=is_open,
        cells=cells,
    )


def _pager(url: str, opened: list[str], after: str, units: list[Unit], more: bool) -> Pager | None:
    if not more and not after:
        return None
    said = [("open", code) for code in opened]
    following = f"{url}?{urlencode([*said, ('after', units[-1].path)])}" if more else ""
    first = f"{url}?{urlencode(said)}" if after else ""
    return Pager(first, following, _("本页 {n} 个单位").format(n=len(units)))
