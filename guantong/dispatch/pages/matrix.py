# SPDX-License-Identifier: Apache-2.0
"""The matrix: units down, requirements across, a computed light in each cell; it opens down the tree level by level."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.scope import within_both_lines
from guantong.register.catalogue import indicator_named
from guantong.register.pages import Action, Crumb, Pager, Piece
from guantong.rollup.figures import Figure, figure
from guantong.rollup.queries import Ask, total

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
    """One light; `light` is "" where the unit does not bear the requirement."""

    light: str
    word: str
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
        totals=[Total(_total(each, actor.unit), each.pk in first) for each in requirements],
        rows=[_row(unit, requirements, cells[unit.pk], first, (actor, url, opened)) for unit in units],
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


def _total(requirement: Requirement, unit: Unit) -> Figure | None:
    if not requirement.is_measured:
        return None
    notice = requirement.notice
    value = total(Ask.of(requirement.indicator, notice.period, notice.theme_id), [unit])
    return figure(replace(question_of(requirement, unit), subtree=True), value, of=unit)


def _row(
    unit: Unit,
    requirements: list[Requirement],
    found: dict[int, Assignment],
    first: set[int],
    place: tuple[Actor, str, list[str]],
) -> Row:
    actor, url, opened = place
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
        cells=[_cell(unit, each, found.get(each.pk), each.pk in first) for each in requirements],
    )


def _cell(unit: Unit, requirement: Requirement, assignment: Assignment | None, is_first: bool) -> Cell:
    if assignment is None:
        return Cell("", "", "", "", is_first)
    word = light_word(assignment.light)
    title = indicator_named(requirement.indicator).title if requirement.is_measured else _("叙述")
    label = f"{unit.name}，{requirement.label}（{title}），{word}"
    return Cell(assignment.light, word, reverse("assignment", args=(requirement.pk, unit.code)), label, is_first)


def _pager(url: str, opened: list[str], after: str, units: list[Unit], more: bool) -> Pager | None:
    if not more and not after:
        return None
    said = [("open", code) for code in opened]
    following = f"{url}?{urlencode([*said, ('after', units[-1].path)])}" if more else ""
    first = f"{url}?{urlencode(said)}" if after else ""
    return Pager(first, following, _("本页 {n} 个单位").format(n=len(units)))
