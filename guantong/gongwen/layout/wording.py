# SPDX-License-Identifier: Apache-2.0
"""The words of the elements that the standard writes in one way only: number, date, addressees, annexes, imprint."""

from __future__ import annotations

import re
from itertools import pairwise

from guantong.gongwen.layout.elements import KIND_ENDINGS, Element
from guantong.gongwen.layout.finding import Finding, Severity
from guantong.gongwen.layout.place import CLAUSES
from guantong.gongwen.write.standard import Place

UPWARD_TITLE = re.compile(r"(?:请示|报告)$")
FULL_DATE = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")
LEVELS = (Place.HEADING_1, Place.HEADING_2, Place.HEADING_3, Place.HEADING_4)
MISSING = {
    Place.TITLE: "没有找到标题。",
    Place.BODY: "没有找到正文。",
}


def check_wording(elements: list[Element]) -> list[Finding]:
    """Findings about the words, in the order of the page, and about what is missing."""
    found = {element.place for element in elements}
    findings = [
        Finding("全文", Severity.ERROR, CLAUSES[place], message)
        for place, message in MISSING.items()
        if place not in found
    ]
    for element in elements:
        findings += _check_element(element)
    return [*findings, *_check_levels(elements), *_check_upward(elements)]


def _error(element: Element, message: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(element.where, severity, CLAUSES[element.place], message)


def _check_element(element: Element) -> list[Finding]:
    text, place = element.look.text, element.place
    if place is Place.NUMBER:
        return _check_number(element)
    if place is Place.TITLE and not re.search(rf"(?:{KIND_ENDINGS})(?:（.*）)?$", text):
        return [_error(element, "标题没有以文种（通知、报告、函等）结尾。", Severity.WARNING)]
    if place is Place.ADDRESSEES and not text.endswith("："):
        return [_error(element, "主送机关后应当标全角冒号。")]
    if place is Place.DATE and not FULL_DATE.fullmatch(text):
        return [_error(element, f"“{text}”应当用阿拉伯数字写全年、月、日，月、日不编虚位（不写01）。")]
    if place is Place.ANNEX_NOTE and re.search(r"[。；，、;,.]$", text):
        return [_error(element, "附件名称后不加标点符号。")]
    if place is Place.IMPRINT and text.startswith("抄送") and not text.endswith("。"):
        return [_error(element, "抄送机关之后应当标句号。")]
    if place is Place.IMPRINT and text.endswith("印发") and not FULL_DATE.search(text):
        return [_error(element, "印发日期应当用阿拉伯数字写全年、月、日，后加“印发”。")]
    return []


def _check_number(element: Element) -> list[Finding]:
    text = element.look.text
    findings = []
    if "号" in text and not re.search(r"〔\d{4}〕", text):
        findings.append(_error(element, "发文字号的年份应当写全四位，用六角括号〔〕括入。"))
    if re.search(r"[〕\])）】]\s*第", text):
        findings.append(_error(element, "发文字号的序号前不加“第”字。"))
    if re.search(r"[〕\])）】]\s*第?\s*0\d*\s*号", text):
        findings.append(_error(element, "发文字号的序号不编虚位（1不写作01）。"))
    return findings


def _check_levels(elements: list[Element]) -> list[Finding]:
    """A heading goes down one level at a time; the first one may be of any of the upper levels that offices use."""
    headings = [element for element in elements if element.place in LEVELS]
    return [
        _error(lower, f"{upper.place}下直接用了{lower.place}，跳过了一层。", Severity.WARNING)
        for upper, lower in pairwise(headings)
        if LEVELS.index(lower.place) > LEVELS.index(upper.place) + 1
    ]


def _check_upward(elements: list[Element]) -> list[Finding]:
    """An upward document with a masthead names who signed it."""
    title = next((element for element in elements if element.place is Place.TITLE), None)
    masthead = next((element for element in elements if element.place is Place.MASTHEAD), None)
    signed = any("签发人" in element.look.text for element in elements if element.place is Place.NUMBER)
    if title is None or masthead is None or signed or not UPWARD_TITLE.search(title.look.text):
        return []
    return [Finding(masthead.where, Severity.WARNING, "7.2.6", "上行文应当标注签发人姓名。")]
