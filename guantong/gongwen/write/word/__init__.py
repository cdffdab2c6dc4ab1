# SPDX-License-Identifier: Apache-2.0
"""The docx of a sheet, with the families that offices have installed, for Word and WPS."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import BadZipFile

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.opc.exceptions import PackageNotFoundError

from guantong.gongwen.write.errors import CannotWrite
from guantong.gongwen.write.pieces import Grid, NewPage, Piece
from guantong.gongwen.write.sheet import Form, Sheet, Style
from guantong.gongwen.write.word.head import add_head
from guantong.gongwen.write.word.imprint import add_imprint
from guantong.gongwen.write.word.page import (
    add_letter_footer,
    add_page_numbers,
    drop_page_numbers,
    set_defaults,
    set_page,
)
from guantong.gongwen.write.word.paragraph import add_line
from guantong.gongwen.write.word.table import add_grid

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The file's own dates: the same document gives the same bytes."""


def word_file(sheet: Sheet, title: str, style: Style, pages: tuple[int, int]) -> bytes:
    """Set a sheet and return its docx. `pages` counts its pages without and with the imprint."""
    document = new_document()
    set_defaults(document)
    set_page(document.sections[0])
    add_page_numbers(document)
    if sheet.head.form is Form.LETTER:
        add_letter_footer(document.sections[0])
    add_head(document, sheet.head)
    add_pieces(document, sheet.pieces)
    if sheet.imprint:
        last, face = pages
        if face > last:
            open_last_face(document, is_behind_blank=face > last + 1)
        add_imprint(document, sheet.imprint, has_rules=sheet.head.form is not Form.LETTER)
    properties = document.core_properties
    properties.title, properties.identifier, properties.author = title, style.code, ""
    properties.comments, properties.created, properties.modified = "", EPOCH, EPOCH
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def add_pieces(document: WordDocument, pieces: tuple[Piece, ...]) -> None:
    """Lines and tables in order; a page break is a property of the line that follows it."""
    starts_page = False
    for piece in pieces:
        if isinstance(piece, NewPage):
            starts_page = True
        elif isinstance(piece, Grid):
            add_grid(document, piece)
        else:
            add_line(document, piece, starts_page=starts_page)
            for held in piece.tail[:-1]:
                add_line(document, replace(held, keep=True))
            for held in piece.tail[-1:]:
                add_line(document, held)
            starts_page = False


def open_last_face(document: WordDocument, *, is_behind_blank: bool) -> None:
    """Begin the even page that carries the imprint alone."""
    section = document.add_section(WD_SECTION.EVEN_PAGE)
    if is_behind_blank:
        drop_page_numbers(section)


def code_of(docx: bytes) -> str:
    """The code of the report that a docx was written as, "" where it carries none."""
    try:
        return new_document(BytesIO(docx)).core_properties.identifier or ""
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise CannotWrite("这不是 docx 文件，无法查出它是哪份报告。") from error
