# SPDX-License-Identifier: Apache-2.0
"""The rows of a table many at a time, column by column: each thing that stands in a column is read once.

A row whose cells are all plainly right is done here; any other goes to the reader of `outcomes`, which alone decides
what is flagged, refused or no row at all. So there is one rule of reading, and this is only the quick way to most rows.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from operator import mul

from guantong.sheets.book import Value, tidy
from guantong.sheets.fields import Field
from guantong.sheets.layout import Table, may_hold
from guantong.sheets.matching import Matching
from guantong.sheets.outcomes import DITTO, Reader, RowOutcome, Unseen
from guantong.sheets.values import HAN, NOBODY, PROVINCES, TITLED, Context, parse, sex_of
from guantong.sheets.verdicts import Parsed, right

SIZE = 2000
MOST_KEPT = 20_000  # a column in which everything differs is forgotten from time to time
ODD = re.compile(r"\s|\ufffd|□")
FULL_NAME = re.compile(f"[{HAN}]{{2,4}}")
MOBILE = re.compile(r"1[0-9]{10}")
NUMBERED = re.compile(r"[0-9]{17}[0-9X]")
WEIGHTS = tuple(2**at % 11 for at in range(17, 0, -1))
CHECK, OFFSET = "10X98765432", 48 * sum(WEIGHTS)

Part = object
Take = Callable[[str, object], Part | None]
Found = tuple[int, Sequence[Part] | None, RowOutcome | None]


class Cells(dict[Value, Part | None]):
    """What each thing in a column comes to, worked out when it is met; None where its row needs a closer look."""

    def __init__(self, read: Callable[[Value], Part | None]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, raw: Value) -> Part | None:
        found = self[raw] = self.read(raw)
        return found


def rows_at_once(table: Table, matching: Matching, take: Take, *, behind: int = 0) -> Iterator[Found]:
    """Each row of a table: its number and what `take` made of its values, or its number and its outcome.

    `take` is given a field and a right value (None for a blank cell) and says None where it wants the outcome. Rows are
    told without what `outcomes` would not tell. Nobody remembers what repeats.
    """
    reader = Reader(table, matching, Unseen())
    if not _is_plain(table, matching):
        for line in table.lines():
            outcome = reader.read(line)
            if outcome is not None:
                yield line[0], None, outcome
        return
    yield from _Quick(table, matching, reader, take).run()


def _is_plain(table: Table, matching: Matching) -> bool:
    """Whether a row of the table may be read without what lies above it and without a doubt about the whole."""
    anatomy = table.sheet.anatomy
    given = all(each.name in matching.columns for each in matching.fields if each.required)
    needs = any(each.required for each in matching.fields)
    has_doubts = bool(table.doubts or matching.doubts or table.is_transposed)
    return given and needs and not has_doubts and not anatomy.merges and not anatomy.broken


class _Quick:
    def __init__(self, table: Table, matching: Matching, reader: Reader, take: Take) -> None:
        self.table, self.reader, self.take = table, reader, take
        self.context = reader.context
        self.is_head = may_hold(frozenset(table.heads[-1])) if table.heads else _never
        self.fields = matching.fields
        self.at = {name: column.index for name, column in matching.columns.items()}
        self.cells = [Cells(self._reads(each)) for each in self.fields]
        self.watched = {at: Cells(self._watch) for at in reader.span if at not in self.at.values()}
        self.beyond = Cells(lambda raw: None if _seen(raw) is not None else "")
        self.numbers = next((each for each in self.fields if each.kind == "id_number" and each.name in self.at), None)
        self.sexes = [each for each in self.fields if each.name in self.at and {"男", "女"} & each.choices.keys()]
        self.before: Sequence[Value] | None = None

    def run(self) -> Iterator[Found]:
        """Every row, in order."""
        first, last = self.table.first, self.table.last
        walk = enumerate(islice(self.table.sheet.walk(), first - 1, last), start=first)
        while lines := list(islice(walk, SIZE)):
            yield from self._batch(lines)

    def _batch(self, lines: list[tuple[int, Sequence[Value]]]) -> Iterator[Found]:
        for each in (*self.cells, *self.watched.values(), self.beyond):
            if len(each) > MOST_KEPT:
                each.clear()
        width, number = self.reader.span.stop, len(lines)
        rows = [cells if len(cells) >= width else [*cells, *[None] * (width - len(cells))] for _row, cells in lines]
        columns: list[Sequence[Value]] = list(zip(*rows, strict=False))
        parts = [
            self._column(columns, field, cells, number) for field, cells in zip(self.fields, self.cells, strict=True)
        ]
        odd = self._odd_rows(lines, columns)
        for at, found in enumerate(zip(*parts, strict=True)):
            row, cells = lines[at]
            if None not in found and at not in odd:
                self.before = cells
                yield row, found, None
            elif (outcome := self._closely(row, cells)) is not None:
                yield row, None, outcome

    def _column(self, columns: list[Sequence[Value]], field: Field, cells: Cells, number: int) -> list[Part | None]:
        if field.name not in self.at:
            return [self.take(field.name, None)] * number
        column = columns[self.at[field.name]]
        if field.kind != "boolean" and bool in set(map(type, column)):  # True would be taken for 1
            return [None if type(raw) is bool else cells[raw] for raw in column]
        return list(map(cells.__getitem__, column))

    def _odd_rows(self, lines: list[tuple[int, Sequence[Value]]], columns: list[Sequence[Value]]) -> set[int]:
        """Places of rows that something outside the fields makes odd."""
        odd: set[int] = set()
        for at, cells in self.watched.items():
            odd |= {place for place, found in enumerate(map(cells.__getitem__, columns[at])) if found is None}
        hidden, width = self.table.sheet.anatomy.hidden_rows, self.reader.span.stop
        if hidden:
            odd |= {place for place, (row, _cells) in enumerate(lines) if row in hidden}
        if self.table.is_text:
            odd |= {
                place
                for place, (_row, cells) in enumerate(lines)
                if None in map(self.beyond.__getitem__, cells[width:])
            }
        if self.numbers and self.sexes:
            odd |= self._contradictions(columns)
        return odd

    def _contradictions(self, columns: list[Sequence[Value]]) -> set[int]:
        assert self.numbers is not None
        numbers = columns[self.at[self.numbers.name]]
        odd: set[int] = set()
        for field in self.sexes:
            for place, (number, said) in enumerate(zip(numbers, columns[self.at[field.name]], strict=True)):
                is_told = type(number) is str and len(number) == 18 and number[16:17].isdecimal()
                if number is not None and (not is_told or sex_of(str(number)) != said):
                    odd.add(place)
        return odd

    def _closely(self, row: int, raw: Sequence[Value]) -> RowOutcome | None:
        """The row by its reader, who is told first what stood above."""
        cells = [_seen(value) for value in raw]
        if all(value is None for value in cells) or self.table.is_head_again(cells):
            return None
        if self.before is not None:
            self.reader.pass_by([_seen(value) for value in self.before])
            self.before = None
        return self.reader.read((row, cells))

    def _watch(self, raw: Value) -> Part | None:
        value = _seen(raw)
        return None if isinstance(value, str) and (value.startswith("例：") or self.is_head(value)) else ""

    def _reads(self, field: Field) -> Callable[[Value], Part | None]:
        quick, context, take = QUICK.get(field.kind), self.context, self.take

        def read(raw: Value) -> Part | None:
            value = _seen(raw)
            if value is None:
                return None if field.required else take(field.name, None)
            if type(value) is str and (value in DITTO or value.startswith("例：") or self.is_head(value)):
                return None
            found = (quick(value, context) if quick and type(value) is str else None) or parse(value, field, context)
            if found.verdict != "right" or (found.value is None and field.required):
                return None
            return take(field.name, found.value)

        return read


def _never(text: str) -> bool:
    return False


def _seen(raw: Value) -> Value:
    return tidy(raw) if type(raw) is str else raw


def _text(text: str, context: Context) -> Parsed | None:
    return None if ODD.search(text) else right(text)


def _name(text: str, context: Context) -> Parsed | None:
    is_plain = FULL_NAME.fullmatch(text) and not NOBODY.search(text) and not TITLED.search(text)
    return right(text) if is_plain else None


def _phone(text: str, context: Context) -> Parsed | None:
    return right(text) if MOBILE.fullmatch(text) else None


def _id_number(text: str, context: Context) -> Parsed | None:
    """A number of eighteen whose last digit and day of birth are right and whose beginning is a province."""
    if not NUMBERED.fullmatch(text):
        return None
    if CHECK[(sum(map(mul, text.encode(), WEIGHTS)) - OFFSET) % 11] != text[17] or int(text[:2]) not in PROVINCES:
        return None
    year, month, day = int(text[6:10]), int(text[10:12]), int(text[12:14])
    try:
        is_day = year >= 1900 and date(year, month, day) <= context.today
    except ValueError:
        return None
    return right(text) if is_day else None


QUICK: Mapping[str, Callable[[str, Context], Parsed | None]] = {
    "text": _text,
    "person": _name,
    "phone": _phone,
    "id_number": _id_number,
}
