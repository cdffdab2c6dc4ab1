# SPDX-License-Identifier: Apache-2.0
"""Freezing a figure: what was reported stays what it was, and later shows what changed since."""

from __future__ import annotations

from guantong.kernel import clock

from . import queries
from .figures import Question
from .models import Snapshot


def freeze(question: Question) -> Snapshot:
    """Keep a figure with its records and units as they are now. Call inside a service marked `@writes`."""
    ask, unit = question.resolve()
    place = queries.of_units([unit], subtree=question.subtree)
    records, units = {}, set()
    for source, rows in queries.records_behind(ask, place):
        pairs = list(rows.order_by("pk").values_list("pk", f"{source.unit}__code"))
        records[source.model._meta.label_lower] = [pk for pk, _code in pairs]
        units |= {code for _pk, code in pairs}
    return Snapshot.objects.create(
        indicator=question.key,
        question=question.as_dict(),
        value=queries.total(ask, [unit], subtree=question.subtree),
        records=records,
        units=sorted(units),
        frozen_at=clock.now(),
    )
