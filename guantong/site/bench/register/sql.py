# SPDX-License-Identifier: Apache-2.0
"""A register of any number of lectures with its search index, made by one statement each, past the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

LECTURES = """INSERT INTO learning_lecture (unit_id, title, held_on, entry, lecturer, by_model_worker, place, audience,
 version, recorded_at, recorded_by)
 WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < %s)
 SELECT u.unit_id, t.said, d.day, e.said, p.said, n.i %% 3 = 0, '', 5 + n.i * 211 %% 296, 1, %s, p.said FROM n
 JOIN bench_place u ON u.id = (n.i * 7919) %% {places} JOIN bench_title t ON t.id = (n.i * 31) %% {titles}
 JOIN bench_name p ON p.id = (n.i * 17) %% {names} JOIN bench_day d ON d.id = (n.i * 611) %% {days}
 JOIN bench_entry e ON e.id = n.i %% {entries}"""
WORDS = """SELECT %s + l.id, t.tokens || ' ' || p.tokens || ' ' || u.tokens FROM learning_lecture l
 JOIN bench_title t ON t.said = l.title JOIN bench_name p ON p.said = l.lecturer
 JOIN bench_place u ON u.unit_id = l.unit_id"""


def choices(name: str, rows: Sequence[tuple[Any, str]], column: str = "said varchar(120)") -> int:
    """A small table of what the rows are dealt from: each choice with its tokens; how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bench_{name} (id integer PRIMARY KEY, {column}, tokens text)")
        values = [(at, said, tokens) for at, (said, tokens) in enumerate(rows)]
        cursor.executemany(f"INSERT INTO bench_{name} VALUES (%s, %s, %s)", values)
        named = column.split(" ", maxsplit=1)[0]
        cursor.execute(f"CREATE INDEX bench_{name}_said ON bench_{name} ({named})")
        cursor.execute(f"ANALYZE bench_{name}")
    return len(rows)


def deal_lectures(number: int, moment: Any, sizes: dict[str, int]) -> None:
    """So many lectures, dealt evenly over units, titles, people, days and the places entered."""
    with connection.cursor() as cursor:
        cursor.execute(LECTURES.format(**sizes), [number, moment])


def index_lectures(first: int) -> None:
    """The documents of the search index for them, as its own service would write them one by one."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO search_document (rowid, tokens) {WORDS}", [first])
            return
        cursor.execute("DROP INDEX search_document_tokens")
        said = f"SELECT q.id, array_to_tsvector(string_to_array(q.said, ' ')) FROM ({WORDS}) AS q (id, said)"
        cursor.execute(f"INSERT INTO search_document (id, tokens) {said}", [first])
        cursor.execute("CREATE INDEX search_document_tokens ON search_document USING gin (tokens)")


def bare_insert(unit_id: int, day: date, moment: Any) -> None:
    """One lecture and nothing else, in a transaction of its own."""
    names = "unit_id, title, held_on, entry, lecturer, by_model_worker, place, audience, version, recorded_by"
    values = [unit_id, "讲座", day, "school", "周例", False, "", 30, 1, "周例", moment]
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO learning_lecture ({names}, recorded_at) VALUES ({marks})", values)
