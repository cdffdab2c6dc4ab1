# SPDX-License-Identifier: Apache-2.0
"""What the notices under way add to a unit's dashboard: targets, and who below still lacks what."""

from __future__ import annotations

from django.urls import reverse

from guantong.dispatch.lights import Assignment, assignments_of
from guantong.dispatch.pages.words import light_word
from guantong.dispatch.queries import newest_notice, open_assignments
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.queries import children_of
from guantong.rollup.pages.dashboard import DashboardPage, Demand, Missing, dashboard_page

from .borne import DONE

BELOW, ROWS, NAMED = 60, 8, 3
LOUDNESS = ("late", "soon", "none", "got")


def unit_dashboard(actor: Actor, unit: Unit, period: str) -> DashboardPage:
    """The dashboard of a unit, with targets and gaps where the reader may see notices."""
    demands: dict[str, Demand] = {}
    missing: list[Missing] = []
    url = ""
    if actor.may("dispatch.notice.read"):
        demands = _demands(open_assignments(unit))
        missing, url = _missing(actor, unit)
    return dashboard_page(actor, unit, period, demands=demands, missing=missing, missing_url=url)


def _demands(own: list[Assignment]) -> dict[str, Demand]:
    found: dict[str, Demand] = {}
    for each in own:
        requirement = each.requirement
        if requirement.is_measured and requirement.target and not requirement.each_part:
            target = max(
                requirement.target, found[requirement.indicator].target if requirement.indicator in found else 0
            )
            found[requirement.indicator] = Demand(target, each.light if each.light in ("met", "soon", "late") else "")
    return found


def _missing(actor: Actor, unit: Unit) -> tuple[list[Missing], str]:
    notice = newest_notice(actor)
    if notice is None:
        return [], ""
    lacking: dict[int, list[Assignment]] = {}
    for each in assignments_of(notice, [unit, *children_of(unit)[:BELOW]]):
        if each.light not in DONE:
            lacking.setdefault(each.unit.pk, []).append(each)
    rows = [_row(found) for found in lacking.values()]
    rows.sort(key=lambda row: LOUDNESS.index(row.light) if row.light in LOUDNESS else len(LOUDNESS))
    return rows[:ROWS], reverse("matrix", args=(notice.pk,))


def _row(found: list[Assignment]) -> Missing:
    worst = min((each.light for each in found), key=lambda light: LOUDNESS.index(light) if light in LOUDNESS else 9)
    unit, requirement = found[0].unit, found[0].requirement
    labels = "、".join(dict.fromkeys(each.requirement.label for each in found[:NAMED]))
    url = reverse("assignment", args=(requirement.pk, unit.code))
    return Missing(worst, light_word(worst), unit.name, url, labels)
