# SPDX-License-Identifier: Apache-2.0
"""Giving out document numbers: one after the other for each code word and year, none twice, none filled later."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, Stale
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.services import trace
from guantong.trace.services import Changes, writes

from .models import TakenNumber

TRIES = 5
RIGHT = "reports.official_document.number"


@writes
def take_number(actor: Actor, unit: Unit, *, title: str) -> TakenNumber:
    """The next number of a unit's code word in this year. Two officers at once get two numbers."""
    if not unit.code_word:
        raise Invalid(_("“{unit}”还没有发文代字，不能编号。请管理员先在单位里写上代字。"), unit=unit.name)
    for _attempt in range(TRIES):
        taken = _next(unit, title)
        if taken is not None:
            trace(actor, "take_number", taken, Changes(after={"title": title}))
            return taken
    raise Stale(_("别人正在编号，请再试一次。"))


def _next(unit: Unit, title: str) -> TakenNumber | None:
    """The row of the next number; None where somebody took it in the same moment and the constraint refused ours."""
    today = clock.today()
    same = TakenNumber.objects.filter(code_word=unit.code_word, year=today.year)
    serial = (same.aggregate(last=Max("serial"))["last"] or 0) + 1
    facts = {"unit": unit, "title": title[:300], "taken_on": today}
    try:
        with transaction.atomic():
            return TakenNumber.objects.create(code_word=unit.code_word, year=today.year, serial=serial, **facts)
    except IntegrityError:
        return None


@writes
def enter_number(actor: Actor, unit: Unit, *, serial: int, title: str) -> TakenNumber:
    """Enter a number of this year that was given out on paper, so that the gap report tells the truth."""
    actor.must(RIGHT, unit)
    today = clock.today()
    if not unit.code_word:
        raise Invalid(_("“{unit}”还没有发文代字，不能编号。请管理员先在单位里写上代字。"), unit=unit.name)
    if not 1 <= serial <= 999_999:
        raise Invalid(_("顺序号要在 1 到 999999 之间。"), field="serial")
    key = {"code_word": unit.code_word, "year": today.year, "serial": serial}
    taken, is_new = TakenNumber.objects.get_or_create(
        **key, defaults={"unit": unit, "title": title[:300], "taken_on": today}
    )
    if not is_new:
        raise Invalid(_("{number} 已经用过：{title}。"), field="serial", number=str(taken), title=taken.title)
    trace(actor, "enter_number", taken, Changes(after={"title": title}))
    return taken


@writes
def void_number(actor: Actor, taken: models.Model, *, reason: str) -> None:
    """Say that a number stands for nothing any more. It keeps its place."""
    TakenNumber.objects.filter(pk=taken.pk).update(void_reason=reason[:500])
    trace(actor, "void_number", taken, Changes({"void_reason": ""}, {"void_reason": reason}, reason))
