# SPDX-License-Identifier: Apache-2.0
"""What the units of the demo record: invented lectures, classes and pieces, entered by their own officers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from guantong.kernel import clock
from guantong.learning.models import Lecture, MasteryCheck, MediaPiece, StudySession, TeachingMaterial, TrainingClass
from guantong.learning.registers import (
    LectureRegister,
    MasteryCheckRegister,
    MediaPieceRegister,
    StudySessionRegister,
    TeachingMaterialRegister,
    TrainingClassRegister,
)
from guantong.org.actors import Actor
from guantong.org.models import Theme, Unit, UnitRecord
from guantong.register.register import Register

ENTRIES = ("office", "community", "enterprise", "workshop", "school")
PLACES = {
    "office": "机关会议室",
    "community": "社区服务站",
    "enterprise": "职工之家",
    "workshop": "车间",
    "school": "阶梯教室",
}
LECTURE_TITLES = (
    "弘扬劳模精神、劳动精神、工匠精神",
    "争做新时代的奋斗者",
    "学先进，赶先进",
    "劳模身边的故事",
    "技能成就梦想",
)
PIECE_TITLES = ("劳模讲述表彰大会现场", "车间里的学习角", "工会干部谈体会", "高原工匠的一天", "把讲话精神送到班组")


@dataclass(slots=True)
class Diary:
    """What happens on which day. It is played day by day, so that the history of every light runs forward."""

    notes: list[tuple[date, Callable[[], object]]] = field(default_factory=list)

    def note(self, day: date, act: Callable[[], object]) -> None:
        """Put down what will happen on a day."""
        self.notes.append((day, act))

    def play(self, each_night: Callable[[], object], until: date = date.max) -> None:
        """Let everything before a day happen in the order of its days, and on one day in the order it was put down.

        What is done may put down more.
        """
        while day := min((day for day, _act in self.notes if day < until), default=None):
            with clock.at(day):
                each_night()
                while todo := [act for on, act in self.notes if on == day]:
                    self.notes = [note for note in self.notes if note[0] != day]
                    for act in todo:
                        act()


@dataclass(slots=True)
class Recorder:
    """Enters records as the officers of units do, and counts what had to be typed."""

    theme: Theme | None
    diary: Diary
    chance: random.Random
    typed: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)

    def enter(self, register: type[Register], actor: Actor, day: date, **values: Any) -> None:
        """One record, on the day its work was done; unit and theme are prefilled, everything else is typed."""
        record: UnitRecord = register.model(unit=actor.unit, **values)
        self.diary.note(day, partial(register.create, actor, record, themes=[self.theme] if self.theme else []))
        self.rows[register.title()] += 1
        self.typed[register.title()] += len(values)

    def day(self, first: date, last: date) -> date:
        """A day within a span."""
        return first + timedelta(days=self.chance.randrange((last - first).days + 1))

    def lecture(self, actor: Actor, entry: str, day: date) -> None:
        """One lecture in one place."""
        self.enter(
            LectureRegister,
            actor,
            day,
            title=self.chance.choice(LECTURE_TITLES),
            held_on=day,
            entry=entry,
            lecturer=actor.person_name,
            by_model_worker=self.chance.random() < 0.3,
            place=PLACES[entry],
            audience=self.chance.randrange(18, 160),
        )

    def piece(self, actor: Actor, day: date) -> None:
        """One media piece."""
        self.enter(
            MediaPieceRegister,
            actor,
            day,
            title=self.chance.choice(PIECE_TITLES),
            published_on=day,
            channel=self.chance.choice(("magazine", "portal", "reading_room", "palace", "social")),
            form=self.chance.choice(("column", "commentary", "live", "story")),
            about_model_worker=self.chance.random() < 0.5,
        )

    def department_work(self, actor: Actor, first: date, last: date) -> None:
        """What a department of the province does: study and two pieces."""
        day = self.day(first, last)
        values = {"title": "学习表彰大会重要讲话精神", "held_on": day, "attended": 6}
        self.enter(StudySessionRegister, actor, day, **values)
        for _number in range(2):
            self.piece(actor, self.day(first, last))

    def office_work(self, actor: Actor, first: date, last: date) -> None:
        """What a prefecture, county or industrial office does: study, a class, a material, a check."""
        label = actor.unit.label
        day = self.day(first, last)
        self.enter(StudySessionRegister, actor, day, title="学习表彰大会重要讲话精神", held_on=day, attended=9)
        if self.chance.random() < 0.8:
            end = self.day(first, last)
            values = {"title": f"{label}专题培训班", "starts_on": end, "ends_on": end, "is_required": True}
            self.enter(TrainingClassRegister, actor, end, trainees=self.chance.randrange(20, 90), **values)
        if self.chance.random() < 0.55:
            day = self.day(first, last)
            self.enter(TeachingMaterialRegister, actor, day, title=f"{label}干部培训讲义", finished_on=day)
        if self.chance.random() < 0.5:
            day, took = self.day(first, last), self.chance.randrange(30, 90)
            mastered = took - self.chance.randrange(0, 12)
            values = {"title": "讲话精神掌握度检测", "held_on": day, "took_part": took, "mastered": mastered}
            self.enter(MasteryCheckRegister, actor, day, **values)


def kinds_of_records() -> tuple[type[UnitRecord], ...]:
    """The models that the demo writes."""
    return (Lecture, MasteryCheck, MediaPiece, StudySession, TeachingMaterial, TrainingClass)


def depth_of_work(unit: Unit) -> int:
    """How many lectures a unit gives: offices more than basic unions."""
    return {"prefecture": 5, "county": 2, "province": 3}.get(unit.level, 1) if unit.kind != "department" else 0
