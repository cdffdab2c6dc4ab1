# SPDX-License-Identifier: Apache-2.0
"""Verbs on questions: asked where no register has the answer, answered once by each unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, RuleBroken, WrongState
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.services import trace
from guantong.trace.services import Changes, writes

from ..lights import bearing_receipts
from ..models import QUESTIONS_A_NOTICE, Notice, Question, QuestionAnswer, QuestionKind

LENGTH = 300
TEXT_LENGTH = 120


@writes
def ask_question(actor: Actor, notice: Notice, *, text: str, kind: str, choices: Sequence[str] = ()) -> Question:
    """Ask every unit that bears a notice one thing, at most five a notice. Raises RuleBroken for a sixth."""
    actor.must("dispatch.question.ask", notice.unit)
    if notice.state not in ("confirmed", "issued"):
        raise WrongState(_("先确认全部要求，再提问。"))
    said = text.strip()
    if not said or len(said) > TEXT_LENGTH:
        raise Invalid(_("请用一句话写清楚要问什么，不超过 120 字。"), field="text")
    if kind not in QuestionKind.values:
        raise Invalid(_("请选要什么样的回答。"), field="kind")
    offered = list(dict.fromkeys(each.strip() for each in choices if each.strip()))
    if kind == QuestionKind.CHOICE and not 2 <= len(offered) <= 12:
        raise Invalid(_("选一项的问题要给 2 到 12 个选项，一行一个。"), field="choices")
    number = (notice.questions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    if number > QUESTIONS_A_NOTICE:
        raise RuleBroken(_("一份通知最多问 5 个问题。能从登记里算的，请用指标。"))
    row = Question(notice=notice, number=number, text=said, kind=kind, asked_at=clock.now())
    row.choices = offered if kind == QuestionKind.CHOICE else []
    row.minutes = Question.typical_minutes()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise WrongState(_("别人刚提了一个问题，请刷新后再看。")) from None
    trace(actor, "ask", row, Changes(after={"text": said, "kind": kind, "choices": row.choices}))
    return row


@writes
def answer_question(actor: Actor, question: Question, *, unit: Unit, value: str) -> QuestionAnswer:
    """Answer a question for a unit that bears the notice, or correct the answer while the notice is under way."""
    actor.must("dispatch.question.answer", unit)
    if question.notice.state != "issued":
        raise WrongState(_("这份通知不在办理中，问题也随它结束了。"))
    if not bearing_receipts(question.notice).filter(unit=unit).exists():
        raise NotFound(_("这份通知没有发到{unit}。"), unit=unit.name)
    said = accepted(question, value)
    before = QuestionAnswer.objects.filter(question=question, unit=unit).values_list("value", flat=True).first()
    facts = {"value": said, "answered_at": clock.now(), "answered_by": actor.person_name}
    row, _made = QuestionAnswer.objects.update_or_create(question=question, unit=unit, defaults=facts)
    trace(actor, "answer", row, Changes({"value": before} if before else {}, {"value": said}))
    return row


def accepted(question: Question, value: str) -> str:
    """The answer as it is kept. Raises Invalid where it is not what the question asks for."""
    said = value.strip()
    if not said or len(said) > LENGTH:
        raise Invalid(_("请回答，不超过 300 字。"), field="value")
    if question.kind == QuestionKind.NUMBER and not (said.isascii() and said.isdecimal() and len(said) <= 12):
        raise Invalid(_("请填一个不带小数的数，没有就填 0。"), field="value")
    if question.kind == QuestionKind.CHOICE and said not in question.choices:
        raise Invalid(_("请在给出的选项里选一项。"), field="value")
    if question.kind == QuestionKind.DATE:
        try:
            date.fromisoformat(said)
        except ValueError:
            raise Invalid(_("请填一个日期，例如 2021-01-13。"), field="value") from None
    return said
