# SPDX-License-Identifier: Apache-2.0
"""From a file to a book: what the bytes are, whether they may be opened, and which reader opens them."""

import struct
import zipfile
from pathlib import Path

from guantong.sheets.book import Book, Limits, UnreadableSheet
from guantong.sheets.formats import biff, plain, spreadsheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_SHEETS = {
    b"%PDF": "这是 PDF，不是表格。请传原来的表格文件",
    b"\x89PNG": "这是图片，不是表格。请传原来的表格文件",
    b"\xff\xd8\xff": "这是图片，不是表格。请传原来的表格文件",
    b"Rar!": "这是压缩包。请解开后传里面的表格",
    b"7z\xbc\xaf": "这是压缩包。请解开后传里面的表格",
    b"{\\rtf": "这是文档，不是表格。请把表格另存为 xlsx 再传",
}


def read(source: Path | str | bytes, limits: Limits | None = None, *, is_known: bool = False) -> Book:
    """Read a book of any kind we know; what cannot be read safely is an `UnreadableSheet`.

    `is_known`: these very bytes were read before, and the book was plain. They need not be looked through again.
    """
    limits = limits or Limits()
    _check_size(source, limits)
    head = _first(source, plain.SAMPLE)
    for mark, why in NOT_SHEETS.items():
        if head.startswith(mark):
            raise UnreadableSheet(why)
    if not head.strip(b"\x00 \r\n\t") and len(head) < plain.SAMPLE:
        raise UnreadableSheet("文件是空的。请选另一个文件")
    if head.startswith(b"PK"):
        return _read_zip(_whole(source), limits, is_known)
    if head[:8] == OLE:
        return biff.read(_whole(source), limits)
    return plain.read(source if isinstance(source, bytes) else Path(source), head, limits)


def _check_size(source: Path | str | bytes, limits: Limits) -> None:
    size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
    if size > limits.packed:
        raise UnreadableSheet(
            "文件有 {size} MB，一次最多收 {most} MB。请分成几份", size=size >> 20, most=limits.packed >> 20
        )


def _first(source: Path | str | bytes, number: int) -> bytes:
    if isinstance(source, bytes):
        return source[:number]
    with Path(source).open("rb") as file:
        return file.read(number)


def _whole(source: Path | str | bytes) -> bytes:
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def _read_zip(data: bytes, limits: Limits, is_known: bool) -> Book:
    try:
        return spreadsheet.read(data, limits, is_known=is_known)
    except (zipfile.BadZipFile, struct.error, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UnreadableSheet("文件坏了，打不开。请用表格软件打开后另存一份再传") from error
