# SPDX-License-Identifier: Apache-2.0
"""The page where units are chosen to whom a notice, or part of it, goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.queries import children_of
from guantong.register.catalogue import indicator_named
from guantong.register.pages import Crumb

from ..forms import BroadForm, IssueForm
from ..lights import terms_of
from ..models import Notice, Receipt, Requirement


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that may be ticked; one that has the notice already is shown as such."""

    id: int
    name: str
    checked: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units of one kind."""

    label: str
    units: list[UnitChoice]


@dataclass(frozen=True, slots=True)
class RequirementChoice:
    """A requirement that may be ticked."""

    id: int
    no: int
    label: str
    checked: bool
    due_on: str
    target: int | None
    measure: str


@dataclass(frozen=True, slots=True)
class IssuePage:
    """To whom, and which requirements."""

    title: str
    lead: str
    form: IssueForm | None
    groups: list[UnitGroup]
    broad: BroadForm
    requirements: list[RequirementChoice]
    add_url: str
    summary: str
    submit_label: str
    cancel_url: str
    crumbs: list[Crumb] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was ticked before the page came back with an error."""

    units: frozenset[int]
    requirements: frozenset[int]
    broad: BroadForm
    due_on: Mapping[int, str] = field(default_factory=dict)
    target: Mapping[int, str] = field(default_factory=dict)


def issue_page(
    actor: Actor, notice: Notice, *, hands_on: bool, form: IssueForm | None = None, chosen: Chosen | None = None
) -> IssuePage:
    """Choose among the units directly below; a middle unit chooses among the requirements that it bears itself."""
    have = set(Receipt.objects.filter(notice=notice).values_list("unit_id", flat=True))
    children = sorted(children_of(actor.unit), key=lambda unit: (unit.kind, unit.path))
    groups = [
        UnitGroup(str(Unit(kind=kind).get_kind_display()), [_choice(unit, have, chosen) for unit in units])
        for kind, units in groupby(children, key=lambda unit: str(unit.kind))
    ]
    offered = (
        borne_by(actor.unit, notice)
        if hands_on
        else list(notice.requirements.filter(state="confirmed", unit=notice.unit_id))
    )
    back = reverse("notice", args=(notice.pk,))
    return IssuePage(
        title=_("往下交办") if hands_on else _("下发"),
        lead=notice.title,
        form=None
        if hands_on or notice.state == "issued"
        else form or IssueForm(initial={"theme": theme_title(notice)}),
        groups=groups,
        broad=chosen.broad if chosen else BroadForm(),
        requirements=[_offer(each, chosen, hands_on) for each in offered],
        add_url=reverse("notice.add", args=(notice.pk,)) if hands_on else "",
        summary=_("可选 {n} 个单位，{m} 项要求。").format(n=len(children), m=len(offered)),
        submit_label=_("交办") if hands_on else _("下发"),
        cancel_url=back,
        crumbs=[Crumb(_("通知"), reverse("notices")), Crumb(notice.number or notice.title, back), Crumb(_("下发"))],
    )


def _offer(each: Requirement, chosen: Chosen | None, hands_on: bool) -> RequirementChoice:
    typed, more = (chosen.due_on, chosen.target) if chosen else ({}, {})
    due = typed.get(each.pk, each.due_on.isoformat() if each.due_on else "")
    return RequirementChoice(
        id=each.pk,
        no=each.number,
        label=each.label,
        checked=each.pk in chosen.requirements if chosen else not hands_on,
        due_on=due if hands_on and not each.repeats else "",
        target=(int(more[each.pk]) if more.get(each.pk, "").isdecimal() else each.target) if hands_on else None,
        measure=str(indicator_named(each.indicator).measure) if each.is_measured else "",
    )


def borne_by(unit: Unit, notice: Notice) -> list[Requirement]:
    """The requirements of a notice that a unit bears."""
    receipt = Receipt.objects.filter(notice=notice, unit=unit).select_related("issue").first()
    if receipt is None:
        return []
    borne = list(receipt.issue.requirements.filter(state="confirmed"))
    for each in borne:  # on the unit's own terms, which may be stricter than the notice's
        terms = terms_of(each, receipt)
        each.due_on, each.target = terms.due, terms.target or None
    return [*borne, *notice.requirements.filter(unit=unit, state="confirmed")]


def theme_title(notice: Notice) -> str:
    """The theme that is offered: what the notice is about, short."""
    found = notice.title.partition("关于")[2].removesuffix("的通知")
    return (found or notice.title)[:60]


def _choice(unit: Unit, have: set[int], chosen: Chosen | None) -> UnitChoice:
    offered = unit.pk not in have and unit.kind != "department"
    return UnitChoice(unit.pk, unit.name, unit.pk in chosen.units if chosen else offered, unit.pk in have)
