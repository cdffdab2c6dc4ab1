# SPDX-License-Identifier: Apache-2.0
"""Verbs on requirements, while the reading is still open: correct, drop, split, join."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, Stale, WrongState
from guantong.org.actors import Actor
from guantong.org.services import difference, move, trace, values_of
from guantong.register.catalogue import has_indicator, indicator_named
from guantong.trace.services import Changes, writes

from ..incoming import reading as incoming
from ..models import Notice, Reach, Requirement
from ..states import REQUIREMENT_FLOW
from .changes import relight

FAR = 100_000


@dataclass(frozen=True, slots=True)
class Correction:
    """What the office sets on a requirement: how it is called and filed, what measures it, and until when."""

    label: str
    programme: str
    indicator: str
    target: int | None
    each_part: bool
    due_on: date | None
    reach: str = Reach.SUBTREE
    share: int | None = None
    repeats: str = ""
    is_undated: bool = False
    post: str = ""


def check_measure(correction: Correction) -> None:
    """Raise Invalid where target, parts or share do not fit the indicator."""
    if not correction.indicator:
        return
    if not has_indicator(correction.indicator):
        raise Invalid(_("没有指标“{key}”，请另选一个，或者写一句话。"), field="indicator", key=correction.indicator)
    indicator = indicator_named(correction.indicator)
    if not correction.target:
        raise Invalid(_("有指标就要有目标，请写 1 以上的整数。"), field="target")
    if correction.each_part and indicator.dimension is None:
        raise Invalid(_("“{title}”不分类，不能要求每一类都达到。"), field="each_part", title=indicator.title)
    if correction.reach == Reach.SHARE:
        if not correction.share or not 1 <= correction.share <= 100:
            raise Invalid(_("请写下级单位中要有百分之几达到，1 到 100。"), field="share")
        if indicator.is_distinct or indicator.is_share:
            raise Invalid(_("“{title}”不是按条数算的，不能按单位比例要求。"), field="reach", title=indicator.title)
        if correction.repeats or correction.each_part:
            raise Invalid(_("按单位比例算的，不能再要求多次或每一类。"), field="reach")


def check_due(correction: Correction) -> None:
    """Raise Invalid for a day that has passed, or for a day and “no date” at once."""
    if correction.due_on and correction.due_on < clock.today():
        raise Invalid(_("期限 {day} 已经过了，请写今天或以后的日子。"), field="due_on", day=correction.due_on)
    if correction.is_undated and (correction.due_on or correction.repeats):
        raise Invalid(_("已经说了不设期限，就不要再写期限或周期。"), field="is_undated")


@writes
def correct_requirement(actor: Actor, requirement: Requirement, correction: Correction) -> Requirement:
    """Set measure, target, due date and filing of a requirement, and confirm it. Raises Stale, Invalid, WrongState."""
    actor.must("dispatch.notice.confirm", requirement.unit)
    check_is_open(requirement.notice)
    check_measure(correction)
    check_due(correction)
    return _set(actor, "correct", requirement, _facts(correction) | {"state": "confirmed"})


@writes
def amend_requirement(actor: Actor, requirement: Requirement, correction: Correction, *, reason: str) -> Requirement:
    """Change measure or due date of a requirement that was issued already, with a reason that every bearer sees."""
    actor.must("dispatch.notice.issue", requirement.unit)
    if requirement.notice.state != "issued":
        raise WrongState(_("还没有下发的要求直接改就可以，不用变更。"))
    if actor.unit.pk != requirement.unit_id:
        raise WrongState(_("这一项是{unit}提出的，由它变更。"), unit=requirement.unit.name)
    if not reason.strip():
        raise Invalid(_("请写一句为什么变更。"), field="reason")
    check_measure(correction)
    if correction.due_on != requirement.due_on:
        check_due(correction)
    amended = _set(actor, "amend", requirement, _facts(correction), reason)
    relight(amended)
    return amended


@writes
def add_requirement(actor: Actor, notice: Notice, correction: Correction, *, text: str) -> Requirement:
    """A duty of one's own that a middle unit adds before it hands a notice on; no upper unit wrote it."""
    actor.must("dispatch.notice.issue", actor.unit)
    if notice.state != "issued":
        raise WrongState(_("这份通知不在办理中，不能再动。"))
    said = text.strip()
    if not said:
        raise Invalid(_("请写清楚要办什么。"), field="text")
    check_measure(correction)
    check_due(correction)
    last = notice.requirements.order_by("-number").values_list("number", flat=True).first() or 0
    row = Requirement(notice=notice, unit=actor.unit, number=last + 1, text=said, state="confirmed")
    for name, value in _facts(correction).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Stale(_("没有保存。别人刚加了一项，请再试一次。")) from None
    trace(actor, "add", row, Changes(after=values_of(row)))
    return row


def _facts(correction: Correction) -> dict[str, Any]:
    facts = {name: getattr(correction, name) for name in correction.__slots__}
    if not correction.indicator:
        facts |= {"target": None, "each_part": False, "reach": Reach.SUBTREE}
    if facts["reach"] != Reach.SHARE:
        facts["share"] = None
    return facts


def _set(actor: Actor, verb: str, requirement: Requirement, new: dict[str, Any], reason: str = "") -> Requirement:
    before = values_of(requirement)
    seen = Requirement.objects.filter(pk=requirement.pk, version=requirement.version)
    if not seen.update(**new, version=requirement.version + 1):
        raise Stale(_("没有保存。别人刚改过这一项，请刷新后再改。"))
    requirement.refresh_from_db()
    trace(actor, verb, requirement, difference(before, values_of(requirement), reason))
    return requirement


@writes
def drop_requirement(actor: Actor, requirement: Requirement) -> Requirement:
    """Say that what was read is no requirement."""
    actor.must("dispatch.notice.confirm", requirement.unit)
    check_is_open(requirement.notice)
    return move(requirement, REQUIREMENT_FLOW, "drop", by=actor)


@writes
def split_requirement(actor: Actor, requirement: Requirement, *, at: int) -> tuple[Requirement, Requirement]:
    """Make two requirements of one, at a character of the notice's text that lies inside it."""
    actor.must("dispatch.notice.confirm", requirement.unit)
    notice = requirement.notice
    check_is_open(notice)
    if requirement.start is None or requirement.end is None or not requirement.start < at < requirement.end:
        raise Invalid(_("拆开的地方要在这一项的文字里面。"), field="at")
    later = Requirement.objects.get(pk=requirement.pk)
    later.pk, later.number, later.start = None, requirement.number + 1, at
    later.text = notice.text[at : requirement.end].strip()
    later.label = incoming.short_label(later.text, notice.title)
    before = values_of(requirement)
    kept = notice.text[requirement.start : at].strip()
    shorter = {"text": kept, "end": at, "label": incoming.short_label(kept, notice.title)}
    seen = Requirement.objects.filter(pk=requirement.pk, version=requirement.version)
    if not seen.update(**shorter, version=requirement.version + 1):
        raise Stale(_("没有保存。别人刚改过这一项，请刷新后再改。"))
    requirement.refresh_from_db()
    _renumber(notice, after=requirement.number, by=1)
    later.save(force_insert=True)
    trace(actor, "split", requirement, difference(before, values_of(requirement)))
    trace(actor, "split_off", later, Changes(after=values_of(later)))
    return requirement, later


@writes
def join_requirement(actor: Actor, requirement: Requirement) -> Requirement:
    """Make one requirement of this and the next: its words run from the start of the one to the end of the other."""
    actor.must("dispatch.notice.confirm", requirement.unit)
    notice = requirement.notice
    check_is_open(notice)
    following = notice.requirements.filter(start__gte=requirement.end).order_by("start").first()
    if following is None:
        raise Invalid(_("后面没有别的要求可以合并。"))
    before = values_of(requirement)
    whole = {"text": notice.text[requirement.start : following.end].strip(), "end": following.end}
    seen = Requirement.objects.filter(pk=requirement.pk, version=requirement.version)
    if not seen.update(**whole, version=requirement.version + 1):
        raise Stale(_("没有保存。别人刚改过这一项，请刷新后再改。"))
    trace(actor, "join_into", following, Changes(before=values_of(following)))
    following.delete()
    _renumber(notice, after=following.number, by=-1)
    requirement.refresh_from_db()
    trace(actor, "join", requirement, difference(before, values_of(requirement)))
    return requirement


def _renumber(notice: Notice, *, after: int, by: int) -> None:
    rows = notice.requirements.filter(number__gt=after)
    rows.update(number=F("number") + FAR)  # out of the way first: a number may stand once only
    notice.requirements.filter(number__gt=FAR).update(number=F("number") - FAR + by)


def check_is_open(notice: Notice) -> None:
    """Raise WrongState once a notice has been issued: what it asks stands then."""
    if notice.state != "read":
        raise WrongState(_("要求已经确认，不能再改。退回再改之后才能动。"))
