# SPDX-License-Identifier: Apache-2.0
"""Which paragraph of a docx is which element of an official document, told by its words and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guantong.gongwen.layout.properties import Look
from guantong.gongwen.write.pieces import ATTENDANCE
from guantong.gongwen.write.standard import Place

YEAR_BRACKETS = re.compile(r"(?:^|\s)[^\s〔\[（(【]{0,14}\s*[〔\[（(【]\s*\d{2,4}\s*[〕\]）)】]\s*第?\s*\d+\s*号")
KIND_ENDINGS = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
TITLE = re.compile(rf"(?:关于|转发|印发).*(?:{KIND_ENDINGS})$|(?:{KIND_ENDINGS})$")
URGENCY = re.compile(r"^(?:特提|特急|加急|平急)$")
HEADINGS = (
    (Place.HEADING_1, re.compile(r"^[一二三四五六七八九十]+、")),
    (Place.HEADING_2, re.compile(r"^（[一二三四五六七八九十]+）")),
    (Place.HEADING_3, re.compile(r"^\d+[.．、]")),
    (Place.HEADING_4, re.compile(r"^（\d+）")),
)
DATE = re.compile(
    r"^(?:\d{4}年\d{1,2}月\d{1,2}日|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日)$"
)
ANNEX_MARK = re.compile(r"^附件\s*\d*[：:]?$")
ANNEX_NOTE = re.compile(r"^附件[：:]\s*\S")
IMPRINT = re.compile(r"^(?:主送|抄送|抄报)[：:]|印发$")
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Element:
    """A paragraph with its place; `gap` is the room above it in points, empty paragraphs included."""

    place: Place
    look: Look
    gap: float

    @property
    def where(self) -> str:
        return f"第{self.look.number}段（{self.place}）"


def is_red(look: Look) -> bool:
    """Whether letters are of a red that a reader takes for the red of a masthead."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", look.color):
        return False
    red, green, blue = (int(look.color[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xB0 and green <= 0x50 and blue <= 0x50


def elements_of(looks: list[Look], pitch: float) -> list[Element]:
    """Every paragraph with text, recognized; empty ones only add to the room above the next."""
    found: list[Element] = []
    gap = 0.0
    for at, look in enumerate(looks):
        if not look.text:
            gap += look.before + (look.line or pitch)
            continue
        following = next((later.text for later in looks[at + 1 :] if later.text), "")
        found.append(Element(_place_of(look, found, following), look, gap + look.before))
        gap = 0.0
    return found


def _place_of(look: Look, before: list[Element], following: str) -> Place:
    seen = {element.place for element in before}
    if look.is_framed and IMPRINT.search(look.text):
        return Place.IMPRINT
    if Place.TITLE not in seen:
        return _head_place(look, seen)
    if IMPRINT.search(look.text) and (Place.DATE in seen or Place.IMPRINT in seen):
        return Place.IMPRINT
    return _body_place(look, before, following)


def _head_place(look: Look, seen: set[Place]) -> Place:
    if URGENCY.match(look.text):
        return Place.URGENCY
    if YEAR_BRACKETS.search(look.text) or "签发人" in look.text:
        return Place.NUMBER
    if Place.MASTHEAD not in seen and Place.NUMBER not in seen and (is_red(look) or look.text.endswith("文件")):
        return Place.MASTHEAD
    if TITLE.search(look.text) or look.size >= 18:
        return Place.TITLE
    return Place.BODY


def _body_place(look: Look, before: list[Element], following: str) -> Place:
    previous = before[-1].place
    text = look.text
    if previous in (Place.TITLE, Place.NUMBER) and text.endswith(("：", ":")) and look.first <= 0:
        return Place.ADDRESSEES
    if previous is Place.ANNEX_MARK:
        return Place.ANNEX_TITLE
    if ANNEX_MARK.match(text):
        return Place.ANNEX_MARK
    if ANNEX_NOTE.match(text) or (previous is Place.ANNEX_NOTE and re.match(r"^\d+[.．]", text)):
        return Place.ANNEX_NOTE
    if DATE.match(text):
        return Place.DATE
    if look.align == "right" or (look.align == "center" and DATE.match(following)):
        return Place.SIGNATURE
    if ATTENDANCE.match(text):
        return Place.ATTENDANCE
    if previous is Place.DATE and text.startswith("（") and text.endswith("）"):
        return Place.NOTE
    if look.align == "center" and look.size <= 16:
        return Place.CAPTION
    if len(text) <= LONGEST_HEADING and not text.endswith(("。", "；", "！", "？")):
        for place, pattern in HEADINGS:
            if pattern.match(text):
                return place
    return Place.BODY
