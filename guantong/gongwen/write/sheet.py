# SPDX-License-Identifier: Apache-2.0
"""A document as a sheet: its head, its pieces and its imprint, in one of the forms that the standard knows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guantong.gongwen.model import Document, Kind
from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.errors import CannotWrite
from guantong.gongwen.write.pieces import Piece, body_pieces, chinese_date
from guantong.gongwen.write.rules import UPWARD, check
from guantong.gongwen.write.titles import title_lines


@dataclass(frozen=True, slots=True)
class Style:
    """What a document does not say about its paper.

    `sealed` leaves the place of a seal over signature and date; `code` names the report that the file holds and is
    kept as its identifier; `font_folders` are searched for faces before those of the system.
    """

    sealed: bool = True
    code: str = ""
    font_folders: tuple[Path, ...] = ()


class Form(StrEnum):
    """The ordinary form and the special ones of chapter 10."""

    ORDINARY = "ordinary"
    LETTER = "letter"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class ImprintRow:
    """A row of the imprint: hanging text, or the printer at the left and the date at the right."""

    label: str
    text: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head (版头): marks at the left, masthead, number, and for upward documents rows of signatories."""

    form: Form
    marks: tuple[str, ...]
    masthead: str
    masthead_size: float
    number: str
    is_upward: bool
    signers: tuple[str, ...]

    @property
    def height(self) -> float:
        """Points from the top of the type area to the first line of the title, its two empty lines not counted."""
        number = gb.LINE_PITCH * max(len(self.signers), int(bool(self.number)))
        if not self.masthead:
            return max(number, len(self.marks) * gb.LINE_PITCH)
        if self.form is Form.LETTER:
            top = (gb.LETTER_MASTHEAD_TOP - gb.MARGIN_TOP + gb.LETTER_RULE_DROP) * gb.MM
            return top + self.masthead_size + number
        gap = gb.NUMBER_GAP * gb.LINE_PITCH if number else 0.0
        return (gb.MASTHEAD_DROP + gb.RULE_DROP) * gb.MM + self.masthead_size + gap + number


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the two writers set."""

    head: Head
    pieces: tuple[Piece, ...]
    imprint: tuple[ImprintRow, ...]


def masthead_size(masthead: str) -> float:
    """The largest size in which the masthead stays on one line of the type area."""
    smallest, largest = gb.MASTHEAD_SIZES
    if not masthead:
        return largest
    size = min(largest, gb.AREA_WIDTH * gb.MM / gb.width(masthead) - 0.5)
    if size < smallest:
        raise CannotWrite(f"发文机关标志有{len(masthead)}个字，一行排不下：请用规范化简称（第7.2.4条）。")
    return size


def head_of(document: Document) -> Head:
    """The head in the form of the document's kind; two signatories a row (7.2.6)."""
    names = document.signatories
    return Head(
        form={Kind.LETTER: Form.LETTER, Kind.MINUTES: Form.MINUTES}.get(Kind(document.kind), Form.ORDINARY),
        marks=(document.urgency,) if document.urgency else (),
        masthead=document.masthead,
        masthead_size=masthead_size(document.masthead),
        number=document.number,
        is_upward=document.kind in UPWARD or bool(names),
        signers=tuple("　".join(names[at : at + 2]) for at in range(0, len(names), 2)),
    )


def rows_needed(text: str, size: float, chars: float) -> int:
    """Lines of `chars` characters that a text takes, with one to spare for marks that may not open a line."""
    return math.ceil(gb.width(text) * size / (chars * size)) + 1


def addressees_fit(document: Document, head: Head) -> bool:
    """Whether the first page still shows a line of the body below all main addressees (7.3.2)."""
    title = 2 + len(title_lines(document.title))
    addressees = 1 + rows_needed("、".join(document.addressees), 16.0, gb.CHARS) if document.addressees else 0
    return head.height + (title + addressees + 1) * gb.LINE_PITCH <= gb.AREA_HEIGHT * gb.MM


def imprint_rows(document: Document, moved: tuple[str, ...]) -> tuple[ImprintRow, ...]:
    """Addressees that found no room above, copies, and who printed it when (7.4)."""
    rows = []
    if moved:
        rows.append(ImprintRow("主送：", "，".join(moved) + "。"))
    if document.copies:
        rows.append(ImprintRow("抄送：", "，".join(document.copies) + "。"))
    if document.printer or document.printed_on:
        printed = chinese_date(document.printed_on) + "印发" if document.printed_on else ""
        rows.append(ImprintRow("", document.printer, printed))
    chars = gb.AREA_WIDTH * gb.MM / 14.0 - 5
    if sum(rows_needed(row.text, 14.0, chars) for row in rows) * gb.IMPRINT_PITCH > gb.AREA_HEIGHT * gb.MM:
        raise CannotWrite(
            f"主送{len(moved)}个、抄送{len(document.copies)}个机关，版记一面排不下：请改用同类型机关统称（第7.3.2条）。"
        )
    return tuple(rows)


def sheet_of(document: Document, style: Style) -> Sheet:
    """Lay a document out by the rules of its kind, or refuse it."""
    check(document)
    head = head_of(document)
    fit = addressees_fit(document, head)
    sealed = style.sealed and head.form is not Form.MINUTES
    pieces = body_pieces(document, sealed=sealed, addressees=document.addressees if fit else ())
    return Sheet(head=head, pieces=tuple(pieces), imprint=imprint_rows(document, () if fit else document.addressees))
