# SPDX-License-Identifier: Apache-2.0
"""A draft as an official document on paper: its figures filled in, its pages as PDF and pictures, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import override

from guantong.gongwen.lint import Code, HeldField, LintFinding, Weight, lint
from guantong.gongwen.model import Document, Kind
from guantong.gongwen.write import CannotWrite, Style, missing_glyphs, write
from guantong.gongwen.write.picture import count_pages, page_picture
from guantong.gongwen.write.rules import UPWARD
from guantong.register.catalogue import registers

from ..rules import TOKEN, filled
from .models import OfficialDocument
from .rules import TextBlock, paper_of

UNKNOWN = "〇"
NOT_SIGNED = "待签发"


def values_of_figures(document: OfficialDocument) -> dict[int, int]:
    """The value of each figure: the frozen one where the document went out, else what the records say now."""
    return {
        figure.number: figure.snapshot.value if figure.snapshot else figure.asked.value()
        for figure in document.figures.select_related("snapshot")
    }


def with_values(blocks: list[TextBlock], values: dict[int, int]) -> list[TextBlock]:
    """The blocks with each token replaced; one that stands for nothing stays as it was typed."""
    known = {number: values[number] for number in values}

    def said(text: str) -> str:
        strangers = [int(number) for number in TOKEN.findall(text) if int(number) not in known]
        return text if strangers else filled(text, known)

    return [{"kind": block["kind"], "text": said(block["text"])} for block in blocks]


def document_of(document: OfficialDocument, values: dict[int, int] | None = None) -> Document:
    """The document in the model of GB/T 9704-2012, as far as it has come."""
    content = document.content
    found = values_of_figures(document) if values is None else values
    body, annexes = paper_of(with_values(content.get("blocks", []), found))
    signer = (document.signed_by or NOT_SIGNED,) if document.kind in UPWARD else ()
    is_letter, is_minutes = document.kind == Kind.LETTER, document.kind == Kind.MINUTES
    name = document.issuer.name
    return Document(
        title=document.title,
        kind=document.kind,
        blocks=body,
        issuer=name,
        masthead=name if is_letter else f"{name}会议纪要" if is_minutes else f"{name}文件",
        number=number_of(document),
        urgency=content.get("urgency", ""),
        signatories=signer,
        addressees=tuple(content.get("addressees", ())),
        annexes=annexes,
        signature=() if is_minutes else (name,),
        issued_on=document.signed_on,
        note=content.get("note", ""),
        copies=tuple(content.get("copies", ())),
        printer="" if is_letter else _printer(document),
        printed_on=None if is_letter else document.issued_on,
    )


def _printer(document: OfficialDocument) -> str:
    """The office that prints: that of a federation, else the body itself."""
    name = str(document.issuer.name)
    return f"{name}办公室" if document.issuer.kind == "federation" and not name.endswith("办公室") else name


def number_of(document: OfficialDocument) -> str:
    """The number, or the place that is kept for it."""
    if document.number is not None:
        return str(document.number)
    word, day = document.issuer.code_word, document.signed_on or document.drafted_at.date()
    return f"{word}〔{day.year}〕{UNKNOWN}号" if word else ""


@lru_cache(maxsize=24)
def pdf_of(paper: Document) -> bytes:
    """The pages, kept by content: whoever looks at the same words again waits for nothing."""
    return write(paper, "pdf")


@lru_cache(maxsize=96)
def picture_of(paper: Document, number: int) -> bytes:
    """One page as a picture, kept by content."""
    return page_picture(pdf_of(paper), number)


@lru_cache(maxsize=96)
def pages_of(paper: Document) -> int:
    """How many pages the paper has."""
    return count_pages(pdf_of(paper))


@dataclass(frozen=True, slots=True)
class Findings:
    """What keeps a draft from going on, and what its readers would pay for it."""

    blocking: tuple[tuple[str, str], ...]
    advice: tuple[LintFinding, ...]


@lru_cache(maxsize=24)
def findings_of(paper: Document) -> Findings:
    """What stands in the way of a document (sentence and rule), and what the linter says of it besides."""
    blocking: dict[str, str] = {}
    if missing := missing_glyphs(paper):
        named = "、".join(f"“{glyph.character}”（{glyph.around}）" for glyph in missing[:5])
        blocking[f"字体里没有{named}的字形，印出来是空框：请换字，或请管理员装上含这些字的字体。"] = ""
    else:
        try:
            pdf_of(paper)
        except CannotWrite as cannot:
            blocking[str(cannot)] = "GB/T 9704-2012"
    found = lint(paper, fields=held_fields()).findings if paper.blocks else ()
    broken = [each for each in found if each.code is Code.DIRECTION and each.weight is Weight.BREACH]
    blocking |= {each.message: each.rule for each in broken if each.message not in blocking}
    rest = [each for each in found if each not in broken]
    return Findings(tuple(blocking.items()), tuple(sorted(rest, key=lambda each: list(Weight).index(each.weight))))


@lru_cache(maxsize=1)
def held_fields() -> tuple[HeldField, ...]:
    """What registers hold already: asking units for it again costs them for nothing."""
    held: list[HeldField] = []
    with override(settings.LANGUAGE_CODE):  # notices are Chinese, whatever language their reader reads pages in
        for register in registers():
            fields: dict[str, Any] = {field.name: field for field in register.model._meta.concrete_fields}
            named = [str(fields[each.name].verbose_name) for each in register.on("form") if each.name in fields]
            held += [HeldField(label, str(register.title())) for label in named if len(label) > 2]
    return tuple(held)


def file_of(document: OfficialDocument, form: str) -> bytes:
    """The document as docx or PDF. Raises CannotWrite with the rule that it breaks."""
    paper = document_of(document)
    return pdf_of(paper) if form == "pdf" else write(paper, "docx", Style())
