# SPDX-License-Identifier: Apache-2.0
"""The linter's other checks: length, forbidden demands, addressees against reporters, short names, direction."""

from __future__ import annotations

import re

from guantong.gongwen.lint.duties import reports_back
from guantong.gongwen.lint.report import Code, LintFinding, Weight
from guantong.gongwen.lint.vocabulary import asking_words, demands, length_limits, negations, rule
from guantong.gongwen.model import Kind, Reading, Role, Sentence, Span
from guantong.gongwen.write import CannotWrite
from guantong.gongwen.write.rules import UPWARD, check_direction

CLAUSE = re.compile(r"[^，；。！？]+")
CONTEST = re.compile(r"竞赛|比赛|大赛|联赛|运动会|锦标赛|评选|征集|征文|摄影|展演|展播")
ORDERS = frozenset({Role.DUTY, Role.REPORTING, Role.CONDITION, Role.EXHORTATION})
SHOWN_SHORT_NAMES = 8


def length_findings(count: int) -> list[LintFinding]:
    """The 4,000 and 5,000 characters of the relief rules."""
    special, general = length_limits()
    if count > general:
        message = f"全文{count}字，超过{general}字：请压缩。"
        return [LintFinding(Code.LENGTH, Weight.BREACH, message, rule("relief"))]
    if count > special:
        message = f"全文{count}字：专项工作的文件一般不超过{special}字，综合性文件不超过{general}字。"
        return [LintFinding(Code.LENGTH, Weight.HINT, message, rule("relief"))]
    return []


def demand_findings(reading: Reading) -> list[LintFinding]:
    """Photos, sign-ins, rankings, installs: each with its place. Contestants may be ranked and send their works."""
    is_contest = CONTEST.search(reading.document.title) is not None
    findings = []
    for sentence in reading.sentences:
        if sentence.role in ORDERS:
            findings += _demands_in(sentence, is_contest)
    return findings


def _demands_in(sentence: Sentence, is_contest: bool) -> list[LintFinding]:
    findings = []
    for demand in demands():
        if is_contest and demand.code in (Code.RANKING, Code.PHOTO):
            continue
        for clause in CLAUSE.finditer(sentence.text):
            found = demand.pattern.search(clause.group())
            if found is None or negations().search(clause.group()[: found.start()]):
                continue
            if demand.needs_asking and not asking_words().search(sentence.text):
                continue
            start = sentence.span.start + clause.start() + found.start()
            span = Span(start, start + len(found.group()))
            findings.append(LintFinding(demand.code, Weight.BREACH, f"{demand.message}。", demand.rule, (span,)))
            break
    return findings


def reporters_of(reading: Reading) -> tuple[str, ...]:
    """Who must report back, each once."""
    return tuple(dict.fromkeys(name for duty in reports_back(reading) for name in duty.reporters))


def addressee_findings(reading: Reading) -> list[LintFinding]:
    """Addressees that owe no report, and reporters that the notice is not addressed to."""
    addressees, reporters = reading.document.addressees, reporters_of(reading)
    if not addressees or not reporters:
        return []
    silent = [name for name in addressees if name not in reporters]
    strangers = [name for name in reporters if name not in addressees]
    spans = tuple(duty.span for duty in reports_back(reading))
    if not silent and not strangers:
        return []
    parts = [f"主送{len(addressees)}类，须报告的{len(reporters)}类"]
    parts += [f"收文而没有说要不要报告的：{'、'.join(silent)}"] if silent else []
    parts += [f"要报告却没有主送的：{'、'.join(strangers)}"] if strangers else []
    return [LintFinding(Code.ADDRESSEES, Weight.HINT, "；".join(parts) + "。", rule("practice"), spans)]


def abbreviation_findings(reading: Reading) -> list[LintFinding]:
    """Short names that no sentence of the notice explains."""
    bare = [item for item in reading.abbreviations if item.explained_by is None]
    if not bare:
        return []
    names = list(dict.fromkeys(item.term for item in bare))
    shown = "".join(f"“{name}”" for name in names[:SHOWN_SHORT_NAMES])
    rest = "等" if len(names) > SHOWN_SHORT_NAMES else ""
    message = f"{len(names)}个简称没有解释：{shown}{rest}。"
    spans = tuple(item.span for item in bare)
    return [LintFinding(Code.ABBREVIATION, Weight.HINT, message, rule("practice"), spans)]


def direction_findings(reading: Reading) -> list[LintFinding]:
    """What the Regulations ask of a document that goes up."""
    document = reading.document
    findings = []
    try:
        check_direction(document)
    except CannotWrite as error:
        findings.append(LintFinding(Code.DIRECTION, Weight.BREACH, str(error), rule("regulations")))
    if document.kind in UPWARD and document.masthead and not document.signatories:
        message = f"{document.kind}是上行文，应当标注签发人。"
        findings.append(LintFinding(Code.DIRECTION, Weight.BREACH, message, rule("regulations")))
    if document.kind == Kind.REQUEST and not re.search(r"联系(?:人|电话|方式)", document.note):
        message = "请示应当在附注处写明联系人的姓名和电话。"
        findings.append(LintFinding(Code.DIRECTION, Weight.HINT, message, rule("regulations")))
    return findings
