# SPDX-License-Identifier: Apache-2.0
"""An indicator (指标) is declared once, beside its register: which records count, when, where, and how they are said.

No formula strings: it compiles to querysets, of which `rollup` makes totals, lists and charts. `Source.rows` is the one
seam: whoever would count on a cluster translates a source (model, dates, filter, part, member) and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models import Count, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

Counts = Literal["records", "people", "units", "share"]


@dataclass(frozen=True, slots=True)
class Source:
    """Records of one register that an indicator counts.

    `date` places a record in a period, `unit` in the tree; `where` narrows the records; `part` says which part of the
    indicator's dimension a record belongs to: the name of a field, or one fixed part for every record of this source.
    `person` is the field that names the human, where people are counted; `theme` is "" where records carry none.
    """

    model: type[models.Model]
    date: str
    where: Mapping[str, Any] = field(default_factory=dict)
    part_field: str = ""
    part: str = ""
    theme: str = "themes"
    unit: str = "unit"
    person: str = ""

    @property
    def kind(self) -> str:
        """The kind of object that the trace names when such a record changes."""
        return str(self.model._meta.label_lower)

    def records(self) -> models.QuerySet[Any]:
        """All records of the source that are in force."""
        names = {each.name for each in self.model._meta.concrete_fields}
        rows = self.model._default_manager.filter(**self.where)
        return rows.filter(voided_at=None) if "voided_at" in names else rows

    def labeled(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows with their part of the dimension as `in_part`."""
        return rows.annotate(in_part=models.F(self.part_field) if self.part_field else Value(self.part))

    def faults(self, adds: str, counts: str) -> Iterator[str]:
        """One name for each field that the model lacks (any more); the declaration cannot be computed with it."""
        named = {"date": self.date, "unit": self.unit, "part": self.part_field, "theme": self.theme, "adds": adds}
        named["person"] = self.person
        if counts == "people" and not self.person:
            yield f"{self.model._meta.label}.person"
        for name in (each for each in named.values() if each):
            try:
                _last_field(self.model, name)
            except FieldDoesNotExist:
                yield f"{self.model._meta.label}.{name}"
        try:
            self.records()
        except FieldError:
            yield f"{self.model._meta.label} where {sorted(self.where)}"


def _last_field(model: type[models.Model], name: str) -> None:
    """Follow a path of field names. Raises FieldDoesNotExist where one of them is not there."""
    here: type[models.Model] | None = model
    for step in name.split("__"):
        if here is None:
            raise FieldDoesNotExist(name)
        found = here._meta.get_field(step)
        here = found.related_model if isinstance(found.related_model, type) else None


@dataclass(frozen=True, slots=True)
class Dimension:
    """The parts into which an indicator splits, by name and label, in their proper order."""

    key: str
    label: str | Promise
    parts: tuple[tuple[str, str | Promise], ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number that is a view of records.

    `counts` says what is counted: records, distinct people, distinct units with a record, or a share of two other
    indicators by their keys (`share`, a whole percentage rounded down). `adds` is "" or the name of an integer field
    to add up instead of counting records. `sensitive` keeps rows closed: such a figure opens to units alone, and one
    below the rule value `rollup.hidden_below` is hidden. `short` is what a requirement measured by it is called.
    `said` is how a report says it, with {value}; `unsaid` how it says that there is none. `words` are those by which
    a notice may ask for it, in a duty of one of `programmes`; `each_part` says that it is asked for every part of its
    dimension, `reporting` that it answers a duty to report, `own` that a unit meets it by its own records alone,
    never by those of units below.
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
    counts: Counts = "records"
    share: tuple[str, str] | None = None
    sensitive: bool = False
    dimension: Dimension | None = None
    words: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    each_part: bool = False
    reporting: bool = False
    own: bool = False
    source: str | Promise = ""
    records_in: str = ""

    @property
    def is_distinct(self) -> bool:
        """Whether somebody or something counts once however many records there are: such values never add up."""
        return self.counts in ("people", "units")

    @property
    def is_share(self) -> bool:
        """Whether it is a share of two others."""
        return self.counts == "share"

    def amount(self) -> models.Expression | models.Aggregate:
        """What is summed over the records, as SQL."""
        return Coalesce(Sum(self.adds), 0) if self.adds else Count("pk", distinct=True)

    def member(self, source: Source) -> str:
        """The column that names who or what counts once."""
        return f"{source.person}_id" if self.counts == "people" else f"{source.unit}_id"

    def faults(self) -> list[str]:
        """What of the declaration does not hold against the models, named."""
        found = [fault for source in self.of for fault in source.faults(self.adds, self.counts)]
        if self.is_share != (self.share is not None) or self.is_share == bool(self.of):
            found.append("share")
        return found

    def fits(self, text: str, programme: str) -> int:
        """How many of its words a duty of a programme holds: the indicator with the most is suggested for it."""
        if self.programmes and programme not in self.programmes:
            return 0
        return sum(word in text for word in self.words)
