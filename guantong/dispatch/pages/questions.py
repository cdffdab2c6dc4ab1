# SPDX-License-Identifier: Apache-2.0
"""The questions of a notice: what they cost before they go out, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.scope import within
from guantong.register.pages import Action, Cell, Crumb, Head, Pager, Row

from ..forms import QuestionForm, ValueForm
from ..lights import bearing_receipts
from ..models import QUESTIONS_A_NOTICE, Notice, Question, QuestionAnswer
from .acts import crumbs_of

ROWS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and how many answered it."""

    no: int
    text: str
    kind: str
    cost: str
    answered: str
    url: str


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """What a notice asks beyond the records."""

    title: str
    lead: str
    questions: list[Asked]
    form: QuestionForm | None
    cost_text: str
    full_text: str
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question: the form of the unit that must answer, and the answers of those below."""

    title: str
    lead: str
    form: ValueForm | None
    heads: list[Head]
    rows: list[Row]
    pager: Pager | None
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


def questions_page(actor: Actor, notice: Notice, form: QuestionForm | None = None) -> QuestionsPage:
    """The questions of a notice, and what one more would cost all units that bear it."""
    units = bearing_receipts(notice).count()
    found = list(notice.questions.all())
    may = bool(actor.may("dispatch.question.ask", notice.unit)) and notice.state in ("confirmed", "issued")
    is_full = len(found) >= QUESTIONS_A_NOTICE
    return QuestionsPage(
        title=_("提问"),
        lead=_("登记里有的不问；登记里没有的，一份通知最多问 5 个，通知结束就结束。"),
        questions=[_asked(each, units, actor) for each in found],
        form=(form or QuestionForm()) if may and not is_full else None,
        cost_text=_("多问一个，{n} 个单位一共要花大约 {hours} 小时（估计值）。").format(
            n=units, hours=max(1, round(units * Question.typical_minutes() / 60))
        ),
        full_text=_("已经问满 5 个。") if is_full else "",
        crumbs=crumbs_of(notice, _("提问")),
    )


def _asked(question: Question, units: int, actor: Actor) -> Asked:
    answered = question.answers.filter(within(actor.unit.path)).count()
    return Asked(
        no=question.number,
        text=question.text,
        kind=question.get_kind_display(),
        cost=_("约 {n} 小时").format(n=max(1, round(units * question.minutes / 60))),
        answered=_("已答 {n} 个单位").format(n=answered),
        url=reverse("question", args=(question.pk, actor.unit.code)),
    )


def question_page(
    actor: Actor, question: Question, unit: Unit, *, after: str, form: ValueForm | None = None
) -> QuestionPage:
    """One question for a unit: to answer it, and to read what those below answered."""
    bears = bearing_receipts(question.notice).filter(unit=unit).exists() and question.notice.state == "issued"
    may = bears and bool(actor.may("dispatch.question.answer", unit))
    own = QuestionAnswer.objects.filter(question=question, unit=unit).first()
    rows = question.answers.filter(within(unit.path)).select_related("unit").order_by("unit__path")
    part = list(rows.filter(unit__path__gt=after)[: ROWS + 1])
    shown, more = part[:ROWS], len(part) > ROWS
    url = reverse("question", args=(question.pk, unit.code))
    following = f"{url}?after={shown[-1].unit.path}" if more else ""
    return QuestionPage(
        title=question.text,
        lead=_("{unit}来问，第 {n} 问。").format(unit=question.notice.unit.name, n=question.number),
        form=(form or ValueForm(question=question, initial={"value": own.value if own else ""})) if may else None,
        heads=[Head(_("单位")), Head(_("回答"))],
        rows=[
            Row(reverse("unit", args=(each.unit.code,)), each.unit.name, [Cell(_("回答"), each.value)])
            for each in shown
        ],
        pager=Pager(url if after else "", following, "") if more or after else None,
        crumbs=crumbs_of(question.notice, _("提问")),
    )
