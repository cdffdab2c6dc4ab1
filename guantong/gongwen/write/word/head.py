# SPDX-License-Identifier: Apache-2.0
"""The head of a docx: marks, masthead, number, signatories and the red rules."""

from __future__ import annotations

from dataclasses import replace

from docx.document import Document as WordDocument

from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.sheet import Form, Head
from guantong.gongwen.write.standard import FORMATS, Face, Place
from guantong.gongwen.write.word.paragraph import (
    ALIGNMENTS,
    PITCH,
    add_text,
    set_border,
    set_frame,
    set_indent,
    set_pitch,
    set_tabs,
)

LETTER_OVERHANG = (gb.LETTER_RULE_WIDTH - gb.AREA_WIDTH) / 2


def add_head(document: WordDocument, head: Head) -> None:
    """The head in the form of the document."""
    if head.form is Form.LETTER and head.masthead:
        add_letter_masthead(document, head)
        add_letter_number(document, head)
        return
    for mark in head.marks:
        paragraph = document.add_paragraph()
        set_pitch(paragraph)
        add_text(paragraph, mark, FORMATS[Place.URGENCY])
    if head.masthead:
        paragraph = document.add_paragraph()
        drop = gb.MASTHEAD_DROP * gb.MM - len(head.marks) * PITCH
        set_pitch(paragraph, before=drop, line=head.masthead_size)
        paragraph.alignment = ALIGNMENTS["center"]
        add_text(paragraph, head.masthead, replace(FORMATS[Place.MASTHEAD], size=head.masthead_size))
    gap = gb.NUMBER_GAP * PITCH if head.masthead else 0.0
    if head.signers:
        add_signers(document, head, gap)
    elif head.number:
        paragraph = document.add_paragraph()
        set_pitch(paragraph, before=gap)
        is_left = head.is_upward and bool(head.masthead)
        set_indent(paragraph, 16.0, left=int(is_left))
        paragraph.alignment = ALIGNMENTS["left" if is_left else "center"]
        add_text(paragraph, head.number, FORMATS[Place.NUMBER])
    if head.masthead:
        add_red_rule(document)


def add_signers(document: WordDocument, head: Head, gap: float) -> None:
    """Two signatories a row at the right; the number stands at the left of the last row (7.2.5, 7.2.6)."""
    names_at = (gb.CHARS - 1 - max(gb.width(names) for names in head.signers)) * gb.CHAR_PITCH
    label_at = names_at - 4 * gb.CHAR_PITCH
    for at, names in enumerate(head.signers):
        paragraph = document.add_paragraph()
        set_tabs(paragraph, ("left", label_at), ("left", names_at))
        set_pitch(paragraph, before=gap if at == 0 else 0)
        set_indent(paragraph, 16.0, left=1)
        number = head.number if at == len(head.signers) - 1 else ""
        label = "签发人：" if at == 0 else ""
        add_text(paragraph, f"{number}\t{label}\t", FORMATS[Place.NUMBER])
        add_text(paragraph, names, FORMATS[Place.NUMBER], face=Face.KAI)


def add_red_rule(document: WordDocument) -> None:
    """The red rule: the lower border of an empty paragraph as high as the distance to the number (7.2.7)."""
    paragraph = document.add_paragraph()
    set_border(paragraph, ("bottom", "single", gb.RULE_WEIGHT, gb.RED))
    set_pitch(paragraph, line=gb.RULE_DROP * gb.MM)


def add_letter_masthead(document: WordDocument, head: Head) -> None:
    """Masthead 30 mm from the top of the page over a double rule of 170 mm, in a frame (10.1)."""
    frame: dict[str, object] = {"wrap": "notBeside", "vAnchor": "page", "hAnchor": "page", "xAlign": "center"}
    frame["y"] = round(gb.LETTER_MASTHEAD_TOP * gb.MM * 20)
    masthead = document.add_paragraph()
    set_frame(masthead, gb.LETTER_RULE_WIDTH, **frame)
    set_pitch(masthead, line=head.masthead_size)
    masthead.alignment = ALIGNMENTS["center"]
    add_text(masthead, head.masthead, replace(FORMATS[Place.MASTHEAD], size=head.masthead_size))
    rule = document.add_paragraph()
    set_frame(rule, gb.LETTER_RULE_WIDTH, **frame)
    set_border(rule, ("bottom", "thickThinSmallGap", 3.0, gb.RED))
    set_pitch(rule, line=gb.LETTER_RULE_DROP * gb.MM)


def add_letter_number(document: WordDocument, head: Head) -> None:
    """Marks at the left and the number at the right, 7/8 of a character below the rule."""
    if not head.marks and not head.number:
        return
    paragraph = document.add_paragraph()
    set_tabs(paragraph, ("right", gb.AREA_WIDTH * gb.MM))
    set_pitch(paragraph, before=14.0 - (PITCH - 16.0) / 2)
    add_text(paragraph, "　".join(head.marks), FORMATS[Place.URGENCY])
    add_text(paragraph, f"\t{head.number}", FORMATS[Place.NUMBER])
