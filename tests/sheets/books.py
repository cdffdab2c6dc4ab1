# SPDX-License-Identifier: Apache-2.0
"""Small books made for a test."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook

from guantong.kernel import clock
from guantong.sheets import RowOutcome, outcomes, read
from tests.sheets.registers import LECTURES

TODAY = datetime(2021, 1, 13, 9, tzinfo=clock.ZONE)
MILL = "澜湖市云杉乳业公司工会委员会"
HEAD = ["题目", "日期", "单位", "听众人数"]
LECTURE = ["劳模精神进车间", "2020-12-08", "云杉乳业", 40]


def xlsx(rows: Iterable[Sequence[object]], change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    """A book of one sheet, changed by hand before it is saved."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def encrypted() -> bytes:
    """What a program writes for a book with a password: a container whose one stream nobody opens without it."""
    entry = "EncryptedPackage".encode("utf-16-le")
    directory = entry.ljust(64, b"\0") + struct.pack("<H", len(entry) + 2) + b"\x02\x01" + bytes(48)
    directory = (directory + struct.pack("<II", 0xFFFFFFFE, 0) + bytes(4)).ljust(512, b"\0")
    sectors = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack(
        "<109I", 0, *[0xFFFFFFFF] * 108
    )
    return head + sectors + directory


def repacked(data: bytes, **changed: bytes) -> bytes:
    """The zip with some parts exchanged; a name's dots and strokes are written as _."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.pop(name.replace("/", "_").replace(".", "_"), None) or old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return out.getvalue()


def judged(data: bytes, fields=LECTURES) -> list[RowOutcome]:
    """What became of the rows, those left out as no record aside."""
    return [each for each in outcomes(read(data), fields) if each.verdict != "ignored"]


def verdicts(data: bytes, fields=LECTURES) -> list[tuple[int, str]]:
    return [(each.row, each.verdict) for each in judged(data, fields)]
