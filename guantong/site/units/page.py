# SPDX-License-Identifier: Apache-2.0
"""The page of a unit: where it stands, who works there, what its records add up to, what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.dispatch.lights import assignments_of, counts_by_light
from guantong.dispatch.models import Notice
from guantong.dispatch.pages.words import light_word
from guantong.kernel import clock
from guantong.kernel.periods import Period
from guantong.org.actors import Actor
from guantong.org.models import Post, Unit
from guantong.org.queries import ancestors_of, level_below
from guantong.register.catalogue import indicators
from guantong.register.pages import Action, Crumb
from guantong.rollup.figures import Figure, Question, figure

from ..borne import borne_figure
from ..pages import UnitPage
from .changes import verbs_of

CHILDREN = 50


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


@dataclass(frozen=True, slots=True)
class Past:
    """What a unit was called and where it stood until a day."""

    until: str
    name: str
    above: str


def unit_page(actor: Actor, unit: Unit, after: str = "") -> UnitPage:
    """A unit as this reader may see it."""
    above = [each for each in ancestors_of(unit) if each.path.startswith(actor.unit.path)]
    today = clock.today()
    children = level_below(unit, after=after if after.startswith(unit.path) else "", limit=CHILDREN)
    posts = Post.objects.in_force(today).filter(unit=unit).select_related("person")[:50]
    return UnitPage(
        title=unit.name,
        name=unit.name,
        kind=str(unit.get_kind_display()),
        level=str(unit.get_level_display()),
        parents=[UnitLink(each.label, reverse("unit", args=(each.code,))) for each in above],
        children=[_link(each) for each in children[:CHILDREN]],
        more_url=f"?after={children[CHILDREN - 1].path}#children" if len(children) > CHILDREN else "",
        first_url="?#children" if after else "",
        people=[PostRow(post.person.name, post.label) for post in posts],
        statistics=_statistics(unit, today),
        notices=_notices(actor, unit),
        pasts=_pasts(unit),
        closed_on=worded_date(unit.closed_on, _("Y年n月j日")) or "" if unit.closed_on else "",
        successor=_link(unit.successor) if unit.successor else None,
        origin=_link(unit.origin) if unit.origin else None,
        actions=_actions(actor, unit),
        crumbs=(*(Crumb(each.label, reverse("unit", args=(each.code,))) for each in above), Crumb(unit.label)),
    )


def _link(unit: Unit) -> UnitLink:
    return UnitLink(unit.name, reverse("unit", args=(unit.code,)))


def _actions(actor: Actor, unit: Unit) -> list[Action]:
    changes = Action(_("调整单位"), reverse("unit.changes", args=(unit.code,)))
    return [changes] if verbs_of(actor, unit) else []


def _pasts(unit: Unit) -> list[Past]:
    rows = unit.pasts.select_related("parent").order_by("-until")[:20]
    return [
        Past(worded_date(each.until, _("Y年n月j日")) or "", each.name, each.parent.name if each.parent else "")
        for each in rows
    ]


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
