# SPDX-License-Identifier: Apache-2.0
"""Closing encrypted values anew under the newest key, batch by batch; it may stop anywhere and be started again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from .. import keys, sql
from ..sealing import FingerprintField, SealedTextField
from .entries import SYSTEM, Changes, add_note
from .operations import writes

BATCH = 500


def sealed_models() -> Iterator[type[models.Model]]:
    """Every model that holds encrypted values."""
    for model in apps.get_models():
        if any(isinstance(field, SealedTextField) for field in model._meta.local_concrete_fields):
            yield model


def rotate_keys(done: Callable[[int], object] = lambda count: None) -> int:
    """Close every value that is not under the newest key and cipher anew; returns how many rows were."""
    total = 0
    for model in sealed_models():
        while count := _rotate_batch(model):
            total += count
            done(count)
    return total


@writes
def _rotate_batch(model: type[models.Model]) -> int:
    """One batch in one transaction: the rows are locked while they are read and written, so no change is lost."""
    fields = model._meta.local_concrete_fields
    sealed = [field for field in fields if isinstance(field, SealedTextField)]
    key_id = keys.newest(keys.data_keys()).id
    columns = [str(field.column) for field in sealed]
    pks = sql.stale_boxes(model._meta.db_table, columns, f"{settings.CIPHER}.{key_id}.", BATCH)
    if not pks:
        return 0
    manager = model._base_manager
    rows = list(manager.select_for_update().filter(pk__in=pks))
    for row in rows:
        for field in fields:
            if isinstance(field, FingerprintField):
                field.pre_save(row, add=False)
    names = [field.name for field in fields if isinstance(field, SealedTextField | FingerprintField)]
    manager.bulk_update(rows, names)
    said: dict[str, Any] = {"rows": len(rows), "first": min(pks), "last": max(pks), "key": key_id}
    add_note(SYSTEM, "rotate_key", model, Changes(after=said))
    return len(rows)
