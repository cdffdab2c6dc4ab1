# SPDX-License-Identifier: Apache-2.0
"""The PDF of a sheet, set by typst from one template with one compiler a process."""

from __future__ import annotations

import json
import threading
from functools import lru_cache
from importlib import resources
from pathlib import Path

import typst
from pypdfium2 import PdfDocument

from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.fonts import FontRole, font_roles, load_fonts
from guantong.gongwen.write.pieces import Grid, Line, NewPage, Piece
from guantong.gongwen.write.sheet import Head, Sheet, Style
from guantong.gongwen.write.standard import Face

MEASURES = {
    "page-width": gb.PAGE_WIDTH,
    "page-height": gb.PAGE_HEIGHT,
    "top": gb.MARGIN_TOP,
    "left": gb.MARGIN_LEFT,
    "right": gb.MARGIN_RIGHT,
    "bottom": gb.MARGIN_BOTTOM,
    "width": gb.AREA_WIDTH,
    "height": gb.AREA_HEIGHT,
    "line": gb.LINE_PITCH,
    "char": gb.CHAR_PITCH,
    "drop": gb.MASTHEAD_DROP,
    "gap": gb.NUMBER_GAP,
    "rule-drop": gb.RULE_DROP,
    "rule-weight": gb.RULE_WEIGHT,
    "red": gb.RED,
    "below": gb.PAGE_NUMBER_DROP,
    "outer": gb.IMPRINT_OUTER,
    "inner": gb.IMPRINT_INNER,
    "cell-padding": gb.CELL_PADDING,
    "cell-line": gb.CELL_PITCH,
    "imprint-line": gb.IMPRINT_PITCH,
    "letter-top": gb.LETTER_MASTHEAD_TOP,
    "letter-rule": gb.LETTER_RULE_WIDTH,
    "letter-drop": gb.LETTER_RULE_DROP,
    "letter-bottom": gb.LETTER_RULE_BOTTOM,
}

REGULAR, BOLD = 400, 700

_one_at_a_time = threading.Lock()


@lru_cache(maxsize=4)
def _compiler(folders: tuple[Path, ...]) -> typst.Compiler:
    """A compiler with its faces loaded: the costly part, kept for the life of the process."""
    return typst.Compiler(font_paths=load_fonts(folders), ignore_system_fonts=True)


@lru_cache(maxsize=1)
def _template() -> bytes:
    return resources.files(__package__).joinpath("page.typ").read_bytes()


def _piece_job(piece: Piece) -> dict[str, object]:
    if isinstance(piece, NewPage):
        return {"kind": "page"}
    if isinstance(piece, Grid):
        heads = piece.table.heads
        head, rows = piece.rows[:heads], piece.rows[heads:]
        return {"kind": "grid", "size": piece.size, "shares": piece.shares, "head": head, "rows": rows}
    return _line_job(piece)


def _line_job(line: Line) -> dict[str, object]:
    shape = line.format
    return {
        "kind": "line",
        "size": shape.size,
        "face": shape.face,
        "align": shape.align,
        "first": shape.first,
        "left": shape.left,
        "right": shape.right,
        "blank": shape.blank_before,
        "color": shape.color,
        "hang": line.hang,
        "keep": line.keep,
        "tail": [_line_job(held) for held in line.tail],
        "rows": [[{"text": run.text, "face": run.face, "bold": run.bold} for run in row] for row in line.rows],
    }


def _head_job(head: Head) -> dict[str, object]:
    return {
        "form": head.form,
        "marks": head.marks,
        "masthead": head.masthead,
        "masthead-size": head.masthead_size,
        "number": head.number,
        "upward": head.is_upward,
        "signers": head.signers,
    }


def typeset(sheet: Sheet, title: str, style: Style) -> bytes:
    """Set a sheet and return its PDF."""
    return _compile(_job(sheet, title, style.code, style), style)


def pages_of(sheet: Sheet, style: Style) -> tuple[int, int]:
    """The page on which the text ends and the page of the imprint, as typst breaks them: a docx follows them."""
    if not sheet.imprint:
        return (0, 0)
    job = _job(sheet, "", "", style)
    with PdfDocument(_compile({**job, "tells-end": True}, style)) as pdf:
        return (int(pdf.get_metadata_value("Keywords")), len(pdf))


def _weights(roles: tuple[FontRole, ...]) -> dict[str, int]:
    """Where one family must serve two faces, weight keeps them apart; small Song is heavier than Song."""
    by_face = {role.face: role for role in roles}
    weights = dict.fromkeys(Face, REGULAR)
    if by_face[Face.HEI].family == by_face[Face.FANG].family:
        weights[Face.HEI] = BOLD
    if by_face[Face.BIAOSONG].is_stand_in:
        weights[Face.BIAOSONG] = BOLD
    return {face.value: weight for face, weight in weights.items()}


def _job(sheet: Sheet, title: str, code: str, style: Style) -> dict[str, object]:
    roles = font_roles(style.font_folders)
    return {
        "measures": MEASURES,
        "fonts": {role.face: role.families for role in roles},
        "weights": _weights(roles),
        "title": title,
        "code": code,
        "tells-end": False,
        "head": _head_job(sheet.head),
        "pieces": [_piece_job(piece) for piece in sheet.pieces],
        "imprint": [{"label": row.label, "text": row.text, "right": row.right} for row in sheet.imprint],
    }


def _compile(job: dict[str, object], style: Style) -> bytes:
    with _one_at_a_time:
        pdf = _compiler(style.font_folders).compile(
            input=_template(), format="pdf", sys_inputs={"job": json.dumps(job, ensure_ascii=False)}
        )
    assert isinstance(pdf, bytes)
    return pdf
