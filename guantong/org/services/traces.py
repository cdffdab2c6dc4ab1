# SPDX-License-Identifier: Apache-2.0
"""What every verb leaves behind: one entry, with the values before and after as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from guantong.trace.models import Entry
from guantong.trace.sealing import Veiled, veiled_fields
from guantong.trace.services import SYSTEM, Changes, RowChange, RowLine, Stamp, add_bulk_entry, add_entry

from ..actors import Actor
from ..models import Unit

__all__ = ("SYSTEM", "covered", "difference", "trace", "trace_bulk", "values_of")
NOT_SHOWN = {
    "id",
    "version",
    "recorded_at",
    "recorded_by",
    "voided_at",
    "path",
    "depth",
    "numchild",
    "password",
    "fingerprint",
}


def trace(by: Actor | Stamp, verb: str, thing: models.Model, changes: Changes | None = None) -> Entry:
    """Leave one entry about an object; its unit is the object's own, where it has one."""
    stamp = by.stamp() if isinstance(by, Actor) else by
    unit_id = thing.pk if isinstance(thing, Unit) else getattr(thing, "unit_id", None)
    if unit_id is None and isinstance(by, Actor):  # what belongs to no unit is seen where it was done
        unit_id = by.unit.pk
    return add_entry(stamp, verb, thing, unit_id=unit_id, changes=changes or Changes())


def trace_bulk(
    by: Actor | Stamp,
    verb: str,
    model: type[models.Model],
    rows: Iterable[RowChange | RowLine],
    *,
    unit: Unit,
    changes: Changes | None = None,
) -> Entry:
    """Leave one entry about many rows of one model; `unit` is the one for which it was done, `changes` what all share.

    The rows' own values go into a stored manifest whose digest the entry holds; `rows` may be a generator.
    """
    stamp = by.stamp() if isinstance(by, Actor) else by
    return add_bulk_entry(stamp, verb, model, rows, unit_id=unit.pk, changes=changes or Changes())


def values_of(thing: models.Model) -> dict[str, Any]:
    """The fields of an object as the trace shows them: values of plain fields, ids of others, veiled ones covered."""
    return covered(type(thing), open_values_of(thing))


def open_values_of(thing: models.Model) -> dict[str, Any]:
    """The same as they are, to be written back into the row; never into the trace."""
    fields = [field for field in thing._meta.concrete_fields if field.name not in NOT_SHOWN]
    return {field.name: field.value_from_object(thing) for field in fields}


def covered(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Values of a row of this model with the veiled ones covered; all that goes into the trace passes here."""
    hidden = veiled_fields(model)
    return {name: Veiled(value) if name in hidden else value for name, value in values.items()}


def difference(before: dict[str, Any], after: dict[str, Any], reason: str = "") -> Changes:
    """Only what differs."""
    keys = [key for key in after if before.get(key) != after[key]]
    return Changes({key: before.get(key) for key in keys}, {key: after[key] for key in keys}, reason)
