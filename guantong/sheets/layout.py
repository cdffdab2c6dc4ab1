# SPDX-License-Identifier: Apache-2.0
"""Where the tables of a book are: heads of one to three rows, titles above, side by side, on their side, continued."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from guantong.sheets.book import Book, Line, Sheet, Value, letter, tidied
from guantong.sheets.fields import GENERIC, Field, Words, any_of, joined, plain

DATA = re.compile(r"\d{5}|\d年|\d月|[：:].|。")
LONGEST_LABEL, LONGEST_FORM = 30, 60
KEPT = ("heads", "first", "last", "titles", "doubts", "place", "is_transposed", "epoch_1904", "is_text")
TEXTS, MOST_KEPT = {str, type(None)}, 20_000


@dataclass(frozen=True)
class Column:
    """A column of a table; ``path`` its labels from the top, empty where the sheet gives none."""

    index: int
    path: tuple[str, ...] = ()
    is_hidden: bool = False

    @property
    def label(self) -> str:
        return "·".join(self.path) or f"{letter(self.index)} 列"


@dataclass(frozen=True)
class Table:
    """One table: its columns, where its body lies, what stands above it, and what is doubtful about it as a whole."""

    sheet: Sheet
    columns: tuple[Column, ...]
    heads: tuple[tuple[str, ...], ...] = ()
    first: int = 1
    last: int | None = None
    titles: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    place: str = ""
    is_transposed: bool = False
    epoch_1904: bool = False
    is_text: bool = False

    def kept(self, book: Book) -> dict[str, object]:
        """Where the table lies, in plain values, so that the book need not be searched again."""
        plain = {name: getattr(self, name) for name in KEPT}
        columns = [[each.index, each.path, each.is_hidden] for each in self.columns]
        return plain | {"sheet": book.sheets.index(self.sheet), "columns": columns}

    def lines(self) -> Iterator[Line]:
        """The lines of the body; for a table on its side one line a column, numbered by its first row."""
        if self.is_transposed:
            yield from self._turned()
            return
        for row, cells in self.sheet.lines():
            if self.last is not None and row > self.last:
                return
            if row >= self.first and not self.is_head_again(cells):
                yield row, cells

    def _turned(self) -> Iterator[Line]:
        found = [(row, cells) for row, cells in islice(self.sheet.lines(), LONGEST_FORM) if row >= self.first]
        by_row = dict(found)
        width = max(len(cells) for _, cells in found)
        start = min(at for at, value in enumerate(by_row[self.first]) if value is not None) + 1
        for column in range(start, width):
            yield column, [cells[column] if column < len(cells) else None for _, cells in found]

    def is_head_again(self, cells: Iterable[Value]) -> bool:
        """Whether a line of the body repeats the head."""
        if not self.heads or not any_of(frozenset(self.heads[-1])).search(joined(cells)):
            return False
        said = [plain(value) if isinstance(value, str) and len(value) <= LONGEST_LABEL else "" for value in cells]
        filled = [each for each in said if each]
        for head in self.heads:
            same = sum(1 for each in filled if each in head)
            if same >= 2 and same * 2 > len(filled) and same * 3 >= len(set(head)):
                return True
        return False


def table_again(book: Book, kept: Mapping[str, Any]) -> Table:
    """The table that `kept` told of, in the same book read anew."""
    columns = tuple(Column(index, tuple(path), is_hidden) for index, path, is_hidden in kept["columns"])
    heads = tuple(tuple(level) for level in kept["heads"])
    rest: dict[str, Any] = {name: kept[name] for name in KEPT if name != "heads"}
    rest |= {name: tuple(kept[name]) for name in ("titles", "doubts")}
    return Table(book.sheets[kept["sheet"]], columns, heads, **rest)


def tables(book: Book, fields: Iterable[Field]) -> list[Table]:
    """Every table in the visible sheets; one without a head is read like the one before it, or by content."""
    words = Words(fields)
    sheets = [each for each in book.sheets if not each.is_hidden]
    found = list[Table]()
    for sheet in sheets:
        here = _Search(sheet, words).run()
        found += here or (_continued(sheet, found[-1]) if found else [])
    # A help sheet names the fields down its side too: it is a table only where there is no other.
    for search in (_transposed, _without_head):
        found = found or [table for sheet in sheets for table in search(sheet, words)]
    return [replace(each, epoch_1904=book.epoch_1904, is_text=book.kind == "csv") for each in found]


def may_hold(words: frozenset[str]) -> Callable[[str], bool]:
    """Asks of a single cell what `any_of` asks of a row."""
    pattern, is_foreign = any_of(words), not any(each.isascii() for each in words)

    def holds(text: str) -> bool:
        if is_foreign and text.isascii():  # numbers and dates, which make up most of what differs from row to row
            return False
        return pattern.search(text.casefold() if text.isalnum() else joined((text,))) is not None

    return holds


class _Looked(dict[Value, bool]):
    """Whether each text holds a word of a head, asked once."""

    def __init__(self, holds: Callable[[str], bool]) -> None:
        super().__init__()
        self.holds = holds

    def __missing__(self, text: Value) -> bool:
        found = self[text] = isinstance(text, str) and self.holds(text)
        return found


class _Search:
    """Walks one sheet once, holding two lines ahead, and notes each head."""

    def __init__(self, sheet: Sheet, words: Words) -> None:
        self.sheet, self.words = sheet, words
        self.tops = {}
        for merge in sheet.anatomy.merges:
            self.tops[merge.top, merge.left] = merge
        self.found: list[Table] = []
        self.open: list[Table] = []
        self.looked = _Looked(may_hold(frozenset(words.rank)))
        self.titles: list[str] = []

    def run(self) -> list[Table]:
        """Every table of the sheet."""
        before: Line = (0, [])
        lines = self.sheet.raw_lines()
        ahead = deque(islice(lines, 3))
        skip = 0
        while ahead:
            line = ahead.popleft()
            ahead.extend(islice(lines, 1))
            if skip:
                skip -= 1
            elif not self.open or self._may_be_head(line[1]):
                line = line[0], tidied(line[1])
                if self._is_head(line[1]) and not any(each.is_head_again(line[1]) for each in self.open):
                    after: list[Line] = [(row, tidied(cells)) for row, cells in ahead]
                    skip = self._start((before[0], tidied(before[1])), line, after)
                elif not self.open:
                    self.titles += [value for value in line[1] if isinstance(value, str)]
            before = line
        return [*self.found, *self.open]

    def _may_be_head(self, cells: Sequence[Value]) -> bool:
        """Whether a line below a head is worth a closer look: hardly one is, and there may be a million."""
        if not set(map(type, cells)) <= TEXTS:
            return False
        if len(self.looked) > MOST_KEPT:
            self.looked.clear()
        return True in map(self.looked.__getitem__, cells)

    def _labels(self, cells: Iterable[Value]) -> dict[int, str] | None:
        labels = {}
        for at, value in enumerate(cells):
            if value is None:
                continue
            if not isinstance(value, str) or len(value) > LONGEST_LABEL:
                return None
            labels[at] = value
        return labels

    def _is_head(self, cells: Iterable[Value]) -> bool:
        if not self.words.may_be_in(cells):
            return False
        labels = self._labels(cells)
        if not labels or len(labels) < 2:
            return False
        known = sum(self.words.knows(each) for each in labels.values())
        generic = sum(bool(GENERIC.fullmatch(plain(each))) for each in labels.values() if not self.words.knows(each))
        data = sum(bool(DATA.search(plain(each))) for each in labels.values())
        return known >= 1 and known + generic >= 2 and (known + generic) * 3 >= len(labels) and data * 4 <= len(labels)

    def _start(self, before: Line, line: Line, ahead: list[Line]) -> int:
        """Open the tables of a head; say how many of the lines ahead belong to the head."""
        levels = [self._labels(line[1]) or {}]
        row, bottom = line[0], line[0]
        upper = self._labels(before[1]) if before[0] == row - 1 else None
        if upper and len(upper) >= 2 and not any(DATA.search(each) for each in upper.values()) and not self.open:
            levels, row = [upper, *levels], before[0]
        used = 0
        for number, cells in ahead[:2]:
            lower = self._labels(cells)
            if number != bottom + 1 or not lower or not self._is_lower(levels[-1], lower, bottom):
                break
            levels, bottom, used = [*levels, lower], number, used + 1
        paths = self._paths(levels, row)
        self._close(row - 1)
        heads = tuple(tuple(plain(each) for each in level.values()) for level in levels)
        titles = tuple(self.titles[-20:])
        segments = self._segments(paths)
        for segment in segments:
            hidden = self.sheet.anatomy.hidden_columns
            columns = tuple(Column(at, paths[at], at in hidden) for at in sorted(segment))
            place = letter(columns[0].index) if len(segments) > 1 else ""
            doubts = ("左右并排的另一张表，请核对",) if segment is not segments[0] else ()
            self.open.append(Table(self.sheet, columns, heads, bottom + 1, None, titles, doubts, place))
        return used

    def _close(self, last: int) -> None:
        self.found += [replace(each, last=last) for each in self.open]
        self.open = []

    def _is_lower(self, upper: dict[int, str], lower: dict[int, str], row: int) -> bool:
        """Whether the next line names columns under groups, and is no first line of data."""
        said = [each for each in lower.values() if self.words.knows(each) or GENERIC.fullmatch(plain(each))]
        under = [at for at in lower if at not in upper or self._right(row, at) > at or at + 1 not in upper]
        groups = [at for at in upper if self._right(row, at) > at]
        if groups and any(at in lower for at in groups):
            return not any(DATA.search(each) for each in lower.values()) and len(under) == len(lower)
        gaps = [at for at in lower if at not in upper]
        return bool(gaps) and len(said) * 2 >= len(lower) and len(under) == len(lower)

    def _right(self, row: int, at: int) -> int:
        merge = self.tops.get((row, at))
        return merge.right if merge else at

    def _paths(self, levels: list[dict[int, str]], row: int) -> dict[int, tuple[str, ...]]:
        """Labels from the top for each column; a group reaches over its merge, or over the blanks to its right."""
        below = {at for level in levels[1:] for at in level}
        paths: dict[int, list[str]] = {}
        for depth, level in enumerate(levels):
            for at, text in level.items():
                right = self._right(row + depth, at)
                lower = {each for deeper in levels[depth + 1 :] for each in deeper}
                while right == at or right + 1 in lower:
                    if (
                        right + 1 not in lower
                        or right + 1 in level
                        or at not in lower
                        or self._right(row + depth, at) > at
                    ):
                        break
                    right += 1
                for column in range(at, right + 1):
                    if column == at or column in below:
                        paths.setdefault(column, []).append(text)
        return {at: tuple(path) for at, path in paths.items()}

    def _segments(self, paths: dict[int, tuple[str, ...]]) -> list[set[int]]:
        """Columns that belong together; a second part is a table of its own only if it holds what the first must."""
        parts: list[set[int]] = []
        first: tuple[str, ...] = ()
        for at in sorted(paths):
            if not parts or at - 1 not in paths or paths[at] == first:
                parts.append(set())
                first = paths[at]
            parts[-1].add(at)
        covers = [{each.name for at in part for _, each in self.words.meant(paths[at][-1])} for part in parts]
        must = {each.name for each in self.words.fields if each.required}
        result: list[set[int]] = []
        seen: set[str] = set()
        for part, cover in zip(parts, covers, strict=True):
            if result and not cover & seen:
                result[-1] |= part
            elif not result or cover >= must & seen:
                result.append(set(part))
            seen |= cover
        return result


def _transposed(sheet: Sheet, words: Words) -> list[Table]:
    lines = list(islice(sheet.lines(), LONGEST_FORM))
    firsts = [(row, next((at, value) for at, value in enumerate(cells) if value is not None)) for row, cells in lines]
    known = [(row, at) for row, (at, value) in firsts if isinstance(value, str) and words.knows(value)]
    if len(known) < 2 or len({at for _, at in known}) > 1:
        return []
    row, at = known[0]
    body = [(number, cells) for number, cells in lines if number >= row]
    labels = [said if isinstance(said := cells[at], str) else "" for _, cells in body if at < len(cells)]
    columns = tuple(Column(index, (label,) if label else ()) for index, label in enumerate(labels))
    titles = tuple(str(value) for number, cells in lines if number < row for value in cells if isinstance(value, str))
    doubt = "这张表是横着填的，一列一条，请核对"
    return [Table(sheet, columns, first=row, titles=titles, doubts=(doubt,), is_transposed=True)]


def _width(sheet: Sheet) -> set[int]:
    """Columns that at least half of the first lines fill."""
    lines = list(islice(sheet.lines(), 100))
    filled = [at for _, cells in lines for at, value in enumerate(cells) if value is not None]
    return {at for at in filled if filled.count(at) * 2 >= len(lines)}


def _shape(value: Value) -> str:
    if not isinstance(value, str):
        return type(value).__name__ if value is not None else ""
    return "digits" if sum(each.isdigit() for each in value) * 2 > len(value) else "text"


def _continued(sheet: Sheet, before: Table) -> list[Table]:
    """A sheet without a head goes on like the table before it, when its columns hold the same kinds of things."""
    earlier = [cells for _, cells in islice(before.lines(), 100)]
    later = [cells for _, cells in islice(sheet.lines(), 100)]
    same = told = total = 0
    for at in (each.index for each in before.columns):
        old, new = (
            [cells[at] for cells in lines if at < len(cells) and cells[at] is not None] for lines in (earlier, later)
        )
        if len(old) * 2 < len(earlier) or not old:
            continue
        total += 1
        shapes = (
            Counter(map(_shape, old)).most_common(1)[0][0],
            Counter(map(_shape, new or [None])).most_common(1)[0][0],
        )
        same += shapes[0] == shapes[1]
        told += shapes[0] == shapes[1] and (shapes[0] != "text" or bool(set(map(str, old)) & set(map(str, new))))
    if not told or same < 2 or same * 4 < total * 3:
        return []
    doubt = f"这一页没有表头，按“{before.sheet.name}”的列读，请核对"
    return [replace(before, sheet=sheet, first=1, last=None, doubts=(*before.doubts, doubt), place="")]


def _without_head(sheet: Sheet, words: Words) -> list[Table]:
    width = _width(sheet)
    if len(width) < 2:
        return []
    columns = tuple(Column(at) for at in range(max(width) + 1))
    return [Table(sheet, columns, doubts=("表格没有表头，列是按内容认的，请核对",))]
