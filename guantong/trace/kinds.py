# SPDX-License-Identifier: Apache-2.0
"""What a file is, judged by its content and never by its name; the kinds that are taken, and their endings."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Collection, Mapping
from pathlib import PurePath

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid

OLE = "application/x-ole-storage"  # Word, Excel and WPS before the XML formats
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
)
# a part that only this kind of package has
PACKAGES = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "OFD.xml": "application/ofd",
    "content.xml": "application/vnd.oasis.opendocument.spreadsheet",
}
ZIP, TEXT = "application/zip", "text/plain"
ENDINGS: dict[str, str] = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".docx": PACKAGES["word/document.xml"],
    ".xlsx": PACKAGES["xl/workbook.xml"],
    ".pptx": PACKAGES["ppt/presentation.xml"],
    ".ofd": PACKAGES["OFD.xml"],
    ".ods": PACKAGES["content.xml"],
    ".zip": ZIP,
    ".doc": OLE,
    ".xls": OLE,
    ".wps": OLE,
    ".et": OLE,
    ".txt": TEXT,
    ".csv": TEXT,
}
# What an upload may be called, and what its content then may be.
TAKEN: Mapping[str, Collection[str]] = {ending: (media_type,) for ending, media_type in ENDINGS.items()}
BYTES = "application/octet-stream"  # what we do not know: no program opens it by itself
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
LOOKED_AT = 65_536


def kind_of(content: bytes) -> str:
    """The media type of a content, "" where it is none that we know."""
    for signature, media_type in SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    return TEXT if _is_text(content[:LOOKED_AT]) else ""


def _package(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError):
        return ""
    return next((media_type for part, media_type in PACKAGES.items() if part in names), ZIP)


def _is_text(start: bytes) -> bool:
    """Whether a person could read it. Sheets of offices mix encodings, so none is asked for: no program is free of
    control characters over this length."""
    if start.startswith(WIDE):
        return b"\x00\x00\x00" not in start
    return bool(start) and not CONTROLS & set(start)


def check_size(size: int, name: str, limit: int) -> None:
    """Refuse a file that is too large; whoever knows its size asks before a byte of it is read."""
    if size > limit:
        said = {"name": name, "size": f"{size / 1_048_576:.1f}", "most": limit // 1_048_576}
        raise Invalid(_("“{name}”有 {size} 兆，最多收 {most} 兆。"), field="file", **said)


def checked_kind(content: bytes, name: str, limit: int, taken: Mapping[str, Collection[str]] = TAKEN) -> str:
    """The media type of an upload. Raises Invalid for an empty, too large, unknown or falsely named one."""
    if not content:
        raise Invalid(_("“{name}”是空的。"), field="file", name=name)
    check_size(len(content), name, limit)
    wanted, found = taken.get(PurePath(name).suffix.lower(), ()), kind_of(content)
    if not wanted:
        endings = " ".join(sorted(taken))
        raise Invalid(_("“{name}”不是能收的文件；能收：{endings}。"), field="file", name=name, endings=endings)
    if found not in wanted:
        raise Invalid(
            _("“{name}”的内容不是它的名字所说的那种文件，请用原来的软件重新保存后再交。"), field="file", name=name
        )
    return found
