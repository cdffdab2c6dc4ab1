# SPDX-License-Identifier: Apache-2.0
"""Typed contexts of the pages of an upload: giving a file, work under way, columns, rows, one row; and the sheets."""

from .one_row import cell_texts, refused_sheet, row_page
from .parts import asked_of
from .preview import preview_page
from .start import empty_sheet, start_page
from .under_way import columns_page, work_page

__all__ = (
    "asked_of",
    "cell_texts",
    "columns_page",
    "empty_sheet",
    "preview_page",
    "refused_sheet",
    "row_page",
    "start_page",
    "work_page",
)
