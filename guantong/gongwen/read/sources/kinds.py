# SPDX-License-Identifier: Apache-2.0
"""Which source a file needs, by what its bytes say (a name may lie), and the one door to all of them."""

from __future__ import annotations

import re
from pathlib import Path

from guantong.gongwen.model import Unreadable
from guantong.gongwen.read.limits import Limits
from guantong.gongwen.read.lines import Pages
from guantong.gongwen.read.sources.plain import decode, plain_pages

_MARKUP = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|div|p|h[1-6]|table|article|section|span|meta|center|font)\b",
    re.I | re.S,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_PACKED = {"docx": ("pack", "doc"), "doc": ("doc", "pack"), "pdf": ("pdf",), "ofd": ("pack",), "image": ("image",)}
_NAMES = {
    "text": "txt", "markdown": "md", "htm": "html", "mht": "html", "wps": "doc",
    "png": "image", "jpg": "image", "jpeg": "image", "tif": "image", "tiff": "image", "bmp": "image", "webp": "image",
}  # fmt: skip


def load(source: Path | bytes | str, kind: str | None, limits: Limits) -> Pages:
    """The lines of a source, whatever it is."""
    if isinstance(source, str):
        return _text_pages(source, kind, limits)
    data = _bytes_of(source, limits)
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("文件是空的，请检查后重新上传。", "empty")
    found = _kind_of(data)
    if found == "text" and _NAMES.get(kind or "", kind) not in _PACKED:
        return _text_pages(decode(data), kind, limits)
    _check_said(kind, found)
    return _packed_pages(data, found, limits)


def _check_said(kind: str | None, found: str) -> None:
    """A file said to be docx, PDF or OFD must at least begin like one."""
    said = _NAMES.get(kind or "", kind)
    if said in _PACKED and found not in _PACKED[said]:
        raise Unreadable("文件内容与所说的格式不符，可能已损坏，请重新导出后再试。", "broken")


def _bytes_of(source: Path | bytes, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    else:
        if not source.is_file():
            raise Unreadable("找不到这个文件，请检查路径。", "broken")
        size = source.stat().st_size
    if size > limits.file_bytes:
        raise Unreadable(f"文件超过 {limits.file_bytes // 1048576} MB，请压缩图片或拆分后再上传。", "too_large")
    return source if isinstance(source, bytes) else source.read_bytes()


def _kind_of(data: bytes) -> str:
    """txt and html are told apart later, after decoding."""
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "pack"
    if data.startswith((_OLE, b"{\\rtf")):
        return "doc"
    if data.startswith(_PICTURES):
        return "image"
    return "text"


def _text_pages(text: str, kind: str | None, limits: Limits) -> Pages:
    name = _NAMES.get(kind or "", kind)
    if not text.strip():
        raise Unreadable("没有文字，请粘贴公文正文或上传文件。", "empty")
    if name == "html" or (name in (None, "") and _MARKUP.match(text)):
        from guantong.gongwen.read.sources.markup import markup_pages

        return markup_pages(text, limits)
    return plain_pages(text, limits)


def _packed_pages(data: bytes, found: str, limits: Limits) -> Pages:
    if found == "pdf":
        from guantong.gongwen.read.sources.portable import portable_pages

        return portable_pages(data, limits)
    if found == "image":
        from guantong.gongwen.read.sources.picture import picture_pages

        return picture_pages(data, limits)
    if found == "doc":
        from guantong.gongwen.read.sources.legacy import docx_of

        data = docx_of(data, limits)
    return _zipped_pages(data, limits)


def _zipped_pages(data: bytes, limits: Limits) -> Pages:
    """A docx or OFD by what the package holds."""
    from guantong.gongwen.read.sources.ofd import ofd_pages
    from guantong.gongwen.read.sources.pack import Pack
    from guantong.gongwen.read.sources.word import word_pages

    pack = Pack(data, limits)
    if pack.has("word/document.xml"):
        return word_pages(pack, limits)
    if pack.has("OFD.xml"):
        return ofd_pages(pack, limits)
    for part, name in (("xl/workbook.xml", "Excel 表格"), ("ppt/presentation.xml", "演示文稿")):
        if pack.has(part):
            raise Unreadable(f"这是{name}，不是公文，请上传 Word、PDF、OFD、网页或文本格式的公文。", "not_a_document")
    raise Unreadable("这是压缩包或不认识的格式，请解压后上传其中的公文。", "unsupported")
