# SPDX-License-Identifier: Apache-2.0
"""The floors: what the same question costs when the database is asked bare, without a model, a right or a trace."""

from __future__ import annotations

from django.db import connection, transaction

COLUMNS = "id, path, depth, numchild, code, name, short_name, kind, level, region_code, code_word, industry_id"
COLUMNS += ", industry_path, founded_on, closed_on, successor_id, origin_id, version"


def subtree(path: str, limit: int) -> int:
    """The rows of a subtree in the order of the tree."""
    return _rows(f"SELECT {COLUMNS} FROM org_unit WHERE path >= %s AND path < %s ORDER BY path LIMIT %s", path, limit)


def level(path: str, depth: int, limit: int) -> int:
    """The first children of one unit."""
    query = f"""SELECT {COLUMNS} FROM org_unit WHERE path >= %s AND path < %s AND depth = {depth}
 AND closed_on IS NULL ORDER BY path LIMIT %s"""
    return _rows(query, path, limit)


def ancestors(path: str, step: int) -> int:
    """The units above, by their paths."""
    paths = [path[:end] for end in range(step, len(path), step)]
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(paths))
        cursor.execute(f"SELECT {COLUMNS} FROM org_unit WHERE path IN ({marks}) ORDER BY path", paths)
        return len(cursor.fetchall())


def is_in_scope(pk: int, path: str) -> bool:
    """Whether a row lies in a subtree."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM org_unit WHERE id = %s AND path >= %s AND path < %s", [pk, path, path + "~"])
        return cursor.fetchone() is not None


def move(old: str, new: str) -> int:
    """The bare rewriting of the paths of a subtree, in one transaction; no lock, rule, history or trace."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'UPDATE "org_unit" SET path = %s || substr(path, %s) WHERE path >= %s AND path < %s',
            [new, len(old) + 1, old, old + "~"],
        )
        return int(cursor.rowcount)


def _rows(query: str, path: str, limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, [path, path + "~", limit])
        return len(cursor.fetchall())
