# SPDX-License-Identifier: Apache-2.0
"""The page where units are chosen to whom a notice, or part of it, goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.catalogue import indicator_named
from guantong.register.pages import Crumb

from ..forms import IssueForm
from ..lights import terms_of
from ..models import Notice, Receipt, Requirement
from .chooser import Choice, Chooser, chooser_of


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
    chooser: Chooser
    requirements: list[RequirementChoice]
    add_url: str
    summary: str
    submit_label: str
    cancel_url: str
    crumbs: list[Crumb] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was ticked before the page came back with an error."""

    units: Choice
    requirements: frozenset[int]
    due_on: Mapping[int, str] = field(default_factory=dict)
    target: Mapping[int, str] = field(default_factory=dict)


def issue_page(
    actor: Actor, notice: Notice, *, hands_on: bool, form: IssueForm | None = None, chosen: Chosen | None = None
) -> IssuePage:
    """Choose units and requirements; a middle unit chooses among the requirements that it bears itself."""
    chooser = chooser_of(chosen.units if chosen else Choice.first(actor, notice), notice)
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
        chooser=chooser,
        requirements=[_offer(each, chosen, hands_on) for each in offered],
        add_url=reverse("notice.add", args=(notice.pk,)) if hands_on else "",
        summary=_("可选 {n} 个单位，{m} 项要求。").format(n=chooser.offered, m=len(offered)),
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
