# SPDX-License-Identifier: Apache-2.0
"""Write an official document as docx or PDF, laid out by GB/T 9704-2012.

`write` is the door; the other names tell how a title breaks, which faces serve, and which report a file is.
"""

from __future__ import annotations

from typing import Literal

from guantong.gongwen.model import Document
from guantong.gongwen.write.errors import CannotWrite
from guantong.gongwen.write.fonts import FontRole, font_roles
from guantong.gongwen.write.sheet import Style, sheet_of
from guantong.gongwen.write.titles import title_lines
from guantong.gongwen.write.typeset import pages_of, typeset
from guantong.gongwen.write.word import code_of, word_file

__all__ = ["CannotWrite", "FontRole", "Style", "code_of", "font_roles", "title_lines", "write"]


def write(document: Document, format: Literal["docx", "pdf"], style: Style | None = None) -> bytes:
    """The file of a document, or `CannotWrite` with the rule that it breaks."""
    style = style or Style()
    sheet = sheet_of(document, style)
    if format == "pdf":
        return typeset(sheet, document.title, style)
    if format == "docx":
        return word_file(sheet, document.title, style, pages_of(sheet, style))
    raise CannotWrite(f"不能写成“{format}”：只写 docx 和 pdf 两种文件。")
