# SPDX-License-Identifier: Apache-2.0
"""Paragraphs of a docx: faces, indents in characters, a fixed pitch. Nothing about documents here."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.pieces import Line, Run

LINE_TWIPS = 579
"""28.95 pt: twenty-two such lines fit the type area; 580 twips would leave the last one out."""
PITCH = LINE_TWIPS / 20
ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
PROPERTY_ORDER = (
    *("w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl", "w:numPr"),
    *("w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap"),
    *("w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd"),
    *("w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc"),
    *("w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr"),
    *("w:sectPr", "w:pPrChange"),
)
"""The order that the schema demands of a paragraph's properties; Word refuses a file that breaks it."""


def element(tag: str, **attributes: object) -> BaseOxmlElement:
    """An element of WordprocessingML with its attributes in the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_property(paragraph: Paragraph, tag: str, *children: BaseOxmlElement, **attributes: object) -> None:
    """Give a paragraph a property at the place that the schema demands."""
    made = element(tag, **attributes)
    made.extend(children)
    followers = PROPERTY_ORDER[PROPERTY_ORDER.index(tag) + 1 :]
    paragraph._p.get_or_add_pPr().insert_element_before(made, *followers)


def set_family(properties: BaseOxmlElement, family: str) -> None:
    """The same family for Latin and Chinese letters: the grid counts a Latin letter as half a character."""
    fonts = element("w:rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family, hint="eastAsia")
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, fonts)


def add_text(paragraph: Paragraph, text: str, shape: gb.Format, *, face: gb.Face | None = None) -> WordRun:
    """A run in the face, size and color of a format."""
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    set_family(properties, gb.OFFICE_FAMILIES[face or shape.face])
    if shape.color != "000000":
        properties.append(element("w:color", val=shape.color))
    half_points = round(shape.size * 2)
    properties.append(element("w:sz", val=half_points))
    properties.append(element("w:szCs", val=half_points))
    return run


def set_indent(paragraph: Paragraph, size: float, *, first: float = 0, left: float = 0, right: float = 0) -> None:
    """Indents in characters, as Word and WPS show them on the ruler, with the same in twips beside."""
    char = gb.CHAR_PITCH if size == 16.0 else size
    attributes = {}
    opening = ("hanging", -first) if first < 0 else ("firstLine", first)
    for name, chars in (("left", left), ("right", right), opening):
        if chars:
            attributes[f"{name}Chars"] = round(chars * 100)
            attributes[name] = round(chars * char * 20)
    if attributes:
        set_property(paragraph, "w:ind", **attributes)


def set_pitch(paragraph: Paragraph, *, before: float = 0.0, line: float = PITCH) -> None:
    """A fixed line pitch and the room before the paragraph, in points."""
    attributes: dict[str, object] = {"before": round(before * 20), "after": 0}
    set_property(paragraph, "w:spacing", **attributes, line=round(line * 20), lineRule="exact")


def set_tabs(paragraph: Paragraph, *stops: tuple[str, float]) -> None:
    """Tab stops, each with its kind and its place in points from the left margin."""
    tabs = (element("w:tab", val=kind, pos=round(place * 20)) for kind, place in stops)
    set_property(paragraph, "w:tabs", *tabs)


def set_border(paragraph: Paragraph, *borders: tuple[str, str, float, str]) -> None:
    """Rules above or below: side, kind of line, weight in points, color."""
    sides = (
        element(f"w:{side}", val=kind, sz=round(weight * 8), space=0, color=color)
        for side, kind, weight, color in borders
    )
    set_property(paragraph, "w:pBdr", *sides)


def set_frame(paragraph: Paragraph, width: float, **attributes: object) -> None:
    """Take a paragraph out of the flow into a frame `width` millimetres wide."""
    set_property(paragraph, "w:framePr", w=round(width * gb.MM * 20), hSpace=0, **attributes)


def add_rows(paragraph: Paragraph, rows: tuple[tuple[Run, ...], ...], shape: gb.Format) -> None:
    """The runs of each forced line, with a line break between lines."""
    for at, row in enumerate(rows):
        for run in row:
            made = add_text(paragraph, run.text, shape, face=run.face)
            made.bold = run.bold or None
        if at < len(rows) - 1:
            paragraph.runs[-1].add_break(WD_BREAK.LINE)


def add_line(document: WordDocument, line: Line, *, starts_page: bool = False) -> Paragraph:
    """One paragraph as the standard places it."""
    shape = line.format
    paragraph = document.add_paragraph()
    set_pitch(paragraph, before=shape.blank_before * PITCH)
    set_indent(paragraph, shape.size, first=shape.first - line.hang, left=shape.left, right=shape.right)
    paragraph.alignment = ALIGNMENTS[shape.align]
    paragraph.paragraph_format.keep_with_next = line.keep or bool(line.tail) or None
    paragraph.paragraph_format.page_break_before = starts_page or None
    if line.place in gb.HEADING_PLACES.values():
        level = list(gb.HEADING_PLACES.values()).index(line.place)
        set_property(paragraph, "w:outlineLvl", val=level)
    add_rows(paragraph, line.rows, shape)
    return paragraph
