# SPDX-License-Identifier: Apache-2.0
"""What a reader with a ruler finds on a page of a PDF."""

import re
from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO

import pdfplumber

MM = 72 / 25.4
DESCENT = 0.12
"""Share of the em below the baseline in the em box that we set by."""


@dataclass(frozen=True)
class PrintedLine:
    """A printed line: its words, the edges of its em boxes in millimetres from the page's corner, its size."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def lines_of(pdf: bytes, page: int) -> list[PrintedLine]:
    """Lines of a page from top to bottom, told by baseline."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        sheet = document.pages[page - 1]
        rows = defaultdict(list)
        for char in sheet.chars:
            rows[round(float(sheet.height) - char["matrix"][5], 1)].append(char)
    lines = []
    for baseline, chars in sorted(rows.items()):
        chars.sort(key=lambda char: char["x0"])
        size = round(chars[0]["size"], 1)
        bottom = baseline + DESCENT * size
        lines.append(
            PrintedLine(
                text="".join(char["text"] for char in chars).strip(),
                left=chars[0]["x0"] / MM,
                right=chars[-1]["x1"] / MM,
                top=(bottom - size) / MM,
                bottom=bottom / MM,
                size=size,
            )
        )
    return lines


def rules_of(pdf: bytes, page: int) -> list[tuple[float, float, float]]:
    """Horizontal rules of a page: height, left and right end in millimetres."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        drawn = document.pages[page - 1].lines
        return sorted((line["top"] / MM, line["x0"] / MM, line["x1"] / MM) for line in drawn)


def page_count(pdf: bytes) -> int:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return len(document.pages)


def text_of(pdf: bytes) -> str:
    """All words without line breaks and page numbers."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        printed = "".join(char["text"] for page in document.pages for char in page.chars)
    return re.sub("— \\d+ —", "", printed)
