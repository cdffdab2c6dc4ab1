# SPDX-License-Identifier: Apache-2.0
"""PDF: the text layer by pdfium, ruled tables by pdfplumber, pages without text by character recognition."""

from __future__ import annotations

import ctypes
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import PdfiumError
from pypdfium2 import raw as pdfium

from guantong.gongwen.model import Unreadable
from guantong.gongwen.read.limits import Limits
from guantong.gongwen.read.lines import Pages
from guantong.gongwen.read.sources.geometry import Glyphs, Row, lines_of, rows_of
from guantong.gongwen.read.sources.plain import unseen_removed

_FEWEST_PATHS = 6
_TABLE_PAGES = 40
_DENSEST_PAGE = 20_000


@dataclass(frozen=True, slots=True)
class _Table:
    left: float
    top: float
    right: float
    bottom: float
    rows: list[tuple[str, ...]]


def portable_pages(data: bytes, limits: Limits) -> Pages:
    """The lines of a PDF in reading order."""
    try:
        document = pypdfium2.PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("文件有密码，请取消密码后再上传。", "encrypted") from error
        raise Unreadable("PDF 已损坏，打不开，请重新导出后再上传。", "broken") from error
    try:
        return _pages(document, data, limits)
    except PdfiumError as error:
        raise Unreadable("PDF 里有损坏的页，请重新导出后再上传。", "broken") from error
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, data: bytes, limits: Limits) -> Pages:
    count = len(document)
    if count == 0:
        raise Unreadable("PDF 里没有页面。", "empty")
    if count > limits.pages:
        raise Unreadable(f"超过 {limits.pages} 页，请拆分后分别读取。", "too_large")
    rows: list[Row] = []
    blank: list[int] = []
    ruled: list[int] = []
    by_page: dict[int, list[Glyphs]] = {}
    characters = 0
    for number in range(1, count + 1):
        glyphs, is_ruled = _page(document, number)
        characters += len(glyphs)
        if characters > limits.characters:
            raise Unreadable(f"文字超过 {limits.characters} 字，请拆分后分别读取。", "too_large")
        by_page[number] = glyphs
        blank.extend([number] if not glyphs else [])
        ruled.extend([number] if is_ruled and glyphs else [])
    tables = _tables(data, ruled[:_TABLE_PAGES])
    scanned = _scanned(document, blank, characters, limits)
    for number, glyphs in by_page.items():
        rows.extend(_with_tables(glyphs or scanned.get(number, []), tables.get(number, []), number))
    missing = [number for number in blank if number not in scanned]
    warnings = (f"第 {'、'.join(map(str, missing[:20]))} 页没有文字层，未读取。",) if missing else ()
    return Pages(tuple(lines_of(rows)), has_pages=count > 1, warnings=warnings)


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[list[Glyphs], bool]:
    page = document[number - 1]
    text_page = page.get_textpage()
    try:
        height = page.get_height()
        glyphs = list(_characters(text_page.raw, height))
        paths = 0
        for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=3):
            paths += item is not None
            if paths >= _FEWEST_PATHS:
                break
        return glyphs, paths >= _FEWEST_PATHS
    finally:
        text_page.close()
        page.close()


def _characters(text_page: pdfium.FPDF_TEXTPAGE, height: float) -> Iterator[Glyphs]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    total = pdfium.FPDFText_CountChars(text_page)
    for index in range(min(total, _DENSEST_PAGE)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code <= 32 or code > 0x10FFFF or pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        char = unseen_removed(chr(code))
        if not char.strip():
            continue
        if pdfium.FPDFText_GetLooseCharBox(text_page, index, box := pdfium.FS_RECTF()):
            yield Glyphs(char, box.left, box.right, height - box.top, height - box.bottom)
        elif pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
            yield Glyphs(char, left.value, right.value, height - top.value, height - bottom.value)


def _tables(data: bytes, pages: list[int]) -> dict[int, list[_Table]]:
    """Ruled tables of the pages that have lines drawn on them."""
    if not pages:
        return {}
    # Its complaints about odd files belong to whoever configures logging, not on the terminal.
    logging.getLogger("pdfminer").addHandler(logging.NullHandler())
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    found: dict[int, list[_Table]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=pages) as document:
            for page in document.pages:
                found[page.page_number] = [
                    _Table(*table.bbox, rows=_cells(table.extract()))
                    for table in page.find_tables()
                    if len(table.rows) >= 2 and max(len(row.cells) for row in table.rows) >= 2
                ]
    except (PDFException, PdfminerException, ValueError, KeyError, TypeError, IndexError, RecursionError):
        # The two libraries disagree on damaged files; the text itself has been read, only its grid is lost.
        return {}
    return found


def _cells(rows: list[list[str | None]]) -> list[tuple[str, ...]]:
    return [tuple("".join((cell or "").split("\n")).strip() for cell in row) for row in rows]


def _with_tables(glyphs: list[Glyphs], tables: list[_Table], page: int) -> Iterator[Row]:
    """The lines of a page with its tables in their places."""
    free = [
        item
        for item in glyphs
        if not any(
            table.left - 1 <= item.left <= table.right + 1 and table.top - 1 <= item.middle <= table.bottom + 1
            for table in tables
        )
    ]
    placed = [(row.middle, row) for row in rows_of(free, page)]
    for table in tables:
        for index, cells in enumerate(table.rows):
            if any(cells):
                row = Row("\t".join(cells), table.left, table.right, 1.0, page, table.top, cells)
                placed.append((table.top + index * 1e-3, row))
    yield from (row for _, row in sorted(placed, key=lambda pair: pair[0]))


def _scanned(
    document: pypdfium2.PdfDocument, blank: list[int], characters: int, limits: Limits
) -> dict[int, list[Glyphs]]:
    """Pages without a text layer, read by character recognition where it is installed."""
    if not blank:
        return {}
    from guantong.gongwen.read.sources.picture import recognize, recognizer

    if recognizer() is None:
        if not characters:
            raise Unreadable("这是扫描件，没有文字层；请上传文字版，或请管理员安装文字识别组件。", "unsupported")
        return {}
    if len(blank) > limits.ocr_pages:
        raise Unreadable(f"扫描页超过 {limits.ocr_pages} 页，请拆分后分别读取。", "too_large")
    found = {}
    for number in blank:
        page = document[number - 1]
        try:
            width, height = page.get_size()
            scale = min(2.2, (limits.image_pixels / max(1.0, width * height)) ** 0.5)
            found[number] = recognize(page.render(scale=scale).to_pil())
        finally:
            page.close()
    return found
