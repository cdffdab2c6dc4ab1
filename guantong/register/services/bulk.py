# SPDX-License-Identifier: Apache-2.0
"""One step over many records: void, restore, a move of the flow, one more theme. All of it happens, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, NotFound, Refused
from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.models import Theme
from guantong.trace.services import writes

from ..listing import LARGEST
from ..register import Register


@dataclass(frozen=True, slots=True)
class Act:
    """A step that can be taken over many records; `asks` is what has to be said with it."""

    key: str
    label: str | Promise
    asks: str = ""


def acts_of(register: type[Register], actor: Actor) -> list[Act]:
    """The steps that this actor's post may take in this register at all."""
    found: list[Act] = []
    for step in register.flow.moves if register.flow else ():
        if actor.may(step.right) and all(each.key != step.verb for each in found):
            found.append(Act(step.verb, str(step.label), "reason" if step.reason else ""))
    if actor.may(register.right("correct")) and any(field.name == "themes" for field in register.fields):
        found.append(Act("theme", gettext_lazy("加主题"), "theme"))
    if actor.may(register.right("void")):
        found.append(Act("void", gettext_lazy("作废"), "reason"))
    return found


def act_named(register: type[Register], actor: Actor, key: str) -> Act:
    """One of those steps. `restore` is none of them: it undoes a voiding just done. Raises NotFound."""
    actor.must(register.right("read"))
    if key == "restore" and actor.may(register.right("void")):
        return Act("restore", gettext_lazy("恢复"))
    found = next((act for act in acts_of(register, actor) if act.key == key), None)
    if found is None:
        raise NotFound(_("没有这一步。"))
    return found


def fetch_rows(register: type[Register], actor: Actor, chosen: Sequence[str]) -> list[Any]:
    """The chosen records that the actor may see, in the order of their numbers; what is no number chooses nothing."""
    pks = [pk for pk in map(row_key, chosen) if pk is not None]
    if len(pks) > LARGEST:
        raise Invalid(_("一次最多办 {most} 条，请分几次。"), most=LARGEST)
    rows = register.model.objects.visible_to(actor).filter(pk__in=pks).select_related("unit").order_by("pk")
    return list(rows)


def sorted_out(
    register: type[Register], actor: Actor, act: Act, rows: Sequence[Any]
) -> tuple[list[Any], list[tuple[Any, Refused]]]:
    """The records over which the step can be taken now, and the others, each with the reason."""
    able, unable = [], []
    for row in rows:
        try:
            check(register, actor, act, row)
        except Refused as why:
            unable.append((row, why))
        else:
            able.append(row)
    return able, unable


def check(register: type[Register], actor: Actor, act: Act, row: Any) -> None:
    """Raise what forbids the step over one record."""
    if act.key in ("void", "restore"):
        actor.must(register.right("void"), row.unit)
    elif act.key == "theme":
        actor.must(register.right("correct"), row.unit)
    else:
        register.step(actor, row, act.key)


@writes
def take(
    actor: Actor, register: type[Register], act: Act, rows: Sequence[Any], *, reason: str = "", theme: Theme | None
) -> int:
    """Take one step over these records by the register's own services, in one operation; returns how many."""
    for row in rows:
        if act.key == "void":
            register.void(actor, row, reason=reason)
        elif act.key == "restore":
            register.restore(actor, row)
        elif act.key == "theme":
            register.update(actor, row, themes=[*row.themes.all(), theme])
        else:
            register.move(actor, row, act.key, reason=reason)
    return len(rows)
