# SPDX-License-Identifier: Apache-2.0
"""A register that exists in tests alone: home visits, with a flow, veiled fields and everything a room may declare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.test import override_settings
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import RuleBroken
from guantong.kernel.flow import Flow, Move
from guantong.org import rights
from guantong.org.actors import Actor
from guantong.org.models import Person, UnitRecord
from guantong.org.rights import Right
from guantong.org.services import add_record, change_record, move, restore_record, void_record
from guantong.register import catalogue
from guantong.register.fields import F, Panel
from guantong.register.register import Register
from guantong.register.searching import source_for
from guantong.search import sources
from guantong.trace.services import writes

KEY = "learning.visit"


class VisitState(models.TextChoices):
    """A visit is planned, filed, and confirmed or refused by the office above."""

    PLANNED = "planned", "拟走访"
    FILED = "filed", "已上报"
    CONFIRMED = "confirmed", "已审定"
    REFUSED = "refused", "不予走访"


VISIT_FLOW = Flow(
    VisitState,
    start="planned",
    moves=(
        Move("file", "上报", "planned", "filed", right=f"{KEY}.record"),
        Move("return", "退回", "filed", "planned", right=f"{KEY}.confirm", reason=True),
        Move("confirm", "审定", "filed", "confirmed", right=f"{KEY}.confirm"),
        Move("refuse", "不同意", ("planned", "filed"), "refused", right=f"{KEY}.confirm", reason=True),
    ),
    tones={"refused": "no"},
)


class Visit(UnitRecord):
    """One visit to one family."""

    title = models.CharField("走访事由", max_length=120)
    held_on = models.DateField("走访日期")
    family = models.CharField("户主", max_length=60)
    phone = models.CharField("电话", max_length=20, blank=True)
    story = models.TextField("家庭情况", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="走访对象", null=True, related_name="+")
    state = models.CharField("状态", max_length=20, choices=VisitState.choices, default="planned", editable=False)

    veiled = frozenset({"family", "phone", "story"})

    class Meta:
        app_label = "learning"
        managed = False  # the table is made by the fixture, never by a migration
        verbose_name = "走访"
        indexes = [models.Index("unit", "held_on", name="learning_visit_unit_day")]

    def __str__(self) -> str:
        return self.title


@writes
def confirm_visit(actor: Actor, visit: Visit, *, reason: str = "") -> Visit:
    """A rule of the room's own stands before the move."""
    if not visit.story:
        raise RuleBroken(_("请先写家庭情况，再审定。"), source="走访办法第三条")
    return move(visit, VISIT_FLOW, "confirm", by=actor, reason=reason)


def create(actor: Actor, visit: Visit, *, themes: Any = ()) -> Visit:
    """Enter."""
    return add_record(actor, f"{KEY}.record", visit, themes=themes)


def update(actor: Actor, visit: Visit, *, themes: Any = None) -> Visit:
    """Correct."""
    return change_record(actor, f"{KEY}.correct", visit, themes=themes)


def void(actor: Actor, visit: Visit, *, reason: str) -> Visit:
    """Take out."""
    return void_record(actor, f"{KEY}.void", visit, reason=reason)


def restore(actor: Actor, visit: Visit) -> Visit:
    """Put back."""
    return restore_record(actor, f"{KEY}.void", visit)


class VisitRegister(Register):
    """One row is one visit."""

    key, model, slug, event_date = KEY, Visit, "learning/visits", "held_on"
    fields = (
        F("title", find="text"),
        F("held_on", find="range"),
        F("family", veil="name"),
        F("phone", veil="last4"),
        F("story", on="form page sheet api", veil="all", source="走访办法第二条"),
        F("state", on="list page sheet api", find="choice"),
        F("unit", find="choice"),
        F("themes", on="form page sheet api"),
    )
    panels = (Panel("走访", "title held_on family phone story state"), Panel("归属", "unit themes"))
    flow, moves = VISIT_FLOW, {"confirm": confirm_visit}
    create, update, void, restore = create, update, void, restore

    @classmethod
    def rights(cls) -> tuple[Right, ...]:
        """Only the office confirms."""
        found = super().rights()
        return tuple(Right(each.name, each.label, ("office",)) if "confirm" in each.name else each for each in found)


@contextmanager
def kept() -> Iterator[None]:
    """The house with this register in it: catalogue, rights and addresses; as it was afterwards."""
    before = catalogue.registers(), catalogue.indicators(), catalogue._counts[0]
    had = rights.catalogue()
    catalogue.install((*before[0], VisitRegister), *before[1:])
    rights.install((*had, *VisitRegister.rights()))
    searched = sources.sources()
    sources.install((*searched, source_for(VisitRegister)))
    with override_settings(ROOT_URLCONF="tests.register.urls"):
        yield
    catalogue.install(*before)
    rights.install(had)
    sources.install(searched)
