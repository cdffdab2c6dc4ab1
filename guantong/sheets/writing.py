# SPDX-License-Identifier: Apache-2.0
"""Rows out of the house: xlsx and csv, written as they come in constant memory; text that a program would run is text.

A string cell of an xlsx is never run; in csv an apostrophe before = + - @ keeps it from being a formula.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import BinaryIO

from rustpy_xlsxwriter import Format, write_worksheets

Row = Sequence[object]
MOST_ROWS, SAMPLE = 1_048_575, 100
DAY = Format().set_num_format("yyyy-mm-dd")
RUN = re.compile(r"[=+\-@＝＋－＠\t\r']")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class TooManyRows(ValueError):
    """More rows than a sheet of a book can hold; csv has no such end."""


def write(rows: Iterable[Row], heads: Sequence[str], out: BinaryIO, cover: Mapping[str, str] | None = None) -> None:
    """Write an xlsx: the rows under their heads on one sheet, the cover (filters, time, who) on another."""
    rows = iter(rows)
    first = list(islice(rows, SAMPLE))
    sheets: list[tuple[str, Iterable[dict[str, object]]]] = [("数据", _records(chain(first, rows), heads))]
    if cover:
        sheets.append(("说明", [{"项目": _clean(name), "内容": _clean(text)} for name, text in cover.items()]))
    names = [name for name, _ in sheets]
    write_worksheets(
        sheets,
        out,
        header_format={name: Format().set_bold() for name in names},
        column_width=dict.fromkeys(names, 18.0),
        freeze_panes={"general": {"row": 1, "col": 0}},
        column_formats={"数据": {head: DAY for at, head in enumerate(heads) if _are_days(first, at)}},
    )


def _are_days(rows: Sequence[Row], at: int) -> bool:
    """Whether a column holds days and nothing else; a format on a number would turn it into a day."""
    kinds = {type(row[at]) for row in rows if row[at] is not None}
    return kinds == {date}


def write_text(rows: Iterable[Row], heads: Sequence[str], out: BinaryIO) -> None:
    """Write a csv that Excel opens rightly, with a byte order mark."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        for row in chain([heads], rows):
            writer.writerow([_harmless(value) for value in row])
    finally:
        text.detach()


def _records(rows: Iterable[Row], heads: Sequence[str]) -> Iterator[dict[str, object]]:
    if len(set(heads)) != len(heads):
        raise ValueError("two columns of one sheet bear the same head")
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise TooManyRows(MOST_ROWS)
        yield dict(zip(heads, (_clean(value) for value in row), strict=True))
    if not count:
        yield dict.fromkeys(heads)  # the writer takes the heads from the first record


def _clean(value: object) -> object:
    if isinstance(value, str):
        return CONTROL.sub("", value)[:32_767]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return str(value)  # a sheet keeps fifteen digits of a number
    return value if value is None or isinstance(value, (int, float, date, datetime)) else str(value)


def _harmless(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = CONTROL.sub("", value)
    return f"'{text}" if RUN.match(text) else text
