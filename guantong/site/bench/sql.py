# SPDX-License-Identifier: Apache-2.0
"""The floors: what the same question costs when the database is asked bare, without a model, a right or a trace."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

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


def analyze() -> None:
    """Let the planner know what the tables hold."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def ask_all(statements: Iterable[tuple[str, Any]]) -> None:
    """Ask these statements bare, one after the other, and take every row."""
    with connection.cursor() as cursor:
        for text, params in statements:
            cursor.execute(text, params)
            cursor.fetchall()


def rows_touched(text: str, params: Any) -> int:
    """The rows that PostgreSQL looks at for one statement, those that a condition throws away among them."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {text}", params)
        said = cursor.fetchone()[0]
    plan = json.loads(said) if isinstance(said, str) else said
    return round(sum(_looked_at(node) for node in _nodes(plan[0]["Plan"])))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _looked_at(node: dict[str, Any]) -> float:
    if "Relation Name" not in node:
        return 0
    dropped = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    return float((node["Actual Rows"] + sum(node.get(name, 0) for name in dropped)) * node["Actual Loops"])
