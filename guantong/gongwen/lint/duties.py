# SPDX-License-Identifier: Apache-2.0
"""What a notice orders and asks for: duties with what they leave out, and what units must write or type."""

from __future__ import annotations

from collections.abc import Sequence

from guantong.gongwen.lint.report import Ask, Code, Duty, HeldField, LintFinding, Weight
from guantong.gongwen.lint.vocabulary import asking_words, report_words, rule, vague_words
from guantong.gongwen.model import Annex, Reading, ReportingDuty, Requirement, Span, Table


def duty_of(requirement: Requirement) -> Duty:
    """A requirement with what it lacks: a date, somebody who does it, a number that says when it is done."""
    lacks = (
        (Code.NO_DATE, requirement.due is None and not requirement.recurs),
        (Code.NO_OWNER, not requirement.bodies),
        (Code.NO_MEASURE, not any(quantity.is_target for quantity in requirement.quantities)),
    )
    missing = tuple(code for code, is_missing in lacks if is_missing)
    return Duty(requirement.span, requirement.text, requirement.programmes, missing)


def duty_findings(duties: Sequence[Duty]) -> list[LintFinding]:
    """One finding for each thing that duties lack, with the place of every such duty."""
    named = {
        Code.NO_DATE: ("没有期限", "请写明完成日期"),
        Code.NO_OWNER: ("没有写明由谁做", "请写明责任单位"),
        Code.NO_MEASURE: ("没有数量标准", "请写明做到什么程度算完成"),
    }
    findings = []
    for code, (lacking, advice) in named.items():
        bare = [duty.span for duty in duties if code in duty.lacks]
        if bare:
            share = f"{len(duties)}项要求中有{len(bare)}项" if len(bare) < len(duties) else f"{len(duties)}项要求都"
            findings.append(
                LintFinding(code, Weight.COST, f"{share}{lacking}：{advice}。", rule("practice"), tuple(bare))
            )
    return findings


def reports_back(reading: Reading) -> tuple[ReportingDuty, ...]:
    """The duties to report how the notice was carried out; handing in works, lists or forms is not among them."""
    subject, sending = report_words()
    return tuple(duty for duty in reading.reporting if subject.search(duty.text) and sending.search(duty.text))


def vague_findings(reading: Reading) -> list[LintFinding]:
    """Each word such as 及时 that stands where a date should; a sentence that also sets a date is left alone."""
    reports = reports_back(reading)
    dated = [item.span for item in reading.deadlines]
    findings = []
    for found in vague_words().finditer(reading.text):
        span = Span(*found.span())
        sentence = next((s.span for s in reading.sentences if s.span.start <= span.start < s.span.end), None)
        if sentence is None or any(sentence.start <= day.start < sentence.end for day in dated):
            continue
        is_only_due = any(duty.due is None and duty.span.start <= span.start < duty.span.end for duty in reports)
        message = f"“{found.group()}”不是时限：请写明日期。"
        if is_only_due:
            message = f"报送情况只写了“{found.group()}”，没有别的时限：请写明日期。"
        weight = Weight.COST if is_only_due else Weight.HINT
        findings.append(LintFinding(Code.VAGUE_DUE, weight, message, rule("practice"), (span,)))
    return findings


def asks_of(reading: Reading, fields: Sequence[HeldField]) -> list[Ask]:
    """Reports to write, papers to hand in, and the columns of empty forms among the annexes."""
    reports = reports_back(reading)
    asks = [Ask(duty.span, duty.about or duty.text, True) for duty in reports]
    for requirement in reading.requirements:
        is_report = any(requirement.span.start <= duty.span.start < requirement.span.end for duty in reports)
        found = asking_words().search(requirement.text)
        if found is None:
            continue
        held = [field for field in fields if _names(field, requirement.text)]
        asks += [Ask(requirement.span, field.label, False, field.register) for field in held]
        if not held and not is_report and requirement.is_reporting:
            asks.append(Ask(requirement.span, requirement.text[found.start() :].rstrip("。；"), False))
    for annex in reading.document.annexes:
        asks += _form_asks(annex, fields, len(reading.text))
    return asks


def _names(field: HeldField, text: str) -> bool:
    return any(word in text for word in (field.label, *field.words))


def _form_asks(annex: Annex, fields: Sequence[HeldField], end: int) -> list[Ask]:
    """The columns of tables that were left empty: a form to fill."""
    asks = []
    for table in annex.blocks:
        if not isinstance(table, Table) or not table.rows[: table.heads]:
            continue
        cells = [cell for row in table.rows[table.heads :] for cell in row]
        if sum(1 for cell in cells if not cell.strip()) * 2 < len(cells):
            continue
        for label in table.rows[table.heads - 1]:
            held = next((field.register for field in fields if label and _names(field, label)), "")
            if label.strip():
                asks.append(Ask(Span(end, end), label, False, held))
    return asks


def ask_findings(asks: Sequence[Ask]) -> list[LintFinding]:
    """Reports asked back, and data asked for although a register holds it."""
    findings = [
        LintFinding(
            Code.REPORT_BACK,
            Weight.COST,
            f"要求报送“{ask.what}”：通知一般不要求报送贯彻落实情况，登记簿里的记录就能回答。",
            rule("relief"),
            (ask.span,),
        )
        for ask in asks
        if ask.is_report
    ]
    for register in dict.fromkeys(ask.held_by for ask in asks if ask.held_by):
        held = [ask for ask in asks if ask.held_by == register]
        labels = "、".join(dict.fromkeys(ask.what for ask in held))
        message = f"要求填报{labels}，“{register}”里已有：同一数据不重复索要。"
        findings.append(LintFinding(Code.HELD_DATA, Weight.COST, message, rule("relief"), tuple(a.span for a in held)))
    return findings
