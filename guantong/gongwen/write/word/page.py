# SPDX-License-Identifier: Apache-2.0
"""Paper, margins, grid, page numbers and defaults of a docx."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Mm

from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.standard import FORMATS, Place
from guantong.gongwen.write.word.head import LETTER_OVERHANG
from guantong.gongwen.write.word.paragraph import (
    ALIGNMENTS,
    LINE_TWIPS,
    add_text,
    element,
    set_border,
    set_family,
    set_frame,
    set_indent,
    set_pitch,
)

CHAR_SPACE = -850
"""What the grid takes from each character of 16 pt, in 1/4096 pt, so that twenty-eight fit a line."""
FOOTER_LINE = 16.0


def set_defaults(document: WordDocument) -> None:
    """The Normal style carries the body's face and size, since the grid counts in its characters."""
    normal = document.styles["Normal"].element
    properties = normal.get_or_add_rPr()
    set_family(properties, gb.OFFICE_FAMILIES[gb.Face.FANG])
    for tag in ("w:sz", "w:szCs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        properties.append(element(tag, val=32))
    properties.append(element("w:lang", val="en-US", eastAsia="zh-CN"))
    shape = normal.get_or_add_pPr()
    for tag in ("w:widowControl", "w:autoSpaceDE", "w:autoSpaceDN"):
        shape.append(element(tag, val=0))
    shape.append(element("w:spacing", before=0, after=0, line=LINE_TWIPS, lineRule="exact"))
    compatibility = element("w:compat")
    uri = "http://schemas.microsoft.com/office/word"
    compatibility.append(element("w:compatSetting", name="compatibilityMode", uri=uri, val=15))
    document.settings.element.append(compatibility)


def set_page(section: Section) -> None:
    """Paper, margins and the grid of twenty-two lines of twenty-eight characters."""
    section.page_width, section.page_height = Mm(gb.PAGE_WIDTH), Mm(gb.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(gb.MARGIN_TOP), Mm(gb.MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Mm(gb.MARGIN_LEFT), Mm(gb.MARGIN_RIGHT)
    half_line = FOOTER_LINE / 2 / gb.MM
    section.footer_distance = Mm(gb.MARGIN_BOTTOM - gb.PAGE_NUMBER_DROP - half_line)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(element("w:docGrid", type="linesAndChars", linePitch=LINE_TWIPS, charSpace=CHAR_SPACE))


def add_page_numbers(document: WordDocument) -> None:
    """Numbers on odd pages at the right, on even pages at the left, one character in (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    add_page_number(section.footer, "right")
    add_page_number(section.even_page_footer, "left")


def add_page_number(footer: _Footer, side: str) -> None:
    """— 1 — in half-width figures of Song, size 4."""
    shape = FORMATS[Place.PAGE_NUMBER]
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    set_pitch(paragraph, line=FOOTER_LINE)
    set_indent(paragraph, shape.size, left=int(side == "left"), right=int(side == "right"))
    paragraph.alignment = ALIGNMENTS[side]
    add_text(paragraph, "— ", shape)
    field = add_text(paragraph, "", shape)._r
    field.append(element("w:fldChar", fldCharType="begin"))
    code = element("w:instrText")
    code.text = "PAGE"
    field.append(code)
    field.append(element("w:fldChar", fldCharType="end"))
    add_text(paragraph, " —", shape)


def add_letter_footer(section: Section) -> None:
    """On the first page of a letter a double rule 20 mm from the bottom, and no number (10.1)."""
    section.different_first_page_header_footer = True
    footer = section.first_page_footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    frame: dict[str, object] = {"wrap": "around", "vAnchor": "page", "hAnchor": "page", "xAlign": "center"}
    frame["y"] = round((gb.PAGE_HEIGHT - gb.LETTER_RULE_BOTTOM) * gb.MM * 20)
    set_frame(paragraph, gb.AREA_WIDTH + 2 * LETTER_OVERHANG, **frame)
    set_border(paragraph, ("top", "thinThickSmallGap", 3.0, gb.RED))
    set_pitch(paragraph, line=2.0)


def drop_page_numbers(section: Section) -> None:
    """An imprint behind a blank page carries no number, and neither does the blank page (7.5)."""
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False
