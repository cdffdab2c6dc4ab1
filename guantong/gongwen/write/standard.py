# SPDX-License-Identifier: Apache-2.0
"""GB/T 9704-2012 as data: the page, the grid, and the format of each element of an official document.

Both writers (docx, PDF) and the layout check read these values; none of them holds a measure of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MM = 72 / 25.4
"""Points in a millimetre."""

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
MARGIN_TOP, MARGIN_LEFT = 37.0, 28.0
AREA_WIDTH, AREA_HEIGHT = 156.0, 225.0
MARGIN_RIGHT = PAGE_WIDTH - MARGIN_LEFT - AREA_WIDTH
MARGIN_BOTTOM = PAGE_HEIGHT - MARGIN_TOP - AREA_HEIGHT

LINES, CHARS = 22, 28
LINE_PITCH = AREA_HEIGHT * MM / LINES
CHAR_PITCH = AREA_WIDTH * MM / CHARS

MASTHEAD_DROP = 35.0
"""From the top of the type area to the upper edge of the masthead, mm (7.2.4)."""
MASTHEAD_SIZES = (22.0, 46.0)
"""Smallest and largest masthead in points: the standard sets none, the type area and good taste do."""
NUMBER_GAP = 2
"""Empty lines between masthead and number (7.2.5)."""
RULE_DROP = 4.0
"""From the number to the red rule, mm (7.2.7)."""
RULE_WEIGHT = 1.5
PAGE_NUMBER_DROP = 7.0
"""From the bottom of the type area to the dash of the page number, mm (7.5)."""
RED = "FF0000"

LETTER_MASTHEAD_TOP = 30.0
LETTER_RULE_WIDTH = 170.0
LETTER_RULE_DROP = 4.0
LETTER_RULE_BOTTOM = 20.0
"""The letter form, mm: masthead from the page top, double rules, lower rule from the page bottom (10.1)."""

IMPRINT_OUTER, IMPRINT_INNER = 0.35, 0.25
"""Weights of the rules of the imprint, mm (7.4.1)."""
IMPRINT_PITCH = 22.0
"""Points a line of the imprint takes."""
CELL_PADDING = 8.0
"""Points that the two sides of a table cell take, beside and above its text."""
CELL_PITCH = 1.32
"""Line pitch in a table, in sizes of its letters."""


class Face(StrEnum):
    """What a type face is used for in an official document."""

    FANG = "fang"
    KAI = "kai"
    HEI = "hei"
    SONG = "song"
    BIAOSONG = "biaosong"


OFFICE_FAMILIES = {
    Face.FANG: "仿宋_GB2312",
    Face.KAI: "楷体_GB2312",
    Face.HEI: "黑体",
    Face.SONG: "宋体",
    Face.BIAOSONG: "方正小标宋简体",
}
"""The family that a docx names for each face: what offices have installed."""


class Place(StrEnum):
    """An element of an official document, as the standard names them."""

    COPY_NUMBER = "份号"
    URGENCY = "紧急程度"
    MASTHEAD = "发文机关标志"
    NUMBER = "发文字号"
    RULE = "分隔线"
    TITLE = "标题"
    ADDRESSEES = "主送机关"
    HEADING_1 = "一级标题"
    HEADING_2 = "二级标题"
    HEADING_3 = "三级标题"
    HEADING_4 = "四级标题"
    BODY = "正文"
    ATTENDANCE = "出席人员"
    CAPTION = "表题"
    CELL = "表格"
    ANNEX_NOTE = "附件说明"
    SIGNATURE = "发文机关署名"
    DATE = "成文日期"
    NOTE = "附注"
    ANNEX_MARK = "附件序号"
    ANNEX_TITLE = "附件标题"
    IMPRINT = "版记"
    PAGE_NUMBER = "页码"


@dataclass(frozen=True, slots=True)
class Format:
    """How an element stands: face, size in points, alignment, and indents in characters of its size."""

    face: Face
    size: float = 16.0
    align: str = "left"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    blank_before: int = 0
    color: str = "000000"


FORMATS = {
    Place.COPY_NUMBER: Format(Face.FANG),
    Place.URGENCY: Format(Face.HEI),
    Place.MASTHEAD: Format(Face.BIAOSONG, 40.0, "center", color=RED),
    Place.NUMBER: Format(Face.FANG, align="center"),
    Place.TITLE: Format(Face.BIAOSONG, 22.0, "center", blank_before=2),
    Place.ADDRESSEES: Format(Face.FANG, blank_before=1),
    Place.HEADING_1: Format(Face.HEI, align="both", first=2),
    Place.HEADING_2: Format(Face.KAI, align="both", first=2),
    Place.HEADING_3: Format(Face.FANG, align="both", first=2),
    Place.HEADING_4: Format(Face.FANG, align="both", first=2),
    Place.BODY: Format(Face.FANG, align="both", first=2),
    Place.ATTENDANCE: Format(Face.FANG, align="both", left=2),
    Place.CAPTION: Format(Face.HEI, align="center"),
    Place.CELL: Format(Face.FANG, 14.0, "center"),
    Place.ANNEX_NOTE: Format(Face.FANG, left=2),
    Place.SIGNATURE: Format(Face.FANG, align="right"),
    Place.DATE: Format(Face.FANG, align="right"),
    Place.NOTE: Format(Face.FANG, first=2),
    Place.ANNEX_MARK: Format(Face.HEI),
    Place.ANNEX_TITLE: Format(Face.BIAOSONG, 22.0, "center", blank_before=1),
    Place.IMPRINT: Format(Face.FANG, 14.0, left=1, right=1),
    Place.PAGE_NUMBER: Format(Face.SONG, 14.0),
}

HEADING_PLACES = {1: Place.HEADING_1, 2: Place.HEADING_2, 3: Place.HEADING_3, 4: Place.HEADING_4}


def width(text: str) -> float:
    """Width of a text in full-width characters: Latin letters, digits and half-width marks count a half."""
    return sum(0.5 if ord(character) < 0x2000 else 1.0 for character in text)
