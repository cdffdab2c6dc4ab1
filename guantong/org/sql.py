# SPDX-License-Identifier: Apache-2.0
"""What the tree asks of a database in its own words: one lock, paths rewritten in one statement, faults in one pass."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from .places import DEEPEST

TREE_LOCK = 0x67745F756E697473  # any number that nobody else uses: "gt_units"
CHUNK = 400  # pairs in one statement: SQLite takes 999 parameters in its oldest builds

# The industrial line that a unit stands on, from the union it was placed under or else from the unit above.
LINE_OF = """CASE WHEN {0}.industry_path = '' THEN {0}.path ELSE {0}.industry_path || '/' ||
 substr('00000000' || CAST({0}.id AS text), length(CAST({0}.id AS text)) + 1, 8) END"""
LINES = f"""SELECT u.id AS unit_id, CASE
 WHEN i.id IS NOT NULL THEN {LINE_OF.format("i")}
 WHEN p.kind = 'industrial' AND p.industry_path <> '' THEN {LINE_OF.format("p")}
 ELSE coalesce(p.industry_path, '') END AS line
 FROM org_unit u LEFT JOIN org_unit i ON i.id = u.industry_id
 LEFT JOIN org_unit p ON p.path = substr(u.path, 1, length(u.path) - 4)"""

FAULTS = {
    "orphaned": """SELECT u.id FROM org_unit u LEFT JOIN org_unit p ON p.path = substr(u.path, 1, length(u.path) - 4)
 WHERE length(u.path) > 4 AND p.id IS NULL""",
    "depth": "SELECT id FROM org_unit WHERE depth * 4 <> length(path)",
    "children": """SELECT p.id FROM org_unit p LEFT JOIN
 (SELECT substr(path, 1, length(path) - 4) AS above, count(*) AS n FROM org_unit GROUP BY 1) c ON c.above = p.path
 WHERE p.numchild <> coalesce(c.n, 0)""",
    "line": f"""SELECT u.id FROM org_unit u JOIN ({LINES}) found ON found.unit_id = u.id
 WHERE found.line <> u.industry_path""",
    "parent_closed": """SELECT u.id FROM org_unit u JOIN org_unit p ON p.path = substr(u.path, 1, length(u.path) - 4)
 WHERE u.closed_on IS NULL AND p.closed_on IS NOT NULL""",
}


def lock_tree() -> None:
    """Hold all changes of the tree to one at a time until the transaction ends.

    On SQLite every transaction that writes holds the only lock already (IMMEDIATE); a row lock would do nothing there.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


def move_paths(pairs: Sequence[tuple[str, str]]) -> int:
    """Give each subtree its new path and depth, and every industrial line that begins with it; returns how many moved.

    The new paths must be free. A subtree moves whole, in one statement for hundreds of them.
    """
    moved = 0
    with connection.cursor() as cursor:
        for at in range(0, len(pairs), CHUNK):
            chunk = pairs[at : at + CHUNK]
            table = ", ".join(["(%s, %s)"] * len(chunk))
            values = [path for pair in chunk for path in pair]
            cursor.execute(
                f"""UPDATE "org_unit" SET path = moved.column2 || substr(path, length(moved.column1) + 1),
 depth = depth + (length(moved.column2) - length(moved.column1)) / 4
 FROM (VALUES {table}) AS moved WHERE path >= moved.column1 AND path < moved.column1 || '~'""",
                values,
            )
            moved += cursor.rowcount
            cursor.execute(
                f"""UPDATE "org_unit" SET industry_path = moved.column2 || substr(industry_path,
 length(moved.column1) + 1) FROM (VALUES {table}) AS moved
 WHERE industry_path >= moved.column1 AND industry_path < moved.column1 || '~'""",
                values,
            )
    return moved


def settle_lines() -> int:
    """Bring every unit's industrial line up to where it was placed; returns how many rows changed.

    A line may hang on another: each round settles one more link, and there are never more rounds than levels.
    """
    settled = 0
    with connection.cursor() as cursor:
        for _round in range(DEEPEST):
            cursor.execute(
                f"""UPDATE "org_unit" SET industry_path = found.line FROM ({LINES}) AS found
 WHERE found.unit_id = "org_unit".id AND found.line <> "org_unit".industry_path"""
            )
            if not cursor.rowcount:
                break
            settled += cursor.rowcount
    return settled


BYTEWISE = tuple(
    f'ALTER TABLE "org_unit" ALTER COLUMN "{column}" TYPE varchar(255) COLLATE "C"'
    for column in ("path", "industry_path")
)
"""On PostgreSQL the columns of paths compare byte by byte: under most other collations `~` sorts before the digits."""


def faulty_units(kind: str) -> list[int]:
    """The ids of the units of which one of `FAULTS` is true."""
    with connection.cursor() as cursor:
        cursor.execute(f"{FAULTS[kind]} ORDER BY 1 LIMIT 100")
        return [row[0] for row in cursor.fetchall()]


def analyze() -> None:
    """Tell the planner what the tables hold, as a database at rest would know."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
