# SPDX-License-Identifier: Apache-2.0
"""Staged rows against a register as whole sets: found in it, entered, given back. One statement a step, no row walk.

Values of a staged row lie in one JSON column; `Shape` knows how each comes out of it as the register's own type in
either database. Every name that is put into a statement comes from a model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from guantong.org.models import Unit
from guantong.org.scope import AFTER_ALL

from .models import StagedRow

# An upload puts a record's version this far ahead, so that giving it back never meets a form opened in between.
LEAP = 1000
PIECE = 2000
ROWS = StagedRow._meta.db_table
UNITS = Unit._meta.db_table
STAGED: tuple[str, ...] = ("upload_id", "number", "sheet", "row", "place", "outcome", "has_doubts", "is_left_out")
STAGED += ("values", "said", "reasons", "note", "fate")
LIVE = "s.upload_id = %s AND s.outcome <> 'refused'"


@dataclass(frozen=True)
class Shape:
    """A register's table as staged rows meet it: the fields that a sheet holds, and those that tell a record."""

    model: type[models.Model]
    names: tuple[str, ...]
    identity: tuple[str, ...]

    @property
    def table(self) -> str:
        """The table, quoted."""
        return quoted(self.model._meta.db_table)

    def field(self, name: str) -> Any:
        """The model field of that name."""
        return self.model._meta.get_field(name)

    def column(self, name: str, row: str = "r") -> str:
        """The column of a field of the register's row."""
        return f"{row}.{quoted(self.field(name).column)}"

    def value(self, name: str, held: str = "values") -> str:
        """The value that a staged row holds for a field, in the type of its column; NULL where it holds none."""
        return _typed(self.field(name), f"s.{quoted(held)}", name)

    def same_identity(self) -> str:
        """Whether a record and a staged row are known to be one."""
        return " AND ".join(f"{self.column(name)} = {self.value(name)}" for name in self.identity)

    def same_values(self) -> str:
        """Whether a record holds already all that a staged row says; what the row leaves blank is not compared."""
        parts = (
            f"({self.value(name)} IS NULL OR {self.column(name)} = {self.value(name)})"
            for name in self.names
            if name not in self.identity
        )
        return " AND ".join(parts) or "1 = 1"


def quoted(name: str | None) -> str:
    """A name as both databases take it."""
    return str(connection.ops.quote_name(str(name)))


def _typed(field: Any, held: str, name: str) -> str:
    if connection.vendor == "sqlite":
        return f"json_extract({held}, '$.{name}')"
    kind = field.target_field.db_type(connection) if field.many_to_one else field.db_type(connection)
    kind = "text" if kind.startswith("varchar") else kind  # a cast to a length would cut
    return f"({held}->>'{name}')::{kind}"


def _run(statement: str, params: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def lock(shape: Shape) -> None:
    """Let one upload at a time meet a register, until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        _run("SELECT pg_advisory_xact_lock(hashtext(%s))", [shape.model._meta.db_table])


def stage(rows: Sequence[tuple[Any, ...]]) -> None:
    """Add staged rows, each a tuple in the order of STAGED."""
    columns = ", ".join(map(quoted, STAGED))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quoted(ROWS)} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(STAGED))
            cursor.executemany(f"INSERT INTO {quoted(ROWS)} ({columns}) VALUES ({marks})", rows)


def forget_match(upload: int) -> None:
    """Take back what holding the rows against the register said before."""
    empty = "'[]'" if connection.vendor == "sqlite" else "'[]'::jsonb"
    _run(
        f"UPDATE {quoted(ROWS)} AS s SET outcome = 'new', note = '', repeats = NULL, record = NULL, "
        f"record_version = NULL, has_doubts = (s.reasons <> {empty}) "
        "WHERE s.upload_id = %s AND (s.outcome IN ('change', 'same') OR s.note <> '' OR s.record IS NOT NULL "
        "OR s.repeats IS NOT NULL)",
        [upload],
    )


def match(shape: Shape, upload: int, path: str, *, has_keys: bool) -> None:
    """Find each staged row in the register within the units at and below `path`."""
    rows, reach = quoted(ROWS), [path, path + AFTER_ALL]
    _run(
        f"UPDATE {rows} AS s SET outcome = 'refused', note = 'closed' WHERE {LIVE} AND {shape.value('unit')} NOT IN "
        f"(SELECT u.id FROM {quoted(UNITS)} u WHERE u.closed_on IS NULL AND u.path >= %s AND u.path < %s)",
        [upload, *reach],
    )
    if has_keys:
        _match_by_key(shape, upload, reach)
    _run(
        f"UPDATE {rows} AS s SET record = m.id, record_version = m.version, outcome = m.outcome FROM ("
        f"SELECT s.number, MIN(r.id) AS id, MIN(r.version) AS version, "
        f"CASE COUNT(*) WHEN 1 THEN 'change' ELSE 'many' END AS outcome "
        f"FROM {rows} s JOIN {shape.table} r ON {shape.same_identity()} AND r.voided_at IS NULL "
        f"WHERE {LIVE} AND s.record IS NULL GROUP BY s.number) AS m WHERE s.upload_id = %s AND s.number = m.number",
        [upload, upload],
    )
    _run(
        f"UPDATE {rows} AS s SET record = m.id, record_version = m.version, outcome = 'same' FROM ("
        f"SELECT s.number, MIN(r.id) AS id, MIN(r.version) AS version FROM {rows} s JOIN {shape.table} r "
        f"ON {shape.same_identity()} AND r.voided_at IS NULL AND {shape.same_values()} "
        f"WHERE s.upload_id = %s AND s.outcome IN ('change', 'many') GROUP BY s.number) AS m "
        f"WHERE s.upload_id = %s AND s.number = m.number",
        [upload, upload],
    )
    _run(f"UPDATE {rows} SET outcome = 'refused', note = 'many' WHERE upload_id = %s AND outcome = 'many'", [upload])
    _find_repeats(shape, upload)


def _match_by_key(shape: Shape, upload: int, reach: list[str]) -> None:
    key = "json_extract(s.\"values\", '$.id')" if connection.vendor == "sqlite" else "(s.\"values\"->>'id')::bigint"
    rows, every = quoted(ROWS), " AND ".join([shape.same_values(), shape.same_identity()])
    _run(
        f"UPDATE {rows} AS s SET record = r.id, record_version = r.version, "
        f"outcome = CASE WHEN {every} THEN 'same' ELSE 'change' END "
        f"FROM {shape.table} r JOIN {quoted(UNITS)} u ON u.id = r.unit_id "
        f"WHERE {LIVE} AND r.id = {key} AND r.voided_at IS NULL AND u.path >= %s AND u.path < %s",
        [upload, *reach],
    )
    _run(
        f"UPDATE {rows} AS s SET outcome = 'refused', note = 'unknown' WHERE {LIVE} AND {key} IS NOT NULL "
        "AND s.record IS NULL",
        [upload],
    )


def footprint(upload: int) -> list[tuple[Any, ...]]:
    """What the officer has seen of the rows against the register: it is another one as soon as any row or record is."""
    weigh = "SUM(COALESCE({0}, 0) * (number %% 1009 + 1))"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT outcome, COUNT(*), {weigh.format('record')}, {weigh.format('record_version')}, SUM(number) "
            f"FROM {quoted(ROWS)} WHERE upload_id = %s GROUP BY outcome ORDER BY outcome",
            [upload],
        )
        return [tuple(row) for row in cursor.fetchall()]


def _find_repeats(shape: Shape, upload: int) -> None:
    """Rows of one file that are about one record: the first stands, the others say so."""
    rows, told = quoted(ROWS), ", ".join(shape.value(name) for name in shape.identity)
    pair = (
        "SELECT s.number, FIRST_VALUE(s.number) OVER (PARTITION BY {by} ORDER BY s.number) AS first "
        f"FROM {rows} s WHERE {LIVE} AND {{which}}"
    )
    for which, by in (("s.record IS NOT NULL", "s.record"), ("s.record IS NULL", told)):
        _run(
            f"UPDATE {rows} AS s SET repeats = m.first FROM ({pair.format(by=by, which=which)}) AS m "
            "WHERE s.upload_id = %s AND s.number = m.number AND m.first <> m.number",
            [upload, upload],
        )
    same = f'(SELECT f."values" FROM {rows} f WHERE f.upload_id = s.upload_id AND f.number = s.repeats)'
    _run(
        f"UPDATE {rows} AS s SET outcome = CASE WHEN s.outcome = 'same' OR s.\"values\" = {same} THEN 'same' "
        "WHEN s.record IS NULL THEN 'new' ELSE 'refused' END, "
        f"note = CASE WHEN s.outcome = 'same' OR s.\"values\" = {same} THEN 'repeats' "
        "WHEN s.record IS NULL THEN 'resembles' ELSE 'twice' END, "
        f"has_doubts = CASE WHEN s.outcome = 'same' OR s.\"values\" = {same} THEN s.has_doubts ELSE {_true()} END "
        "WHERE s.upload_id = %s AND s.repeats IS NOT NULL",
        [upload],
    )


def _true() -> str:
    return "1" if connection.vendor == "sqlite" else "TRUE"


TO_ENTER = "s.upload_id = %s AND s.outcome = %s AND NOT s.is_left_out"


def enter_new(shape: Shape, upload: int, facts: Mapping[str, Any], themes: Iterable[int]) -> int:
    """Insert the new rows as records with these facts beside what the sheet says; returns how many."""
    fields = [field for field in shape.model._meta.concrete_fields if not field.primary_key]
    params: list[Any] = []
    given: list[str] = []
    for field in fields:
        default = facts[field.name] if field.name in facts else field.get_default()
        literal = field.get_db_prep_save(default, connection)
        if field.name in shape.names:
            given.append(f"COALESCE({shape.value(field.name)}, {_mark(field)})")
        else:
            given.append(_mark(field))
        params.append(literal)
    _number_new(shape, upload)
    columns = ", ".join(quoted(field.column) for field in fields)
    count = _run(
        f"INSERT INTO {shape.table} (id, {columns}) SELECT s.record, {', '.join(given)} FROM {quoted(ROWS)} s "
        f"WHERE {TO_ENTER} ORDER BY s.number",
        [*params, upload, "new"],
    )
    through: Any = shape.model._meta.get_field("themes").remote_field.through  # type: ignore[union-attr]
    own = next(field.column for field in through._meta.fields if field.related_model is shape.model)
    for theme in themes:
        _run(
            f"INSERT INTO {quoted(through._meta.db_table)} ({quoted(own)}, theme_id) SELECT s.record, %s "
            f"FROM {quoted(ROWS)} s WHERE {TO_ENTER}",
            [theme, upload, "new"],
        )
    return count


def _mark(field: Any) -> str:
    """A parameter in the type of its column: PostgreSQL cannot guess one in a SELECT."""
    if connection.vendor == "sqlite":
        return "%s"
    kind = field.target_field.db_type(connection) if field.many_to_one else field.db_type(connection)
    return f"%s::{kind}"


def _number_new(shape: Shape, upload: int) -> None:
    """Give each new row the id that its record will bear; ids that were given once never come again.

    The row says in the same breath that it went in: on PostgreSQL each touch of a million rows writes them all anew.
    """
    table, rows = shape.model._meta.db_table, quoted(ROWS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # asked once: within the statement it would be asked for each row
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [quoted(table)])
            given, params = "nextval(%s::regclass)", [cursor.fetchone()[0]]
    else:
        given = "(SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s) + s.number"
        params = [table]
    _run(
        f"UPDATE {rows} AS s SET record = {given}, record_version = 1, fate = 'entered' WHERE {TO_ENTER}",
        [*params, upload, "new"],
    )


def keep_before(shape: Shape, upload: int) -> None:
    """Note what the records hold now that the upload is about to change."""
    build = "json_object" if connection.vendor == "sqlite" else "jsonb_build_object"
    pairs = ", ".join(f"'{name}', {shape.column(name)}" for name in shape.names)
    _run(
        f"UPDATE {quoted(ROWS)} AS s SET before = {build}({pairs}) FROM {shape.table} r "
        f"WHERE {TO_ENTER} AND r.id = s.record",
        [upload, "change"],
    )


def enter_changes(shape: Shape, upload: int) -> int:
    """Change the records that rows were found to be, if nobody changed them since; returns how many."""
    sets = ", ".join(
        f"{quoted(shape.field(name).column)} = COALESCE({shape.value(name)}, {shape.column(name)})"
        for name in shape.names
    )
    return _run(
        f"UPDATE {shape.table} AS r SET {sets}, version = r.version + {LEAP} FROM {quoted(ROWS)} s "
        f"WHERE {TO_ENTER} AND r.id = s.record AND r.version = s.record_version AND r.voided_at IS NULL",
        [upload, "change"],
    )


def mark_changed(upload: int) -> None:
    """Say of the rows that changed a record that they did; new ones say so since they bear its id."""
    _run(
        f"UPDATE {quoted(ROWS)} SET fate = 'entered' WHERE upload_id = %s AND outcome = 'change' AND NOT is_left_out",
        [upload],
    )


def made(upload: int, fate: str) -> Iterator[tuple[int, int, int, str]]:
    """Record, version, unit and values, written down, of the new rows of one fate, in order, piece by piece."""
    unit, text = _typed(StagedRow._meta.get_field("number"), 's."values"', "unit"), 's."values"'
    if connection.vendor == "postgresql":
        text += "::text"
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT s.number, s.record, s.record_version, {unit}, {text} FROM {quoted(ROWS)} s "
                "WHERE s.upload_id = %s AND s.fate = %s AND s.outcome = 'new' AND s.number > %s "
                "ORDER BY s.number LIMIT %s",
                [upload, fate, last, PIECE],
            )
            part = cursor.fetchall()
            yield from (row[1:] for row in part)
            if len(part) < PIECE:
                return
            last = part[-1][0]


def entered(
    upload: int, fate: str = "entered", outcomes: Sequence[str] = ("new", "change")
) -> Iterator[tuple[Any, ...]]:
    """Number, outcome, record, version, values and values before of the rows of one fate, in order, piece by piece."""
    rows = StagedRow.objects.filter(upload=upload, fate=fate, outcome__in=outcomes).order_by("number")
    names = ("number", "outcome", "record", "record_version", "values", "before")
    last = 0
    while part := list(rows.filter(number__gt=last).values_list(*names)[:PIECE]):
        yield from part
        last = part[-1][0]


def mark_returning(shape: Shape, upload: int) -> None:
    """Part the entered rows: those whose record is as the upload left it go back, the others are kept."""
    held = " ".join(
        f"AND NOT EXISTS (SELECT 1 FROM {quoted(table)} o WHERE o.{quoted(column)} = r.id)"
        for table, column in holders_of(shape.model)
    )
    untouched = (
        f"EXISTS (SELECT 1 FROM {shape.table} r WHERE r.id = s.record AND r.voided_at IS NULL "
        f"AND ((s.outcome = 'change' AND r.version = s.record_version + {LEAP}) "
        f"OR (s.outcome = 'new' AND r.version = s.record_version {held})))"
    )
    _run(
        f"UPDATE {quoted(ROWS)} AS s SET fate = CASE WHEN {untouched} THEN 'taken_back' ELSE 'kept' END "
        "WHERE s.upload_id = %s AND s.fate = 'entered'",
        [upload],
    )


def holders_of(model: type[models.Model]) -> list[tuple[str, str]]:
    """Tables and columns that point at records of a model, its own lists of themes and the like aside."""
    own = {field.remote_field.through for field in model._meta.local_many_to_many}
    pointing: list[Any] = [each for each in model._meta.get_fields(include_hidden=True) if each.auto_created]
    return [
        (each.related_model._meta.db_table, each.field.column)
        for each in pointing
        if (each.one_to_many or each.one_to_one) and not each.concrete and each.related_model not in own
    ]


def take_back(shape: Shape, upload: int) -> tuple[int, int]:
    """Delete what the upload made and give changed records their old values; returns how many of each."""
    going = "s.upload_id = %s AND s.fate = 'taken_back' AND s.outcome = %s"
    chosen = f"SELECT s.record FROM {quoted(ROWS)} s WHERE {going}"
    for field in shape.model._meta.local_many_to_many:
        through: Any = field.remote_field.through
        own = next(each.column for each in through._meta.fields if each.related_model is shape.model)
        _run(f"DELETE FROM {quoted(through._meta.db_table)} WHERE {quoted(own)} IN ({chosen})", [upload, "new"])
    deleted = _run(f"DELETE FROM {shape.table} WHERE id IN ({chosen})", [upload, "new"])
    sets = ", ".join(f"{quoted(shape.field(name).column)} = {shape.value(name, 'before')}" for name in shape.names)
    restored = _run(
        f"UPDATE {shape.table} AS r SET {sets}, version = s.record_version FROM {quoted(ROWS)} s "
        "WHERE s.upload_id = %s AND s.fate = 'taken_back' AND s.outcome = 'change' AND r.id = s.record "
        f"AND r.version = s.record_version + {LEAP} AND r.voided_at IS NULL",
        [upload],
    )
    return deleted, restored
