# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF as pictures, so that a browser can show the real paper without a viewer of its own."""

from __future__ import annotations

import threading
from io import BytesIO

from pypdfium2 import PdfDocument

WIDTH = 1190
"""Pixels across an A4 page: sharp on a screen of twice the usual density at the width of half a window."""

_one_at_a_time = threading.Lock()


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with _one_at_a_time, PdfDocument(pdf) as document:
        return len(document)


def page_picture(pdf: bytes, number: int) -> bytes:
    """One page, counted from 1, as PNG. Raises IndexError where there is none."""
    with _one_at_a_time, PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        image = page.render(scale=WIDTH / page.get_width()).to_pil()
    packed = BytesIO()
    image.quantize(64).save(packed, format="PNG", optimize=False)
    return packed.getvalue()
