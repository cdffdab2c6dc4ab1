# SPDX-License-Identifier: Apache-2.0
"""Verbs on a notice: receive it, confirm what was read."""

from __future__ import annotations

from pathlib import PurePath

from django.utils.translation import gettext_noop as _

from guantong.gongwen import Unreadable, is_notice_like, read, reading_json
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, WrongState
from guantong.org.actors import Actor
from guantong.org.services import move, trace
from guantong.trace import files
from guantong.trace.services import Changes, writes

from ..incoming.reading import days_that_count, requirement_row
from ..incoming.services import refuse_secret, take_in_notice
from ..models import Notice, Requirement
from ..states import NOTICE_FLOW, REQUIREMENT_FLOW


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
    refuse_secret(reading.text)
    if not is_notice_like(reading):
        raise Invalid(
            _("这份文件读起来不像公文：没有标题，也没有要办的事。请换成通知原件，或把正文粘贴进来。"), field="file"
        )
    kept = files.keep_foreign(content, name=PurePath(name).name)
    if Notice.objects.filter(unit=actor.unit, file=kept).exists():
        raise Invalid(_("这份文件已经收过了，请在通知里找。"), field="file")
    start, end = days_that_count(reading.document.issued_on, clock.today())
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
        requirement_row(notice, number, reading, found) for number, found in enumerate(reading.requirements, start=1)
    ]
    Requirement.objects.bulk_create(rows)
    take_in_notice(actor, notice, reading)
    trace(actor, "receive", notice, Changes(after={"title": notice.title, "requirements": len(rows)}))
    return notice


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
def reopen_notice(actor: Actor, notice: Notice) -> Notice:
    """Take a confirmed reading back to be corrected, while nothing was issued."""
    actor.must("dispatch.notice.confirm", notice.unit)
    return move(notice, NOTICE_FLOW, "reopen", by=actor)


@writes
def withdraw_notice(actor: Actor, notice: Notice, *, reason: str) -> Notice:
    """Withdraw an issued notice: nobody owes anything under it any more; what was recorded stays recorded."""
    actor.must("dispatch.notice.issue", notice.unit)
    return move(notice, NOTICE_FLOW, "withdraw", by=actor, reason=reason)
