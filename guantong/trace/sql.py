# SPDX-License-Identifier: Apache-2.0
"""What the ORM cannot ask (encrypted columns by the key that closed them) or makes dear: the end of a chain.

Every write in the house passes the end of a chain; three statements through the ORM cost more than the write itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from functools import cache
from typing import Any

from django.db import connection

from .models import Entry, Stream

ROWS = 500


@cache
def _columns() -> tuple[Any, ...]:
    return tuple(field for field in Entry._meta.concrete_fields if not field.primary_key)


def locked_head(unit_id: int) -> Stream | None:
    """The head of a chain, ours until the transaction ends; None where there is none yet. SQLite locks as a whole."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    names = "unit_id, length, head, last_at"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM trace_stream WHERE unit_id = %s{lock}", [unit_id])
        row = cursor.fetchone()
    if row is None:
        return None
    moment = row[3]
    if moment is not None and moment.tzinfo is None:  # SQLite keeps moments in UTC without saying so
        moment = moment.replace(tzinfo=UTC)
    return Stream(unit_id=row[0], length=row[1], head=row[2], last_at=moment)


def move_head(stream: Stream) -> None:
    """Write where a chain now ends."""
    moment = connection.ops.adapt_datetimefield_value(stream.last_at)
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE "trace_stream" SET length = %s, head = %s, last_at = %s, seal = %s WHERE unit_id = %s',
            [stream.length, stream.head, moment, stream.seal, stream.unit_id],
        )


def insert_entries(entries: Sequence[Entry]) -> None:
    """Append entries to the table, and give them their ids."""
    fields = _columns()
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        for at in range(0, len(entries), ROWS):
            some = entries[at : at + ROWS]
            given = ((field, getattr(entry, field.attname)) for entry in some for field in fields)
            values = [field.get_db_prep_save(value, connection) for field, value in given]
            rows = ", ".join([marks] * len(some))
            cursor.execute(f'INSERT INTO "trace_entry" ({names}) VALUES {rows} RETURNING id', values)
            for entry, (pk,) in zip(some, cursor.fetchall(), strict=True):
                entry.pk = pk


def stale_boxes(table: str, columns: Sequence[str], prefix: str, limit: int) -> list[int]:
    """The ids of rows with a value that does not begin with `prefix`, lowest first."""
    quote = connection.ops.quote_name
    stale = " OR ".join(f"({quote(each)} <> '' AND SUBSTR({quote(each)}, 1, %s) <> %s)" for each in columns)
    params: list[int | str] = [value for _each in columns for value in (len(prefix), prefix)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {quote(table)} WHERE {stale} ORDER BY id LIMIT %s", [*params, limit])
        return [row[0] for row in cursor.fetchall()]
