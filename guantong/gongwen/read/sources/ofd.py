# SPDX-License-Identifier: Apache-2.0
"""OFD (GB/T 33190-2016), read by its own XML: pages, templates, text objects with their matrices."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from guantong.gongwen.model import Unreadable
from guantong.gongwen.read.limits import Limits
from guantong.gongwen.read.lines import Pages
from guantong.gongwen.read.sources.geometry import Glyphs, Row, lines_of
from guantong.gongwen.read.sources.grid import Rule, rows_with_table
from guantong.gongwen.read.sources.pack import Pack, attribute, child, local

_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def ofd_pages(pack: Pack, limits: Limits) -> Pages:
    """The lines of all pages of an OFD package."""
    root = pack.tree("OFD.xml")
    rows: list[Row] = []
    number = characters = 0
    for body in (item for item in root if local(item) == "DocBody"):
        doc_root = (getattr(child(body, "DocRoot"), "text", None) or "").strip().lstrip("/")
        document = pack.tree(doc_root)
        folder = posixpath.dirname(doc_root)
        pages = child(document, "Pages")
        for page in pages if pages is not None else ():
            number += 1
            if number > limits.pages:
                raise Unreadable(f"超过 {limits.pages} 页，请拆分后分别读取。", "too_large")
            name = _inside(folder, attribute(page, "BaseLoc"))
            # Template pages hold headers and rulings of the paper, not the text of the document.
            content = pack.tree(name)
            glyphs = list(_content_glyphs(content))
            characters += sum(len(item.text) for item in glyphs)
            if characters > limits.characters:
                raise Unreadable(f"文字超过 {limits.characters} 字，请拆分后分别读取。", "too_large")
            rows.extend(rows_with_table(glyphs, list(_rules(content)), number))
    return Pages(tuple(lines_of(rows)), has_pages=number > 1)


def _inside(folder: str, name: str) -> str:
    return (
        posixpath.normpath(posixpath.join(folder, name)).lstrip("/") if not name.startswith("/") else name.lstrip("/")
    )


def _content_glyphs(root: Element) -> Iterator[Glyphs]:
    for element in root.iter():
        if local(element) == "TextObject" and attribute(element, "Visible").lower() != "false":
            yield from _text_object(element)


def _rules(root: Element) -> Iterator[Rule]:
    """The straight lines that paths draw, each stroke of a path by itself."""
    for element in root.iter():
        if local(element) != "PathObject":
            continue
        boundary, matrix = _floats(attribute(element, "Boundary")), _floats(attribute(element, "CTM"))
        data = child(element, "AbbreviatedData")
        if len(boundary) < 4 or data is None or not data.text:
            continue
        for start, end in _strokes(data.text):
            (x0, y0), (x1, y1) = _placed(boundary, matrix, *start), _placed(boundary, matrix, *end)
            yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _strokes(path: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a path: M and S set the pen down, L draws, C goes back to where it was set down."""
    parts = path.split()
    first = pen = (0.0, 0.0)
    index = 0
    while index < len(parts):
        sign = parts[index]
        pair = _floats(" ".join(parts[index + 1 : index + 3])) if sign in ("M", "S", "L") else []
        if len(pair) == 2:
            target = (pair[0], pair[1])
            if sign == "L":
                yield pen, target
            else:
                first = target
            pen = target
            index += 3
            continue
        if sign == "C":
            yield pen, first
            pen = first
        index += 1


def _placed(boundary: list[float], matrix: list[float], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix if len(matrix) == 6 else _UNIT
    return boundary[0] + a * x + c * y + e, boundary[1] + b * x + d * y + f


def _text_object(element: Element) -> Iterator[Glyphs]:
    boundary = _floats(attribute(element, "Boundary"))
    if len(boundary) < 4:
        return
    matrix = _floats(attribute(element, "CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else _UNIT
    size = (_floats(attribute(element, "Size")) or [4.0])[0]
    x = y = 0.0
    for code in element:
        if local(code) != "TextCode" or not code.text:
            continue
        x = _first(attribute(code, "X"), x)
        y = _first(attribute(code, "Y"), y)
        text = code.text.strip("\r\n")
        steps_x = _deltas(attribute(code, "DeltaX"), len(text))
        steps_y = _deltas(attribute(code, "DeltaY"), len(text))
        at_x, at_y = x, y
        for index, char in enumerate(text):
            left = boundary[0] + a * at_x + c * at_y + e
            base = boundary[1] + b * at_x + d * at_y + f
            height = size * (abs(d) or abs(b) or 1.0)
            width = size * (abs(a) or abs(c) or 1.0) * (0.5 if char.isascii() else 1.0)
            yield Glyphs(char, left, left + width, base - height * 0.8, base + height * 0.2)
            at_x += steps_x[index] if steps_x else size * (0.5 if char.isascii() else 1.0) * (0 if steps_y else 1)
            at_y += steps_y[index] if steps_y else 0.0


def _floats(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split()]
    except ValueError:
        return []


def _first(text: str, default: float) -> float:
    values = _floats(text)
    return values[0] if values else default


def _deltas(text: str, length: int) -> list[float]:
    """The steps between characters; `g 5 4.2` stands for five times 4.2. One is added for the last character."""
    if not text.strip():
        return []
    steps: list[float] = []
    parts = text.split()
    index = 0
    while index < len(parts) and len(steps) < length:
        if parts[index] == "g" and index + 2 < len(parts):
            times, step = _floats(parts[index + 1]), _floats(parts[index + 2])
            steps.extend((step or [0.0]) * min(length, int(times[0]) if times else 0))
            index += 3
        else:
            steps.extend(_floats(parts[index]) or [0.0])
            index += 1
    return (steps + [steps[-1] if steps else 0.0] * length)[: length + 1]
