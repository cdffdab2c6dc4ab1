# SPDX-License-Identifier: Apache-2.0
"""The page where one requirement is cut in two, at a place between two clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.register.pages import Crumb

from ..models import Requirement

SHOWN = 14
STOPS = re.compile(r"[，。；、：]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place to cut, with the words before and after it."""

    at: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SplitPage:
    """The places where a requirement can be cut."""

    title: str
    places: list[Place]
    cancel_url: str
    form_errors: tuple[str, ...] = ()
    crumbs: list[Crumb] = field(default_factory=list)


def split_page(requirement: Requirement) -> SplitPage:
    """Every place after a stop inside the requirement's words."""
    text = requirement.notice.text
    places = []
    for found in STOPS.finditer(text, requirement.start, requirement.end):
        at = found.end()
        if requirement.start < at < requirement.end:
            before, after = text[max(requirement.start, at - SHOWN) : at], text[at : min(requirement.end, at + SHOWN)]
            places.append(Place(at, before, after))
    back = reverse("notice", args=(requirement.notice_id,)) + f"?choose={requirement.pk}#c{requirement.pk}"
    title = _("拆成两项")
    return SplitPage(title, places, back, crumbs=[Crumb(requirement.label, back), Crumb(title)])
