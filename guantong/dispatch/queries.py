# SPDX-License-Identifier: Apache-2.0
"""The doors to one notice, requirement, receipt or unit, and what a record counts for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, NotFound
from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.models import Unit, UnitRecord
from guantong.org.scope import within_both_lines
from guantong.register.catalogue import indicators
from guantong.rollup.queries import Ask, records_behind

from .lights import Assignment, assignments_of
from .models import Extension, Issue, Lighting, Notice, Question, Receipt, Requirement, UnitList, Verification

OUTSIDE = _("这一页不在您能看的范围里。")


def fetch_notice(actor: Actor, pk: int) -> Notice:
    """A notice that the actor's unit received or was issued. Raises NotFound outside, NotAllowed inside."""
    notice = Notice.objects.visible_to(actor).select_related("unit", "theme", "file").filter(pk=pk).first()
    if notice is None:
        raise NotFound(OUTSIDE)
    actor.must("dispatch.notice.read")
    return notice


def fetch_requirement(actor: Actor, pk: int) -> Requirement:
    """A requirement of a notice that the actor may see."""
    requirement = Requirement.objects.select_related("unit").filter(pk=pk).first()
    if requirement is None:
        raise NotFound(OUTSIDE)
    requirement.notice = fetch_notice(actor, requirement.notice_id)
    return requirement


def fetch_receipt(actor: Actor, pk: int) -> Receipt:
    """The receipt of a unit within the actor's reach on either line."""
    rows = Receipt.objects.filter(within_both_lines(actor.unit))
    rows = rows.select_related("unit", "notice__theme", "issue__unit")
    receipt = rows.filter(pk=pk).first()
    if receipt is None:
        raise NotFound(OUTSIDE)
    return receipt


def fetch_receipts(actor: Actor, notice: Notice, keys: list[str]) -> list[Receipt]:
    """The receipts of a notice with these ids, among those that the actor's own unit handed out."""
    pks = [key for text in keys if (key := row_key(text)) is not None]
    if not pks:
        raise Invalid(_("请先选要催的单位。"), field="units")
    rows = Receipt.objects.filter(notice=notice, issue__unit=actor.unit, pk__in=pks)
    return list(rows.select_related("unit", "notice__theme", "issue__unit"))


def fetch_issue(actor: Actor, pk: int) -> Issue:
    """An act of issuing by a unit within the actor's reach."""
    issue = Issue.objects.filter(within_both_lines(actor.unit)).select_related("unit").filter(pk=pk).first()
    if issue is None:
        raise NotFound(OUTSIDE)
    issue.notice = fetch_notice(actor, issue.notice_id)
    return issue


def is_lit(issue: Issue) -> bool:
    """Whether the first lights of an issue are all noted."""
    return Lighting.objects.filter(issue=issue, is_done=True).exists()


def fetch_list(actor: Actor, pk: int) -> UnitList:
    """A kept list of the actor's own unit."""
    actor.must("dispatch.notice.issue", actor.unit)
    found = UnitList.objects.filter(unit=actor.unit, pk=pk).select_related("unit").first()
    if found is None:
        raise NotFound(OUTSIDE)
    return found


def fetch_extension(actor: Actor, pk: int) -> Extension:
    """A request for more time of a unit within the actor's reach."""
    rows = Extension.objects.filter(within_both_lines(actor.unit)).select_related("unit", "requirement__notice")
    extension = rows.filter(pk=pk).first()
    if extension is None:
        raise NotFound(OUTSIDE)
    return extension


def fetch_verification(actor: Actor, pk: int) -> Verification:
    """A check of a unit within the actor's reach; the checked unit sees it too."""
    rows = Verification.objects.filter(within_both_lines(actor.unit))
    verification = rows.select_related("unit", "requirement__notice").filter(pk=pk).first()
    if verification is None:
        raise NotFound(OUTSIDE)
    actor.must("dispatch.notice.read")
    return verification


def fetch_question(actor: Actor, pk: int) -> Question:
    """A question of a notice that the actor may see."""
    question = Question.objects.filter(pk=pk).first()
    if question is None:
        raise NotFound(OUTSIDE)
    question.notice = fetch_notice(actor, question.notice_id)
    return question


def fetch_unit(actor: Actor, code: str) -> Unit:
    """A unit within the actor's reach on either line."""
    unit: Unit | None = Unit.objects.visible_to(actor).filter(code=code).first()
    if unit is None:
        raise NotFound(OUTSIDE)
    actor.must("org.unit.read", unit)
    return unit


def gold_of(notice: Notice) -> dict[str, Any]:
    """The reading as a person left it: what was read, with the directives as they were confirmed."""
    read = notice.reading
    programmes = {each["text"]: each["programmes"] for each in read["requirements"]}
    bodies = {each["text"]: each["bodies"] for each in read["requirements"]}
    directives = []
    for each in notice.requirements.filter(state="confirmed"):
        found = programmes.get(each.text, [])
        kept = found if each.programme in found or not each.programme else [each.programme]
        due = each.due_on.isoformat() if each.due_on else None
        directives.append({"text": each.text, "programmes": kept, "bodies": bodies.get(each.text, []), "due": due})
    keys = ("issuer", "doc_number", "title", "kind", "addressees", "issued_on", "outline", "deadlines", "attachments")
    return {key: read[key] for key in keys} | {"joined": [], "directives": directives, "text": notice.text}


def units_named(actor: Actor, pks: list[int]) -> list[Unit]:
    """The units with these ids that the actor may see."""
    return list(Unit.objects.visible_to(actor).filter(pk__in=pks))


def lost_indicators() -> Iterator[str]:
    """One sentence for each duty under way whose indicator the house no longer has: nobody can meet it by records."""
    rows = Requirement.objects.filter(state="confirmed", notice__state="issued").exclude(indicator="")
    for each in rows.exclude(indicator__in=[known.key for known in indicators()]).select_related("notice"):
        yield f"《{each.notice.title}》第{each.number}项的指标 {each.indicator} 已经没有了，请变更这一项"


def newest_notice(actor: Actor) -> Notice | None:
    """The notice under way that came last."""
    return Notice.objects.visible_to(actor).filter(state="issued").order_by("-received_at").first()


def open_assignments(unit: Unit) -> list[Assignment]:
    """Every assignment of a unit in notices under way, soonest due first, those without a date last."""
    found: list[Assignment] = []
    notices = Notice.objects.filter(state="issued", receipts__unit=unit).select_related("theme", "unit")
    for notice in notices:
        found += assignments_of(notice, [unit])
    return sorted(found, key=lambda each: (each.due is None, each.due or 0, each.code))


def counts_for(record: UnitRecord) -> list[Assignment]:
    """The assignments of the record's own unit that a record counts for: those whose numbers hold it."""
    themes = list(record.themes.values_list("pk", flat=True))
    notices = Notice.objects.filter(state="issued", theme__in=themes, receipts__unit=record.unit_id)
    found = []
    for notice in notices.select_related("theme", "unit"):
        keys = {each.key for each in indicators() if _is_behind(record, Ask(each, notice.period, notice.theme_id))}
        found += [each for each in assignments_of(notice, [record.unit]) if each.requirement.indicator in keys]
    return found


def _is_behind(record: UnitRecord, ask: Ask) -> bool:
    """Whether a number holds this record: its day, its theme and whatever else the indicator asks of it."""
    lists = [rows for source, rows in records_behind(ask, None) if source.model is type(record)]
    return any(rows.filter(pk=record.pk).exists() for rows in lists)
