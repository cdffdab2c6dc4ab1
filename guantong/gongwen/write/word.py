# SPDX-License-Identifier: Apache-2.0
"""The docx of a sheet, with the families that offices have installed, for Word and WPS."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import BadZipFile

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.errors import CannotWrite
from guantong.gongwen.write.pieces import Grid, Line, NewPage, Run
from guantong.gongwen.write.sheet import ImprintRow, Sheet, Style

LINE_TWIPS = 579
"""28.95 pt: twenty-two such lines fit the type area; 580 twips would leave the last one out."""
CHAR_SPACE = -850
"""What the grid takes from each character of 16 pt, in 1/4096 pt, so that twenty-eight fit a line."""
ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def element(tag: str, **attributes: object) -> BaseOxmlElement:
    """An element of WordprocessingML with its attributes in the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_face(run: WordRun, face: gb.Face, size: float, color: str = "000000") -> None:
    """Give a run its family for Latin and Chinese letters alike, its size and color."""
    family = gb.OFFICE_FAMILIES[face]
    run.font.name = family
    run.font.size = Pt(size)
    run.font.color.rgb = RGBColor.from_string(color)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), family)
    fonts.set(qn("w:hint"), "eastAsia")


def set_indent(paragraph: Paragraph, size: float, first: float, left: float, right: float) -> None:
    """Indents in characters, as Word and WPS show them on the ruler, with the same in twips beside."""
    char = gb.CHAR_PITCH if size == 16.0 else size
    indent = element("w:ind")
    for name, chars in (("left", left), ("right", right), ("firstLine", first)):
        if name == "firstLine" and chars < 0:
            name, chars = "hanging", -chars
        if chars:
            indent.set(qn(f"w:{name}Chars"), str(round(chars * 100)))
            indent.set(qn(f"w:{name}"), str(round(chars * char * 20)))
    if len(indent.attrib):
        paragraph._p.get_or_add_pPr().insert_element_before(indent, "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr")


def set_pitch(paragraph: Paragraph, before: float = 0.0, line: float = LINE_TWIPS / 20) -> None:
    """A fixed line pitch and the room before the paragraph, in points."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(line)
    shape.space_before = Pt(before)
    shape.space_after = Pt(0)


def add_runs(paragraph: Paragraph, rows: tuple[tuple[Run, ...], ...], shape: gb.Format) -> None:
    """The runs of each forced line, with a line break between lines."""
    for at, row in enumerate(rows):
        for run in row:
            made = paragraph.add_run(run.text)
            set_face(made, run.face or shape.face, shape.size, shape.color)
            made.bold = run.bold or None
        if at < len(rows) - 1:
            paragraph.runs[-1].add_break(WD_BREAK.LINE)


def add_line(document: WordDocument, line: Line, page_break: bool = False) -> Paragraph:
    """One paragraph as the standard places it."""
    shape = line.format
    paragraph = document.add_paragraph()
    set_pitch(paragraph, before=shape.blank_before * LINE_TWIPS / 20)
    paragraph.alignment = ALIGNMENTS[shape.align]
    set_indent(paragraph, shape.size, shape.first - line.hang, shape.left, shape.right)
    paragraph.paragraph_format.keep_with_next = line.keep or None
    paragraph.paragraph_format.page_break_before = page_break or None
    paragraph.paragraph_format.widow_control = False
    if line.place in gb.HEADING_PLACES.values():
        level = list(gb.HEADING_PLACES.values()).index(line.place)
        paragraph._p.get_or_add_pPr().append(element("w:outlineLvl", val=level))
    add_runs(paragraph, line.rows, shape)
    return paragraph


def add_grid(document: WordDocument, grid: Grid) -> None:
    """A table over the whole width of the type area; its head rows repeat on each page."""
    columns = len(grid.shares)
    table = document.add_table(rows=0, cols=columns)
    table.style = document.styles["Table Grid"]
    table.autofit = False
    for at, share in enumerate(grid.shares):
        table.columns[at].width = Mm(gb.AREA_WIDTH * share)
    for at, row in enumerate(grid.table.rows):
        is_head = at < grid.table.heads
        made = table.add_row()
        if is_head:
            made._tr.get_or_add_trPr().append(element("w:tblHeader"))
        for place, text in enumerate((*row, *[""] * (columns - len(row)))):
            cell = made.cells[place]
            cell.width = Mm(gb.AREA_WIDTH * grid.shares[place])
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            set_pitch(paragraph, before=2, line=grid.size * 1.32)
            set_face(paragraph.add_run(text), gb.Face.HEI if is_head else gb.Face.FANG, grid.size)


def add_head(document: WordDocument, sheet: Sheet) -> None:
    """Marks, masthead, number with signatories, and the red rule."""
    drop = gb.MASTHEAD_DROP * gb.MM
    for mark in sheet.marks:
        paragraph = document.add_paragraph()
        set_pitch(paragraph)
        set_face(paragraph.add_run(mark), gb.Face.HEI, 16.0)
        drop -= LINE_TWIPS / 20
    if sheet.masthead:
        paragraph = document.add_paragraph()
        set_pitch(paragraph, before=drop, line=sheet.masthead_size)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        set_face(paragraph.add_run(sheet.masthead), gb.Face.BIAOSONG, sheet.masthead_size, gb.RED)
    if sheet.number or sheet.signatories:
        add_number(document, sheet)
    if sheet.masthead:
        add_red_rule(document)


def add_number(document: WordDocument, sheet: Sheet) -> None:
    """The number, centered; in an upward document at the left with the signatories at the right."""
    paragraph = document.add_paragraph()
    set_pitch(paragraph, before=gb.NUMBER_GAP * LINE_TWIPS / 20 if sheet.masthead else 0)
    set_face(paragraph.add_run(sheet.number), gb.Face.FANG, 16.0)
    if not sheet.signatories:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return
    set_indent(paragraph, 16.0, 0, 1, 1)
    tabs = element("w:tabs")
    tabs.append(element("w:tab", val="right", pos=round((gb.CHARS - 1) * gb.CHAR_PITCH * 20)))
    paragraph._p.get_or_add_pPr().insert_element_before(tabs, "w:spacing", "w:ind", "w:jc")
    set_face(paragraph.add_run("\t签发人："), gb.Face.FANG, 16.0)
    set_face(paragraph.add_run("　".join(sheet.signatories)), gb.Face.KAI, 16.0)


def add_red_rule(document: WordDocument) -> None:
    """The red rule: the lower border of an empty paragraph as high as the distance to the number."""
    paragraph = document.add_paragraph()
    set_pitch(paragraph, line=gb.RULE_DROP * gb.MM)
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz=round(gb.RULE_WEIGHT * 8), space=0, color=gb.RED))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def add_imprint(document: WordDocument, rows: tuple[ImprintRow, ...]) -> None:
    """The imprint, in a frame on the bottom of the type area (7.4)."""
    for at, row in enumerate(rows):
        paragraph = document.add_paragraph()
        set_pitch(paragraph, line=22.0)
        frame = element("w:framePr", w=round(gb.AREA_WIDTH * gb.MM * 20), hSpace=0, wrap="around")
        for name, value in (("vAnchor", "margin"), ("hAnchor", "margin"), ("xAlign", "left"), ("yAlign", "bottom")):
            frame.set(qn(f"w:{name}"), value)
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(frame, "w:widowControl", "w:pBdr", "w:tabs", "w:spacing", "w:ind", "w:jc")
        add_imprint_rules(paragraph, is_first=at == 0, is_last=at == len(rows) - 1)
        if row.label:
            set_indent(paragraph, 14.0, -3, 4, 1)
            set_face(paragraph.add_run(row.label + row.text), gb.Face.FANG, 14.0)
        else:
            set_indent(paragraph, 14.0, 0, 1, 1)
            tabs = element("w:tabs")
            tabs.append(element("w:tab", val="right", pos=round(gb.AREA_WIDTH * gb.MM * 20 - 280)))
            properties.insert_element_before(tabs, "w:spacing", "w:ind", "w:jc")
            set_face(paragraph.add_run(f"{row.text}\t{row.right}"), gb.Face.FANG, 14.0)


def add_imprint_rules(paragraph: Paragraph, is_first: bool, is_last: bool) -> None:
    """Heavier rules above the first and below the last row, light ones between."""
    outer, inner = round(gb.IMPRINT_OUTER * gb.MM * 8), round(gb.IMPRINT_INNER * gb.MM * 8)
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz=outer if is_first else inner, space=0, color="000000"))
    if is_last:
        borders.append(element("w:bottom", val="single", sz=outer, space=0, color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:tabs", "w:spacing", "w:ind", "w:jc")


def set_page(document: WordDocument) -> None:
    """Paper, margins and the grid of twenty-two lines of twenty-eight characters."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(gb.PAGE_WIDTH), Mm(gb.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(gb.MARGIN_TOP), Mm(gb.MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Mm(gb.MARGIN_LEFT), Mm(gb.MARGIN_RIGHT)
    section.footer_distance = Mm(gb.MARGIN_BOTTOM - gb.PAGE_NUMBER_DROP - 2.8)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(element("w:docGrid", type="linesAndChars", linePitch=LINE_TWIPS, charSpace=CHAR_SPACE))


def add_page_numbers(document: WordDocument) -> None:
    """— 1 — below the type area: right on odd pages, left on even ones, one character in (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = ALIGNMENTS[side]
        set_pitch(paragraph, line=16.0)
        set_indent(paragraph, 14.0, 0, int(side == "left"), int(side == "right"))
        set_face(paragraph.add_run("— "), gb.Face.SONG, 14.0)
        field = paragraph.add_run()
        set_face(field, gb.Face.SONG, 14.0)
        field._r.append(element("w:fldChar", fldCharType="begin"))
        code = element("w:instrText")
        code.text = "PAGE"
        field._r.append(code)
        field._r.append(element("w:fldChar", fldCharType="end"))
        set_face(paragraph.add_run(" —"), gb.Face.SONG, 14.0)


def set_defaults(document: WordDocument) -> None:
    """The Normal style carries the body's face and size: the grid counts in its characters."""
    normal = document.styles["Normal"]
    family = gb.OFFICE_FAMILIES[gb.Face.FANG]
    normal.font.name = family
    normal.font.size = Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)


def word_file(sheet: Sheet, title: str, style: Style) -> bytes:
    """Set a sheet and return its docx."""
    document = new_document()
    set_defaults(document)
    set_page(document)
    add_page_numbers(document)
    add_head(document, sheet)
    page_break = False
    for piece in sheet.pieces:
        if isinstance(piece, NewPage):
            page_break = True
        elif isinstance(piece, Grid):
            add_grid(document, piece)
        else:
            add_line(document, piece, page_break)
            page_break = False
    add_imprint(document, sheet.imprint)
    properties = document.core_properties
    properties.title, properties.identifier, properties.author = title, style.code, ""
    properties.comments, properties.created, properties.modified = "", EPOCH, EPOCH
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def code_of(docx: bytes) -> str:
    """The code of the report that a docx was written as, "" where it carries none."""
    try:
        return new_document(BytesIO(docx)).core_properties.identifier or ""
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise CannotWrite("这不是 docx 文件，无法查出它是哪份报告。") from error
