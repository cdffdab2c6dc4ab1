# SPDX-License-Identifier: Apache-2.0
"""The index in SQL: an FTS5 table on SQLite, a tsvector with GIN on PostgreSQL, both fed with our own tokens.

The tokens of a record's places stand among its words, so that the database intersects two lists instead of walking
every hit of a common word. On both a document's id is its row's key within the range of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, models
from django.db.models.expressions import RawSQL

CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS search_document USING fts5("
        "tokens, tokenize = \"ascii tokenchars '@'\", detail = none, columnsize = 0)",
    ),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS search_document (id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS search_document_tokens ON search_document USING gin (tokens)",
        "ALTER TABLE search_document ALTER COLUMN tokens SET STATISTICS 500",
    ),
}
MATCH = {"sqlite": ("rowid", "search_document MATCH %s"), "postgresql": ("id", "tokens @@ %s::tsquery")}


def create() -> None:
    """Make the empty index."""
    with connection.cursor() as cursor:
        for statement in CREATE[connection.vendor]:
            cursor.execute(statement)


def drop() -> None:
    """Take the index away."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS search_document")


def put(documents: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Write documents, in place of what stands under their ids."""
    rows = list(documents)
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("DELETE FROM search_document WHERE rowid = %s", [(key,) for key, _tokens in rows])
            said = [(key, " ".join(tokens)) for key, tokens in rows]
            cursor.executemany("INSERT INTO search_document (rowid, tokens) VALUES (%s, %s)", said)
        else:
            cursor.execute(
                "INSERT INTO search_document (id, tokens) "
                "SELECT given.id, array_to_tsvector(string_to_array(given.said, ' ')) "
                "FROM unnest(%s::bigint[], %s::text[]) AS given (id, said) ORDER BY given.id "
                "ON CONFLICT (id) DO UPDATE SET tokens = EXCLUDED.tokens",
                ([key for key, _tokens in rows], [" ".join(tokens) for _key, tokens in rows]),
            )


def remove(keys: Sequence[int]) -> None:
    """Take documents out."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM search_document WHERE {MATCH[connection.vendor][0]} = %s", [(k,) for k in keys]
        )


def remove_range(first: int, last: int) -> None:
    """Take every document of a range out."""
    name = MATCH[connection.vendor][0]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM search_document WHERE {name} >= %s AND {name} < %s", (first, last))


def tokens_at(key: int) -> set[str]:
    """The tokens of one document; empty where there is none."""
    shown = "tokens" if connection.vendor == "sqlite" else "array_to_string(tsvector_to_array(tokens), ' ')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {shown} FROM search_document WHERE {MATCH[connection.vendor][0]} = %s", (key,))
        row = cursor.fetchone()
    return set(row[0].split(" ")) if row else set()


def is_empty() -> bool:
    """Whether nothing is indexed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM search_document LIMIT 1")
        return cursor.fetchone() is None


def match_of(tokens: Sequence[str]) -> str:
    """All of these tokens, in the database's own words. Tokens hold letters, numbers and `@` alone, never a quote."""
    if connection.vendor == "sqlite":
        return " AND ".join(f'"{token.rstrip("*")}"{"*" if token.endswith("*") else ""}' for token in tokens)
    return " & ".join(f"'{token.rstrip('*')}'{':*' if token.endswith('*') else ''}" for token in tokens)


def find(asked: Sequence[tuple[int, int, Sequence[str]]], limit: int) -> list[int]:
    """Ids of documents, newest first within each range asked: (first, before, tokens). One statement for all ranges."""
    if not asked:
        return []
    name, matches = MATCH[connection.vendor]
    part = (
        f"SELECT * FROM (SELECT {name} AS id FROM search_document WHERE {matches} "
        f"AND {name} >= %s AND {name} < %s ORDER BY {name} DESC LIMIT %s) AS part"
    )
    values: list[int | str] = []
    for first, before, tokens in asked:
        values += [match_of(tokens), first, before, limit]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(asked)), values)
        return [row[0] for row in cursor.fetchall()]


def holds(model: type[models.Model], first: int, tokens: Sequence[str]) -> RawSQL:
    """Whether the row at hand holds the tokens, as a condition for a list that is walked in its own order."""
    name, matches = MATCH[connection.vendor]
    quoted = connection.ops.quote_name
    row = f"{quoted(model._meta.db_table)}.{quoted(str(model._meta.pk.column))}"
    said = f"EXISTS (SELECT 1 FROM search_document WHERE {name} = %s + {row} AND {matches})"
    return RawSQL(said, [first, match_of(tokens)], output_field=models.BooleanField())
