# SPDX-License-Identifier: Apache-2.0
"""Verbs of reports: compose, edit a paragraph, check, sign, send, return, accept."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from guantong.dispatch.models import Notice, Receipt
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken, Stale, WrongState
from guantong.org.actors import Actor
from guantong.org.queries import ancestors_of
from guantong.org.services import move, trace
from guantong.rollup.services import freeze
from guantong.trace.services import Changes, writes

from . import rules
from .compose import Draft, compose
from .models import Report, ReportFigure
from .outgoing.numbers import take_number
from .states import REPORT_FLOW


@writes
def compose_report(actor: Actor, notice: Notice) -> Report:
    """Draft the report of one's own unit on a notice, or draft it anew while it is still a draft."""
    actor.must("reports.report.compose", actor.unit)
    unit = actor.unit
    bears = Receipt.objects.filter(notice=notice, unit=unit).exists()
    if not bears and notice.unit_id != unit.pk:
        raise NotFound(_("这份通知没有发到{unit}。"), unit=unit.name)
    if notice.state != "issued":
        raise WrongState(_("通知还没有下发，没有可以报告的情况。"))
    report = Report.objects.filter(unit=unit, notice=notice).first()
    if report is None:
        above = ancestors_of(unit).last()
        report = Report(unit=unit, notice=notice, addressee=above.name if above else "")
        report.title = rules.report_title(unit.name, notice.title)[:300]
    elif report.state != "draft":
        raise WrongState(_("报告已经核稿或报送，不能重新起草。"))
    with override(settings.LANGUAGE_CODE):  # an official document, whatever language its writer reads pages in
        draft = compose(unit, notice)
    report.paragraphs, report.composed_at = draft.paragraphs, clock.now()
    report.version += report.pk is not None  # whoever still edits the draft before this one is told
    report.save()
    _keep_figures(report, draft)
    said = {"paragraphs": len(draft.paragraphs), "figures": len(draft.questions)}
    trace(actor, "compose", report, Changes(after=said))
    return report


def _keep_figures(report: Report, draft: Draft) -> None:
    report.figures.all().delete()
    ReportFigure.objects.bulk_create(
        ReportFigure(report=report, number=number, question=question.as_dict())
        for number, question in enumerate(draft.questions, start=1)
    )


@writes
def edit_paragraph(actor: Actor, report: Report, *, at: int, text: str, version: int) -> Report:
    """Change the words of one paragraph. Raises RuleBroken where a figure would be lost, and Stale for an old page."""
    check_may_edit(actor, report)
    if not 0 <= at < len(report.paragraphs):
        raise NotFound(_("没有这一段。"))
    before = report.paragraphs[at]["text"]
    said = text.strip()
    if not said:
        raise Invalid(_("这一段不能为空。"), field="text")
    if not rules.keeps_tokens(before, said):
        message = _("没有保存。形如 [[3]] 的数字来自登记，不能删改；请把它们都留在段落里。")
        raise RuleBroken(message, source=_("数字只来自登记"))
    paragraphs = [dict(paragraph) for paragraph in report.paragraphs]
    paragraphs[at]["text"] = said
    rows = Report.objects.filter(pk=report.pk, version=version, state="draft")
    if not rows.update(paragraphs=paragraphs, version=version + 1):
        raise Stale(_("没有保存。别人刚改过这份报告，您写的还在。"))
    report.paragraphs, report.version = paragraphs, version + 1
    trace(actor, "edit", report, Changes({"text": before}, {"text": said}))
    return report


@writes
def address_report(actor: Actor, report: Report, *, addressee: str) -> Report:
    """Say to whom the report goes: the unit above, unless another body asked for it."""
    check_may_edit(actor, report)
    before = report.addressee
    report.addressee = addressee.strip()
    report.save(update_fields=("addressee",))
    trace(actor, "address", report, Changes({"addressee": before}, {"addressee": report.addressee}))
    return report


@writes
def check_report(actor: Actor, report: Report) -> Report:
    """Pass the draft on for signature."""
    if not report.addressee:
        raise Invalid(_("请先写明报给谁。"), field="addressee")
    return move(report, REPORT_FLOW, "check", by=actor)


@writes
def sign_report(actor: Actor, report: Report) -> Report:
    """Sign the report and give it the next number of its unit's code word and year."""
    report.signed_by = actor.person_name
    if report.unit.code_word and report.serial is None:
        taken = take_number(actor, report.unit, title=report.title)
        report.code_word, report.year, report.serial = taken.code_word, taken.year, taken.serial
    return move(report, REPORT_FLOW, "sign", by=actor)


@writes
def send_report(actor: Actor, report: Report) -> Report:
    """Send the report up: every figure freezes with its records, and nothing in it changes any more."""
    report.sent_on = clock.today()
    move(report, REPORT_FLOW, "send", by=actor)
    for figure in report.figures.all():
        figure.snapshot = freeze(figure.asked)
        figure.save(update_fields=("snapshot",))
    return report


@writes
def return_report(actor: Actor, report: Report, *, reason: str) -> Report:
    """Return a report to the unit below with remarks. Its figures thaw."""
    check_is_above(actor, report)
    report.sent_on = None
    report.figures.update(snapshot=None)
    return move(report, REPORT_FLOW, "return", by=actor, reason=reason)


@writes
def accept_report(actor: Actor, report: Report) -> Report:
    """Accept a report of a unit below."""
    check_is_above(actor, report)
    return move(report, REPORT_FLOW, "accept", by=actor)


@writes
def rework_report(actor: Actor, report: Report, *, reason: str) -> Report:
    """Take a report back to draft before it is sent."""
    return move(report, REPORT_FLOW, "rework", by=actor, reason=reason)


def check_may_edit(actor: Actor, report: Report) -> None:
    """Raise NotAllowed for who may not draft, and WrongState once the report is no draft any more."""
    actor.must("reports.report.compose", report.unit)
    if report.state != "draft":
        raise WrongState(_("只有起草中的报告能改。"))


def check_is_above(actor: Actor, report: Report) -> None:
    """Raise NotAllowed where a unit would accept or return its own report."""
    if actor.unit.pk == report.unit_id:
        raise NotAllowed(_("自己的报告由上级收下或退回。"), right="reports.report.accept")
