# SPDX-License-Identifier: Apache-2.0
"""Paper, margins, grid and page numbers of a docx against the standard."""

from __future__ import annotations

import math

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Length
from docx.text.paragraph import Paragraph

from guantong.gongwen.layout.finding import Finding, Severity
from guantong.gongwen.layout.properties import Looks
from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.fonts import PROPER
from guantong.gongwen.write.standard import FORMATS, Face, Place

TOLERANCE = 1.05
"""Millimetres that the standard allows a margin (5.2.1), and what twips round away."""
FOOTER_TOLERANCE = 4.0
"""Millimetres by which the lower edge of the footer may differ from the dash: a line of size 4 stands on it."""


def check_page(document: WordDocument) -> tuple[float, list[Finding]]:
    """The line pitch of the grid in points, and what is wrong with the page."""
    findings: list[Finding] = []
    pitches = []
    size = Looks(document).normal_size()
    for at, section in enumerate(document.sections):
        where = "页面" if at == 0 else f"第{at + 1}节页面"
        findings += _check_paper(section, where)
        pitch, wrong = _check_grid(section, size, where)
        pitches.append(pitch)
        findings += wrong
    return pitches[0], [*findings, *_check_page_numbers(document)]


def _mm(length: Length | None) -> float:
    return length.mm if length is not None else 0.0


def _check_paper(section: Section, where: str) -> list[Finding]:
    measures = (
        ("纸宽", section.page_width, gb.PAGE_WIDTH, "5.1"),
        ("纸高", section.page_height, gb.PAGE_HEIGHT, "5.1"),
        ("天头（上白边）", section.top_margin, gb.MARGIN_TOP, "5.2.1"),
        ("订口（左白边）", section.left_margin, gb.MARGIN_LEFT, "5.2.1"),
        ("右白边", section.right_margin, gb.MARGIN_RIGHT, "5.2.1"),
        ("下白边", section.bottom_margin, gb.MARGIN_BOTTOM, "5.2.1"),
    )
    return [
        Finding(where, Severity.ERROR, rule, f"{name}是{_mm(length):.1f}毫米，应为{asked:g}毫米。")
        for name, length, asked, rule in measures
        if abs(_mm(length) - asked) > TOLERANCE
    ]


def _check_grid(section: Section, size: float, where: str) -> tuple[float, list[Finding]]:
    grid = section._sectPr.find(qn("w:docGrid"))
    kind = grid.get(qn("w:type")) if grid is not None else None
    if kind not in ("lines", "linesAndChars", "snapToChars"):
        message = f"没有设文档网格：每面应排{gb.LINES}行、每行{gb.CHARS}字。"
        return gb.LINE_PITCH, [Finding(where, Severity.ERROR, "5.2.3", message)]
    findings = []
    pitch = float(grid.get(qn("w:linePitch"), 0)) / 20
    height = _mm(section.page_height) - _mm(section.top_margin) - _mm(section.bottom_margin)
    lines = math.floor(height * gb.MM / pitch + 0.01) if pitch else 0
    if lines != gb.LINES:
        findings.append(Finding(where, Severity.ERROR, "5.2.3", f"每面排{lines}行，应为{gb.LINES}行。"))
    if kind == "lines":
        findings.append(Finding(where, Severity.WARNING, "5.2.3", f"网格只定了行，没有定每行{gb.CHARS}字。"))
        return pitch, findings
    width = _mm(section.page_width) - _mm(section.left_margin) - _mm(section.right_margin)
    chars = math.floor(width * gb.MM / (size + float(grid.get(qn("w:charSpace"), 0)) / 4096) + 0.01)
    if chars != gb.CHARS:
        findings.append(Finding(where, Severity.ERROR, "5.2.3", f"每行排{chars}字，应为{gb.CHARS}字。"))
    return pitch, findings


def _check_page_numbers(document: WordDocument) -> list[Finding]:
    section, looks = document.sections[0], Looks(document)
    if not document.settings.odd_and_even_pages_header_footer:
        message = "没有分单双页设页码：单页码居右空一字，双页码居左空一字。"
        return [Finding("页码", Severity.ERROR, "7.5", message), *_check_number(section.footer, looks, "页码", "")]
    odd = _check_number(section.footer, looks, "单页页码", "right")
    even = _check_number(section.even_page_footer, looks, "双页页码", "left")
    return [*odd, *even, *_check_footer_place(section)]


def _check_number(footer: _Footer, looks: Looks, where: str, side: str) -> list[Finding]:
    """The paragraph of a footer that holds the page number, also inside a text box."""
    numbered = footer._element.xpath(".//w:p[w:r/w:instrText[contains(., 'PAGE')] or w:fldSimple]")
    if not numbered:
        return [Finding(where, Severity.ERROR, "7.5", "页脚里没有页码。")]
    look = looks.of(Paragraph(numbered[0], footer), 0)
    findings = []
    if look.size != FORMATS[Place.PAGE_NUMBER].size:
        findings.append(Finding(where, Severity.ERROR, "7.5", f"页码是{look.size:g}磅，应为4号（14磅）。"))
    if look.family not in PROPER[Face.SONG]:
        findings.append(Finding(where, Severity.ERROR, "7.5", f"页码的字体是“{look.family}”，应为宋体。"))
    if look.text.count("—") < 2:
        findings.append(Finding(where, Severity.ERROR, "7.5", "页码左右应各有一条一字线：— 1 —。"))
    if side and look.align != side:
        asked = {"right": "居右", "left": "居左"}[side]
        findings.append(Finding(where, Severity.ERROR, "7.5", f"{where}应{asked}空一字。"))
    elif side and abs((look.right if side == "right" else look.left) - 1) > 0.1:
        findings.append(Finding(where, Severity.WARNING, "7.5", f"{where}与版心边缘应空一字。"))
    return findings


def _check_footer_place(section: Section) -> list[Finding]:
    below = _mm(section.bottom_margin) - _mm(section.footer_distance)
    if abs(below - gb.PAGE_NUMBER_DROP) > FOOTER_TOLERANCE:
        message = f"页脚下沿在版心下{below:.1f}毫米，页码的一字线应在版心下边缘之下{gb.PAGE_NUMBER_DROP:g}毫米。"
        return [Finding("页码", Severity.WARNING, "7.5", message)]
    return []
