# SPDX-License-Identifier: Apache-2.0
"""`guantong write DOC.json --docx OUT --pdf OUT`: a document from JSON to paper."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from guantong.gongwen.model import Document
from guantong.gongwen.write import CannotWrite, Style, write
from guantong.gongwen.write.document_json import document_from_json


def write_command(argv: list[str]) -> int:
    """Write the files asked for; 0 when they are written, 2 with one sentence when they cannot be."""
    parser = argparse.ArgumentParser(prog="guantong write", description="把 JSON 写成符合 GB/T 9704-2012 的公文。")
    parser.add_argument("document", type=Path, help="公文的 JSON 文件")
    parser.add_argument("--docx", type=Path, metavar="OUT", help="写出 Word 文件")
    parser.add_argument("--pdf", type=Path, metavar="OUT", help="写出 PDF 文件")
    parser.add_argument("--unsealed", action="store_true", help="不加盖印章的版式")
    parser.add_argument("--fonts", type=Path, action="append", default=[], metavar="DIR", help="另找字体的文件夹")
    options = parser.parse_args(argv)
    if options.docx is None and options.pdf is None:
        parser.error("请用 --docx 或 --pdf 说明要写成什么文件")
    style = Style(sealed=not options.unsealed, font_folders=tuple(options.fonts))
    try:
        document = load_document(options.document)
        if options.docx is not None:
            options.docx.write_bytes(write(document, "docx", style))
        if options.pdf is not None:
            options.pdf.write_bytes(write(document, "pdf", style))
    except (CannotWrite, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def load_document(path: Path) -> Document:
    """The document in a JSON file."""
    try:
        return document_from_json(json.loads(path.read_text(encoding="utf-8-sig")))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CannotWrite(f"“{path.name}”不是 UTF-8 的 JSON 文件。") from error
