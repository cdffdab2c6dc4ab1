# SPDX-License-Identifier: Apache-2.0
"""What happened to a notice, day by day, as far as it concerns the reader's unit: the newest day first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.scope import within, within_both_lines
from guantong.register.pages import Action, Crumb
from guantong.trace.models import Entry

from ..lights import concerning
from ..models import Extension, Issue, Notice, Receipt, Requirement, Urge, Verification
from ..states import EXTENSION_FLOW
from .acts import crumbs_of
from .words import day_word

EACH = 60
"""So many of each kind at most, the newest: a notice of a province is signed a hundred thousand times."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    at: datetime
    text: str
    said: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """All that happened on one day."""

    label: str
    events: list[Event]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The days of a notice."""

    title: str
    lead: str
    days: list[Day]
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


def timeline_page(actor: Actor, notice: Notice) -> TimelinePage:
    """What the notice went through above the reader and below: what others did beside him is not his to see."""
    parts = (_moves, _amendments, _issues, _signed, _urges, _extensions, _checks)
    events = sorted((each for part in parts for each in part(actor, notice)), key=lambda each: each.at, reverse=True)
    days = groupby(events, key=lambda each: each.at.date())
    return TimelinePage(
        title=_("经过"),
        lead=notice.title,
        days=[Day(day_word(day), list(found)) for day, found in days],
        actions=[Action(_("办理进展"), reverse("matrix", args=(notice.pk,)), "matrix")]
        if notice.state == "issued"
        else [],
        crumbs=crumbs_of(notice, _("经过")),
    )


def _moves(actor: Actor, notice: Notice) -> Iterator[Event]:
    yield Event(notice.received_at, _("{unit}：收文").format(unit=notice.unit.name))
    kind = Notice._meta.label_lower
    for each in Entry.objects.filter(object_kind=kind, object_id=str(notice.pk), verb="withdraw"):
        yield Event(each.at, _("{unit}：撤回通知").format(unit=each.unit_name), each.reason)


def _amendments(actor: Actor, notice: Notice) -> Iterator[Event]:
    own = notice.requirements.filter(concerning(notice, actor.unit)).distinct()
    known = {str(pk): (number, label) for pk, number, label in own.values_list("pk", "number", "label")}
    words = {"amend": _("变更第{n}项 {label}"), "add": _("加上第{n}项 {label}")}
    kind = Requirement._meta.label_lower
    rows = Entry.objects.filter(object_kind=kind, object_id__in=list(known), verb__in=words).order_by("-id")
    for each in rows[:EACH]:
        number, label = known[each.object_id]
        text = words[each.verb].format(n=number, label=label)
        yield Event(each.at, f"{each.unit_name}：{text}", each.reason, reverse("notice", args=(notice.pk,)))


def _issues(actor: Actor, notice: Notice) -> Iterator[Event]:
    rows = Issue.objects.filter(within_both_lines(actor.unit), notice=notice).select_related("unit")
    said = _("{unit}：下发给 {n} 个单位")
    for each in rows.order_by("-issued_at")[:EACH]:
        text = said.format(unit=each.unit.name, n=each.unit_count)
        yield Event(each.issued_at, text, "", reverse("issue", args=(each.pk,)))
    own = Receipt.objects.filter(notice=notice, unit=actor.unit).exclude(issue__unit=actor.unit)
    for receipt in own.select_related("issue__unit"):
        yield Event(receipt.issue.issued_at, _("{unit}：下发给本单位").format(unit=receipt.issue.unit.name))


def _signed(actor: Actor, notice: Notice) -> Iterator[Event]:
    rows = Receipt.objects.filter(within_both_lines(actor.unit), notice=notice, signed_at__isnull=False)
    for each in rows.select_related("unit").order_by("-signed_at", "-pk")[:EACH]:
        assert each.signed_at is not None
        yield Event(each.signed_at, _("{unit}：签收").format(unit=each.unit.name))


def _urges(actor: Actor, notice: Notice) -> Iterator[Event]:
    rows = Urge.objects.filter(within(actor.unit.path, "receipt__unit__path"), receipt__notice=notice)
    said = _("{by}：{level}{unit}")
    for each in rows.select_related("receipt__unit", "by_unit").order_by("-pk")[:EACH]:
        level, unit = each.get_level_display(), each.receipt.unit.name
        yield Event(_noon(each.urged_on), said.format(by=each.by_unit.name, level=level, unit=unit), each.text)


def _extensions(actor: Actor, notice: Notice) -> Iterator[Event]:
    rows = Extension.objects.filter(within_both_lines(actor.unit), requirement__notice=notice)
    for each in rows.select_related("unit", "requirement").order_by("-asked_at")[:EACH]:
        until, label = day_word(each.until), each.requirement.label
        text = _("{unit}：申请把“{label}”延到 {day}").format(unit=each.unit.name, label=label, day=until)
        yield Event(each.asked_at, f"{text}（{EXTENSION_FLOW.label(each.state)}）", each.why)


def _checks(actor: Actor, notice: Notice) -> Iterator[Event]:
    rows = Verification.objects.filter(within_both_lines(actor.unit), requirement__notice=notice)
    text = _("{by}：抽查{unit}的“{label}”")
    for each in rows.select_related("unit", "by_unit", "requirement").order_by("-pk")[:EACH]:
        said = text.format(by=each.by_unit.name, unit=each.unit.name, label=each.requirement.label)
        yield Event(_noon(each.drawn_on), said, "", reverse("verification", args=(each.pk,)))


def _noon(day: date) -> datetime:
    """A place among the hours of a day for what only knows its day."""
    return datetime.combine(day, time(12), clock.ZONE)
