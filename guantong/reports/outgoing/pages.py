# SPDX-License-Identifier: Apache-2.0
"""Typed contexts of the pages of outgoing documents: list, document, step, version, numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.dispatch.pages.notice import Step
from guantong.dispatch.pages.words import day_word
from guantong.gongwen.model import Document
from guantong.gongwen.write import CannotWrite, title_lines
from guantong.org.actors import Actor
from guantong.org.rights import ROLES, named
from guantong.register.pages import Action, Crumb
from guantong.trace.queries import history_of

from ..states import OUTGOING_FLOW
from .models import DocumentVersion, OfficialDocument
from .numbers import RIGHT
from .paper import document_of, pages_of
from .queries import Series, documents_listed, may_take, next_move, series_of
from .rules import Change, changes_between
from .services import DRAFT, Content

ICONS = {"check": "check", "co_sign": "users", "sign": "pen", "re_check": "eye", "number": "sort", "issue": "send"}
ICONS |= {"file": "book", "return": "undo", "void": "x"}
WITH_FORM = {"co_sign", "sign", "file", "return", "void"}
TONES = {"issued": "new", "filed": "new", "void": "no"}
VERSIONS = 12


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document of the list."""

    url: str
    title: str
    number: str
    kind: str
    unit: str
    when: str
    state_word: str
    state_tone: str
    step: str
    waits_for: str


@dataclass(frozen=True, slots=True)
class DocumentListPage:
    """What waits for this person, and all the rest."""

    title: str
    lead: str
    mine: list[DocumentRow]
    others: list[DocumentRow]
    numbers_url: str
    actions: list[Action]
    crumbs: list[Crumb] = field(default_factory=list)


def document_list_page(actor: Actor) -> DocumentListPage:
    """The newest hundred, those first that wait for the actor."""
    actor.must("reports.official_document.read")
    mine: list[DocumentRow] = []
    others: list[DocumentRow] = []
    for document in documents_listed(actor):
        move = next_move(document, document.lacking)  # type: ignore[attr-defined]
        is_mine = move is not None and may_take(actor, document, move)
        (mine if is_mine else others).append(
            _row(document, str(move.label) if move else "", move.right if move else "")
        )
    may = bool(actor.may(DRAFT, actor.unit))
    return DocumentListPage(
        title=_("发文"),
        lead="",
        mine=mine,
        others=others,
        numbers_url=reverse("outgoing.numbers"),
        actions=[Action(_("起草公文"), reverse("outgoing.begin"), "edit", is_primary=True)] if may else [],
    )


def _row(document: OfficialDocument, step: str, right: str) -> DocumentRow:
    who = "、".join(str(ROLES[role]) for role in named(right).roles) if right else ""
    return DocumentRow(
        url=document.get_absolute_url(),
        title=document.title,
        number=str(document.number or ""),
        kind=document.kind,
        unit=document.unit.label,
        when=day_word(document.issued_on or document.drafted_at.date()),
        state_word=str(OUTGOING_FLOW.label(document.state)),
        state_tone=TONES.get(document.state, "edit"),
        step=step,
        waits_for=_("{step}（{who}）").format(step=step, who=who) if step else "",
    )


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One printed page."""

    number: int
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The real pages, or why there are none yet."""

    pages: list[PagePicture]
    text: str
    refusal: str


def paper_of_document(document: OfficialDocument, paper: Document) -> Paper:
    """The pages of a document, each at an address that changes with its content."""
    try:
        count = pages_of(paper)
    except CannotWrite as cannot:
        return Paper([], "", str(cannot))
    mark = hashlib.sha256(repr(paper).encode()).hexdigest()[:12]
    pages = [
        PagePicture(
            number,
            reverse("outgoing.picture", args=(document.pk, number)) + f"?v={mark}",
            _("第 {n} 页").format(n=number),
        )
        for number in range(1, count + 1)
    ]
    return Paper(pages, _("共 {n} 页").format(n=count), "")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of facts."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody said of the document: a co-signature, an opinion, a return."""

    who: str
    what: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version."""

    url: str
    label: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document on its paper."""

    title: str
    title_lines: tuple[str, ...]
    lead: str
    steps: list[Step]
    status: str
    actions: list[Action]
    paper: Paper
    facts: list[Fact]
    voices: list[Voice]
    versions: list[VersionRow]
    docx_url: str
    pdf_url: str
    crumbs: list[Crumb]


def document_page(actor: Actor, document: OfficialDocument) -> DocumentPage:
    """A document, how far it has come, and the steps that this reader may take."""
    lacking = document.co_signatures.filter(signed_at=None).count()
    return DocumentPage(
        title=document.title,
        title_lines=title_lines(document.title),
        lead="",
        steps=_steps(document),
        status=_status(document, lacking),
        actions=_actions(actor, document, lacking),
        paper=paper_of_document(document, document_of(document)),
        facts=_facts(document),
        voices=_voices(document),
        versions=version_rows(document),
        docx_url=reverse("outgoing.file", args=(document.pk, "docx")),
        pdf_url=reverse("outgoing.file", args=(document.pk, "pdf")),
        crumbs=[Crumb(_("发文"), reverse("outgoing")), Crumb(document.kind)],
    )


def _steps(document: OfficialDocument) -> list[Step]:
    states = ["draft", "checked", "co_signed", "signed", "re_checked", "numbered", "issued", "filed"]
    if document.state != "co_signed" and not document.co_signatures.exists():
        states.remove("co_signed")
    now = states.index(document.state) if document.state in states else -1
    marks = ["done" if at < now else "now" if at == now else "next" for at in range(len(states))]
    return [Step(str(OUTGOING_FLOW.label(key)), mark) for key, mark in zip(states, marks, strict=True)]


def _status(document: OfficialDocument, lacking: int) -> str:
    if document.state == "void":
        return _("这份公文已经作废。编过的号保留原位，不再使用。")
    if document.state in ("issued", "filed"):
        return _("已经发出。文中的数字和版式文件都已封存。")
    move = next_move(document, lacking)
    if move is None:
        return ""
    who = "、".join(str(ROLES[role]) for role in named(move.right).roles)
    if move.verb == "co_sign":
        rows = document.co_signatures.select_related("unit").filter(signed_at=None)
        who = "、".join(each.unit.label for each in rows)
    return _("下一步：{step}，由{who}办。").format(step=move.label, who=who)


def _actions(actor: Actor, document: OfficialDocument, lacking: int) -> list[Action]:
    actions = []
    forward = next_move(document, lacking)
    may_edit = bool(actor.may(DRAFT, document.unit)) and actor.unit.pk in (document.unit_id, document.issuer_id)
    if document.state == "draft" and may_edit:
        actions.append(Action(_("接着写"), reverse("outgoing.edit", args=(document.pk,)), "edit"))
    for move in OUTGOING_FLOW.moves_from(document.state):
        is_forward = forward is not None and move.verb == forward.verb
        if not (is_forward or move.reason) or not may_take(actor, document, move):
            continue
        url = reverse("outgoing.move", args=(document.pk, move.verb))
        actions.append(Action(str(move.label), url, ICONS[move.verb], is_forward, is_post=move.verb not in WITH_FORM))
    return sorted(actions, key=lambda each: not each.is_primary)[:3]


def _facts(document: OfficialDocument) -> list[Fact]:
    content = document.content
    said = (
        (_("发文机关"), document.issuer.name),
        (_("拟稿"), f"{document.unit.label} {document.drafted_by} {day_word(document.drafted_at.date())}"),
        (_("发文字号"), str(document.number or "")),
        (_("主送"), "、".join(content.get("addressees", ()))),
        (_("抄送"), "，".join(content.get("copies", ()))),
        (_("签发"), f"{document.signed_by} {day_word(document.signed_on)}".strip()),
        (_("核发"), day_word(document.issued_on)),
        (_("归档"), f"{day_word(document.filed_on)} {document.get_retention_display()}".strip()),
    )
    return [Fact(label, value) for label, value in said if value]


def _voices(document: OfficialDocument) -> list[Voice]:
    signed = document.co_signatures.select_related("unit").exclude(signed_at=None)
    voices = [
        Voice(f"{each.unit.label} {each.signed_by}", _("会签"), each.opinion, day_word(each.signed_at.date()))
        for each in signed
        if each.signed_at
    ]
    if document.signed_by:
        voices.append(Voice(document.signed_by, _("签发"), document.opinion, day_word(document.signed_on)))
    back = history_of(document).filter(verb__in=("return", "void"))[:5]
    labels = {move.verb: str(move.label) for move in OUTGOING_FLOW.moves}
    return voices + [
        Voice(f"{entry.unit_name} {entry.actor_name}", labels[entry.verb], entry.reason, day_word(entry.at.date()))
        for entry in back
    ]


def version_rows(document: OfficialDocument) -> list[VersionRow]:
    """The newest versions."""
    return [
        VersionRow(
            reverse("outgoing.version", args=(document.pk, each.number)),
            _("第 {n} 稿").format(n=each.number),
            each.saved_by,
            day_word(each.saved_at.date()),
        )
        for each in document.versions.order_by("-number")[:VERSIONS]
    ]


@dataclass(frozen=True, slots=True)
class StepPage:
    """A form that one step asks for."""

    title: str
    lead: str
    form: Any
    button: str
    back_url: str
    crumbs: list[Crumb]


def begin_page(form: Any) -> StepPage:
    """Beginning a document."""
    back = reverse("outgoing")
    return StepPage(_("起草公文"), "", form, _("开始写"), back, [Crumb(_("发文"), back), Crumb(_("起草公文"))])


def step_page(document: OfficialDocument, verb: str, form: Any) -> StepPage:
    """One step of a document."""
    label = next(str(move.label) for move in OUTGOING_FLOW.moves if move.verb == verb)
    back = document.get_absolute_url()
    crumbs = [Crumb(_("发文"), reverse("outgoing")), Crumb(document.title, back), Crumb(label)]
    return StepPage(label, document.title, form, label, back, crumbs)


@dataclass(frozen=True, slots=True)
class VersionPage:
    """What one version changed."""

    title: str
    lead: str
    changes: list[Change]
    previous_url: str
    next_url: str
    crumbs: list[Crumb]


def version_page(document: OfficialDocument, before: DocumentVersion | None, after: DocumentVersion) -> VersionPage:
    """A version beside the one before it."""
    lines = Content(**before.content).lines if before else []
    last = document.versions.order_by("-number").values_list("number", flat=True)[0]
    title = _("第 {n} 稿").format(n=after.number)
    back = document.get_absolute_url()
    return VersionPage(
        title=title,
        lead=f"{after.saved_by} {day_word(after.saved_at.date())}",
        changes=changes_between(lines, Content(**after.content).lines) if before else _all_new(after),
        previous_url=reverse("outgoing.version", args=(document.pk, after.number - 1)) if before else "",
        next_url=reverse("outgoing.version", args=(document.pk, after.number + 1)) if after.number < last else "",
        crumbs=[Crumb(_("发文"), reverse("outgoing")), Crumb(document.title, back), Crumb(title)],
    )


def _all_new(version: DocumentVersion) -> list[Change]:
    lines = Content(**version.content).lines
    return changes_between(lines, lines)


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """Numbers given out, and those missing."""

    title: str
    lead: str
    series: list[Series]
    form: Any
    crumbs: list[Crumb]
    actions: list[Action] = field(default_factory=list)


def numbers_page(actor: Actor, form: Any) -> NumbersPage:
    """The series that the actor may see; the form only for who may number."""
    may = bool(actor.may(RIGHT, actor.unit)) and bool(actor.unit.code_word)
    crumbs = [Crumb(_("发文"), reverse("outgoing")), Crumb(_("发文编号"))]
    return NumbersPage(_("发文编号"), "", series_of(actor), form if may else None, crumbs)
