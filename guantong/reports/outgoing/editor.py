# SPDX-License-Identifier: Apache-2.0
"""The typed context of the editor: boxes of text, the real pages, findings, figures, and two drafts that met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.gongwen.lint import LintFinding
from guantong.org.actors import Actor
from guantong.register.pages import Crumb
from guantong.rollup.figures import Figure, figure

from .forms import DraftForm, FigureForm, typed_blocks
from .models import OfficialDocument
from .pages import Paper, VersionRow, paper_of_document, version_rows
from .paper import document_of, findings_of, values_of_figures
from .rules import Change, changes_between
from .services import content_of

CHARACTERS_A_LINE = 30
KINDS = ("text", "h1", "h2", "h3", "h4", "table", "annex")


@dataclass(frozen=True, slots=True)
class Box:
    """One paragraph as it is typed."""

    id: str
    kind: str
    text: str
    rows: int
    label: str


@dataclass(frozen=True, slots=True)
class KindChoice:
    """What a paragraph can be."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding beside the text."""

    tone: str
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One figure of the document."""

    token: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two drafts that met: what the other one changed against this one, and the version to save over knowingly."""

    changes: list[Change]
    over: int


@dataclass(frozen=True, slots=True)
class EditorPage:
    """Everything that stands on the editor page."""

    title: str
    lead: str
    form: DraftForm
    boxes: list[Box]
    kinds: list[KindChoice]
    version: int
    saved_text: str
    meeting: Meeting | None
    paper: Paper
    findings: list[FindingRow]
    findings_text: str
    tokens: list[TokenRow]
    figure_form: FigureForm
    figure_url: str
    versions: list[VersionRow]
    back_url: str
    crumbs: list[Crumb]


def editor_page(actor: Actor, document: OfficialDocument, form: DraftForm, *, is_stale: bool = False) -> EditorPage:
    """The editor with what was typed, or with what is stored where nothing was."""
    values = values_of_figures(document)
    paper = document_of(document, values)
    findings = _findings(paper)
    typed = form.is_bound and (bool(form.errors) or is_stale)
    tokens = [TokenRow(str(each), figure(each.asked, values[each.number])) for each in document.figures.all()]
    back = document.get_absolute_url()
    return EditorPage(
        title=_("写公文"),
        lead=document.title,
        form=form,
        boxes=_boxes(typed_blocks(form.data) if typed else _stored(document)),
        kinds=[KindChoice(value, label) for value, label in zip(KINDS, _kind_labels(), strict=True)],
        version=form.data.get("version", document.version) if typed else document.version,
        saved_text="" if typed else _("已保存"),
        meeting=_meeting(document, form) if is_stale else None,
        paper=paper_of_document(document, paper),
        findings=findings,
        findings_text=_("{n} 条").format(n=len(findings)) if findings else "",
        tokens=tokens,
        figure_form=FigureForm(None, actor),
        figure_url=reverse("outgoing.figure", args=(document.pk,)),
        versions=version_rows(document),
        back_url=back,
        crumbs=[Crumb(_("发文"), reverse("outgoing")), Crumb(document.title, back), Crumb(_("写公文"))],
    )


def _kind_labels() -> tuple[str, ...]:
    return (_("正文"), _("一级 一、"), _("二级 （一）"), _("三级 1."), _("四级 （1）"), _("表格"), _("附件名称"))


def _stored(document: OfficialDocument) -> list[tuple[str, str]]:
    return [(block["kind"], block["text"]) for block in content_of(document).blocks]


def _boxes(typed: list[tuple[str, str]]) -> list[Box]:
    """The paragraphs, and an empty box after them; the first of a new document has room for a whole text."""
    filled = [(kind, text) for kind, text in typed if text.strip()]
    boxes = []
    for at, (kind, text) in enumerate([*filled, ("text", "")]):
        shown = text.replace("\t", " ｜ ") if kind == "table" else text
        lines = sum(1 + len(line) // CHARACTERS_A_LINE for line in shown.splitlines())
        rows = min(14, max(1, lines)) if shown else 3 if filled else 10
        boxes.append(Box(f"b{at}", kind, shown, rows, _("第 {n} 段").format(n=at + 1)))
    return boxes


def _findings(paper: Any) -> list[FindingRow]:
    found = findings_of(paper)
    rows = [FindingRow("late", sentence, rule) for sentence, rule in found.blocking]
    return rows + [_advice(each) for each in found.advice]


def _advice(finding: LintFinding) -> FindingRow:
    tone = {"breach": "late", "cost": "soon"}.get(finding.weight.value, "")
    return FindingRow(tone, finding.message, finding.rule)


def _meeting(document: OfficialDocument, form: DraftForm) -> Meeting:
    """What is stored against what was typed: added is only in this draft, removed only in the other one."""
    return Meeting(changes_between(content_of(document).lines, form.content().lines), document.version)
