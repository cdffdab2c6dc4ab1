# SPDX-License-Identifier: Apache-2.0
"""The set-based SQL of rollup, the same text on SQLite and PostgreSQL. No rule and no rights here.

Every statement takes whole sets of units: nothing walks the tree row by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from ..models import COLUMNS, MONTHS

WHOLE_SUMS = ", ".join(f"CAST(SUM(t.{column}) AS bigint)" for column in COLUMNS)
SUMS = ", ".join(f"SUM({{t}}.{column})" for column in COLUMNS)
NAMES = ", ".join(COLUMNS)
KEY = "unit_id, series_id, year, reach"
ADDED = ", ".join(f"{column} = {{table}}.{column} + excluded.{column}" for column in COLUMNS)
ONTO = f"ON CONFLICT ({KEY}) DO UPDATE SET {ADDED}"
BY_MONTH = ", ".join(["SUM(q.n)", *(f"SUM(CASE WHEN q.in_month %% 12 = {m - 1} THEN q.n ELSE 0 END)" for m in MONTHS)])
DISTINCT = ", ".join(
    [
        "COUNT(DISTINCT f.member)",
        *(f"COUNT(DISTINCT CASE WHEN f.month %% 12 = {m - 1} THEN f.member END)" for m in MONTHS),
    ]
)
STEP = 4
FEW_RANGES = 40


def run(text: str, params: Sequence[Any] = ()) -> int:
    """Run one statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return int(cursor.rowcount)


def fetched(text: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.fetchall()


def marks(values: Sequence[Any]) -> str:
    """Placeholders for a list of values."""
    return ", ".join(["%s"] * len(values)) or "NULL"


def count_members(querysets: list[QuerySet[Any, Any]]) -> Iterator[tuple[str, str, int]]:
    """(group, part, how many distinct members) over querysets of (group, part, member)."""
    texts: list[str] = []
    params: list[Any] = []
    for queryset in querysets:
        try:
            text, given = queryset.order_by().query.sql_with_params()
        except EmptyResultSet:  # nothing can be in it, such as records under a theme where none are carried
            continue
        texts.append(text)
        params += given
    if not texts:
        return
    union = " UNION ALL ".join(f"SELECT * FROM ({text}) x{number}" for number, text in enumerate(texts))
    names = "WITH q(in_place, in_part, member) AS (" + union + ")"
    yield from fetched(f"{names} SELECT in_place, in_part, COUNT(DISTINCT member) FROM q GROUP BY 1, 2", params)


class Place:
    """Where to look, as SQL over `org_unit u`.

    A few subtrees are ranges, which an index finds. Of many the beginnings of paths are looked up in lists: SQLite
    takes no thousand conditions joined by OR, and whoever asks for many units has few rows to look at.
    """

    def __init__(self, units: Iterable[Any], *, subtree: bool, both: bool) -> None:
        found = list(units)
        self.ids = [unit.pk for unit in found]
        starts = [("path", unit.path) for unit in found if subtree]
        starts += [("industry_path", unit.line) for unit in found if subtree and both and unit.line]
        if not subtree:
            texts, self.params = [f"u.id IN ({marks(self.ids)})"], list(self.ids)
        elif len(starts) <= FEW_RANGES:
            texts = [f"(u.{column} >= %s AND u.{column} < %s)" for column, _start in starts]
            self.params = [each for _column, start in starts for each in (start, start + "~")]
        else:
            lists: dict[tuple[str, int], list[str]] = defaultdict(list)
            for column, start in starts:
                lists[column, len(start)].append(start)
            texts = [f"substr(u.{name}, 1, {length:d}) IN ({marks(each)})" for (name, length), each in lists.items()]
            self.params = [start for each in lists.values() for start in each]
        self.text = f"({' OR '.join(texts) or '1 = 0'})"


def read_layers(
    *, place: Place, reaches: Sequence[int], keys: Sequence[str], theme: int, months: range, kinds: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Stored values and the outbox in one statement, so that both are of one moment whoever folds meanwhile.

    Rows of sort 0 are values of the units asked for (one row in all with unit 0, where `reaches` is empty: then the
    own values of the whole place are added up), 1 what is not folded yet, 2 the own values that stand for it so far.
    """
    series = f"s.indicator IN ({marks(keys)}) AND s.theme_id = %s AND t.year BETWEEN %s AND %s"
    asked = [*keys, theme, months[0] // 12, months[-1] // 12]
    waiting = f"FROM rollup_pending p JOIN org_unit u ON u.id = p.unit_id WHERE p.kind IN ({marks(kinds)})"
    waiting += f" AND p.month BETWEEN %s AND %s AND {place.text}"
    held = [*kinds, months[0], months[-1], *place.params]
    tally = "FROM rollup_tally t JOIN rollup_series s ON s.id = t.series_id"
    if reaches:
        values = f"SELECT 0, t.unit_id, s.indicator, s.part, t.year, {NAMES} {tally} WHERE t.unit_id IN"
        values += f" ({marks(place.ids)}) AND t.reach IN ({marks(reaches)}) AND {series}"
        given = [*place.ids, *reaches, *asked]
    else:
        values = f"SELECT 0, 0, s.indicator, s.part, t.year, {WHOLE_SUMS} {tally}"
        values += f" JOIN org_unit u ON u.id = t.unit_id WHERE t.reach = 0 AND {series} AND {place.text}"
        values += " GROUP BY s.indicator, s.part, t.year"
        given = [*asked, *place.params]
    nothing = ", ".join(["0"] * len(COLUMNS))
    cells = f"SELECT 1, p.unit_id, p.kind, u.path || '|' || u.industry_path, p.month, {nothing} {waiting}"
    own = f"SELECT 2, t.unit_id, s.indicator, s.part, t.year, {NAMES} {tally} WHERE t.reach = 0 AND {series}"
    own += f" AND t.unit_id IN (SELECT p.unit_id {waiting})"
    return fetched(f"{values} UNION ALL {cells} UNION ALL {own}", [*given, *held, *asked, *held])


def add_tallies(rows: Iterable[tuple[int, ...]], table: str = "rollup_tally") -> None:
    """Add rows of (unit, series, year, reach, m0 … m12) to what stands."""
    values = marks(range(4 + len(COLUMNS)))
    text = f"INSERT INTO {table} ({KEY}, {NAMES}) VALUES ({values}) {ONTO.format(table=table)}"
    with connection.cursor() as cursor:
        cursor.executemany(text, sorted(rows))  # sorted: two folders never wait for each other crosswise


def add_own(indicator: str, queryset: QuerySet[Any, Any], table: str) -> None:
    """Add what a queryset of (in_unit, in_month, in_part, in_theme, n) says to the own layer of its series."""
    text, params = queryset.order_by().query.sql_with_params()
    run(
        f"WITH q(in_unit, in_month, in_part, in_theme, n) AS ({text}) INSERT INTO {table} ({KEY}, {NAMES})"
        f" SELECT q.in_unit, s.id, q.in_month / 12, 0, {BY_MONTH} FROM q JOIN rollup_series s"
        " ON s.indicator = %s AND s.part = q.in_part AND s.theme_id = q.in_theme"
        f" WHERE q.n <> 0 GROUP BY q.in_unit, s.id, q.in_month / 12 {ONTO.format(table=table)}",
        [*params, indicator],
    )


def add_facts(indicator: str, queryset: QuerySet[Any, Any], table: str) -> None:
    """Add what a queryset of (in_unit, in_month, in_part, in_theme, member) says to the facts."""
    text, params = queryset.order_by().query.sql_with_params()
    run(
        f"WITH q(in_unit, in_month, in_part, in_theme, member) AS ({text})"
        f" INSERT INTO {table} (series_id, unit_id, month, member) SELECT DISTINCT s.id, q.in_unit, q.in_month,"
        " q.member FROM q JOIN rollup_series s ON s.indicator = %s AND s.part = q.in_part AND s.theme_id = q.in_theme"
        " WHERE 1 = 1 ON CONFLICT DO NOTHING",
        [*params, indicator],
    )


def depths() -> list[int]:
    """The depths of the tree, deepest first."""
    return [depth for (depth,) in fetched("SELECT DISTINCT depth FROM org_unit ORDER BY 1 DESC")]


def add_below(table: str, additive: Sequence[int]) -> None:
    """Level by level from the bottom: each unit gets what its children have, own and below."""
    for depth in depths()[:-1]:
        run(
            f"INSERT INTO {table} ({KEY}, {NAMES}) SELECT a.id, t.series_id, t.year, 1, {SUMS.format(t='t')}"
            f" FROM {table} t JOIN org_unit c ON c.id = t.unit_id AND c.depth = %s"
            f" JOIN org_unit a ON a.path = substr(c.path, 1, length(c.path) - {STEP})"
            f" WHERE t.reach IN (0, 1) AND t.series_id IN ({marks(additive)})"
            f" GROUP BY a.id, t.series_id, t.year {ONTO.format(table=table)}",
            [depth, *additive],
        )


def note_lines(pairs: Iterable[tuple[int, str]]) -> None:
    """The unions above each place on a line: (union, industry path of the units there)."""
    run("CREATE TEMPORARY TABLE IF NOT EXISTS rollup_line (above_id bigint, industry_path varchar(255))")
    run("DELETE FROM rollup_line")
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO rollup_line VALUES (%s, %s)", list(pairs))


def add_industry(table: str, additive: Sequence[int]) -> None:
    """Each industrial union gets what units outside its own subtree bring along its line (see `note_lines`)."""
    run(
        f"INSERT INTO {table} ({KEY}, {NAMES}) SELECT a.id, t.series_id, t.year, 2, {SUMS.format(t='t')}"
        f" FROM {table} t JOIN org_unit u ON u.id = t.unit_id"
        " JOIN rollup_line l ON l.industry_path = u.industry_path"
        " JOIN org_unit a ON a.id = l.above_id AND NOT (u.path >= a.path AND u.path < a.path || '~')"
        f" WHERE t.reach = 0 AND t.series_id IN ({marks(additive)})"
        f" GROUP BY a.id, t.series_id, t.year {ONTO.format(table=table)}",
        additive,
    )


def _steps() -> range:
    longest = fetched("SELECT MAX(length(path)) FROM org_unit")[0][0] or 0
    return range(STEP, longest + 1, STEP)


def add_distinct(tally: str, facts: str, series: Sequence[int], only: Sequence[int] | None = None) -> None:
    """The layers of distinct values: own, what the subtree has beyond it, what the industrial line has beyond that.

    `only` narrows to these units, whose layers must have been taken away before.
    """
    chosen = f" AND f.series_id IN ({marks(series)})"
    near = "" if only is None else f" AND a.id IN ({marks(only)})"
    given = [*series, *(only or ())]
    head = f"INSERT INTO {tally} ({KEY}, {NAMES})"
    own = f"SELECT f.unit_id, f.series_id, f.month / 12, {{reach}}, {DISTINCT} FROM {facts} f JOIN org_unit a"
    own += f" ON a.id = f.unit_id WHERE 1 = 1{chosen}{near} GROUP BY f.unit_id, f.series_id, f.month / 12"
    run(f"{head} {own.format(reach=0)} {ONTO.format(table=tally)}", given)
    group = f"{chosen}{near} GROUP BY a.id, f.series_id, f.month / 12"
    for length in _steps():
        lead = f"SELECT a.id, f.series_id, f.month / 12, {{reach}}, {DISTINCT} FROM {facts} f JOIN org_unit u ON"
        lead += " u.id = f.unit_id AND length(u.path) >= %s JOIN org_unit a ON a.path = substr(u.path, 1, %s)"
        lead += f" WHERE 1 = 1{group}"
        run(f"{head} {lead.format(reach=1)} {ONTO.format(table=tally)}", [length, length, *given])
    line = f"SELECT l.above_id, f.series_id, f.month, f.member FROM {facts} f JOIN org_unit u ON u.id = f.unit_id"
    line += f" JOIN rollup_line l ON l.industry_path = u.industry_path WHERE 1 = 1{chosen}"
    lead = f"SELECT a.id, f.series_id, f.month, f.member FROM {facts} f JOIN org_unit u ON u.id = f.unit_id"
    lead += " JOIN org_unit a ON u.path >= a.path AND u.path < a.path || '~'"
    lead += f" WHERE a.id IN (SELECT above_id FROM rollup_line){chosen}"
    run(
        f"WITH f(above_id, series_id, month, member) AS ({line} UNION ALL {lead}) {head}"
        f" SELECT f.above_id, f.series_id, f.month / 12, 2, {DISTINCT} FROM f WHERE 1 = 1"
        f" {near.replace('a.id', 'f.above_id')} GROUP BY f.above_id, f.series_id, f.month / 12"
        f" {ONTO.format(table=tally)}",
        [*series, *series, *(only or ())],
    )
    _subtract(tally, series, only, reach=2, less=1)
    _subtract(tally, series, only, reach=1, less=0)


def _subtract(table: str, series: Sequence[int], only: Sequence[int] | None, *, reach: int, less: int) -> None:
    """A layer counted whole becomes what it has beyond the layer under it."""
    near = "" if only is None else f" AND unit_id IN ({marks(only)})"
    less_sums = ", ".join(f"{column} = {table}.{column} - o.{column}" for column in COLUMNS)
    run(
        f"UPDATE {table} SET {less_sums} FROM {table} o WHERE {table}.reach = %s AND o.reach = %s"
        f" AND o.unit_id = {table}.unit_id AND o.series_id = {table}.series_id AND o.year = {table}.year"
        f" AND {table}.series_id IN ({marks(series)})" + near.replace("unit_id", f"{table}.unit_id"),
        [reach, less, *series, *(only or ())],
    )


def shift(pairs: Iterable[tuple[int, int, int, int]], additive: Sequence[int]) -> None:
    """Take the own values of units away from units above that they left, and add them to those they came under.

    Pairs are (unit, unit above, layer, 1 or -1).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS rollup_shift"
            " (unit_id bigint, above_id bigint, reach smallint, sign int)"
        )
        cursor.execute("DELETE FROM rollup_shift")
        cursor.executemany("INSERT INTO rollup_shift VALUES (%s, %s, %s, %s)", list(pairs))
    sums = ", ".join(f"SUM(x.sign * t.{column})" for column in COLUMNS)
    run(
        f"INSERT INTO rollup_tally ({KEY}, {NAMES}) SELECT x.above_id, t.series_id, t.year, x.reach, {sums}"
        " FROM rollup_shift x JOIN rollup_tally t ON t.unit_id = x.unit_id AND t.reach = 0"
        f" WHERE t.series_id IN ({marks(additive)}) GROUP BY x.above_id, t.series_id, t.year, x.reach"
        f" {ONTO.format(table='rollup_tally')}",
        additive,
    )


def place_all() -> None:
    """Remember where every unit stands now."""
    run("DELETE FROM rollup_place")
    run("INSERT INTO rollup_place (unit_id, path, industry_path) SELECT id, path, industry_path FROM org_unit")


def aside() -> tuple[str, str]:
    """Empty tables beside the stored ones, of the same shape, for a recount; they are gone with the connection."""
    for name in ("rollup_tally", "rollup_fact"):
        run(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name}_aside AS SELECT * FROM {name} WHERE 1 = 0")
        run(f"DELETE FROM {name}_aside")
    run(f"CREATE UNIQUE INDEX IF NOT EXISTS rollup_tally_aside_key ON rollup_tally_aside ({KEY})")
    key = "series_id, unit_id, month, member"
    run(f"CREATE UNIQUE INDEX IF NOT EXISTS rollup_fact_aside_key ON rollup_fact_aside ({key})")
    return "rollup_tally_aside", "rollup_fact_aside"


def differences(limit: int) -> list[tuple[Any, ...]]:
    """(unit, series, year, layer) whose stored values are not those just recounted beside them."""
    filled = " OR ".join(f"{column} <> 0" for column in COLUMNS)
    stored, counted = (
        f"SELECT {KEY}, {NAMES} FROM {name} WHERE {filled}" for name in ("rollup_tally", "rollup_tally_aside")
    )
    return fetched(
        f"SELECT DISTINCT {KEY} FROM (SELECT * FROM ({stored} EXCEPT {counted}) a UNION ALL"
        f" SELECT * FROM ({counted} EXCEPT {stored}) b) c ORDER BY 1, 2, 3, 4 LIMIT {limit:d}"
    )


def empty(*tables: str) -> None:
    """Delete all rows."""
    for table in tables:
        run(f"DELETE FROM {table}")


def of_one_moment() -> None:
    """Let a whole transaction see the database as of its first statement; SQLite's do so anyway."""
    if connection.vendor == "postgresql":
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
