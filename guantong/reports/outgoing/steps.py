# SPDX-License-Identifier: Apache-2.0
"""The steps of an outgoing document from draft to file: check, co-sign, sign, check again, number, issue, file."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from guantong.dispatch.incoming.models import Retention
from guantong.gongwen.model import Kind
from guantong.gongwen.write import CannotWrite
from guantong.gongwen.write.rules import UPWARD
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, RuleBroken, WrongState
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.queries import ancestors_of
from guantong.org.services import move, trace
from guantong.rollup.services import freeze
from guantong.trace import files
from guantong.trace.services import Changes, writes

from ..models import CoSignature, OfficialDocument
from ..states import OUTGOING_FLOW
from .numbers import take_number, void_number
from .paper import document_of, file_of, findings_of

REGULATIONS = "《党政机关公文处理工作条例》"


@writes
def check_document(actor: Actor, document: OfficialDocument) -> OfficialDocument:
    """The office has checked kind, rules and form (Article 20). What cannot be printed rightly goes no further."""
    check_may_go_out(document)
    return move(document, OUTGOING_FLOW, "check", by=actor, at=document.issuer)


@writes
def co_sign_document(actor: Actor, document: OfficialDocument, *, opinion: str) -> OfficialDocument:
    """A department whose field is touched agrees, for itself; the last one takes the document on."""
    mine = document.co_signatures.select_related("unit").filter(unit=actor.unit).first()
    if mine is None:
        raise NotAllowed(
            _("这份公文没有请{unit}会签。"), right="reports.official_document.co_sign", unit=actor.unit.name
        )
    actor.must("reports.official_document.co_sign", actor.unit)
    OUTGOING_FLOW.move("co_sign", document.state)
    rows = CoSignature.objects.filter(pk=mine.pk, signed_at=None)
    if not rows.update(opinion=opinion.strip()[:300], signed_by=actor.person_name, signed_at=clock.now()):
        raise WrongState(_("{unit}已经会签过了。"), unit=actor.unit.name)
    if document.co_signatures.filter(signed_at=None).exists():
        trace(actor, "co_sign", document, Changes(after={"unit": actor.unit.name, "opinion": opinion}))
        return document
    return move(document, OUTGOING_FLOW, "co_sign", by=actor, reason=opinion, at=actor.unit)


@writes
def sign_document(actor: Actor, document: OfficialDocument, *, opinion: str = "") -> OfficialDocument:
    """The leader approves it with opinion, name and date (Article 22); that day is the date of the document."""
    waiting = document.co_signatures.select_related("unit").filter(signed_at=None)
    if names := "、".join(each.unit.label for each in waiting):
        raise RuleBroken(_("还没有会签：{names}。会签齐了再签发。"), source=f"{REGULATIONS}第十九条", names=names)
    document.signed_by, document.signed_on = actor.person_name, clock.today()
    document.opinion = opinion.strip()[:300]
    return move(document, OUTGOING_FLOW, "sign", by=actor, reason=opinion, at=document.issuer)


@writes
def re_check_document(actor: Actor, document: OfficialDocument) -> OfficialDocument:
    """The office looks once more before printing (Article 25); a change of substance goes back to the draft."""
    check_may_go_out(document)
    return move(document, OUTGOING_FLOW, "re_check", by=actor, at=document.issuer)


@writes
def number_document(actor: Actor, document: OfficialDocument) -> OfficialDocument:
    """Give the document the next number of its issuer's code word and year."""
    actor.must("reports.official_document.number", document.issuer)
    OUTGOING_FLOW.move("number", document.state)
    document.number = take_number(actor, document.issuer, title=document.title)
    return move(document, OUTGOING_FLOW, "number", by=actor, at=document.issuer)


@writes
def issue_document(actor: Actor, document: OfficialDocument) -> OfficialDocument:
    """Send it out: its figures freeze with their records, and the printed file is kept as it left the house."""
    actor.must("reports.official_document.issue", document.issuer)
    OUTGOING_FLOW.move("issue", document.state)
    for figure in document.figures.all():
        figure.snapshot = freeze(figure.asked)
        figure.save(update_fields=("snapshot",))
    document.issued_on = clock.today()
    try:
        content = file_of(document, "pdf")
    except CannotWrite as cannot:
        raise RuleBroken(str(cannot), source="GB/T 9704-2012") from None
    document.file = files.keep(content, name=f"{document.title}.pdf", media_type="application/pdf")
    return move(document, OUTGOING_FLOW, "issue", by=actor, at=document.issuer)


@writes
def file_document(actor: Actor, document: OfficialDocument, *, retention: str) -> OfficialDocument:
    """Put the document away for as long as its class says (国家档案局令第8号)."""
    if retention not in Retention.values:
        raise Invalid(_("请选保管期限：永久、定期30年或定期10年。"), field="retention")
    document.retention, document.filed_on = retention, clock.today()
    return move(document, OUTGOING_FLOW, "file", by=actor, at=document.issuer)


@writes
def return_document(actor: Actor, document: OfficialDocument, *, reason: str) -> OfficialDocument:
    """Back to the draft with remarks: whoever signed before signs again."""
    document.signed_by, document.signed_on, document.opinion = "", None, ""
    done = move(document, OUTGOING_FLOW, "return", by=actor, reason=reason, at=document.issuer)
    document.co_signatures.update(opinion="", signed_by="", signed_at=None)
    return done


@writes
def void_document(actor: Actor, document: OfficialDocument, *, reason: str) -> OfficialDocument:
    """Give a document up before it goes out. The number that it took keeps its place."""
    done = move(document, OUTGOING_FLOW, "void", by=actor, reason=reason, at=document.issuer)
    if document.number is not None:
        void_number(actor, document.number, reason=reason)
    return done


def check_may_go_out(document: OfficialDocument) -> None:
    """Refuse what breaks a rule of its kind, cannot be printed, or goes past the body directly above."""
    paper = document_of(document)
    if document.kind != Kind.MINUTES and not paper.addressees:
        raise Invalid(_("请先写明主送机关。"), field="addressees")
    for sentence, source in findings_of(paper).blocking:
        raise RuleBroken(sentence.replace("{", "（").replace("}", "）"), source=source)
    if document.kind in UPWARD:
        _check_line_of_leadership(document.issuer, paper.addressees, paper.copies)


def _check_line_of_leadership(issuer: Unit, addressees: tuple[str, ...], copies: tuple[str, ...]) -> None:
    """Nobody goes past the body above without copying it (Article 14); nothing that goes up is copied down (15)."""
    above = [unit.name for unit in ancestors_of(issuer)]
    if any(name in above[:-1] for name in addressees) and above[-1] not in copies:
        message = _("不得越级行文：请主送{name}；情况特殊必须越级的，要抄送它。")
        raise RuleBroken(message, source=f"{REGULATIONS}第十四条", name=above[-1])
    below = Unit.objects.below(issuer).filter(name__in=copies).first()
    if below is not None:
        message = _("上行文不得抄送下级机关，请从抄送里去掉“{name}”。")
        raise RuleBroken(message, source=f"{REGULATIONS}第十五条", name=below.name)
