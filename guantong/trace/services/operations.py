# SPDX-License-Identifier: Apache-2.0
"""The door to every write: one transaction, one operation, at least one entry. What an entry says is beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from itertools import islice
from typing import ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from guantong.kernel import clock

from ..models import LONGEST_RUN, Entry, Sealed, Touch
from .chain import append

P = ParamSpec("P")
R = TypeVar("R")
BATCH = 2000


@dataclass(slots=True)
class Runs:
    """Where the rows of a manifest stand: first id, how many follow it one by one, place of its line; and their units.

    A million new rows are a thousand runs, so that neither memory nor the table of touches grows with each row.
    """

    found: list[tuple[int, int, int]] = field(default_factory=list)
    units: set[int] = field(default_factory=set)
    has_before: bool = False
    count: int = 0
    size: int = 0

    def add(self, pk: int, length: int) -> None:
        """Note the next line."""
        if self.found:
            first, number, offset = self.found[-1]
            if pk == first + number and number < LONGEST_RUN:
                self.found[-1] = first, number + 1, offset
                self.count, self.size = self.count + 1, self.size + length
                return
        self.found.append((pk, 1, self.size))
        self.count, self.size = self.count + 1, self.size + length

    def ranges(self) -> list[tuple[int, int]]:
        """First and last ids of rows that follow each other, runs of any length."""
        found: list[tuple[int, int]] = []
        for first, length, _offset in self.found:
            if found and first == found[-1][1] + 1:
                found[-1] = found[-1][0], first + length - 1
            else:
                found.append((first, first + length - 1))
        return found


@dataclass(slots=True)
class Operation:
    """One run of a service: all that it wrote shares this id and one transaction.

    Its entries stand in the database once it has ended; `runs` (where rows stand in a manifest) and `sealed` go there
    with them.
    """

    id: UUID = field(default_factory=uuid4)
    entries: list[Entry] = field(default_factory=list)
    runs: list[tuple[Entry, Runs]] = field(default_factory=list)
    sealed: list[tuple[Entry, list[Sealed]]] = field(default_factory=list)


_running: ContextVar[Operation | None] = ContextVar("guantong_operation", default=None)


def running() -> Operation | None:
    """The operation under way, None outside any service that writes."""
    return _running.get()


def writes(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service in one transaction under one operation id, at one moment of the business clock; nested services
    join the one under way.

    When the outermost service ends, those who follow records (`TRACE_FOLLOWERS`, a list in the settings) see its
    entries before the transaction commits, so that what is computed from records can never lag behind them. Whoever
    catches the refusal of a nested service wraps the call in `transaction.atomic()`: what that service wrote and
    traced is undone together, and without the wrapping nothing of the whole operation is kept.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        operation = _running.get()
        if operation is not None:
            with _undone_together(operation), transaction.atomic(savepoint=False):
                return service(*args, **kwargs)
        operation = Operation()
        with transaction.atomic(), clock.one_moment():
            token = _running.set(operation)
            try:
                result = service(*args, **kwargs)
                for path in settings.TRACE_FOLLOWERS:
                    import_string(path)(tuple(operation.entries))
                _store(operation)
            finally:
                _running.reset(token)
        return result

    return run


@contextmanager
def _undone_together(operation: Operation) -> Iterator[None]:
    marks = len(operation.entries), len(operation.runs), len(operation.sealed)
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            del operation.entries[marks[0] :], operation.runs[marks[1] :], operation.sealed[marks[2] :]


def _store(operation: Operation) -> None:
    if operation.entries:
        append(operation.entries)
    for entry, runs in operation.runs:
        rows = (
            Touch(entry_id=entry.pk, object_kind=entry.object_kind, object_id=pk, length=length, offset=offset)
            for pk, length, offset in runs.found
        )
        while some := list(islice(rows, BATCH)):
            Touch.objects.bulk_create(some)
    for entry, boxes in operation.sealed:
        for box in boxes:
            box.entry_id = entry.pk
        Sealed.objects.bulk_create(boxes, batch_size=BATCH)
