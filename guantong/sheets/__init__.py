# SPDX-License-Identifier: Apache-2.0
"""Messy Excel in, streamed Excel out: a book is read, its tables found, columns matched, every row judged."""

from guantong.sheets.book import Book, Broken, Limits, Sheet, UnreadableSheet
from guantong.sheets.fields import Field, Found, Names
from guantong.sheets.layout import Column, Table, table_again, tables
from guantong.sheets.matching import Matching, match
from guantong.sheets.outcomes import Reason, Repeats, RowOutcome, Seen, Unseen, outcomes, rows
from guantong.sheets.quick import rows_at_once
from guantong.sheets.reading import read
from guantong.sheets.template import template
from guantong.sheets.writing import TooManyRows, write, write_text

__all__ = [
    "Book",
    "Broken",
    "Column",
    "Field",
    "Found",
    "Limits",
    "Matching",
    "Names",
    "Reason",
    "Repeats",
    "RowOutcome",
    "Seen",
    "Sheet",
    "Table",
    "TooManyRows",
    "UnreadableSheet",
    "Unseen",
    "match",
    "outcomes",
    "read",
    "rows",
    "rows_at_once",
    "table_again",
    "tables",
    "template",
    "write",
    "write_text",
]
