# SPDX-License-Identifier: Apache-2.0
"""The floor of an upload: rows loaded bare into the same indexed table, without a check, a trace or a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

COLUMNS = ("title", "held_on", "entry", "lecturer", "by_model_worker", "place", "audience", "unit_id")
FACTS = ("version", "recorded_at", "recorded_by")


def bare_load(rows: Iterable[Sequence[Any]], facts: Sequence[Any]) -> None:
    """Load rows, each the values of COLUMNS, by what the database has for it: COPY, or one prepared INSERT."""
    names = (*COLUMNS, *FACTS)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY learning_lecture ({', '.join(names)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, *facts))
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(
                f"INSERT INTO learning_lecture ({', '.join(names)}) VALUES ({marks})", ((*row, *facts) for row in rows)
            )


def empty() -> None:
    """Take the rows out again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM learning_lecture")
