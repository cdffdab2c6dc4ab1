# SPDX-License-Identifier: Apache-2.0
"""Write an official document as docx or PDF, laid out by GB/T 9704-2012.

`write` is the door; the other names tell how a title breaks, which faces serve, and which report a file is.
"""

from __future__ import annotations

from typing import Literal

from guantong.gongwen.model import Document
from guantong.gongwen.write.document_json import document_from_json, document_to_json
from guantong.gongwen.write.errors import CannotWrite
from guantong.gongwen.write.fonts import FontRole, font_roles
from guantong.gongwen.write.glyphs import MissingGlyph, missing_glyphs
from guantong.gongwen.write.sheet import Style, sheet_of
from guantong.gongwen.write.titles import title_lines
from guantong.gongwen.write.typeset import pages_of, typeset
from guantong.gongwen.write.word import code_of, word_file

__all__ = [
    "CannotWrite",
    "FontRole",
    "MissingGlyph",
    "Style",
    "code_of",
    "document_from_json",
    "document_to_json",
    "font_roles",
    "missing_glyphs",
    "title_lines",
    "write",
]


def write(document: Document, format: Literal["docx", "pdf"], style: Style | None = None) -> bytes:
    """The file of a document, or `CannotWrite` with the rule that it breaks."""
    style = style or Style()
    sheet = sheet_of(document, style)
    if format == "pdf":
        refuse_missing_glyphs(document, style)
        return typeset(sheet, document.title, style)
    if format == "docx":
        return word_file(sheet, document.title, style, pages_of(sheet, style))
    raise CannotWrite(f"不能写成“{format}”：只写 docx 和 pdf 两种文件。")


def refuse_missing_glyphs(document: Document, style: Style) -> None:
    """A PDF carries its letters: one that no face holds would print as an empty box."""
    missing = missing_glyphs(document, style.font_folders)
    if missing:
        named = "、".join(f"“{glyph.character}”（{glyph.around}）" for glyph in missing[:5])
        raise CannotWrite(f"字体里没有{named}的字形，印出来是空框：请在字体文件夹里放入含这些字的字体。")
