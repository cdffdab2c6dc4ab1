# SPDX-License-Identifier: Apache-2.0
"""A notice of thirty requirements over a synthetic federation that has records under its theme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from guantong.dispatch.models import Notice, Programme, Requirement
from guantong.kernel import clock
from guantong.learning.models import LECTURE_ENTRIES, Lecture
from guantong.org.actors import Actor
from guantong.org.models import Installation, Post, Theme, Unit
from guantong.org.services import load_rules
from guantong.trace import files

from ..federation import Synthetic, synthetic_federation

TODAY = date(2024, 6, 12)
REQUIREMENTS, NARRATIVE = 30, 3  # every third is answered by a sentence
MEASURES = ("learning.lectures", "learning.eight_entries", "learning.sessions", "learning.audience", "learning.media")
MEASURES += ("learning.reached_units", "learning.checked", "dispatch.plans", "learning.trainees", "learning.classes")
UNMET = "learning.classes"  # of which there are no records, so that the first one turns a light at every level
SAVED = "learning.media"  # of which the crowd saves one each
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Made:
    """Where the bench finds its way."""

    federation: Synthetic
    notice: Notice
    theme: Theme
    units: int


def made(units: int) -> Made:
    """The federation on a business day of its own, with a notice that is confirmed and not issued yet."""
    federation = synthetic_federation(units)
    Installation.objects.update(business_date=TODAY)
    load_rules()
    theme = Theme.objects.create(title="测速主题", created_on=TODAY)
    notice = Notice.objects.create(
        unit=federation.root,
        title="关于测速的通知",
        issuer="示例总工会",
        issued_on=TODAY,
        text="要办的事。" * 2_000,
        reading={},
        file=files.keep(b"bench", name="bench.txt", media_type="text/plain"),
        received_at=clock.now(),
        counts_from=date(TODAY.year, 1, 1),
        counts_until=date(TODAY.year, 12, 31),
        state="confirmed",
    )
    Requirement.objects.bulk_create(_requirements(notice))
    _lectures(theme)
    return Made(federation, notice, theme, Unit.objects.count())


def _requirements(notice: Notice) -> list[Requirement]:
    measures, programmes = cycle(MEASURES), cycle(Programme.values)
    found = []
    for number in range(1, REQUIREMENTS + 1):
        indicator = "" if number % NARRATIVE == 0 else next(measures)
        row = Requirement(
            notice=notice, unit=notice.unit, number=number, text="要办的事。", label=f"要办的第{number}件事"
        )
        row.programme, row.state = next(programmes), "confirmed"
        row.indicator, row.target = indicator, 1 + number % 4 if indicator not in (UNMET, SAVED) else 1
        row.target = row.target if indicator else None
        row.due_on = TODAY + timedelta(days=7 * (number % 5) + 3) if number % 5 else None
        found.append(row)
    return found


def _lectures(theme: Theme) -> None:
    """A lecture under the theme in every second unit."""
    moment, entries = clock.now(), cycle(key for key, _label in LECTURE_ENTRIES)
    facts = {"title": "讲座", "lecturer": "周例", "audience": 30, "recorded_at": moment, "recorded_by": "周例"}
    rows = [
        Lecture(unit_id=pk, held_on=TODAY - timedelta(days=pk % 150), entry=next(entries), **facts)
        for pk in Unit.objects.values_list("pk", flat=True)
        if pk % 2
    ]
    links = Lecture.themes.through
    for at in range(0, len(rows), BATCH):
        some = Lecture.objects.bulk_create(rows[at : at + BATCH])
        links.objects.bulk_create(links(lecture_id=each.pk, theme_id=theme.pk) for each in some)


def actor_of(unit: Unit) -> Actor:
    """The officer of a unit."""
    return Actor.in_post(Post.objects.select_related("person", "unit").filter(unit=unit)[0])
