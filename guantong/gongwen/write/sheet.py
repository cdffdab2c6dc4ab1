# SPDX-License-Identifier: Apache-2.0
"""A document as a sheet: its head, its pieces and its imprint, in one of the forms that the standard knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guantong.gongwen.model import Document
from guantong.gongwen.write.pieces import Piece, body_pieces, chinese_date
from guantong.gongwen.write.standard import AREA_WIDTH, MASTHEAD_SIZES, MM, UPWARD_KINDS, width


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
class Sheet:
    """What the two writers set."""

    form: Form
    marks: tuple[str, ...]
    masthead: str
    masthead_size: float
    number: str
    signatories: tuple[str, ...]
    pieces: tuple[Piece, ...]
    imprint: tuple[ImprintRow, ...]


def masthead_size(masthead: str) -> float:
    """The largest size in which the masthead stays on one line of the type area."""
    smallest, largest = MASTHEAD_SIZES
    if not masthead:
        return largest
    return max(smallest, min(largest, AREA_WIDTH * MM / width(masthead) - 0.5))


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
    return tuple(rows)


def sheet_of(document: Document, style: Style) -> Sheet:
    """Lay a document out by the rules of its kind."""
    form = {"函": Form.LETTER, "纪要": Form.MINUTES}.get(document.kind, Form.ORDINARY)
    sealed = style.sealed and form is not Form.MINUTES
    return Sheet(
        form=form,
        marks=(document.urgency,) if document.urgency else (),
        masthead=document.masthead,
        masthead_size=masthead_size(document.masthead),
        number=document.number,
        signatories=document.signatories if document.kind in UPWARD_KINDS else (),
        pieces=tuple(body_pieces(document, sealed=sealed, addressees=document.addressees)),
        imprint=imprint_rows(document, ()),
    )
