# SPDX-License-Identifier: Apache-2.0
"""A report as an official document, and what still holds of one that left the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from guantong.gongwen import Unreadable, read
from guantong.gongwen.model import Block, Document, Heading, Paragraph
from guantong.gongwen.write import CannotWrite, Style, code_of, write
from guantong.kernel.errors import Invalid, NotFound

from . import rules
from .models import Report


def values_now(report: Report) -> dict[int, int]:
    """The value of each figure: the frozen one where the report was sent, else what the records say now."""
    return {
        figure.number: figure.snapshot.value if figure.snapshot else figure.asked.value()
        for figure in report.figures.select_related("snapshot")
    }


def document_of(report: Report) -> Document:
    """The report in the model of official documents (报告, GB/T 9704-2012)."""
    values = values_now(report)
    blocks: list[Block] = []
    for paragraph in report.paragraphs:
        text = rules.filled(paragraph["text"], values)
        heading = paragraph["kind"] == "heading"
        blocks.append(Heading(1, paragraph["marker"], text) if heading else Paragraph(text))
    return Document(
        title=report.title,
        kind="报告",
        blocks=tuple(blocks),
        issuer=report.unit.name,
        masthead=f"{report.unit.name}文件",
        number=report.number,
        signatories=(report.signed_by,) if report.signed_by else (),
        addressees=(report.addressee,) if report.addressee else (),
        signature=(report.unit.name,),
        issued_on=report.sent_on,
    )


def file_of(report: Report, form: Literal["docx", "pdf"]) -> bytes:
    """The report as a file that carries its code. Raises Invalid where the standard forbids what it says."""
    try:
        return write(document_of(report), form, Style(code=report.code))
    except CannotWrite as cannot:
        raise Invalid(str(cannot)) from None


@dataclass(frozen=True, slots=True)
class Check:
    """One figure of a document: what it was when sent, what the records say now, whether its sentence is unchanged."""

    number: int
    label: str
    sent: int
    now: int
    stands: bool

    @property
    def holds(self) -> bool:
        """Whether the figure is what the records say and what the document prints."""
        return self.stands and self.sent == self.now


def verify(content: bytes) -> tuple[Report, list[Check]]:
    """Recompute every figure in a document that we wrote. Raises Invalid for one that we did not write."""
    try:
        code = code_of(content)
        printed = set(read(content, kind="docx").paragraphs)
    except (CannotWrite, Unreadable, ValueError) as wrong:
        raise Invalid(str(wrong)) from None
    report = Report.objects.filter(code=code).select_related("unit", "notice").first() if code else None
    if report is None:
        raise NotFound(_("这份文件里没有本系统的核验码，或核验码对应的报告不在这个库里。"))
    values = values_now(report)
    checks = []
    for figure in report.figures.select_related("snapshot"):
        ask, unit = figure.asked.resolve()
        part = f"·{figure.asked.part}" if figure.asked.part else ""
        holding = [each["text"] for each in report.paragraphs if figure.number in rules.tokens_of(each["text"])]
        stands = all(rules.filled(text, values) in printed for text in holding)
        label = f"{unit.label} {ask.indicator.title}{part}"
        checks.append(Check(figure.number, label, values[figure.number], figure.asked.value(), stands))
    return report, checks
