# SPDX-License-Identifier: Apache-2.0
"""Where a docx departs from GB/T 9704-2012, position by position: for what we write and for what comes in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from docx import Document as open_document
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

from guantong.gongwen.layout.elements import elements_of
from guantong.gongwen.layout.finding import Finding, Severity
from guantong.gongwen.layout.page import check_page
from guantong.gongwen.layout.place import check_places
from guantong.gongwen.layout.properties import Looks
from guantong.gongwen.layout.wording import check_wording
from guantong.gongwen.model import Unreadable

__all__ = ["Finding", "Severity", "check_layout"]


def check_layout(source: Path | str | bytes) -> list[Finding]:
    """Every departure of a docx from the standard, in the order of the page; [] when there is none."""
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    try:
        document = open_document(BytesIO(content))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise Unreadable("只能检查 docx 文件的版式：请另存为 docx 再检查。", "unsupported") from error
    looks = list(Looks(document))
    pitch, findings = check_page(document)
    elements = elements_of(looks, pitch)
    return [*findings, *check_places(elements), *check_wording(elements)]
