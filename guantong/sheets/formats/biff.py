# SPDX-License-Identifier: Apache-2.0
"""Old binary books (xls): values by calamine; hidden rows and columns and errors from the records themselves.

Also the door for encrypted xlsx, which hides in the same kind of container.
"""

import struct
from collections.abc import Iterator

from guantong.sheets.book import Anatomy, Book, Broken, Limits, UnreadableSheet
from guantong.sheets.formats.package import DAMAGED
from guantong.sheets.formats.spreadsheet import calamine_sheets, check_size

END = 0xFFFFFFF0
BOUNDSHEET, BOF, DATEMODE, ROW, COLINFO, FORMULA, BOOLERR, FILEPASS = 0x85, 0x809, 0x22, 0x208, 0x7D, 0x06, 0x205, 0x2F
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read(data: bytes, limits: Limits) -> Book:
    """Read an xls; refuse what is encrypted or is another kind of document."""
    try:
        streams = _streams(data)
        if "EncryptedPackage" in streams:
            raise UnreadableSheet("表格加了密码。请去掉密码后再传")
        name = next((each for each in ("Workbook", "Book") if each in streams), None)
        if name is None:
            raise UnreadableSheet("这不是表格。请传 xlsx、xls、ods 或 csv 文件")
        scan = _Scan(_chain(data, *streams[name]), limits)
    except (struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
        raise UnreadableSheet(DAMAGED) from error
    sheets = calamine_sheets(data, limits, lambda index, _: scan.anatomies.get(index, Anatomy()))
    return Book(sheets, "xls", scan.is_1904)


def _sector(data: bytes, index: int, size: int) -> bytes:
    return data[(index + 1) * size : (index + 2) * size]


def _follow(table: list[int], first: int) -> Iterator[int]:
    steps = 0
    while first < END:
        yield first
        first, steps = table[first], steps + 1
        if steps > len(table):
            raise ValueError("a chain of sectors without an end")


def _tables(data: bytes) -> tuple[int, list[int]]:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("no such sector size")
    sectors = [each for each in struct.unpack_from("<109I", data, 76) if each < END]
    more = struct.unpack_from("<I", data, 68)[0]
    while more < END and len(sectors) < len(data) // size:
        block = struct.unpack(f"<{size // 4}I", _sector(data, more, size))
        sectors += [each for each in block[:-1] if each < END]
        more = block[-1]
    table: list[int] = []
    for each in sectors:
        table += struct.unpack(f"<{size // 4}I", _sector(data, each, size))
    return size, table


def _streams(data: bytes) -> dict[str, tuple[int, int]]:
    size, table = _tables(data)
    directory = b"".join(_sector(data, each, size) for each in _follow(table, struct.unpack_from("<I", data, 48)[0]))
    found = {}
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le")
        found[name] = struct.unpack_from("<II", directory, at + 116)
    return found


def _chain(data: bytes, first: int, length: int) -> bytes:
    """A stream of the main sectors; a book under 4 KB lies in the small ones and has nothing to hide."""
    size, table = _tables(data)
    if length < 4096:
        return b""
    return b"".join(_sector(data, each, size) for each in _follow(table, first))[:length]


class _Scan:
    """Walks the records of a workbook stream; the parts of each sheet stand in the order of their names."""

    def __init__(self, stream: bytes, limits: Limits) -> None:
        self.is_1904 = False
        self.anatomies: dict[int, Anatomy] = {}
        self.starts: dict[int, int] = {}
        sheet, at = Anatomy(), 0
        while at + 4 <= len(stream):
            kind, length = struct.unpack_from("<HH", stream, at)
            body = stream[at + 4 : at + 4 + length]
            if kind == BOF:
                sheet = self.anatomies.setdefault(self.starts.get(at, -1), Anatomy())
            elif kind == BOUNDSHEET:
                self.starts[struct.unpack_from("<I", body)[0]] = len(self.starts)
            elif kind == DATEMODE:
                self.is_1904 = body[:1] == b"\x01"
            elif kind == FILEPASS:
                raise UnreadableSheet("表格加了密码。请去掉密码后再传")
            else:
                self._record(kind, body, sheet)
            check_size(sheet.rows, sheet.columns, limits)
            at += 4 + length

    def _record(self, kind: int, body: bytes, sheet: Anatomy) -> None:
        if kind == ROW:
            row, last, flags = *struct.unpack_from("<H2xH", body), struct.unpack_from("<H", body, 12)[0]
            sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last)
            if flags & 0x20:
                sheet.hidden_rows.add(row + 1)
        elif kind == COLINFO:
            first, last, flags = *struct.unpack_from("<HH", body), struct.unpack_from("<H", body, 8)[0]
            if flags & 1:
                sheet.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == BOOLERR and body[7:8] == b"\x01":
            self._error(sheet, body, body[6])
        elif kind == FORMULA and body[12:14] == b"\xff\xff" and body[6:7] == b"\x02":
            self._error(sheet, body, body[8])

    def _error(self, sheet: Anatomy, body: bytes, code: int) -> None:
        row, column = struct.unpack_from("<HH", body)
        sheet.broken[row + 1, column] = Broken("error", ERRORS.get(code, "#N/A"))
