# SPDX-License-Identifier: Apache-2.0
"""The door to every write: one transaction, one operation, at least one chained entry. Domain rules live above."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.module_loading import import_string

from guantong.kernel import clock

from .models import Entry, Stream

P = ParamSpec("P")
R = TypeVar("R")

SEALED: tuple[str, ...] = (
    "stream",
    "number",
    "operation",
    "at",
    "actor_id",
    "actor_name",
    "unit_name",
    "post_label",
    "verb",
)
SEALED += ("object_kind", "object_id", "object_label", "object_unit_id", "before", "after", "reason", "previous")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who acts, by value: person, unit and post as they are at this moment."""

    actor_id: int | None
    actor_name: str
    unit_id: int
    unit_name: str
    post_label: str = ""


@dataclass(slots=True)
class Operation:
    """One run of a service: all that it wrote shares this id and one transaction."""

    id: UUID = field(default_factory=uuid4)
    entries: list[Entry] = field(default_factory=list)


_running: ContextVar[Operation | None] = ContextVar("guantong_operation", default=None)


def running() -> Operation | None:
    """The operation under way, None outside any service that writes."""
    return _running.get()


def writes(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service in one transaction under one operation id; nested services join the one under way.

    When the outermost service ends, those who follow records (`TRACE_FOLLOWERS`, a list in the settings) see its
    entries before the transaction commits, so that what is computed from records can never lag behind them.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _running.get() is not None:
            return service(*args, **kwargs)
        operation = Operation()
        with transaction.atomic():
            token = _running.set(operation)
            try:
                result = service(*args, **kwargs)
                for path in settings.TRACE_FOLLOWERS:
                    import_string(path)(tuple(operation.entries))
            finally:
                _running.reset(token)
        return result

    return run


def add_entry(stamp: Stamp, verb: str, thing: models.Model, *, unit_id: int | None, changes: Changes) -> Entry:
    """Append one entry to the chain of the actor's unit. Raises RuntimeError outside a service marked `@writes`."""
    operation = _running.get()
    if operation is None:
        raise RuntimeError(f"{verb} on {thing!r}: a trace is written only inside a service marked @writes")
    Stream.objects.get_or_create(unit_id=stamp.unit_id)
    stream = Stream.objects.select_for_update().get(unit_id=stamp.unit_id)
    entry = Entry(
        stream=stamp.unit_id,
        number=stream.length + 1,
        operation=operation.id,
        at=clock.real_now(),
        actor_id=stamp.actor_id,
        actor_name=stamp.actor_name,
        unit_name=stamp.unit_name,
        post_label=stamp.post_label,
        verb=verb,
        object_kind=thing._meta.label_lower,
        object_id=str(thing.pk),
        object_label=str(thing)[:200],
        object_unit_id=unit_id,
        before=plain(changes.before),
        after=plain(changes.after),
        reason=changes.reason,
        previous=stream.head,
    )
    entry.digest = digest(entry)
    entry.save(force_insert=True)
    stream.length, stream.head = entry.number, entry.digest
    stream.save(update_fields=("length", "head"))
    operation.entries.append(entry)
    return entry


@dataclass(frozen=True, slots=True)
class Changes:
    """What an entry says of the object: values before and after, and the reason that was asked for."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as JSON keeps them, so that a digest taken now equals one taken from the stored row."""
    encoded: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder, default=str))
    return encoded


def digest(entry: Entry) -> str:
    """Keyed SHA-256 over all that the entry says and the digest before it."""
    said = {name: getattr(entry, name) for name in SEALED}
    said["operation"] = str(entry.operation)
    said["at"] = entry.at.timestamp()
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hmac.new(settings.TRACE_KEY, text.encode(), hashlib.sha256).hexdigest()
