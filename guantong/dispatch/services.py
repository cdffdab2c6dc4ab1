# SPDX-License-Identifier: Apache-2.0
"""Verbs of dispatch: receive, correct, confirm, issue, hand on, sign, answer; and the lights that follow records."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from guantong.gongwen import Unreadable, is_notice_like, read, reading_json
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, Stale, WrongState
from guantong.org.actors import Actor
from guantong.org.models import Theme, Unit
from guantong.org.queries import ancestors_of
from guantong.org.scope import is_within
from guantong.org.services import difference, move, trace, use_theme, values_of
from guantong.register.catalogue import indicator_named, indicators
from guantong.trace import files
from guantong.trace.models import Entry
from guantong.trace.services import Changes, running, writes

from . import incoming, lights
from .models import Answer, Issue, LightChange, Notice, Receipt, Requirement
from .states import NOTICE_FLOW, REQUIREMENT_FLOW

BATCH = 500
ANSWER_LENGTH = 300
FAR = 100_000


@writes
def receive_notice(actor: Actor, content: bytes, name: str) -> Notice:
    """Read a file and keep it as a notice with the requirements found in it.

    Raises Invalid, and stores nothing, for a file that cannot be read or is no official document.
    """
    actor.must("dispatch.notice.receive", actor.unit)
    try:
        reading = read(content, kind=PurePath(name).suffix.lstrip(".").lower() or None)
    except Unreadable as unreadable:
        raise Invalid(str(unreadable), field="file") from None
    if not is_notice_like(reading):
        raise Invalid(
            _("这份文件读起来不像公文：没有标题，也没有要办的事。请换成通知原件，或把正文粘贴进来。"), field="file"
        )
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kept = files.keep(content, name=PurePath(name).name, media_type=media_type)
    if Notice.objects.filter(unit=actor.unit, file=kept).exists():
        raise Invalid(_("这份文件已经收过了，请在通知里找。"), field="file")
    start, end = incoming.days_that_count(reading.document.issued_on, clock.today())
    notice = Notice.objects.create(
        unit=actor.unit,
        title=reading.document.title[:300],
        number=reading.document.number[:60],
        issuer=reading.document.issuer[:200],
        issued_on=reading.document.issued_on,
        text=reading.text,
        reading=reading_json(reading),
        file=kept,
        received_at=clock.now(),
        counts_from=start,
        counts_until=end,
    )
    rows = [
        incoming.requirement_row(notice, number, reading, found)
        for number, found in enumerate(reading.requirements, start=1)
    ]
    Requirement.objects.bulk_create(rows)
    trace(actor, "receive", notice, Changes(after={"title": notice.title, "requirements": len(rows)}))
    return notice


@dataclass(frozen=True, slots=True)
class Correction:
    """What the office sets on a requirement: how it is called and filed, what measures it, and until when."""

    label: str
    programme: str
    indicator: str
    target: int | None
    each_part: bool
    due_on: date | None


@writes
def correct_requirement(actor: Actor, requirement: Requirement, correction: Correction) -> Requirement:
    """Set measure, target, due date and filing of a requirement, and confirm it. Raises Stale, Invalid, WrongState."""
    actor.must("dispatch.notice.confirm", requirement.unit)
    check_is_open(requirement.notice)
    if correction.indicator:
        indicator = indicator_named(correction.indicator)
        if not correction.target:
            raise Invalid(_("有指标就要有目标，请写 1 以上的整数。"), field="target")
        if correction.each_part and indicator.dimension is None:
            raise Invalid(_("“{title}”不分类，不能要求每一类都达到。"), field="each_part", title=indicator.title)
    if correction.due_on and correction.due_on < clock.today():
        raise Invalid(_("期限 {day} 已经过了，请写今天或以后的日子。"), field="due_on", day=correction.due_on)
    before = values_of(requirement)
    new = {name: getattr(correction, name) for name in correction.__slots__}
    if not correction.indicator:
        new |= {"target": None, "each_part": False}
    seen = Requirement.objects.filter(pk=requirement.pk, version=requirement.version)
    if not seen.update(**new, state="confirmed", version=requirement.version + 1):
        raise Stale(_("没有保存。别人刚改过这一项，请刷新后再改。"))
    requirement.refresh_from_db()
    trace(actor, "correct", requirement, difference(before, values_of(requirement)))
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
    if not requirement.start < at < requirement.end:
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


@writes
def confirm_notice(actor: Actor, notice: Notice) -> Notice:
    """Confirm every requirement that nobody has looked at yet, and with it the whole reading."""
    actor.must("dispatch.notice.confirm", notice.unit)
    for requirement in notice.requirements.filter(state="found").select_related("unit"):
        move(requirement, REQUIREMENT_FLOW, "confirm", by=actor)
    if not notice.requirements.filter(state="confirmed").exists():
        raise WrongState(_("没有一项要求，不能下发。请先确认至少一项。"))
    return move(notice, NOTICE_FLOW, "confirm", by=actor)


@writes
def issue_notice(
    actor: Actor, notice: Notice, *, theme: Theme | None, units: Sequence[Unit], without: set[int]
) -> Issue:
    """Issue a confirmed notice to units of one's own subtree, all requirements but those in `without`.

    The first issue gives the notice its theme; later ones add units. Units that have it already are left as they are.
    """
    actor.must("dispatch.notice.issue", notice.unit)
    if notice.state == "confirmed":
        if theme is None:
            raise Invalid(_("请定一个主题：登记带上它，才算进这份通知。"), field="theme")
        notice.theme = theme
        move(notice, NOTICE_FLOW, "issue", by=actor)
    elif notice.state != "issued":
        raise WrongState(_("先确认全部要求，才能下发。"))
    requirements = [each for each in notice.requirements.filter(state="confirmed") if each.pk not in without]
    return _hand(actor, notice, requirements, units)


@writes
def issue_under(actor: Actor, notice: Notice, *, title: str, units: Sequence[Unit], without: set[int]) -> Issue:
    """The first issue, under the theme of that title, made where there is none: both, or neither."""
    return issue_notice(actor, notice, theme=use_theme(actor, title), units=units, without=without)


@writes
def hand_on(actor: Actor, notice: Notice, *, requirements: Sequence[Requirement], units: Sequence[Unit]) -> Issue:
    """Hand part of a notice that one's own unit bears to units below it. Raises NotFound where it bears none."""
    actor.must("dispatch.notice.issue", actor.unit)
    receipt = Receipt.objects.filter(notice=notice, unit=actor.unit).select_related("issue").first()
    if receipt is None:
        raise NotFound(_("这份通知没有发到{unit}。"), unit=actor.unit.name)
    if receipt.signed_at is None:
        raise WrongState(_("请先签收，再往下交办。"))
    borne = set(receipt.issue.requirements.values_list("pk", flat=True))
    if any(requirement.pk not in borne for requirement in requirements):
        raise Invalid(_("只能交办本单位承担的要求。"))
    return _hand(actor, notice, requirements, units)


def _hand(actor: Actor, notice: Notice, requirements: Sequence[Requirement], units: Sequence[Unit]) -> Issue:
    if not requirements:
        raise Invalid(_("请至少选一项要求。"), field="requirements")
    if outside := [unit for unit in units if unit.pk == actor.unit.pk or not is_within(actor.unit.path, unit.path)]:
        raise Invalid(_("“{unit}”不是本单位的下级，不能下发。"), field="units", unit=outside[0].name)
    have = set(Receipt.objects.filter(notice=notice).values_list("unit_id", flat=True))
    new = [unit for unit in units if unit.pk not in have]
    if not new:
        raise Invalid(_("请至少选一个还没有收到的单位。"), field="units")
    issue = Issue.objects.create(notice=notice, unit=actor.unit, issued_at=clock.now())
    issue.requirements.set(requirements)
    rows = [Receipt(notice=notice, unit=unit, issue=issue) for unit in new]
    Receipt.objects.bulk_create(rows, batch_size=BATCH)
    said = {"units": [unit.code for unit in new], "requirements": [each.number for each in requirements]}
    trace(actor, "issue", issue, Changes(after=said))
    note_lights(notice, new)
    return issue


@writes
def sign_receipt(actor: Actor, receipt: Receipt) -> Receipt:
    """Sign that a notice was received. A second click changes nothing."""
    actor.must("dispatch.notice.sign", receipt.unit)
    moment = clock.now()
    if not Receipt.objects.filter(pk=receipt.pk, signed_at=None).update(signed_at=moment, signed_by=actor.person_name):
        receipt.refresh_from_db()
        return receipt
    receipt.signed_at, receipt.signed_by = moment, actor.person_name
    trace(actor, "sign", receipt, Changes(after={"signed_at": moment}))
    note_lights(receipt.notice, [receipt.unit])
    return receipt


@writes
def answer_requirement(actor: Actor, requirement: Requirement, *, unit: Unit, text: str) -> Answer:
    """Answer a narrative requirement by one sentence for a unit, or correct that sentence."""
    actor.must("dispatch.notice.answer", unit)
    if requirement.is_measured:
        raise WrongState(_("这一项有指标，由登记算出来，不用写。"))
    said = text.strip()
    if not said or len(said) > ANSWER_LENGTH:
        raise Invalid(_("请写一句话，不超过 300 字。"), field="text")
    if lights.assignment_of(requirement, unit) is None:
        raise NotFound(_("这一项没有落到{unit}。"), unit=unit.name)
    facts = {"text": said, "answered_at": clock.now(), "answered_by": actor.person_name}
    before = Answer.objects.filter(requirement=requirement, unit=unit).values_list("text", flat=True).first()
    answer, _made = Answer.objects.update_or_create(requirement=requirement, unit=unit, defaults=facts)
    trace(actor, "answer", answer, Changes({"text": before} if before else {}, {"text": said}))
    note_lights(requirement.notice, [unit])
    return answer


def check_is_open(notice: Notice) -> None:
    """Raise WrongState once a notice has been issued: what it asks stands then."""
    if notice.state != "read":
        raise WrongState(_("要求已经确认，不能再改。退回再改之后才能动。"))


def note_lights(notice: Notice, units: Sequence[Unit], keys: set[str] | None = None) -> int:
    """Append the lights that are not what was last noted; returns how many turned. `keys` narrows to indicators."""
    operation = running()
    current = lights.assignments_of(notice, units, keys)
    rows = LightChange.objects.filter(requirement__notice=notice, unit__in=units).order_by("pk")
    noted = {
        (requirement, unit): light for requirement, unit, light in rows.values_list("requirement", "unit", "light")
    }
    moment: datetime = clock.now()
    turned = [
        LightChange(
            requirement=each.requirement,
            unit=each.unit,
            light=each.light,
            at=moment,
            operation=operation.id if operation else None,
        )
        for each in current
        if noted.get((each.requirement.pk, each.unit.pk), "none") != each.light
    ]
    LightChange.objects.bulk_create(turned, batch_size=BATCH)
    return len(turned)


def follow_records(entries: Sequence[Entry]) -> None:
    """Note the lights that the records of an operation turned, for their units and every unit above."""
    touched = _touched(entries)
    if not touched:
        return
    keys, places = touched
    themes = Q(requirements__indicator__in=keys, requirements__state="confirmed", state="issued")
    for notice in Notice.objects.filter(themes).distinct().select_related("theme"):
        above = Q(pk__in=places)
        for unit in Unit.objects.filter(pk__in=places):
            above |= Q(pk__in=ancestors_of(unit))
        bearing = Unit.objects.filter(above, receipts__notice=notice)
        note_lights(notice, list(bearing), keys)


def _touched(entries: Sequence[Entry]) -> tuple[set[str], set[int]] | None:
    kinds: dict[str, set[str]] = {}
    for indicator in indicators():
        for source in indicator.of:
            kinds.setdefault(source.model._meta.label_lower, set()).add(indicator.key)
    keys: set[str] = set()
    places: set[int] = set()
    for entry in entries:
        if entry.object_kind in kinds and entry.object_unit_id is not None:
            keys |= kinds[entry.object_kind]
            places |= {entry.object_unit_id, entry.before.get("unit") or entry.object_unit_id}
    return (keys, places) if keys else None


def note_all_lights() -> int:
    """The nightly round: every light of every issued notice, in batches of units. Lights also turn by the calendar."""
    turned = 0
    for notice in Notice.objects.filter(state="issued").select_related("theme"):
        pks = list(Receipt.objects.filter(notice=notice).order_by("unit_id").values_list("unit_id", flat=True))
        for at in range(0, len(pks), BATCH):
            turned += note_lights(notice, list(Unit.objects.filter(pk__in=pks[at : at + BATCH])))
    return turned
