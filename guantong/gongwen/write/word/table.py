# SPDX-License-Identifier: Apache-2.0
"""A table in a docx, as wide as the type area, its head repeated on each page."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm
from docx.table import _Cell

from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.pieces import Grid
from guantong.gongwen.write.word.paragraph import ALIGNMENTS, add_text, element, set_pitch


def add_grid(document: WordDocument, grid: Grid) -> None:
    """Set a table; its columns share the width of the type area."""
    table = document.add_table(rows=0, cols=len(grid.shares))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    for at, share in enumerate(grid.shares):
        table.columns[at].width = Mm(gb.AREA_WIDTH * share)
    for at, row in enumerate(grid.rows):
        made = table.add_row()
        is_head = at < grid.table.heads
        properties = made._tr.get_or_add_trPr()
        properties.append(element("w:cantSplit"))
        if is_head:
            properties.append(element("w:tblHeader"))
        for cell, text, share in zip(made.cells, row, grid.shares, strict=True):
            cell.width = Mm(gb.AREA_WIDTH * share)
            fill_cell(cell, text, gb.Format(gb.Face.HEI if is_head else gb.Face.FANG, grid.size, "center"))


def fill_cell(cell: _Cell, text: str, shape: gb.Format) -> None:
    """The text of a cell in the middle of it."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    set_pitch(paragraph, before=gb.CELL_PADDING / 2, line=shape.size * gb.CELL_PITCH)
    paragraph.alignment = ALIGNMENTS[shape.align]
    add_text(paragraph, text, shape)
