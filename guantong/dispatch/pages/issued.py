# SPDX-License-Identifier: Apache-2.0
"""One act of issuing as it was done: who, when, to exactly which units; and how far the job behind it has come."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.register.pages import Action, Crumb, Pager, Progress

from ..models import Issue, Lighting, Receipt
from .acts import crumbs_of
from .words import day_word

ROWS = 60


@dataclass(frozen=True, slots=True)
class IssuedUnit:
    """One unit of the list, and whether it has signed."""

    name: str
    url: str
    state: str
    state_word: str


@dataclass(frozen=True, slots=True)
class IssuedPage:
    """The frozen list of one issue, page by page."""

    title: str
    lead: str
    url: str
    progress: Progress | None
    requirements: list[tuple[int, str]]
    rows: list[IssuedUnit]
    pager: Pager | None
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


def issued_page(issue: Issue, *, after: str) -> IssuedPage:
    """One page of the units that an act of issuing reached."""
    rows = Receipt.objects.filter(issue=issue).select_related("unit").order_by("unit__path")
    part = list((rows.filter(unit__path__gt=after) if after else rows)[: ROWS + 1])
    shown, more = part[:ROWS], len(part) > ROWS
    url = reverse("issue", args=(issue.pk,))
    following = f"{url}?after={shown[-1].unit.path}" if more else ""
    said = _("{unit}于 {day}下发，{n} 个单位，名单就此固定。")
    return IssuedPage(
        title=_("下发名单"),
        lead=said.format(unit=issue.unit.name, day=day_word(issue.issued_at.date()), n=issue.unit_count),
        url=url,
        progress=progress_of(issue),
        requirements=[(each.number, each.label) for each in issue.requirements.order_by("number")],
        rows=[
            IssuedUnit(each.unit.name, reverse("unit", args=(each.unit.code,)), each.state, each.get_state_display())
            for each in shown
        ],
        pager=Pager(url if after else "", following, "") if more or after else None,
        actions=[Action(_("办理进展"), reverse("matrix", args=(issue.notice_id,)), "matrix")],
        crumbs=crumbs_of(issue.notice, _("下发名单")),
    )


def progress_of(issue: Issue) -> Progress | None:
    """How many units the job has lit so far; None once it is through, or where the notice was withdrawn."""
    row = Lighting.objects.filter(issue=issue, is_done=False).first()
    if row is None or issue.notice.state != "issued":
        return None
    reached = row.units_done
    return Progress(
        text=_("名单已经固定，每个单位都能签收；灯正在一批批算"),
        count_text=_("{done}，共 {n} 个单位").format(done=reached, n=issue.unit_count),
        percent=100 * reached // max(1, issue.unit_count),
        left_text=_("可以离开这一页。后台停了会自己接着算，不会重发。"),
        stop_url="",
        stop_text="",
    )
