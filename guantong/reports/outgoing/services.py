# SPDX-License-Identifier: Apache-2.0
"""Verbs of outgoing documents while they are written: draft, save, put in a figure, name who co-signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop as _

from guantong.gongwen.model import Kind
from guantong.gongwen.secrecy import RULE as SECRECY_RULE
from guantong.gongwen.secrecy import secrecy_mark
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, RuleBroken, Stale, WrongState
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.services import trace
from guantong.rollup.figures import Question
from guantong.trace.services import Changes, writes

from ..models import CoSignature, DocumentFigure, DocumentVersion, OfficialDocument
from ..rules import tokens_of
from .queries import issuer_of
from .rules import TextBlock

DRAFT = "reports.official_document.draft"
ONE_GO = timedelta(minutes=20)
"""What one person types within this time is one version."""
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Content:
    """What is typed: the words of a document and what stands around them."""

    kind: str
    title: str
    urgency: str = ""
    addressees: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    note: str = ""
    blocks: list[TextBlock] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """Everything that was typed, a piece a line: what versions are compared by."""
        around = [self.kind, self.title, self.urgency, "、".join(self.addressees)]
        after = [self.note, "，".join(self.copies)]
        return [line for line in (*around, *(block["text"] for block in self.blocks), *after) if line]


def content_of(document: OfficialDocument) -> Content:
    """The content of a document as it stands."""
    return Content(document.kind, document.title, **document.content)


@writes
def draft_document(actor: Actor, content: Content) -> OfficialDocument:
    """Begin a document in the name of the actor's body; a department drafts for the body it belongs to."""
    actor.must(DRAFT, actor.unit)
    check_content(content, set())
    document = OfficialDocument(unit=actor.unit, issuer=issuer_of(actor.unit))
    document.kind, document.title, document.content = content.kind, content.title, _kept(content)
    document.drafted_by, document.drafted_at = actor.person_name, clock.now()
    document.save(force_insert=True)
    _keep_version(actor, document)
    trace(actor, "draft", document, Changes(after={"kind": document.kind, "title": document.title}))
    return document


def _kept(content: Content) -> dict[str, Any]:
    kept = asdict(content)
    del kept["kind"], kept["title"]
    return kept


@writes
def save_document(actor: Actor, document: OfficialDocument, content: Content, *, version: int) -> OfficialDocument:
    """Save what was typed. Raises Stale where somebody saved after `version` was opened; nothing is overwritten."""
    check_may_write(actor, document)
    check_content(content, set(document.figures.values_list("number", flat=True)))
    before = content_of(document)
    if content == before and version == document.version:
        return document
    rows = OfficialDocument.objects.filter(pk=document.pk, version=version, state="draft")
    facts: dict[str, Any] = {"kind": content.kind, "title": content.title, "content": _kept(content)}
    if not rows.update(**facts, version=version + 1):
        raise Stale(_("没有保存。别人刚改过这份公文，您写的还在，两份都在下面。"))
    document.kind, document.title, document.content = content.kind, content.title, facts["content"]
    document.version = version + 1
    _keep_version(actor, document)
    said = [line for line in content.lines if line not in before.lines]
    gone = [line for line in before.lines if line not in content.lines]
    trace(actor, "edit", document, Changes({"text": "\n".join(gone)}, {"text": "\n".join(said)}))
    return document


def _keep_version(actor: Actor, document: OfficialDocument) -> None:
    last = document.versions.last()
    facts = {"content": asdict(content_of(document)), "saved_at": clock.now(), "saved_by": actor.person_name}
    if last and last.number > 1 and last.saved_by == actor.person_name and clock.now() - last.saved_at < ONE_GO:
        DocumentVersion.objects.filter(pk=last.pk).update(**facts)
    else:
        DocumentVersion.objects.create(document=document, number=last.number + 1 if last else 1, **facts)


@writes
def add_figure(actor: Actor, document: OfficialDocument, question: Question) -> DocumentFigure:
    """Give a question a token that the text may use; the same question has one token throughout."""
    check_may_write(actor, document)
    _ask, unit = question.resolve()
    actor.must("org.unit.read", unit)
    question.value()
    asked = question.as_dict()
    known = {figure.number: figure for figure in document.figures.all()}
    same = next((figure for figure in known.values() if figure.question == asked), None)
    if same is not None:
        return same
    figure = DocumentFigure.objects.create(document=document, number=max(known, default=0) + 1, question=asked)
    trace(actor, "add_figure", document, Changes(after={"number": figure.number, "question": asked}))
    return figure


@writes
def name_co_signers(actor: Actor, document: OfficialDocument, units: Sequence[Unit]) -> None:
    """Say whose field the document touches: these departments sign before the leader does."""
    check_may_write(actor, document)
    strangers = [unit.name for unit in units if not unit.path.startswith(document.issuer.path)]
    if strangers:
        raise Invalid(_("“{unit}”不是本机关的部门，不能会签。"), field="co_signers", unit=strangers[0])
    before = list(document.co_signatures.values_list("unit__name", flat=True))
    wanted = {unit.pk for unit in units} - {document.unit_id}
    document.co_signatures.exclude(unit__in=wanted).delete()
    have = set(document.co_signatures.values_list("unit", flat=True))
    CoSignature.objects.bulk_create(CoSignature(document=document, unit_id=pk) for pk in sorted(wanted - have))
    after = list(document.co_signatures.values_list("unit__name", flat=True))
    if before != after:
        trace(actor, "name_co_signers", document, Changes({"units": before}, {"units": after}))


def check_may_write(actor: Actor, document: OfficialDocument) -> None:
    """Raise NotAllowed for who may not draft here, and WrongState once the document is no draft any more."""
    actor.must(DRAFT, document.unit)
    if document.unit_id != actor.unit.pk and document.issuer_id != actor.unit.pk:
        raise NotAllowed(_("下级的公文由下级自己起草。"), right=DRAFT)
    if document.state != "draft":
        raise WrongState(_("只有起草中的公文能改；要改请先退回起草。"))


def check_content(content: Content, figures: set[int]) -> None:
    """Refuse what may not even be kept: secret words, an unknown kind, no title, a token that stands for nothing."""
    if content.kind not in set(Kind):
        raise Invalid(_("请选一个文种。"), field="kind")
    if not content.title:
        raise Invalid(_("请写标题：发文机关、事由和文种。"), field="title")
    if len(content.title) > LONGEST_TITLE:
        raise Invalid(_("标题最长 {most} 字，再长首页显示不出正文。"), field="title", most=LONGEST_TITLE)
    text = "\n".join((content.urgency, content.title, *(block["text"] for block in content.blocks[:8])))
    if mark := secrecy_mark(text):
        refuse_secret(mark)
    for block in content.blocks:
        for number in tokens_of(block["text"]):
            if number not in figures:
                raise Invalid(_("[[{number}]] 没有对应的数，请先在“插入数字”里选。"), field="blocks", number=number)


def refuse_secret(mark: str) -> None:
    """Raise the rule that keeps classified material out."""
    message = _("这份材料标着“{mark}”，涉密文件不得进入本系统，请走机要渠道。没有保存。")
    raise RuleBroken(message, source=SECRECY_RULE, mark=mark)
