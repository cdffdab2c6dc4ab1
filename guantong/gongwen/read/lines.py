# SPDX-License-Identifier: Apache-2.0
"""What every source hands over: lines of text in reading order, with what the page showed about each.

No format is opened here and nothing is interpreted.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of a source.

    `cells` is set for a row of a table. `fills` says whether the line reached the right edge of its page and
    `opens` whether it began with an indent; None where the source cannot tell. `size` is the width of one of its
    characters and `left` where it begins, in points; 0 where the source has no page.
    """

    text: str
    cells: tuple[str, ...] = ()
    page: int = 0
    fills: bool | None = None
    opens: bool | None = None
    is_title: bool = False
    size: float = 0.0
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Pages:
    """All lines of a source; `has_pages` where page furniture (headers, page numbers) is to be expected."""

    lines: tuple[Line, ...]
    has_pages: bool = False
    warnings: tuple[str, ...] = field(default=())
