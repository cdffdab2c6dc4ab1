# SPDX-License-Identifier: Apache-2.0
"""The floor of an upload: rows loaded bare into the same indexed table, without a check, a trace or a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

TABLE = "bench_listed"
COLUMNS = ("name", "id_number", "gender", "nation", "schooling", "phone", "joined_on", "group", "job", "is_migrant")
COLUMNS += ("remark", "unit_id", "version", "recorded_at", "recorded_by")


def bare_load(rows: Iterable[Sequence[Any]]) -> None:
    """Load rows, each the values of COLUMNS, by what the database has for it: COPY, or one prepared INSERT."""
    names = ", ".join(map(connection.ops.quote_name, COLUMNS))
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {TABLE} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", rows)


def number_of_rows() -> int:
    """How many rows there are."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")
        return int(cursor.fetchone()[0])


def highest_id() -> int:
    """The id of the last row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {TABLE}")
        return int(cursor.fetchone()[0])


def empty(behind: int) -> None:
    """Take rows out again, those with an id behind one."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE id > %s", [behind])
