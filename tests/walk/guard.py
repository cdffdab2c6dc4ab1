# SPDX-License-Identifier: Apache-2.0
"""The guard over every write: a change to a table of ours happens inside a service, and that service leaves a trace.

It watches the statements themselves, so that no layer above (ORM, library, view) can get around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from guantong.trace.services import Operation, running

WRITE = re.compile(r'\s*(?P<verb>INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"(?P<table>\w+)"', re.IGNORECASE)
SAVEPOINT = re.compile(r'\s*(?P<verb>SAVEPOINT|ROLLBACK TO SAVEPOINT)\s+"(?P<name>\w+)"', re.IGNORECASE)
SIGNED_IN = re.compile(r'\s*UPDATE "org_account" SET "last_login" = \S+ WHERE "org_account"\."id" = ', re.IGNORECASE)

ROLLUP = ("rollup_series", "rollup_tally", "rollup_fact", "rollup_pending", "rollup_place", "rollup_shard")
# Ours, yet written outside any service; each with the reason why that is right.
OUTSIDE_SERVICES = {
    "reports_documentbundle": "how far a job has come; asking for it and its file are acts with entries",
    "intake_stagedrow": "a draft read from a stored file, batch by batch; it becomes a record only inside a service",
    "org_once": "the nightly job forgets answers that nobody asks for any more",
    "dispatch_lightchange": "computed: the nightly job notes the lights that the calendar alone turned",
    "search_unindexed": "how far the index has come with a large operation, whose entry names the rows",
    "trace_slot": "the promise that a periodic job is enqueued once; nobody's act",
    **dict.fromkeys(ROLLUP, "computed: the folder brings totals in line with the records"),
}
# Ours, and no reason for an entry by themselves.
NEED_NO_ENTRY = {
    "intake_stagedrow": "a draft read from a stored file; what is entered from it has an entry with a manifest",
    "dispatch_lighting": "how far the job has come that lights an issue, whose own entry lists the units",
    "org_once": "the answer kept beside what was done; the entry is that of the record",
    "dispatch_lightchange": "computed from records; the entry is that of the record that turned the light",
    "register_draft": "unfinished words that nobody but their writer sees; entering the record leaves the entry",
    "register_export": "how far a file has come; asking for it and its end leave entries",
    "search_unindexed": "how far the index has come with a large operation, whose entry names the rows",
    "trace_slot": "the promise that a periodic job is enqueued once; nobody's act",
    **dict.fromkeys(ROLLUP, "computed from records; the entry is that of the record"),
    "trace_stream": "the head of a chain moves with the entry that it points to",
}


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one table that a statement changed within an operation."""

    operation: Operation
    table: str


@dataclass(slots=True)
class Guard:
    """Looks at every statement on a connection; `faults` says in sentences what must not have happened."""

    rogue: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    is_lifted: bool = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Run the statement, then take note of what it did."""
        result = execute(sql, params, many, context)
        if not self.is_lifted:
            self.note_savepoint(sql)
            self.note_write(sql, context["cursor"].rowcount)
        return result

    def note_savepoint(self, sql: str) -> None:
        """What was rolled back did not happen and needs no entry."""
        if (found := SAVEPOINT.match(sql)) is None:
            return
        if found["verb"].upper() == "SAVEPOINT":
            self.marks[found["name"]] = len(self.changes)
        else:
            del self.changes[self.marks[found["name"]] :]

    def note_write(self, sql: str, rows: int) -> None:
        """A write of ours belongs to the operation under way; without one it is rogue.

        SQLite counts the rows of an INSERT … RETURNING only once they are fetched, so an insert always counts.
        """
        found = WRITE.match(sql)
        if found is None or found["table"] not in tables_of_ours() or SIGNED_IN.match(sql):
            return
        operation, table = running(), found["table"]
        if operation is None:
            if table not in OUTSIDE_SERVICES:
                self.rogue.append(f"{table} was written outside every service: {sql[:160]}")
        elif (rows or found["verb"].upper().startswith("INSERT")) and table not in NEED_NO_ENTRY:
            self.changes.append(Change(operation, table))

    def faults(self) -> list[str]:
        """Everything wrong so far; operations are judged by the entries that they left."""
        silent: dict[str, set[str]] = {}
        for change in self.changes:
            if not change.operation.entries:
                silent.setdefault(str(change.operation.id), set()).add(change.table)
        return [
            *self.rogue,
            *(f"an operation changed {sorted(tables)} and left no trace" for tables in silent.values()),
        ]

    @contextmanager
    def lifted(self, reason: str) -> Iterator[None]:
        """Look away while a test does on purpose what no code of ours may do; `reason` says why it must."""
        assert reason
        self.is_lifted = True
        try:
            yield
        finally:
            self.is_lifted = False


def tables_of_ours() -> frozenset[str]:
    """The tables of all our models, those that join them included."""
    models = apps.get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models if is_ours(model))


def is_ours(model: type[Any]) -> bool:
    """Whether a model, or the model that made it, lives in our package."""
    return (model._meta.app_config.name or "").startswith("guantong.")
