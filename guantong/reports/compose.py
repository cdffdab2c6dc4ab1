# SPDX-License-Identifier: Apache-2.0
"""Composing a report: sentences from records in the order of the notice, what is missing, what comes next.

A digit never enters the prose by itself: each number is a token whose figure is asked of the records.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from guantong.dispatch.lights import Assignment, assignments_of, measure_of, question_of, requirements_of
from guantong.dispatch.models import Answer, Notice, Requirement
from guantong.org.models import Unit
from guantong.org.scope import within
from guantong.register.catalogue import indicator_named
from guantong.rollup.figures import Question
from guantong.rollup.queries import Split, split_of

from . import rules

VOICES = 3
NAMED = 4
LABELS = 8


@dataclass(slots=True)
class Draft:
    """Paragraphs (`kind` heading or text) and the questions that their tokens stand for, number by number."""

    paragraphs: list[dict[str, Any]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def token(self, question: Question) -> str:
        """The token of a figure; the same question has one token throughout."""
        if question not in self.questions:
            self.questions.append(question)
        return f"[[{self.questions.index(question) + 1}]]"

    def heading(self, text: str) -> None:
        """Add a numbered heading of the first level."""
        count = sum(paragraph["kind"] == "heading" for paragraph in self.paragraphs)
        self.paragraphs.append({"kind": "heading", "marker": f"{rules.ORDINALS[count]}、", "text": text})

    def say(self, text: str) -> None:
        """Add a paragraph of prose, unless there is nothing to say."""
        if text:
            self.paragraphs.append({"kind": "text", "text": text})


def compose(unit: Unit, notice: Notice) -> Draft:
    """The report of a unit on a notice, from the records of the unit and all below it."""
    draft = Draft()
    requirements = [each for each in requirements_of(notice) if not each.is_reporting]
    below = list(Unit.objects.below(unit).filter(receipts__notice=notice, receipts__issue__unit=unit))
    assignments = assignments_of(notice, below)
    draft.say(f"按照《{notice.title}》{f'（{notice.number}）' if notice.number else ''}要求，现将有关情况报告如下。")
    for section in dict.fromkeys(each.section for each in requirements):
        of_section = [each for each in requirements if each.section == section]
        said = [_facts(draft, unit, of_section), *(_voices(requirement, unit) for requirement in of_section)]
        if any(said):
            draft.heading(rules.heading_of(section))
            for text in said:
                draft.say(text)
    draft.heading("存在的问题")
    draft.say(_problems(assignments) or "目前没有尚未办成的事项。")
    draft.heading("下一步工作")
    draft.say(_next_steps(assignments))
    return draft


def _facts(draft: Draft, unit: Unit, requirements: list[Requirement]) -> str:
    said = []
    seen: set[str] = set()
    for requirement in requirements:
        if requirement.is_measured and requirement.indicator not in seen:
            seen.add(requirement.indicator)
            said.append(_fact(draft, unit, requirement))
    return "；".join(said) + "。" if said else ""


def _fact(draft: Draft, unit: Unit, requirement: Requirement) -> str:
    question = question_of(requirement, unit)
    ask, _unit = question.resolve()
    indicator = ask.indicator
    split = split_of(ask, [unit])
    if not split.whole:
        return str(indicator.unsaid)
    text = str(indicator.said).format(value=draft.token(question))
    parts = _parts(draft, requirement, unit, split) if indicator.dimension else ""
    return f"{text}，其中{parts}" if parts else text


def _parts(draft: Draft, requirement: Requirement, unit: Unit, split: Split) -> str:
    indicator = indicator_named(requirement.indicator)
    if indicator.dimension is None or sum(amount > 0 for amount in split.values()) < 2:
        return ""
    said = [
        f"{label}{draft.token(question_of(requirement, unit, part))}{indicator.measure}"
        for part, label in indicator.dimension.parts
        if split.get(part)
    ]
    return "、".join(said)


def _voices(requirement: Requirement, unit: Unit) -> str:
    rows = Answer.objects.filter(within(unit.path), requirement=requirement).select_related("unit")
    own = [answer.text for answer in rows.filter(unit=unit)]
    below = rows.exclude(unit=unit).order_by("unit__depth", "unit__path")[:VOICES]
    others = [f"{answer.unit.label}：{answer.text}" for answer in below]
    sentences = [text if text.endswith("。") else f"{text}。" for text in [*own, *others]]
    return "".join(sentences)


def _problems(assignments: list[Assignment]) -> str:
    lacking: dict[Requirement, list[Assignment]] = {}
    for each in assignments:
        if each.missing and not each.requirement.is_reporting:
            lacking.setdefault(each.requirement, []).append(each)
    alike: dict[tuple[str, ...], list[str]] = {}
    for requirement, found in lacking.items():
        alike.setdefault(tuple(each.unit.label for each in found), []).append(_gap(requirement, found))
    return "".join(
        f"{rules.listed(names, NAMED)}在{'、'.join(dict.fromkeys(gaps))}方面还有缺口。" for names, gaps in alike.items()
    )


def _gap(requirement: Requirement, lacking: list[Assignment]) -> str:
    dimension = indicator_named(requirement.indicator).dimension
    labels = dict(dimension.parts) if dimension and measure_of(requirement).parts else {}
    parts = [str(label) for part, label in labels.items() if any(part in each.missing for each in lacking)]
    is_some = 0 < len(parts) < len(labels)
    return rules.quoted(requirement.label) + (f"（{'、'.join(parts)}）" if is_some else "")


def _next_steps(assignments: list[Assignment]) -> str:
    lacking = [each.requirement for each in assignments if each.missing and not each.requirement.is_reporting]
    open_ones = dict.fromkeys(lacking)
    if not open_ones:
        return "巩固已有做法，继续抓好落实，新开展的工作随时登记。"
    dated = [each for each in open_ones if each.due_on]
    labels = list(dict.fromkeys(rules.quoted(each.label) for each in open_ones))
    text = f"督促有缺口的单位抓紧补齐{rules.listed(labels, LABELS)}，办成后随时登记。"
    if dated:
        last = max(each.due_on for each in dated if each.due_on)
        text += f"其中定有期限的，于{last.year}年{last.month}月{last.day}日前全部办成。"
    return text
