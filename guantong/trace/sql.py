# SPDX-License-Identifier: Apache-2.0
"""What the ORM cannot ask (encrypted columns by the key that closed them) or makes dear: the end of a chain.

Every write in the house passes the end of a chain; three statements through the ORM cost more than the write itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from .models import CanonicalField, Entry, canonical

ROWS = 500
HEADED = 'UPDATE "trace_stream" SET length = %s, head = %s, last_at = %s, seal = %s'


@dataclass(slots=True)
class Head:
    """Where a chain ends."""

    unit_id: int
    length: int
    head: str
    last_at: datetime | None
    seal: str = ""


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _uuid(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


# How a value is put into the words of the database; those of other columns it takes as they are.
WORDS: dict[type[models.Field[Any, Any]], Callable[[Any], Any]] = {
    CanonicalField: canonical,
    models.DateTimeField: _moment,
    models.UUIDField: _uuid,
}


@cache
def _columns() -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """The columns of an entry, each with how its value is put."""
    fields = (field for field in Entry._meta.concrete_fields if not field.primary_key)
    return tuple((field.attname, WORDS.get(type(field))) for field in fields)


@cache
def _insert() -> tuple[str, str]:
    """The statement that appends entries, and the marks of one of them."""
    names = ", ".join(f'"{name}"' for name, _words in _columns())
    return f'INSERT INTO "trace_entry" ({names}) VALUES ', f"({', '.join(['%s'] * len(_columns()))})"


def locked_head(unit_id: int) -> Head | None:
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
    return Head(row[0], row[1], row[2], moment)


def extend(old: Head, new: Head, entries: Sequence[Entry]) -> bool:
    """Append entries to a chain if it ends where we think; True once it did, and the chain is ours until we are done.

    The conditional update is the lock. The entries get their ids.
    """
    moment = connection.ops.adapt_datetimefield_value(new.last_at)
    with connection.cursor() as cursor:
        moved: list[Any] = [new.length, new.head, moment, new.seal, new.unit_id, old.length, old.head]
        cursor.execute(f"{HEADED} WHERE unit_id = %s AND length = %s AND head = %s", moved)
        if not cursor.rowcount:
            return False
        for at in range(0, len(entries), ROWS):
            _insert_some(cursor, entries[at : at + ROWS])
    return True


def _insert_some(cursor: Any, entries: Sequence[Entry]) -> None:
    begin, marks = _insert()
    values: list[Any] = [
        getattr(entry, name) if words is None else words(getattr(entry, name))
        for entry in entries
        for name, words in _columns()
    ]
    cursor.execute(f"{begin}{', '.join([marks] * len(entries))} RETURNING id", values)
    for entry, (pk,) in zip(entries, cursor.fetchall(), strict=True):
        entry.pk = pk


def stale_boxes(table: str, columns: Sequence[str], prefix: str, limit: int) -> list[int]:
    """The ids of rows with a value that does not begin with `prefix`, lowest first."""
    quote = connection.ops.quote_name
    stale = " OR ".join(f"({quote(each)} <> '' AND SUBSTR({quote(each)}, 1, %s) <> %s)" for each in columns)
    params: list[int | str] = [value for _each in columns for value in (len(prefix), prefix)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {quote(table)} WHERE {stale} ORDER BY id LIMIT %s", [*params, limit])
        return [row[0] for row in cursor.fetchall()]
