# SPDX-License-Identifier: Apache-2.0
"""An indicator (指标) is declared once, beside its register: which records count, when, where, and how they are said.

No formula strings: it compiles to querysets. `rollup` computes it over units and periods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Source:
    """Records of one register that an indicator counts.

    `date` places a record in a period; `where` narrows the records; `part` says which part of the indicator's
    dimension a record belongs to: the name of a field, or one fixed part for every record of this source.
    """

    model: type[models.Model]
    date: str
    where: Mapping[str, Any] = field(default_factory=dict)
    part_field: str = ""
    part: str = ""
    theme: str = "themes"
    unit: str = "unit"

    def records(self) -> models.QuerySet[Any]:
        """All records of the source that are in force."""
        names = {each.name for each in self.model._meta.concrete_fields}
        rows = self.model._default_manager.filter(**self.where)
        return rows.filter(voided_at=None) if "voided_at" in names else rows

    def labeled(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows with their part of the dimension as `in_part`."""
        return rows.annotate(in_part=models.F(self.part_field) if self.part_field else Value(self.part))


@dataclass(frozen=True, slots=True)
class Dimension:
    """The parts into which an indicator splits, by name and label, in their proper order."""

    key: str
    label: str | Promise
    parts: tuple[tuple[str, str | Promise], ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number that is a view of records.

    `short` is what a requirement measured by it is called. `adds` is "" to count records or the name of an integer
    field to add up. `said` is how a report says it, with {value}; `unsaid` how it says that there is none. `words` are
    those by which a notice may ask for it, in a duty of one of `programmes`; `each_part` says that it is asked for
    every part of its dimension, `reporting` that it answers a duty to report, `own` that a unit meets it by its own
    records alone, never by those of units below.
    """

    key: str
    title: str | Promise
    short: str | Promise
    measure: str | Promise
    definition: str | Promise
    of: tuple[Source, ...]
    said: str | Promise
    unsaid: str | Promise
    adds: str = ""
    dimension: Dimension | None = None
    words: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    each_part: bool = False
    reporting: bool = False
    own: bool = False
    source: str | Promise = ""
    records_in: str = ""

    def amount(self) -> models.Expression | models.Aggregate:
        """What is summed over the records, as SQL."""
        return Coalesce(Sum(self.adds), 0) if self.adds else Count("pk", distinct=True)

    def fits(self, text: str, programme: str) -> int:
        """How many of its words a duty of a programme holds: the indicator with the most is suggested for it."""
        if self.programmes and programme not in self.programmes:
            return 0
        return sum(word in text for word in self.words)
