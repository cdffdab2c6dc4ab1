# SPDX-License-Identifier: Apache-2.0
"""Zipped books: xlsx by calamine for the values and our own scan for what calamine does not tell; ods in `opendoc`.

The scan runs first: it bounds the grid, because calamine lays out every cell between the first and the last.
"""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from guantong.sheets.book import Anatomy, Book, Broken, Limits, Merge, Sheet, UnreadableSheet, Value, number
from guantong.sheets.formats import opendoc
from guantong.sheets.formats.package import DAMAGED, Guard, Package

ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,8})["']""")
ROW_END = re.compile(rb"</(?:\w+:)?row>")
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
ATTRIBUTE = re.compile(rb"""\b(r|t|hidden|min|max)\s*=\s*["']([^"']*)["']""")
PLAIN_LETTERS = re.compile(rb'<c r="([A-Z]{1,4})[0-9]')
LETTERS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,4})[0-9]""")
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
RESULT = re.compile(rb"<(?:\w+:)?(?:v\b[^>]*>([^<]*)|v\s*/|is\b)")
LONGEST_ROW = 64 * 2**20
TRUE = (b"1", b"true")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(data: bytes, limits: Limits, *, is_known: bool = False) -> Book:
    """Open a zipped book by what it holds; one known to hold nothing but values is not looked through again."""
    package = Package(data, limits)
    names = set(package.names())
    if "content.xml" in names:
        return opendoc.read(package, limits)
    if "xl/workbook.bin" in names:
        raise UnreadableSheet("这种表格（xlsb）不收。请另存为 xlsx 再传")
    if "xl/workbook.xml" not in names:
        raise UnreadableSheet("压缩包里没有表格。请解开后传里面的表格文件")
    workbook = package.tree("xl/workbook.xml")
    properties = next(_tagged(workbook, "workbookPr"), None)
    is_1904 = properties is not None and properties.get("date1904", "0") in {"1", "true"}
    anatomies = {} if is_known else _scan_all(package, workbook, limits)
    sheets = calamine_sheets(data, limits, lambda index, name: anatomies.get(name, Anatomy()))
    return Book(sheets, "xlsx", is_1904)


def calamine_sheets(data: bytes, limits: Limits, anatomy_of: Callable[[int, str], Anatomy]) -> list[Sheet]:
    """The worksheets of a book as calamine sees them, with the anatomy that was scanned before."""
    try:
        with Guard():
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            sheets = []
            for index, meta in enumerate(book.sheets_metadata):
                if meta.typ == SheetTypeEnum.WorkSheet:
                    found = book.get_sheet_by_index(index)
                    anatomy = anatomy_of(index, meta.name)
                    anatomy.merges = _merges(found, limits)
                    check_size(found.total_height, found.total_width, limits)
                    hidden = meta.visible != SheetVisibleEnum.Visible
                    sheets.append(Sheet(meta.name, partial(_walk, found), anatomy, hidden))
            return sheets
    except PasswordError as error:
        raise UnreadableSheet("表格加了密码。请去掉密码后再传") from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise UnreadableSheet(DAMAGED) from error


def check_size(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet wider or larger than one file may be."""
    if columns > limits.columns:
        raise UnreadableSheet(
            "表格有 {columns} 列，最多收 {most} 列。请删去不用的列后再传", columns=columns, most=limits.columns
        )
    if rows * columns > limits.cells:
        raise UnreadableSheet("表格太大：{rows} 行 {columns} 列。请分成几份再传", rows=rows, columns=columns)


def _walk(sheet: CalamineSheet) -> Iterator[Sequence[Value]]:
    indent: list[Value] = [None] * (sheet.start[1] if sheet.start else 0)
    with Guard():
        for row in sheet.iter_rows():
            yield [*indent, *row]


def _merges(sheet: CalamineSheet, limits: Limits) -> list[Merge]:
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > limits.merges:
        raise UnreadableSheet("表格里合并的格子太多。请取消合并后再传")
    return sorted((Merge(a + 1, b, c + 1, d) for (a, b), (c, d) in ranges), key=lambda merge: (merge.top, merge.left))


def _tagged(tree: Element, tag: str) -> Iterator[Element]:
    return (each for each in tree.iter() if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == tag)


def _targets(package: Package, part: str) -> dict[str, tuple[str, str]]:
    folder, _, name = part.rpartition("/")
    where = f"{folder}/_rels/{name}.rels"
    found: dict[str, tuple[str, str]] = {}
    if where in package.zip.NameToInfo:
        for each in _tagged(package.tree(where), "Relationship"):
            target = each.get("Target", "")
            steps = [] if target.startswith("/") else folder.split("/")
            for step in target.strip("/").split("/"):
                steps = steps[:-1] if step == ".." else [*steps, step]
            found[each.get("Id", "")] = each.get("Type", "").rpartition("/")[2], "/".join(steps)
    return found


def _scan_all(package: Package, workbook: Element, limits: Limits) -> dict[str, Anatomy]:
    targets = _targets(package, "xl/workbook.xml")
    sheets = {
        targets.get(each.get(RELATION, ""), ("", ""))[1]: each.get("name", "") for each in _tagged(workbook, "sheet")
    }
    anatomies: dict[str, Anatomy] = {}
    for name in package.names():
        if name.endswith((".xml", ".rels")):
            if name.startswith("xl/worksheets/") and name.count("/") == 2:
                anatomy = _Scan(limits).run(package.pieces(name))
                anatomies[sheets.get(name, name)] = anatomy
                anatomy.comments = _comments(package, name)
            else:
                for _ in package.pieces(name):
                    pass
    return anatomies


def _comments(package: Package, part: str) -> dict[tuple[int, int], str]:
    found = {}
    for kind, target in _targets(package, part).values():
        if kind == "comments" and target in package.zip.NameToInfo:
            for each in _tagged(package.tree(target), "comment"):
                place = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", each.get("ref", ""))
                if place:
                    found[int(place[2]), number(place[1])] = "".join(each.itertext()).strip()
    return found


class _Scan:
    """Reads the XML of one sheet row by row for hidden rows and columns, errors and formulas without a result."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.anatomy = limits, Anatomy()

    def run(self, pieces: Iterator[bytes]) -> Anatomy:
        rest, started = b"", False
        for piece in pieces:
            rest += piece
            ends = list(ROW_END.finditer(rest)) if len(rest) < LONGEST_ROW else self._refuse()
            if ends:
                if not started:
                    self._columns(rest)
                    started = True
                self._rows(rest[: ends[-1].end()])
                rest = rest[ends[-1].end() :]
        if not started:
            self._columns(rest)
        self._rows(rest)
        return self.anatomy

    def _refuse(self) -> Any:
        raise UnreadableSheet(DAMAGED)

    def _columns(self, head: bytes) -> None:
        for found in COLUMN.finditer(head):
            said = dict(ATTRIBUTE.findall(found[1]))
            if said.get(b"hidden") in TRUE and said.get(b"min", b"").isdigit() and said.get(b"max", b"").isdigit():
                last = min(int(said[b"max"]), self.limits.columns)
                self.anatomy.hidden_columns.update(range(int(said[b"min"]) - 1, last))

    def _rows(self, xml: bytes) -> None:
        named = PLAIN_LETTERS.findall(xml)  # as nearly every program writes them; else a closer look
        is_usual = len(named) == xml.count(b"<c ") + xml.count(b"<c>") and b":c" not in xml
        letters = {each.decode().upper() for each in set(named if is_usual else LETTERS.findall(xml))}
        widest = max((number(each) + 1 for each in letters), default=0)
        self.anatomy.columns = max(self.anatomy.columns, widest)
        is_plain = b"<f" not in xml and b":f" not in xml and b't="e"' not in xml and b"t='e'" not in xml
        starts = [] if is_plain and self._only_counted(xml) else list(ROW.finditer(xml))
        for at, found in enumerate(starts):
            said = dict(ATTRIBUTE.findall(found[1]))
            row = int(said[b"r"]) if said.get(b"r", b"").isdigit() else self.anatomy.rows + 1
            self.anatomy.rows = max(row, self.anatomy.rows)
            if said.get(b"hidden") in TRUE:
                self.anatomy.hidden_rows.add(row)
            if not is_plain:
                end = starts[at + 1].start() if at + 1 < len(starts) else len(xml)
                self._cells(row, xml[found.end() : end])
        check_size(self.anatomy.rows, self.anatomy.columns, self.limits)

    def _only_counted(self, xml: bytes) -> bool:
        """Rows of which nothing but the number is to be known, the quick way."""
        numbers = ROW_NUMBER.findall(xml)
        if b"hidden" in xml or len(numbers) != len(ROW_END.findall(xml)):
            return False
        self.anatomy.rows = max(self.anatomy.rows, *map(int, numbers), 0)
        return True

    def _cells(self, row: int, xml: bytes) -> None:
        column = -1
        for found in CELL.finditer(xml):
            said = dict(ATTRIBUTE.findall(found[1]))
            place = re.match(rb"[A-Za-z]{1,3}", said.get(b"r", b""))
            column = number(place[0].decode().upper()) if place else column + 1
            body, kind = found[2] or b"", said.get(b"t", b"")
            result = RESULT.search(body)
            if kind == b"e":
                text = result[1] if result and result[1] else b""
                self.anatomy.broken[row, column] = Broken("error", text.decode(errors="replace"))
            elif FORMULA.search(body) and (result is None or (not result[1] and kind != b"str")):
                self.anatomy.broken[row, column] = Broken("uncomputed")
