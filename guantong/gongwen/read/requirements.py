# SPDX-License-Identifier: Apache-2.0
"""Requirements and deadlines: the sentences that order something, with programme, bodies, due date and quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guantong.gongwen.model import Deadline, Requirement, Role, Sentence, Span
from guantong.gongwen.read.bodies import charged_in, split_names, subject_of
from guantong.gongwen.read.dates import Moment, dues_in, recurring
from guantong.gongwen.read.clauses import masked
from guantong.gongwen.read.programmes import programmes_of
from guantong.gongwen.read.quantities import quantities_in
from guantong.gongwen.read.roles import Verdict
from guantong.gongwen.read.words import any_of

_CLAUSE = re.compile("[^，,：:；。]+|、(?=每)")
_COPULA_NAME = re.compile(rf"^(?P<name>[一-鿿]{{2,16}}{any_of('bodies', 'organs')})是")
_THEN_MODAL = re.compile("^[^。]*，(?:要|应|必须|应当)")
# A bracket that belongs to a name (各市（州）总工会) is short and holds no verb.
_NAME_BRACKET = 6


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with its verdict, the headings above it (nearest first), and the day from which its dates count."""

    sentence: Sentence
    verdict: Verdict
    headings: tuple[str, ...]
    moment: Moment


def requirements_of(judged: Sequence[Judged], title: str) -> tuple[list[Requirement], list[Deadline]]:
    """All requirements and deadlines of the sentences in order."""
    requirements: list[Requirement] = []
    deadlines: list[Deadline] = []
    for item in judged:
        sentence = item.sentence
        dues = dues_in(sentence.text, item.moment, is_directive=item.verdict.is_directive)
        deadlines.extend(Deadline(sentence.span, sentence.text, due.date) for due in dues)
        if not item.verdict.is_directive:
            continue
        is_reporting = item.verdict.role is Role.REPORTING
        requirements.append(
            Requirement(
                span=sentence.span,
                text=sentence.text,
                programmes=programmes_of(sentence.text, item.headings, title, is_reporting=is_reporting),
                bodies=bodies_of(sentence.text),
                due=dues[0].date if dues else None,
                recurs=recurring(sentence.text),
                quantities=quantities_in(sentence.text, sentence.span.start),
                is_reporting=is_reporting,
                why=item.verdict.why,
            )
        )
    return requirements, deadlines


def bodies_of(text: str) -> tuple[str, ...]:
    """Everybody the sentence names as the one to act, as written, in order.

    In X…，请Y… the one asked is Y; in X是…，要… the one told is X.
    """
    found: list[str] = []
    plain = masked(text, _NAME_BRACKET)
    for match in _CLAUSE.finditer(plain):
        clause = match[0].lstrip("、")
        subject = subject_of(clause)
        if subject is None:
            found.extend(_before_copula(clause, plain[match.end() :]))
            continue
        if clause[: subject.start].endswith("请"):
            found.clear()
        found.extend(
            split_names(text[match.end() - len(clause) + subject.start : match.end() - len(clause) + subject.end])
        )
    found.extend(charged_in(text))
    return tuple(_distinct(found))


def _distinct(names: Sequence[str]) -> Iterator[str]:
    """Each name once, also where it stood inside a pair (甲与乙 before 乙)."""
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            yield name
        seen.update((name, *re.split("[和与及或]", name)))


def _before_copula(clause: str, after: str) -> list[str]:
    name = _COPULA_NAME.match(clause)
    return [name["name"]] if name and _THEN_MODAL.search(after) else []


def heading_deadlines(
    headings: Sequence[tuple[str, Span, int]], moment: Moment, known: Sequence[Deadline]
) -> list[Deadline]:
    """A date in a heading counts where no sentence of its section repeats it; each heading comes with its section's end."""
    result = []
    for text, span, end in headings:
        for due in dues_in(text, moment, is_directive=True):
            if not any(item.date == due.date and span.start <= item.span.start < end for item in known):
                result.append(Deadline(span, text, due.date))
    return result
