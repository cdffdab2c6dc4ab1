# SPDX-License-Identifier: Apache-2.0
"""The units below that meet a requirement by their own records, as the list behind that number."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.pages import Action, Crumb, Pager

from ..lights import Share, bearers_below, met_by
from ..models import Requirement
from ..rules import units_needed
from .acts import crumbs_of

ROWS = 60


@dataclass(frozen=True, slots=True)
class BelowUnit:
    """One unit below."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class BelowPage:
    """Who meets it; `missing_only` shows the others."""

    title: str
    lead: str
    rows: list[BelowUnit]
    other_label: str
    other_url: str
    empty_text: str
    pager: Pager | None
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


def below_page(actor: Actor, requirement: Requirement, unit: Unit, *, missing: bool, after: str) -> BelowPage:
    """One page of the units that meet a requirement, or of those that do not yet."""
    met = met_by(requirement)
    bearing = bearers_below(requirement, unit)
    wanted = bearing.exclude(pk__in=met) if missing else bearing.filter(pk__in=met)
    part = list(wanted.filter(path__gt=after)[: ROWS + 1])
    shown, more = part[:ROWS], len(part) > ROWS
    url = reverse("assignment.below", args=(requirement.pk, unit.code))
    own = f"{url}?missing=1" if missing else url
    joint = "&" if missing else "?"
    share = Share(sum(path.startswith(unit.path) and path != unit.path for path in met.values()), bearing.count())
    return BelowPage(
        title=_("还没达到的单位") if missing else _("达到的单位"),
        lead=_("{unit}，{label}：{of} 个下级单位承担，要 {need} 个达到。").format(
            unit=unit.label, label=requirement.label, of=share.of, need=units_needed(requirement.share or 100, share.of)
        ),
        rows=[BelowUnit(each.name, reverse("assignment", args=(requirement.pk, each.code))) for each in shown],
        other_label=_("看达到的") if missing else _("看还没达到的"),
        other_url=url if missing else f"{url}?missing=1",
        empty_text=_("没有。"),
        pager=Pager(own if after else "", f"{own}{joint}after={shown[-1].path}" if more else "", "")
        if more or after
        else None,
        crumbs=crumbs_of(requirement.notice, _("下级单位")),
    )
