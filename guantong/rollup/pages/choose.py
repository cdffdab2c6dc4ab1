# SPDX-License-Identifier: Apache-2.0
"""The page on which a reader chooses the indicators of dashboards."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.catalogue import indicators
from guantong.register.pages import Crumb

from .dashboard import chosen_indicators


@dataclass(frozen=True, slots=True)
class Offer:
    """One indicator that can be chosen."""

    key: str
    title: str
    definition: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Every indicator, those on the dashboard ticked."""

    title: str
    lead: str
    offers: list[Offer]
    back_url: str
    crumbs: list[Crumb]


def choose_page(actor: Actor, unit: Unit) -> ChoosePage:
    """What there is to choose from."""
    chosen = {each.key for each in chosen_indicators(actor)}
    back = reverse("dashboard", args=(unit.code,))
    return ChoosePage(
        title=_("选指标"),
        lead=_("选中的出现在您打开的每个看板上，只对您自己有效。"),
        offers=[Offer(each.key, str(each.title), str(each.definition), each.key in chosen) for each in indicators()],
        back_url=back,
        crumbs=[Crumb(unit.label, reverse("unit", args=(unit.code,))), Crumb(_("看板"), back), Crumb(_("选指标"))],
    )
