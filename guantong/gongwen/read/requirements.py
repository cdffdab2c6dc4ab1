# SPDX-License-Identifier: Apache-2.0
"""Requirements and deadlines: the sentences that order something, with programme, bodies, due date and quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from guantong.gongwen.model import Deadline, Requirement, Role, Sentence, Span
from guantong.gongwen.read.bodies import charged_in, name_alone, organs_alone, split_names, subject_of
from guantong.gongwen.read.clauses import masked, opening_verb
from guantong.gongwen.read.dates import Moment, dues_in, recurring
from guantong.gongwen.read.programmes import programmes_of
from guantong.gongwen.read.quantities import quantities_in
from guantong.gongwen.read.roles import Verdict
from guantong.gongwen.read.tables import TaskRow
from guantong.gongwen.read.tidy import normal
from guantong.gongwen.read.words import any_of

_CLAUSE = re.compile("[^，,：:；。]+|、(?=每)")
_COPULA_NAME = re.compile(rf"^(?P<name>[一-鿿]{{2,16}}?{any_of('bodies', 'organs', 'people')})是")
_MODAL_NEXT = re.compile("^，(?:[^，]{0,6}?)(?:要|应|须|请|必须|不得|应当|务必|每[月年])")
_GENERAL = re.compile(f"(?:请|由|特别是)?{any_of('bodies', 'openers')}")
_SPECIALLY = re.compile("^(?:特别是|尤其是|请|由)")
_BY = re.compile("(?<![理自缘事])由(?!于)")
_WHOLE_BRACKET = re.compile("^[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]。?$")
_LABELLED = re.compile(rf"^{any_of('bodies', 'labels')}[：:]")
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
    row: TaskRow | None = None


def requirements_of(judged: Sequence[Judged], title: str) -> tuple[list[Requirement], list[Deadline]]:
    """All requirements and deadlines of the sentences in order."""
    requirements: list[Requirement] = []
    deadlines: list[Deadline] = []
    for item in judged:
        sentence = item.sentence
        days = _days(item)
        deadlines.extend(Deadline(sentence.span, sentence.text, day) for day in days)
        if not item.verdict.is_directive:
            _charge_last(requirements, sentence)
            continue
        is_reporting = item.verdict.role is Role.REPORTING
        requirements.append(
            Requirement(
                span=sentence.span,
                text=sentence.text,
                programmes=programmes_of(sentence.text, item.headings, title, is_reporting=is_reporting),
                bodies=(item.row.bodies if item.row else ()) or bodies_of(sentence.text),
                due=days[0] if days else None,
                recurs=recurring(normal(sentence.text)),
                quantities=quantities_in(sentence.text, sentence.span.start),
                is_reporting=is_reporting,
                why=item.verdict.why,
            )
        )
    return requirements, deadlines


def _days(item: Judged) -> list[date]:
    """The due dates of a sentence; a task in a table takes that of its row where it names none itself."""
    days = [
        due.date for due in dues_in(normal(item.sentence.text), item.moment, is_directive=item.verdict.is_directive)
    ]
    if not days and item.row is not None and item.row.due is not None and item.verdict.is_directive:
        return [item.row.due]
    return days


def _charge_last(requirements: list[Requirement], sentence: Sentence) -> None:
    """A bracket of its own (（甲牵头，乙负责）) charges the requirement just before it."""
    if not requirements or not (_WHOLE_BRACKET.match(sentence.text) or _LABELLED.match(sentence.text)):
        return
    last = requirements[-1]
    if sentence.span.start - last.span.end > 2:
        return
    named = charged_in(sentence.text) or organs_alone(sentence.text)
    names = [name for name in named if name not in last.bodies]
    requirements[-1] = replace(last, bodies=(*last.bodies, *names))


def bodies_of(text: str) -> tuple[str, ...]:
    """Everybody the sentence names as the one to act, as written, in order.

    In X…，请Y… the one asked is Y; in X是…，要… the one told is X. After a bare instruction (推行…，企业提前办理…)
    those who come later do what follows from it and are not the ones told, unless it says 各 or 由.
    """
    plain = masked(normal(text), _NAME_BRACKET)
    clauses = [match.span() for match in _CLAUSE.finditer(plain) if match[0].strip("、 ")]
    found: list[str] = []
    is_bare = False
    for position, (start, end) in enumerate(clauses):
        start += len(plain[start:end]) - len(plain[start:end].lstrip("、"))
        if plain[:start].endswith(("如：", "例如：", "包括：")):
            break
        clause, after = plain[start:end], plain[end:]
        subject = subject_of(clause)
        if subject is not None:
            if clause[: subject.start].endswith("请"):
                found.clear()
            if not is_bare or subject.is_general or clause[: subject.start].endswith(("请", "由")):
                found.extend(split_names(text[start + subject.start : start + subject.end]))
            continue
        if name_alone(clause) and _names_go_on(plain, clauses, position, after):
            found.extend(split_names(_SPECIALLY.sub("", text[start:end])))
            continue
        found.extend(_before_copula(clause, after) or ([] if is_bare or opening_verb(clause) else _by_whom(clause)))
        is_bare = is_bare or (not found and bool(opening_verb(clause)))
    found.extend(charged_in(text))
    return tuple(_distinct(found))


def _names_go_on(plain: str, clauses: Sequence[tuple[int, int]], position: int, after: str) -> bool:
    """Whether a clause of names is taken up by the next: by an order (要…), or by more names that act."""
    if _MODAL_NEXT.match(after):
        return True
    if position + 1 >= len(clauses) or not after.startswith(("，", ",")):
        return False
    start, end = clauses[position + 1]
    return subject_of(plain[start:end]) is not None and bool(_GENERAL.match(plain[clauses[position][0] :]))


def _by_whom(clause: str) -> list[str]:
    """The name after 由 inside a clause (此表由受助人填写)."""
    match = _BY.search(clause)
    subject = subject_of(clause[match.start() :]) if match else None
    return split_names(clause[match.start() + subject.start : match.start() + subject.end]) if match and subject else []


def _before_copula(clause: str, after: str) -> list[str]:
    name = _COPULA_NAME.match(clause)
    return [name["name"]] if name and _THEN_MODAL.search(after) else []


def _distinct(names: Sequence[str]) -> Iterator[str]:
    """Each name once, also where it stood inside a pair (甲与乙 before 乙)."""
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            yield name
        seen.update((name, *re.split("[和与及或]", name)))


def heading_deadlines(
    headings: Sequence[tuple[str, Span, int]], moment: Moment, known: Sequence[Deadline]
) -> list[Deadline]:
    """A date in a heading counts where no sentence of its section (up to the number given) repeats it."""
    result = []
    for text, span, end in headings:
        for due in dues_in(text, moment, is_directive=True):
            if not any(item.date == due.date and span.start <= item.span.start < end for item in known):
                result.append(Deadline(span, text, due.date))
    return result
