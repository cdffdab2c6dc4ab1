# SPDX-License-Identifier: Apache-2.0
"""Kept lists of units: all of them, and the members of one page by page."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.register.pages import Action, Crumb, Pager

from ..models import UnitList
from .words import day_word

ROWS = 60


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list."""

    title: str
    url: str
    made: str


@dataclass(frozen=True, slots=True)
class ListsPage:
    """The lists of the actor's unit."""

    title: str
    lead: str
    rows: list[ListRow]
    empty_title: str
    empty_text: str
    crumbs: list[Crumb] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One unit of a list."""

    name: str
    url: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """One list."""

    title: str
    lead: str
    rows: list[MemberRow]
    drop_url: str
    pager: Pager | None
    crumbs: list[Crumb] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


def lists_page(actor: Actor) -> ListsPage:
    """Every list of the actor's unit."""
    rows = UnitList.objects.filter(unit=actor.unit)
    said = _("{who}，{day}存下")
    return ListsPage(
        title=_("单位名单"),
        lead=_("下发时选好的单位可以存成名单，下次直接用。"),
        rows=[
            ListRow(
                each.title,
                reverse("unit_list", args=(each.pk,)),
                said.format(who=each.made_by, day=day_word(each.made_on)),
            )
            for each in rows
        ],
        empty_title=_("还没有存下的名单"),
        empty_text=_("下发时选好单位，点“存名单”。"),
        crumbs=[Crumb(_("通知"), reverse("notices")), Crumb(_("单位名单"))],
    )


def list_page(row: UnitList, *, after: str) -> ListPage:
    """The units of one list."""
    counts = row.members.aggregate(n=Count("pk"), closed=Count("pk", filter=Q(closed_on__isnull=False)))
    units = row.members.order_by("path")
    part = list((units.filter(path__gt=after) if after else units)[: ROWS + 1])
    shown, more = part[:ROWS], len(part) > ROWS
    url = reverse("unit_list", args=(row.pk,))
    lead = _("{n} 个单位。").format(n=counts["n"])
    if counts["closed"]:
        lead += _("其中 {n} 个已撤销，不会再发给它们。").format(n=counts["closed"])
    return ListPage(
        title=row.title,
        lead=lead,
        rows=[MemberRow(each.name, reverse("unit", args=(each.code,)), each.closed_on is not None) for each in shown],
        drop_url=reverse("unit_list.drop", args=(row.pk,)),
        pager=Pager(url if after else "", f"{url}?after={shown[-1].path}" if more else "", "")
        if more or after
        else None,
        crumbs=[Crumb(_("单位名单"), reverse("unit_lists")), Crumb(row.title)],
    )
