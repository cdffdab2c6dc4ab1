# SPDX-License-Identifier: Apache-2.0
"""Plain text and Markdown: encodings, and lines with their marks taken off."""

from __future__ import annotations

import codecs
import html
import re
from contextlib import suppress

from guantong.gongwen.model import Unreadable
from guantong.gongwen.read.limits import Limits
from guantong.gongwen.read.lines import Line, Pages

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_MARKS = re.compile(r"\*\*|__(?=\S)|(?<=\S)__|^\s*#{1,6}\s+|^\s*>+\s?")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_LINE_END = re.compile(r"\r\n?|\n|\x0b|\x85|\u2028|\u2029")
# Zero-width marks, direction marks and control characters carry nothing a reader sees, nor do private characters.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff]"
)


def unseen_removed(text: str) -> str:
    """The text without characters that no reader sees (zero width, direction marks, controls)."""
    return _UNSEEN.sub("", text)


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else GB18030, else what the bytes look like."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name)
    if b"\0" in data[:4096]:
        return _decode_wide(data)
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return _guessed(data)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable("文件的文字编码已损坏，请用原来的软件另存为 UTF-8 文本后再试。", "broken") from error


def _decode_wide(data: bytes) -> str:
    """UTF-16 without a mark: the zero bytes of its spaces and digits stand on one side only."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > 8 * min(even, odd):
        with suppress(UnicodeDecodeError):
            return data.decode("utf-16-le" if odd > even else "utf-16-be")
    raise Unreadable("这不是文字文件，请上传 Word、PDF、OFD、网页或文本格式的公文。", "not_a_document")


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], cp_isolation=["utf_8", "gb18030", "big5", "utf_16"]).best()
    name = best.encoding if best else "gb18030"
    text = data.decode(name, errors="replace")
    if text.count("\ufffd") * 20 > len(text):
        raise Unreadable("认不出这个文件的文字编码，请另存为 UTF-8 文本后再试。", "not_a_document")
    return text


def plain_pages(text: str, limits: Limits) -> Pages:
    """The lines of plain or Markdown text; a form feed starts a page."""
    if len(text) > limits.characters:
        raise Unreadable(f"文字超过 {limits.characters} 字，请拆分后分别读取。", "too_large")
    lines: list[Line] = []
    pages = text.split("\f")
    for number, page in enumerate(pages, 1):
        lines.extend(_page_lines(page, number))
    return Pages(tuple(lines), has_pages=len(pages) > 1)


def _page_lines(page: str, number: int) -> list[Line]:
    lines = []
    for raw in _LINE_END.split(page):
        text = unseen_removed(raw)
        if "&" in text:
            text = _ENTITY.sub(lambda match: html.unescape(match[0]), text).replace("\xa0", " ")
        stripped = text.strip()
        if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
            if not _TABLE_RULE.match(stripped):
                cells = tuple(cell.strip() for cell in stripped.strip("|").split("|"))
                lines.append(Line("\t".join(cells), cells=cells, page=number))
            continue
        text = _MARKS.sub("", text)
        cells = tuple(cell.strip() for cell in text.split("\t")) if "\t" in text.strip() else ()
        is_row = sum(map(bool, cells)) > 1 or (len(cells) > 2 and any(cells))
        lines.append(Line("\t".join(cells), cells=cells, page=number) if is_row else Line(text, page=number))
    return lines
