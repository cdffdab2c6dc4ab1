# SPDX-License-Identifier: Apache-2.0
"""OpenDocument sheets, read in one pass: values, merges, hidden rows and columns, formulas without a result."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from guantong.sheets.book import Anatomy, Book, Broken, Limits, Merge, Sheet, UnreadableSheet, Value
from guantong.sheets.formats.package import DAMAGED, Package

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
HIDDEN = {"collapse", "filter"}
ERROR = re.compile(r"#[A-Z/0]+[!?A]|Err:[0-9]+")


def read(package: Package, limits: Limits) -> Book:
    """Every table of the content; a protected one is refused by the manifest."""
    if "META-INF/manifest.xml" in package.names() and b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise UnreadableSheet("表格加了密码。请去掉密码后再传")
    sink = _Content(limits)
    parser = DefusedXMLParser(target=sink)
    try:
        for piece in package.pieces("content.xml"):
            parser.feed(piece)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableSheet(DAMAGED) from error
    return Book(sink.sheets, "ods", sink.is_1904)


class _Content:
    """Receives the parser's events and lays out the tables."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.is_1904 = limits, False
        self.sheets: list[Sheet] = []
        self.hidden_styles: set[str] = set()
        self.style, self.cell_text, self.skipping = "", [""], 0
        self.sheet: Sheet | None = None
        self.rows: list[tuple[int, list[Value]]] = []
        self.row: list[Value] = []
        self.cell: Element | None = None
        self.column, self.repeat_row, self.height = 0, 1, 0

    def start(self, tag: str, said: dict[str, str]) -> None:
        if tag == STYLE + "style":
            self.style = said.get(STYLE + "name", "")
        elif tag == STYLE + "table-properties" and said.get(TABLE + "display") == "false":
            self.hidden_styles.add(self.style)
        elif tag == TABLE + "null-date":
            self.is_1904 = said.get(TABLE + "date-value", "").startswith("1904")
        elif tag == TABLE + "table" and self.sheet is None:
            rows: list[tuple[int, list[Value]]] = []
            self.rows, self.height, self.column = rows, 0, 0
            hidden = said.get(TABLE + "style-name") in self.hidden_styles
            self.sheet = Sheet(said.get(TABLE + "name", ""), lambda: _walk(rows), Anatomy(), hidden)
        elif self.sheet is not None:
            self._inside(tag, said)

    def _inside(self, tag: str, said: dict[str, str]) -> None:
        assert self.sheet is not None
        if tag == TABLE + "table-column":
            count = int(said.get(TABLE + "number-columns-repeated", 1))
            if said.get(TABLE + "visibility") in HIDDEN and self.column < self.limits.columns:
                self.sheet.anatomy.hidden_columns.update(
                    range(self.column, min(self.column + count, self.limits.columns))
                )
            self.column += count
        elif tag == TABLE + "table-row":
            self.row, self.repeat_row = [], int(said.get(TABLE + "number-rows-repeated", 1))
            if said.get(TABLE + "visibility") in HIDDEN:
                last = self.height + min(self.repeat_row, 100_000)
                self.sheet.anatomy.hidden_rows.update(range(self.height + 1, last + 1))
        elif tag in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            self.cell, self.cell_text = Element(tag, said), []
        elif tag == OFFICE + "annotation":
            self.skipping += 1
        elif tag == TEXT + "p" and self.cell_text and not self.skipping:
            self.cell_text.append("\n")
        elif tag == TEXT + "s" and not self.skipping:
            self.cell_text.append(" " * min(int(said.get(TEXT + "c", 1)), 100))
        elif tag in (TEXT + "tab", TEXT + "line-break"):
            self.cell_text.append(" ")

    def data(self, text: str) -> None:
        if self.cell is not None and not self.skipping:
            self.cell_text.append(text)

    def end(self, tag: str) -> None:
        if self.sheet is None:
            return
        if tag == OFFICE + "annotation":
            self.skipping -= 1
        elif tag in (TABLE + "table-cell", TABLE + "covered-table-cell") and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif tag == TABLE + "table-row":
            self._end_row()
        elif tag == TABLE + "table":
            while self.rows and not self.rows[-1][1]:
                self.rows.pop()
            self.sheets.append(self.sheet)
            self.sheet = None

    def _end_cell(self, cell: Element) -> None:
        assert self.sheet is not None
        value = _value(cell, "".join(self.cell_text).strip())
        across, down = (int(cell.get(TABLE + f"number-{way}-spanned", 1)) for way in ("columns", "rows"))
        count = int(cell.get(TABLE + "number-columns-repeated", 1))
        if across * down > 1 and len(self.sheet.anatomy.merges) < self.limits.merges:
            top, left = self.height + 1, len(self.row)
            merge = Merge(top, left, top + down - 1, left + across - 1)
            self.sheet.anatomy.merges = [*self.sheet.anatomy.merges, merge]
        if cell.tag == TABLE + "covered-table-cell":
            value = None
        if value is not None and len(self.row) + count > self.limits.columns:
            raise UnreadableSheet("表格列数太多，最多收 {most} 列。请删去不用的列后再传", most=self.limits.columns)
        self.row += [value] * min(count, self.limits.columns + 1 - len(self.row))

    def _end_row(self) -> None:
        while self.row and self.row[-1] is None:
            self.row.pop()
        self.height += self.repeat_row
        if self.row and self.height * len(self.row) > self.limits.cells:
            raise UnreadableSheet("表格太大：{rows} 行。请分成几份再传", rows=self.height)
        self.rows.append((self.repeat_row, self.row))

    def close(self) -> None:
        """The parser asks for it; nothing is left to do."""


def _walk(rows: list[tuple[int, list[Value]]]) -> Iterator[Sequence[Value]]:
    for repeat, row in rows:
        for _ in range(repeat):
            yield row


def _value(cell: Element, text: str) -> Value:
    kind, stored = cell.get(OFFICE + "value-type"), cell.get(OFFICE + "value")
    if ERROR.fullmatch(text):
        return Broken("error", text)
    if kind in {"float", "currency", "percentage"} and stored is not None:
        return float(stored)
    if kind == "date":
        return datetime.fromisoformat(cell.get(OFFICE + "date-value", "").removesuffix("Z")[:19])
    if kind == "boolean":
        return cell.get(OFFICE + "boolean-value") == "true"
    if cell.get(TABLE + "formula") and not kind:
        return Broken("uncomputed")
    return text or None
