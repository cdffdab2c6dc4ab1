# SPDX-License-Identifier: Apache-2.0
"""The imprint of a docx, in a frame on the bottom of the type area of the last face (7.4)."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.sheet import ImprintRow
from guantong.gongwen.write.standard import FORMATS, Place
from guantong.gongwen.write.word.paragraph import add_text, set_border, set_frame, set_indent, set_pitch, set_tabs


def add_imprint(document: WordDocument, rows: tuple[ImprintRow, ...], *, has_rules: bool) -> None:
    """Paragraphs of one frame, anchored to the bottom margin."""
    for at, row in enumerate(rows):
        paragraph = document.add_paragraph()
        anchors = {"vAnchor": "margin", "hAnchor": "margin", "xAlign": "left", "yAlign": "bottom"}
        set_frame(paragraph, gb.AREA_WIDTH, wrap="around", **anchors)
        set_pitch(paragraph, line=gb.IMPRINT_PITCH)
        if has_rules:
            add_rules(paragraph, is_first=at == 0, is_last=at == len(rows) - 1)
        if row.label:
            hang = gb.width(row.label)
            set_indent(paragraph, 14.0, first=-hang, left=1 + hang, right=1)
            add_text(paragraph, row.label + row.text, FORMATS[Place.IMPRINT])
        else:
            set_tabs(paragraph, ("right", gb.AREA_WIDTH * gb.MM - 14.0))
            set_indent(paragraph, 14.0, left=1)
            add_text(paragraph, f"{row.text}\t{row.right}", FORMATS[Place.IMPRINT])


def add_rules(paragraph: Paragraph, *, is_first: bool, is_last: bool) -> None:
    """Heavier rules above the first and below the last row, light ones between."""
    outer, inner = gb.IMPRINT_OUTER * gb.MM, gb.IMPRINT_INNER * gb.MM
    above = ("top", "single", outer if is_first else inner, "000000")
    below = ("bottom", "single", outer, "000000")
    set_border(paragraph, above, *([below] if is_last else []))
