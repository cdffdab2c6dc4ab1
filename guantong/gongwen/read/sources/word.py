# SPDX-License-Identifier: Apache-2.0
"""Word documents (docx): paragraphs with their printed numbers, tables, text boxes; tracked changes as accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from guantong.gongwen.model import Unreadable
from guantong.gongwen.read.limits import Limits
from guantong.gongwen.read.lines import Line, Pages
from guantong.gongwen.read.sources.numbering import Numbering, numbering_of
from guantong.gongwen.read.sources.pack import Pack, attribute, child, local
from guantong.gongwen.read.sources.plain import unseen_removed

_MAIN = "word/document.xml"
# Deleted and moved-away text, hidden comments, and what only repeats text shown elsewhere.
_SKIPPED = frozenset(
    {"del", "moveFrom", "delText", "instrText", "rt", "pPr", "rPr", "commentReference", "sectPr", "tblPr"}
)
_BOXES = frozenset({"txbxContent"})
_IMPRINT = re.compile(r"抄\s*[送报]|印\s*发|签\s*发\s*人|主\s*题\s*词|[〔\[]\s*(?:19|20)\d\d\s*[〕\]]|文\s*件$")
_LONGEST_CELL = 400
_LONG_PARAGRAPH = 60


@dataclass
class _Reader:
    """What the walk through the document needs to know and what it has found."""

    numbering: Numbering
    style_lists: dict[str, tuple[str, int]]
    limits: Limits
    lines: list[Line] = field(default_factory=list)
    characters: int = 0
    has_body: bool = False
    has_changes: bool = False
    carried: str = ""

    def add(self, line: Line) -> None:
        self.characters += len(line.text)
        if self.characters > self.limits.characters:
            raise Unreadable(f"文字超过 {self.limits.characters} 字，请拆分后分别读取。", "too_large")
        self.has_body = self.has_body or len(line.text) >= _LONG_PARAGRAPH
        self.lines.append(line)


def word_pages(pack: Pack, limits: Limits) -> Pages:
    """The lines of a Word document in reading order."""
    root = pack.tree(_MAIN)
    numbers = pack.tree("word/numbering.xml") if pack.has("word/numbering.xml") else None
    styles = pack.tree("word/styles.xml") if pack.has("word/styles.xml") else None
    reader = _Reader(numbering_of(numbers), _style_lists(styles), limits)
    body = child(root, "body")
    if body is not None:
        _blocks(body, reader)
    warnings = ("文中有修订痕迹，按接受全部修订后的文字读取。",) if reader.has_changes else ()
    return Pages(tuple(reader.lines), warnings=warnings)


def _style_lists(styles: Element | None) -> dict[str, tuple[str, int]]:
    """Which paragraph styles carry a number of a list."""
    found: dict[str, tuple[str, int]] = {}
    for style in styles if styles is not None else ():
        if local(style) == "style":
            numbered = child(style, "pPr", "numPr")
            if numbered is not None:
                list_id = attribute(child(numbered, "numId"), "val")
                found[attribute(style, "styleId")] = (list_id, _level(child(numbered, "ilvl")))
    return found


def _level(element: Element | None) -> int:
    value = attribute(element, "val")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 3 else 0


def _blocks(parent: Element, reader: _Reader) -> None:
    """Paragraphs and tables of a body, a cell, a text box or a content control. Depth is bounded by the parser."""
    for element in parent:
        name = local(element)
        if name == "p":
            _paragraph(element, reader)
        elif name == "tbl":
            _table(element, reader)
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            reader.has_changes = reader.has_changes or name in ("ins", "moveTo")
            _blocks(element, reader)


def _paragraph(element: Element, reader: _Reader) -> None:
    boxes: list[Element] = []
    text = unseen_removed("".join(_texts(element, reader, boxes)))
    for box in boxes:
        _blocks(box, reader)
    text = reader.carried + text
    reader.carried = ""
    if child(element, "pPr", "rPr", "del") is not None:
        # The mark at the end of the paragraph is deleted: it runs on into the next.
        reader.carried, reader.has_changes = text, True
        return
    if text.strip():
        text = _marker(element, reader) + text.lstrip()
    for piece in re.split(r"[\n\f]+", text):
        if piece.strip():
            reader.add(Line(piece))


def _marker(element: Element, reader: _Reader) -> str:
    properties = child(element, "pPr")
    numbered = child(properties, "numPr")
    if numbered is not None:
        list_id, level = attribute(child(numbered, "numId"), "val"), _level(child(numbered, "ilvl"))
    else:
        list_id, level = reader.style_lists.get(attribute(child(properties, "pStyle"), "val"), ("", 0))
    return reader.numbering.marker(list_id, level) if list_id not in ("", "0") else ""


def _texts(element: Element, reader: _Reader, boxes: list[Element]) -> Iterator[str]:
    for item in element:
        name = local(item)
        if name in _SKIPPED:
            reader.has_changes = reader.has_changes or name in ("del", "moveFrom")
            continue
        if name == "t":
            yield item.text or ""
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name in _BOXES:
            boxes.append(item)
        elif name == "AlternateContent":
            # Both branches show the same thing; the first is the newer form.
            chosen = child(item, "Choice") or child(item, "Fallback")
            if chosen is not None:
                yield from _texts(chosen, reader, boxes)
        elif not (name == "r" and _is_hidden(item)):
            reader.has_changes = reader.has_changes or name in ("ins", "moveTo")
            yield from _texts(item, reader, boxes)


def _is_hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")


def _table(element: Element, reader: _Reader) -> None:
    rows = [list(_items(row, "tc")) for row in _items(element, "tr")]
    texts = [[_cell_text(cell, reader) for cell in row] for row in rows]
    is_frame = not reader.has_body and len(rows) <= 3
    for row, cells in zip(rows, texts, strict=True):
        filled = [text for text in cells if text]
        if not filled:
            continue
        if len(row) == 1 or any(len(text) > _LONGEST_CELL for text in cells):
            for cell in row:
                _blocks(cell, reader)
        elif is_frame or (len(rows) <= 4 and any(_IMPRINT.search(text) for text in filled)):
            reader.add(Line("   ".join(filled)))
        else:
            reader.add(Line("\t".join(cells), cells=tuple(cells)))


def _items(parent: Element, name: str) -> Iterator[Element]:
    """Rows or cells, also inside content controls and tracked insertions."""
    for element in parent:
        found = local(element)
        if found == name:
            if not (name == "tr" and child(element, "trPr", "del") is not None):
                yield element
        elif found in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _items(element, name)


def _cell_text(cell: Element, reader: _Reader) -> str:
    merged = child(cell, "tcPr", "vMerge")
    if merged is not None and attribute(merged, "val") != "restart":
        return ""
    # Counting the numbers of the cell's lists here would count them twice where the cell is read as blocks.
    pieces: list[str] = []
    stack = [cell]
    while stack:
        element = stack.pop()
        if local(element) == "p":
            boxes: list[Element] = []
            pieces.append("".join(_texts(element, reader, boxes)))
            stack.extend(reversed(boxes))
        else:
            stack.extend(reversed([item for item in element if local(item) not in _SKIPPED]))
    return " ".join(unseen_removed(" ".join(pieces)).split())
