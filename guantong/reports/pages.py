# SPDX-License-Identifier: Apache-2.0
"""Typed contexts of the pages of reports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.dispatch.models import Notice, Receipt
from guantong.dispatch.pages.notice import Step
from guantong.dispatch.pages.words import day_word
from guantong.gongwen.write import title_lines
from guantong.org.actors import Actor
from guantong.org.scope import within
from guantong.register.pages import Action, Crumb, Piece
from guantong.rollup.figures import Figure, figure
from guantong.trace.queries import history_of

from . import rules
from .models import Report, ReportFigure
from .states import REPORT_FLOW

STEPS = ("draft", "checked", "signed", "sent", "accepted")
NUMBERS_IN_WORDS = re.compile(r"\d[\d,.]*(?:年|月|日|号|项|期)?")


@dataclass(frozen=True, slots=True)
class Downloads:
    """The report as files."""

    docx_url: str
    pdf_url: str


@dataclass(frozen=True, slots=True)
class ReportParagraph:
    """One paragraph with its figures."""

    id: int
    kind: str
    pieces: list[Piece]
    edit_url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    paragraphs: list[ReportParagraph]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure beside the report."""

    label: str
    figure: Figure
    was_text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said when returning a report."""

    text: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report on its paper."""

    title: str
    lead: str
    steps: list[Step]
    status: str
    actions: list[Action]
    mast: str
    number: str
    signed_by: str
    title_lines: tuple[str, ...]
    addressee: str
    sections: list[Section]
    sign_unit: str
    sign_date: str
    downloads: Downloads | None
    remarks: list[Remark]
    figures: list[FigureRow]
    figures_text: str
    checks: tuple[Any, ...] = ()
    crumbs: list[Crumb] = field(default_factory=list)


def report_page(actor: Actor, report: Report) -> ReportPage:
    """A report with every figure open, and the moves that this reader may take."""
    rows = {each.number: _figure_row(each) for each in report.figures.select_related("snapshot")}
    return ReportPage(
        title=report.title,
        lead="",
        steps=_steps(report),
        status=_status(report),
        actions=_actions(actor, report),
        mast=f"{report.unit.name}{_('文件')}",
        number=report.number,
        signed_by=report.signed_by,
        title_lines=title_lines(report.title),
        addressee=report.addressee,
        sections=_sections(actor, report, rows),
        sign_unit=report.unit.name,
        sign_date=day_word(report.sent_on),
        downloads=Downloads(
            reverse("report.file", args=(report.pk, "docx")), reverse("report.file", args=(report.pk, "pdf"))
        ),
        remarks=[
            Remark(entry.reason, f"{entry.unit_name}{entry.actor_name}", day_word(entry.at.date()))
            for entry in history_of(report).filter(verb__in=("return", "rework"))[:5]
        ],
        figures=list(rows.values()),
        figures_text=_("{n} 个，都打得开").format(n=len(rows)),
        crumbs=[Crumb(_("报告"), reverse("reports")), Crumb(report.unit.label)],
    )


def _figure_row(each: ReportFigure) -> FigureRow:
    question = each.asked
    ask, _unit = question.resolve()
    now = question.value()
    parts = dict(ask.indicator.dimension.parts) if ask.indicator.dimension else {}
    label = str(ask.indicator.title) + (f"·{parts[question.part]}" if question.part in parts else "")
    was = ""
    if each.snapshot and each.snapshot.value != now:
        was = _("报送时 {was}，现 {now}").format(was=each.snapshot.value, now=now)
    shown = figure(question, now)
    if was and each.snapshot:
        shown = replace(shown, url=f"{shown.url}&was={each.snapshot.pk}")  # opens with what changed since, and why
    return FigureRow(label, shown, was)


def _sections(actor: Actor, report: Report, rows: dict[int, FigureRow]) -> list[Section]:
    may_edit = report.state == "draft" and bool(actor.may("reports.report.compose", report.unit))
    sections = [Section("", [])]
    for at, paragraph in enumerate(report.paragraphs):
        if paragraph["kind"] == "heading":
            sections.append(Section(f"{paragraph['marker']}{paragraph['text']}", []))
            continue
        url = reverse("report.edit", args=(report.pk, at)) if may_edit else ""
        pieces = list(_pieces(paragraph["text"], report, rows))
        sections[-1].paragraphs.append(ReportParagraph(at, "text", pieces, url))
    return sections


def _pieces(text: str, report: Report, rows: dict[int, FigureRow]) -> list[Piece]:
    sent = {each.number: each.snapshot.value for each in report.figures.all() if each.snapshot}
    pieces = []
    for words, number in rules.pieces_of(text):
        if number is None:
            pieces += _words(words)
        else:
            now = rows[number].figure
            pieces.append(Piece(figure=Figure(sent.get(number, now.value), now.url, now.label, now.measure)))
    return pieces


def _words(text: str) -> list[Piece]:
    pieces, at = [], 0
    for found in NUMBERS_IN_WORDS.finditer(text):
        pieces += [Piece(text[at : found.start()]), Piece(found[0], plain="words")]
        at = found.end()
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def _steps(report: Report) -> list[Step]:
    now = STEPS.index(report.state)
    states = ["done" if at < now else "now" if at == now else "next" for at in range(len(STEPS))]
    return [Step(str(REPORT_FLOW.label(key)), state) for key, state in zip(STEPS, states, strict=True)]


def _status(report: Report) -> str:
    if report.state in ("sent", "accepted"):
        return _("报送时数字已封存；以后登记有变化，这里会写明“报送时多少，现在多少”。")
    return _("数字都来自登记，点开能看到每一条；要改数字，请去改登记。") if report.state == "draft" else ""


def _actions(actor: Actor, report: Report) -> list[Action]:
    icons = {"check": "check", "sign": "pen", "send": "send", "accept": "check", "return": "undo", "rework": "undo"}
    actions = []
    for move in REPORT_FLOW.moves_from(report.state):
        by_above = move.verb in ("accept", "return")
        if not actor.may(move.right, report.unit) or by_above == (actor.unit.pk == report.unit_id):
            continue
        url = reverse("report.move", args=(report.pk, move.verb))
        actions.append(Action(str(move.label), url, icons[move.verb], not move.reason, is_post=not move.reason))
    if report.state == "draft" and actor.may("reports.report.compose", report.unit):
        url = reverse("report.compose", args=(report.notice_id,))
        actions.append(Action(_("按最新登记重写"), url, "refresh", is_post=True))
    return actions[:3]


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a paragraph and its figure."""

    token: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class EditPage:
    """One paragraph being changed."""

    title: str
    form: Any
    tokens: list[Token]
    cancel_url: str
    crumbs: list[Crumb]


def edit_page(report: Report, at: int, form: Any) -> EditPage:
    """The paragraph with what its tokens stand for."""
    wanted = rules.tokens_of(report.paragraphs[at]["text"])
    tokens = [Token(str(each), figure(each.asked)) for each in report.figures.filter(number__in=wanted)]
    back = reverse("report", args=(report.pk,))
    return EditPage(_("改一段"), form, tokens, f"{back}#p{at}", [Crumb(report.title, back), Crumb(_("改一段"))])


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of the list."""

    url: str
    title: str
    number: str
    unit: str
    state_word: str
    state_tone: str
    when: str
    figures_text: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A notice that has no report of this unit yet."""

    notice: str
    url: str
    compose_url: str


@dataclass(frozen=True, slots=True)
class BundleRow:
    """A notice on which several reports arrived, and where all of them are asked for as files."""

    notice: str
    url: str
    count_text: str
    docx_url: str
    pdf_url: str


@dataclass(frozen=True, slots=True)
class ReportListPage:
    """Reports of a unit and those sent to it."""

    title: str
    lead: str
    reports: list[ReportRow]
    waiting: list[WaitingRow]
    bundles: list[BundleRow]
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


def report_list_page(actor: Actor) -> ReportListPage:
    """The newest hundred, and the notices whose report is still to be drafted."""
    actor.must("reports.report.read")
    tones = {"draft": "edit", "checked": "edit", "signed": "edit", "sent": "new", "accepted": "new"}
    rows = Report.objects.visible_to(actor).select_related("unit").order_by("-composed_at", "-pk")[:100]
    reports = [
        ReportRow(
            each.get_absolute_url(),
            each.title,
            each.number,
            each.unit.label,
            str(REPORT_FLOW.label(each.state)),
            tones[each.state],
            day_word(each.sent_on or each.composed_at.date()),
            "",
        )
        for each in rows
    ]
    done = Report.objects.filter(unit=actor.unit).values("notice_id")
    received = Receipt.objects.filter(unit=actor.unit).exclude(signed_at=None).values("notice_id")
    notices = Notice.objects.filter(state="issued").exclude(pk__in=done)
    mine = notices.filter(pk__in=received) | notices.filter(unit=actor.unit)
    waiting = [
        WaitingRow(each.title, reverse("notice", args=(each.pk,)), reverse("report.compose", args=(each.pk,)))
        for each in mine[:20]
    ]
    may = bool(actor.may("reports.report.compose", actor.unit))
    return ReportListPage(_("报告"), "", reports, waiting if may else [], _bundles(actor))


def _bundles(actor: Actor) -> list[BundleRow]:
    """Notices on which more than one report was sent up to this unit or from below it."""
    sent = Report.objects.filter(within(actor.unit.path), state__in=("sent", "accepted"))
    counted = sent.values("notice", "notice__title").annotate(count=Count("pk")).filter(count__gt=1)
    return [
        BundleRow(
            row["notice__title"],
            reverse("notice", args=(row["notice"],)),
            _("{n} 份").format(n=row["count"]),
            reverse("bundle.ask", args=(row["notice"], "docx")),
            reverse("bundle.ask", args=(row["notice"], "pdf")),
        )
        for row in counted.order_by("-notice")[:10]
    ]
