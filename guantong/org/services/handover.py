# SPDX-License-Identifier: Apache-2.0
"""Who goes where when a unit ends: its people, its posts, the units on the industrial line that it headed.

People go to the unit that goes on. Posts end on the day before; only those of the office go on in the other unit, since
leaders and chairs are elected anew, auditors and administrators appointed anew.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from guantong.trace.services import Changes, RowChange

from .. import sql
from ..models import Person, Post, Unit
from .traces import trace_bulk
from .tree import By, check_no_circle

GOES_ALONG = "office"
"""The role whose posts go on in another unit."""


def posts_from(on: date) -> Q:
    """Posts that are in force on a day or begin later."""
    return Q(ends_on=None) | Q(ends_on__gte=on)


def hand_over_people(by: By, people: QuerySet[Person], heir: Unit, *, on: date) -> None:
    """Put people into the unit that goes on."""
    pairs = list(people.order_by("pk").values_list("pk", "unit_id"))
    if pairs:
        people.update(unit=heir)
        rows = (RowChange(pk, None, heir.pk, {"unit": unit_id}, {"unit": heir.pk}) for pk, unit_id in pairs)
        trace_bulk(by, "hand_over", Person, rows, unit=heir, changes=Changes(after={"on": on}))


def end_posts(by: By, posts: QuerySet[Post], old: Unit, *, on: date) -> list[Post]:
    """End posts on the day before; returns them as they were."""
    ending = list(posts.filter(posts_from(on)).order_by("pk"))
    if not ending:
        return []
    last = on - timedelta(days=1)
    Post.objects.filter(pk__in=[post.pk for post in ending if post.starts_on <= last]).update(ends_on=last)
    Post.objects.filter(pk__in=[post.pk for post in ending if post.starts_on > last]).update(ends_on=F("starts_on"))
    rows = (
        RowChange(each.pk, None, each.unit_id, {"ends_on": each.ends_on}, {"ends_on": max(each.starts_on, last)})
        for each in ending
    )
    trace_bulk(by, "end_posts", Post, rows, unit=old)
    return ending


def go_on(by: By, ended: list[Post], heir: Unit, *, on: date) -> None:
    """Give the people of an office that ended the same post with the heir, where they do not hold it yet."""
    have = set(heir.posts.filter(posts_from(on), role=GOES_ALONG).values_list("person_id", flat=True))
    new = [
        Post(
            person_id=post.person_id,
            unit=heir,
            role=post.role,
            title=post.title,
            starts_on=max(on, post.starts_on),
            ends_on=post.ends_on,
        )
        for post in ended
        if post.role == GOES_ALONG and post.person_id not in have
    ]
    if new:
        Post.objects.bulk_create(new)
        rows = [RowChange(p.pk, None, heir.pk, {}, {"person": p.person_id, "starts_on": p.starts_on}) for p in new]
        trace_bulk(by, "appoint", Post, rows, unit=heir)


def hand_on_line(by: By, old: Unit, heir: Unit) -> None:
    """Place the units on the line that an industrial union headed on that of its successor."""
    placed = list(Unit.objects.filter(industry=old))
    if not placed:
        return
    for each in placed:
        check_no_circle(each, heir)
    rows = [RowChange(u.pk, u.version + 1, u.pk, {"industry": old.pk}, {"industry": heir.pk}) for u in placed]
    Unit.objects.filter(industry=old).update(industry=heir, version=F("version") + 1)
    trace_bulk(by, "place_on_line", Unit, rows, unit=heir)
    sql.settle_lines()
