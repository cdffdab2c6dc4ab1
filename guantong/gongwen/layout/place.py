# SPDX-License-Identifier: Apache-2.0
"""Each element of a docx against the format that the standard gives it: face, size, place, indents, room above."""

from __future__ import annotations

from guantong.gongwen.layout.elements import Element
from guantong.gongwen.layout.finding import Finding, Severity
from guantong.gongwen.write import standard as gb
from guantong.gongwen.write.fonts import PROPER
from guantong.gongwen.write.standard import FORMATS, Face, Place

CLAUSES = {
    Place.URGENCY: "7.2.3",
    Place.MASTHEAD: "7.2.4",
    Place.NUMBER: "7.2.5",
    Place.TITLE: "7.3.1",
    Place.ADDRESSEES: "7.3.2",
    Place.HEADING_1: "7.3.3",
    Place.HEADING_2: "7.3.3",
    Place.HEADING_3: "7.3.3",
    Place.HEADING_4: "7.3.3",
    Place.BODY: "7.3.3",
    Place.ANNEX_NOTE: "7.3.4",
    Place.SIGNATURE: "7.3.5",
    Place.DATE: "7.3.5",
    Place.NOTE: "7.3.6",
    Place.ANNEX_MARK: "7.3.7",
    Place.ANNEX_TITLE: "7.3.7",
    Place.IMPRINT: "7.4",
}
FACE_NAMES = {Face.FANG: "仿宋", Face.KAI: "楷体", Face.HEI: "黑体", Face.SONG: "宋体", Face.BIAOSONG: "小标宋"}
SIZE_NAMES = {22.0: "2号（22磅）", 16.0: "3号（16磅）", 14.0: "4号（14磅）"}
INDENTED = frozenset({Place.BODY, Place.HEADING_1, Place.HEADING_2, Place.HEADING_3, Place.HEADING_4, Place.NOTE})
ALSO = {Place.BODY: (Face.KAI, Face.HEI), Place.NUMBER: (Face.KAI, Face.HEI)}
"""Faces that part of an element may have: run-in headings, names of signatories, the urgency of a letter."""
CHAR_TOLERANCE = 0.25
LINE_TOLERANCE = 0.35
MASTHEAD_TOLERANCE = 3.0
"""Millimetres: a masthead's line has some air above its letters."""


def check_places(elements: list[Element]) -> list[Finding]:
    """Findings of every recognized element, then of the distances between them."""
    findings: list[Finding] = []
    for element in elements:
        if element.place in CLAUSES:
            findings += _check_letters(element)
            findings += _check_stand(element)
    return [*findings, *_check_distances(elements), *_check_closing(elements)]


def _error(element: Element, message: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(element.where, severity, CLAUSES[element.place], message)


def _is_allowed(family: str, place: Place) -> bool:
    """Whether a family may stand anywhere in an element: run-in headings and names of signatories have their own."""
    faces = [FORMATS[place].face, *ALSO.get(place, ())]
    return any(family in PROPER[face] for face in faces)


def _check_letters(element: Element) -> list[Finding]:
    """Face, size and color."""
    look, shape = element.look, FORMATS[element.place]
    findings = []
    strange = [family for family in look.families if not _is_allowed(family, element.place)]
    own = look.families if element.place in ALSO else (look.family,)  # a run-in heading may be longer than the rest
    is_served = any(family in PROPER[shape.face] for family in own)
    if not is_served or strange:
        shown = (strange[0] if is_served else look.family) or "主题默认字体"
        findings.append(_error(element, f"字体是“{shown}”，应为{FACE_NAMES[shape.face]}。"))
    if element.place is Place.MASTHEAD:
        if look.color.upper() != gb.RED:
            findings.append(_error(element, f"颜色是{look.color}，发文机关标志应为红色（{gb.RED}）。"))
    else:
        asked = SIZE_NAMES[shape.size]
        wrong = next((size for size in look.sizes if size != shape.size), None)
        if wrong is not None:
            findings.append(_error(element, f"字号是{wrong:g}磅，应为{asked}。"))
    if element.place is not Place.MASTHEAD and look.color.upper() not in ("000000", "AUTO"):
        findings.append(_error(element, f"颜色是{look.color}，公文中文字均为黑色（第5.2.4条）。"))
    return findings


def _check_stand(element: Element) -> list[Finding]:
    """Alignment and indents."""
    look, shape, place = element.look, FORMATS[element.place], element.place
    if place in (Place.TITLE, Place.MASTHEAD, Place.ANNEX_TITLE) and look.align != "center":
        return [_error(element, f"{place}应当居中。")]
    if place in INDENTED and abs(look.first - shape.first) > CHAR_TOLERANCE:
        return [_error(element, f"首行缩进{look.first:g}字，应当左空{shape.first:g}字。")]
    if place in (Place.ADDRESSEES, Place.ANNEX_MARK, Place.URGENCY) and (
        look.align in ("center", "right") or look.first
    ):
        return [_error(element, f"{place}应当居左顶格。")]
    if place is Place.ANNEX_NOTE and look.text.startswith("附件") and abs(look.left + look.first - 2) > CHAR_TOLERANCE:
        return [_error(element, f"附件说明左空{look.left + look.first:g}字，应当左空2字。")]
    if place is Place.IMPRINT and abs(min(look.left, look.left + look.first) - 1) > CHAR_TOLERANCE:
        return [_error(element, "版记各要素应当左右各空1字。")]
    if place in (Place.BODY, Place.TITLE) and look.line and look.line > 1.25 * gb.LINE_PITCH:
        return [
            _error(element, f"行距是{look.line:g}磅，{gb.LINES}行一面的行距约{gb.LINE_PITCH:.1f}磅。", Severity.WARNING)
        ]
    return []


def _first(elements: list[Element], place: Place) -> Element | None:
    return next((element for element in elements if element.place is place), None)


def _check_distances(elements: list[Element]) -> list[Finding]:
    """Room above masthead, number, title and addressees, in lines or millimetres."""
    masthead, title = _first(elements, Place.MASTHEAD), _first(elements, Place.TITLE)
    if masthead is None or title is None or title.look.text.endswith("函"):
        return []
    above = sum(e.gap + (e.look.line or gb.LINE_PITCH) for e in elements[: elements.index(masthead)]) + masthead.gap
    findings = []
    if abs(above / gb.MM - gb.MASTHEAD_DROP) > MASTHEAD_TOLERANCE:
        message = f"上边缘至版心上边缘{above / gb.MM:.1f}毫米，应为{gb.MASTHEAD_DROP:g}毫米。"
        findings.append(_error(masthead, message))
    number = _first(elements, Place.NUMBER)
    asked = (
        (number, float(gb.NUMBER_GAP), "应当在发文机关标志下空2行"),
        (title, 2 + gb.RULE_DROP * gb.MM / gb.LINE_PITCH, "应当在红色分隔线下空2行"),
        (_first(elements, Place.ADDRESSEES), 1.0, "应当在标题下空1行"),
    )
    for element, lines, message in asked:
        if element is not None and abs(element.gap / gb.LINE_PITCH - lines) > LINE_TOLERANCE:
            findings.append(_error(element, f"上方空{element.gap / gb.LINE_PITCH:.1f}行，{message}。"))
    return findings


def _check_closing(elements: list[Element]) -> list[Finding]:
    """Signature and date: the issuer centered on the date under a seal, or two characters in without one."""
    day = _first(elements, Place.DATE)
    if day is None or day.look.align not in ("right", "both", "left"):
        return []
    findings = []
    above = elements[elements.index(day) - 1]
    if day.look.align != "right":
        findings.append(_error(day, "成文日期应当右空4字（加盖印章）或随署名右移2字（不加盖印章）编排。"))
    elif above.place is Place.SIGNATURE and above.look.align == "right":
        signer_middle = above.look.right + gb.width(above.look.text) / 2
        day_middle = day.look.right + gb.width(day.look.text) / 2
        signer_start = above.look.right + gb.width(above.look.text)
        day_start = day.look.right + gb.width(day.look.text)
        sealed = abs(signer_middle - day_middle) <= 0.6
        unsealed = abs(signer_start - day_start - 2) <= 0.6
        if not sealed and not unsealed:
            message = "署名既没有以成文日期为准居中（加盖印章），成文日期也没有比署名右移2字（不加盖印章）。"
            findings.append(_error(above, message))
    return findings
