# SPDX-License-Identifier: Apache-2.0
"""The page of a unit: where it stands, who works there, what its records add up to, what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from guantong.dispatch.lights import assignments_of, counts_by_light
from guantong.dispatch.models import Notice
from guantong.dispatch.pages.words import light_word
from guantong.kernel import clock
from guantong.kernel.periods import Period
from guantong.org.actors import Actor
from guantong.org.models import Post, Unit
from guantong.org.queries import ancestors_of, children_of
from guantong.register.catalogue import indicators
from guantong.register.pages import Crumb
from guantong.rollup.figures import Figure, Question, figure

from .borne import borne_figure
from .pages import UnitPage

CHILDREN = 100


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A unit to go to."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A person in a post."""

    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Statistic:
    """An indicator over the unit and all below, this year."""

    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class LightSum:
    """How many requirements of a notice show a light."""

    light: str
    light_word: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class NoticeSum:
    """A notice with the lights of this unit."""

    title: str
    url: str
    lights: list[LightSum]


def unit_page(actor: Actor, unit: Unit) -> UnitPage:
    """A unit as this reader may see it."""
    above = [each for each in ancestors_of(unit) if each.path.startswith(actor.unit.path)]
    today = clock.today()
    posts = Post.objects.in_force(today).filter(unit=unit).select_related("person")[:50]
    return UnitPage(
        title=unit.name,
        name=unit.name,
        kind=str(unit.get_kind_display()),
        level=str(unit.get_level_display()),
        parents=[UnitLink(each.label, reverse("unit", args=(each.code,))) for each in above],
        children=[UnitLink(each.name, reverse("unit", args=(each.code,))) for each in children_of(unit)[:CHILDREN]],
        people=[PostRow(post.person.name, post.label) for post in posts],
        statistics=_statistics(unit, today),
        notices=_notices(actor, unit),
        crumbs=(*(Crumb(each.label, reverse("unit", args=(each.code,))) for each in above), Crumb(unit.label)),
    )


def _statistics(unit: Unit, today: date) -> list[Statistic]:
    period = Period(today.replace(month=1, day=1), today.replace(month=12, day=31))
    if today.month == 1:  # in January last year's work is what people look for
        period = Period(period.start.replace(year=today.year - 1), period.end)
    asked = [(each, Question(each.key, unit.code, period.key)) for each in indicators()]
    return [Statistic(str(each.title), figure(question, of=unit)) for each, question in asked]


def _notices(actor: Actor, unit: Unit) -> list[NoticeSum]:
    rows = Notice.objects.visible_to(actor).filter(state="issued", receipts__unit=unit).select_related("theme", "unit")
    found = []
    for notice in rows.order_by("-received_at")[:5]:
        counts = counts_by_light(assignments_of(notice, [unit]))
        lights = [
            LightSum(light, light_word(light), borne_figure(unit, number, (light,), notice))
            for light, number in counts.items()
        ]
        found.append(NoticeSum(notice.title, reverse("notice", args=(notice.pk,)), lights))
    return found
