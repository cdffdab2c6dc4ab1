# SPDX-License-Identifier: Apache-2.0
"""Requirements and deadlines: the sentences that order something, with programme, bodies, due date and quantities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guantong.gongwen.model import Deadline, Requirement, Role, Sentence, Span
from guantong.gongwen.read.bodies import charged_in, split_names, subject_of
from guantong.gongwen.read.dates import Moment, dues_in, recurring
from guantong.gongwen.read.programmes import programmes_of
from guantong.gongwen.read.quantities import quantities_in
from guantong.gongwen.read.roles import Verdict

_CLAUSE_STARTS = re.compile("(?:^|[，：:；])")


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
    """Everybody the sentence names as the one to act, as written, in order."""
    found: list[str] = []
    starts = [0, *(match.end() for match in re.finditer("[，：:；]", text))]
    for start, end in zip(starts, [*starts[1:], len(text) + 1], strict=True):
        clause = text[start : end - 1]
        subject = subject_of(clause)
        if subject is not None:
            found.extend(split_names(clause[subject.start : subject.end]))
    found.extend(charged_in(text))
    return tuple(dict.fromkeys(found))


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
