# SPDX-License-Identifier: Apache-2.0
"""What one digest says: what waits for the units of a person, without names of people and without personal data."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Person, Post

from ..lights import Assignment
from ..models import Receipt
from ..pages.waiting import waiting_for
from ..pages.words import day_word, light_word
from ..queries import open_assignments

LISTED = 8
PRESSING = ("late", "soon")


def digest_of(person: Person) -> str:
    """The text of today's digest; "" where nothing waits."""
    posts = Post.objects.in_force(clock.today()).filter(person=person).select_related("person", "unit")
    first = {post.unit_id: post for post in reversed(posts)}
    parts = [said for post in first.values() if (said := _of_unit(Actor.in_post(post)))]
    if not parts:
        return ""
    site = settings.REMINDERS["site"]
    return "\n".join([*parts, _("办理：{address}").format(address=site)] if site else parts)


def subject() -> str:
    """The line over a digest."""
    return _("【贯通】{day}待办").format(day=day_word(clock.today()))


def _of_unit(actor: Actor) -> str:
    own = open_assignments(actor.unit) if actor.may("dispatch.notice.read") else []
    pressing = [each for each in own if each.light in PRESSING]
    counts = {light: sum(each.light == light for each in pressing) for light in PRESSING}
    unsigned = Receipt.objects.filter(unit=actor.unit, state="issued", notice__state="issued").count()
    waiting = waiting_for(actor)
    said = [_("{word} {n} 项").format(word=light_word(light), n=n) for light, n in counts.items() if n]
    said += [_("未签收 {n} 份").format(n=unsigned)] if unsigned else []
    said += [_("等您答复或看一看 {n} 件").format(n=len(waiting))] if waiting else []
    if not said:
        return ""
    lines = [f"{actor.unit.name}：{'，'.join(said)}。", *(_line(each) for each in pressing[:LISTED])]
    return "\n".join([*lines, *(f"· {each.word}：{each.title}" for each in waiting[:LISTED])])


def _line(each: Assignment) -> str:
    return f"· {light_word(each.light)} {each.requirement.label} {day_word(each.due)}"
