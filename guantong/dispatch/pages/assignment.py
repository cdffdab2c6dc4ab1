# SPDX-License-Identifier: Apache-2.0
"""The page of one requirement for one unit: what is missing, the button that records it, the records that count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.scope import is_within
from guantong.register.catalogue import indicator_named, register_named, registers, url_of
from guantong.register.pages import Action, Crumb, Piece
from guantong.register.screens.rule_values import RuleShown, rule_in_force
from guantong.rollup.figures import Figure, figure
from guantong.rollup.queries import of_units, records_behind
from guantong.trace.models import Entry

from ..forms import AnswerForm
from ..lights import Assignment
from ..models import Answer, Extension, LightChange, Reach, Requirement, Verification
from ..states import Light
from .words import TONE, day_word, due_text, light_word, missing_pieces

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a target."""

    label: str
    figure: Figure
    target_text: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """One record that counts."""

    title: str
    url: str
    when: str
    unit: str


@dataclass(frozen=True, slots=True)
class Change:
    """One turn of the light."""

    light: str
    light_word: str
    when: str
    cause: str


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    """One requirement × unit."""

    title: str
    light: str
    light_word: str
    due_text: str
    due_tone: str
    unit: str
    unit_url: str
    missing: list[Piece]
    parts: list[Part]
    quote: str
    source: str
    source_url: str
    measure_text: str
    measure_source: str
    why: list[Reason]
    why_title: str
    more_figure: Figure | None
    action: Action | None
    notes: list[str]
    others: list[Action]
    actions: list[Action]
    answer_form: AnswerForm | None
    answer_url: str
    answer_text: str
    answered_when: str
    history: list[Change]
    crumbs: list[Crumb] = field(default_factory=list)
    soon_rule: RuleShown | None = None  # what made the light amber


def assignment_page(
    actor: Actor, requirement: Requirement, unit: Unit, assignment: Assignment, form: AnswerForm | None = None
) -> AssignmentPage:
    """The page of an assignment that the actor may see."""
    notice = requirement.notice
    answer = Answer.objects.filter(requirement=requirement, unit=unit).first()
    may_answer = not requirement.is_measured and bool(actor.may("dispatch.notice.answer", unit))
    reasons = why(assignment)
    return AssignmentPage(
        title=requirement.label,
        light=assignment.light,
        light_word=light_word(assignment.light),
        due_text=due_text(assignment.due, assignment.light),
        due_tone=TONE.get(assignment.light, ""),
        unit=unit.name,
        unit_url=reverse("unit", args=(unit.code,)),
        missing=missing_pieces(assignment),
        parts=_parts(assignment),
        quote=requirement.text,
        source=f"{notice.number or notice.title} 第{requirement.number}项",
        source_url=reverse("notice", args=(notice.pk,)) + f"?choose={requirement.pk}#c{requirement.pk}",
        measure_text=measure_text(assignment),
        measure_source=str(indicator_named(requirement.indicator).source) if requirement.is_measured else "",
        why=reasons[:SHOWN],
        why_title=_("计入这一项的登记"),
        more_figure=figure(assignment.question(), assignment.total, of=unit)
        if requirement.is_measured and assignment.share is None
        else None,
        action=record_action(actor, assignment),
        notes=_notes(requirement, unit),
        others=_others(actor, assignment),
        actions=[],
        answer_form=(form or AnswerForm(initial={"text": answer.text if answer else ""})) if may_answer else None,
        answer_url=reverse("assignment", args=(requirement.pk, unit.code)),
        answer_text=answer.text if answer else "",
        answered_when=_said_when(answer),
        history=_history(requirement, unit),
        crumbs=[
            Crumb(_("通知"), reverse("notices")),
            Crumb(notice.number or notice.title, reverse("notice", args=(notice.pk,))),
            Crumb(_("办理进展"), reverse("matrix", args=(notice.pk,))),
            Crumb(unit.label),
        ],
        soon_rule=rule_in_force("supervision.soon_days", clock.today()) if assignment.light == Light.SOON else None,
    )


def record_action(actor: Actor, assignment: Assignment) -> Action | None:
    """The button that records what is missing: the right register's form with unit and theme filled in."""
    requirement = assignment.requirement
    if not requirement.is_measured:
        return None
    indicator = indicator_named(requirement.indicator)
    key = indicator.records_in
    lacking = next(iter(assignment.missing), "")
    for source in indicator.of:
        if lacking and source.part == lacking:
            key = next((each.key for each in registers() if each.model is source.model), key)
    if not key or not actor.may(f"{key}.record", assignment.unit):
        return None
    register = register_named(key)
    given: dict[str, Any] = {"unit": assignment.unit.pk, "themes": requirement.notice.theme_id}
    field_name = next((each.part_field for each in indicator.of if each.model is register.model), "")
    if lacking and field_name:
        given[field_name] = lacking
    return Action(_("登记{title}").format(title=register.title()), f"{reverse(f'{key}.new')}?{urlencode(given)}")


def why(assignment: Assignment) -> list[Reason]:
    """The records that an assignment's light was computed from, newest first."""
    requirement, unit = assignment.requirement, assignment.unit
    if not requirement.is_measured:
        return []
    question = assignment.question()
    ask, _unit = question.resolve()
    found = []
    for source, rows in records_behind(ask, of_units([unit], subtree=question.subtree)):
        for row in rows.select_related(source.unit).order_by(f"-{source.date}", "-pk")[: SHOWN + 1]:
            found.append((getattr(row, source.date), row))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [Reason(str(row), url_of(row), day_word(day), row.unit.label) for day, row in found]


def _parts(assignment: Assignment) -> list[Part]:
    requirement = assignment.requirement
    if not requirement.is_measured or not requirement.each_part:
        return []
    indicator = indicator_named(requirement.indicator)
    if indicator.dimension is None:
        return []
    return [
        Part(
            str(label),
            figure(assignment.question(part), assignment.split.get(part, 0), of=assignment.unit),
            _("还缺 {n} {measure}").format(n=assignment.missing.get(part, 0), measure=indicator.measure),
            part not in assignment.missing,
        )
        for part, label in indicator.dimension.parts
    ]


def measure_text(assignment: Assignment) -> str:
    """What is asked of this unit, with its own target."""
    requirement = assignment.requirement
    if not requirement.is_measured:
        return ""
    indicator = indicator_named(requirement.indicator)
    said = _("{title}，每类至少 {n} {measure}") if requirement.each_part else _("{title}，至少 {n} {measure}")
    text = said.format(title=indicator.title, n=assignment.terms.target, measure=indicator.measure)
    if requirement.reach == Reach.SHARE:
        return _("{text}；{share}% 的下级单位达到").format(text=text, share=requirement.share)
    if requirement.repeats:
        return _("{often}{text}；这里是 {period}").format(
            often=requirement.get_repeats_display(), text=text, period=assignment.period.label
        )
    return text


def _notes(requirement: Requirement, unit: Unit) -> list[str]:
    """What happened to the terms of this unit: extensions asked and decided, checks, changes by the issuer."""
    notes = []
    for each in Extension.objects.filter(requirement=requirement, unit=unit).order_by("asked_at"):
        said = _("{day}申请延到 {until}：{why}（{state}）")
        day, until = day_word(each.asked_at.date()), day_word(each.until)
        notes.append(said.format(day=day, until=until, why=each.why, state=each.get_state_display()))
    kind = Requirement._meta.label_lower
    amended = Entry.objects.filter(object_kind=kind, object_id=str(requirement.pk), verb="amend").order_by("id")
    said = _("{day}，{unit}变更了这一项：{why}")
    notes += [said.format(day=day_word(e.at.date()), unit=e.unit_name, why=e.reason) for e in amended]
    return notes


def _others(actor: Actor, assignment: Assignment) -> list[Action]:
    """What is needed seldom: more time, a check of records, its results."""
    requirement, unit = assignment.requirement, assignment.unit
    args, found = (requirement.pk, unit.code), []
    is_open = requirement.notice.state == "issued" and assignment.light not in ("met", "answered", "late")
    is_dated = assignment.due is not None and not requirement.repeats
    if is_open and is_dated and unit.pk == actor.unit.pk and actor.may("dispatch.extension.ask", unit):
        found.append(Action(_("申请延期"), reverse("assignment.extend", args=args)))
    if assignment.share is not None:
        found.append(Action(_("看下级单位"), reverse("assignment.below", args=args)))
    is_below = actor.unit.pk != unit.pk and is_within(actor.unit.path, unit.path)
    if assignment.total and is_below and actor.may("dispatch.verification.draw", unit):
        found.append(Action(_("抽查登记"), reverse("assignment.check", args=args), is_post=True))
    for each in Verification.objects.filter(requirement=requirement, unit=unit).order_by("-pk")[:3]:
        label = _("{day}的抽查").format(day=day_word(each.drawn_on))
        found.append(Action(label, reverse("verification", args=(each.pk,))))
    return found


def _said_when(answer: Answer | None) -> str:
    return f"{answer.answered_by}，{day_word(answer.answered_at.date())}" if answer else ""


CAUSES = {
    "sign": gettext_noop("{who}签收"),
    "issue": gettext_noop("{who}下发"),
    "answer": gettext_noop("{who}答复"),
    "amend": gettext_noop("{who}变更要求"),
    "grant": gettext_noop("{who}同意延期"),
    "release": gettext_noop("{who}同意不办"),
    "record": gettext_noop("{who}登记《{what}》"),
    "record_on_behalf": gettext_noop("{who}代为登记《{what}》"),
    "correct": gettext_noop("{who}更正《{what}》"),
    "void": gettext_noop("{who}作废《{what}》"),
    "restore": gettext_noop("{who}恢复《{what}》"),
}


def _cause(entry: Entry) -> str:
    return _(CAUSES.get(entry.verb, "{who}")).format(who=entry.actor_name, what=entry.object_label)


def _history(requirement: Requirement, unit: Unit) -> list[Change]:
    changes = list(LightChange.objects.filter(requirement=requirement, unit=unit).order_by("-pk")[:SHOWN])
    entries = Entry.objects.filter(operation__in=[each.operation for each in changes if each.operation])
    causes = {entry.operation: _cause(entry) for entry in entries.order_by("-pk")}
    return [
        Change(each.light, light_word(each.light), day_word(each.at.date()), causes.get(each.operation, _("到了日子")))
        for each in changes
    ]
