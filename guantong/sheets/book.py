# SPDX-License-Identifier: Apache-2.0
"""What a book of sheets is, whatever format it came in: lines of values, and what the eye sees besides them.

A sheet is read again at each walk, so that a million rows are never held as Python objects.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from guantong.kernel.errors import Invalid


class UnreadableSheet(Invalid):
    """The file as a whole cannot be read, and one sentence says why and what to do."""

    code: ClassVar[str] = "unreadable_sheet"


@dataclass(frozen=True)
class Limits:
    """How much one file may ask of us; the defaults let a sheet of a million rows and twelve columns through."""

    packed: int = 300 * 2**20
    unpacked: int = 2 * 2**30
    ratio: int = 200
    columns: int = 400
    cells: int = 20_000_000
    merges: int = 100_000


@dataclass(frozen=True)
class Broken:
    """A cell whose value the file does not hold: an error, a formula never computed, bytes of another encoding."""

    kind: str
    text: str = ""

    WHY: ClassVar[dict[str, str]] = {
        "error": "格子里是错误值 {text}。请改成算出来的结果",
        "uncomputed": "公式没有算出结果。请用表格软件打开、保存一次再传，或直接写结果",
        "formula": "格子里是公式，不收。请直接写内容",
        "garbled": "这一格是乱码。请按原来的文字重写",
    }

    @property
    def why(self) -> str:
        return self.WHY[self.kind].format(text=self.text)


Value = str | int | float | bool | datetime | date | time | timedelta | Broken | None
Line = tuple[int, Sequence[Value]]


@dataclass(frozen=True)
class Merge:
    """A merged range, 0-based columns and 1-based rows, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Anatomy:
    """What stands beside the values."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: Sequence[Merge] = ()
    rows: int = 0
    columns: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing beside the values."""
        return not (self.hidden_rows or self.hidden_columns or self.broken or self.comments or self.merges)


@dataclass
class Sheet:
    """One sheet; ``lines`` walks its rows from the first and leaves out those that hold nothing."""

    name: str
    walk: Callable[[], Iterator[Sequence[Value]]]
    anatomy: Anatomy = field(default_factory=Anatomy)
    is_hidden: bool = False

    def lines(self) -> Iterator[Line]:
        """Rows with their 1-based numbers; a blank cell is None, text is without what cannot be seen."""
        for row, found in self.raw_lines():
            cells = tidied(found)
            if any(value is not None for value in cells):
                yield row, cells

    def raw_lines(self) -> Iterator[Line]:
        """Rows with their 1-based numbers as they are kept; those that hold nothing at all are left out."""
        damaged: dict[int, dict[int, Broken]] = {}
        for (row, column), what in self.anatomy.broken.items():
            damaged.setdefault(row, {})[column] = what
        for row, found in enumerate(self.walk(), start=1):
            if row in damaged:
                cells = list(found)
                for column, what in damaged[row].items():
                    cells += [None] * (column + 1 - len(cells))
                    cells[column] = what
                yield row, cells
            elif any(found) or any(value not in (None, "") for value in found):
                yield row, found


@dataclass
class Book:
    """A file that was read: its sheets in order, and how it counts days."""

    sheets: list[Sheet]
    kind: str
    epoch_1904: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether no sheet holds anything but values: then it can be read again without being looked through."""
        return all(sheet.anatomy.is_plain for sheet in self.sheets)


INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD]) | {0x3000: " ", 0x00A0: " "}
DASHES = frozenset("/-—–－─／\\")


def visible(text: str) -> str:
    """The text without what cannot be seen at its ends or inside."""
    return text.translate(INVISIBLE).strip()


def tidy(text: str) -> str | None:
    """Visible text; None for nothing, spaces, or the stroke that people draw where nothing is meant."""
    if text.isalnum():
        return text
    seen = visible(text)
    return None if not seen or (len(seen) <= 3 and set(seen) <= DASHES) else seen


def tidied(cells: Iterable[Value]) -> list[Value]:
    """Cells without what cannot be seen in them."""
    return [value if type(value) is not str else tidy(value) for value in cells]


def letter(column: int) -> str:
    """The spreadsheet name of a 0-based column."""
    name, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(letters: str) -> int:
    """The 0-based column of a spreadsheet name."""
    total = 0
    for each in letters:
        total = total * 26 + ord(each) - 64
    return total - 1
