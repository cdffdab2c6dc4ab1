# SPDX-License-Identifier: Apache-2.0
"""The verbs of a plain register, whose records say what was done on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid

from ..actors import Actor
from ..models import Theme, UnitRecord
from .records import add_record, change_record, restore_record, void_record


def check_has_happened(day: date, field: str) -> None:
    """A record says what was done, so its day is not in the future."""
    if day > clock.today():
        raise Invalid(_("日期 {day} 还没到。办完再登记，请改成办完的那一天。"), field=field, day=day)


@dataclass(frozen=True, slots=True)
class Verbs:
    """The four verbs of one plain register, with the date that says when its work was done."""

    key: str
    date_field: str

    def check(self, record: UnitRecord) -> None:
        """What must hold of a record by itself, however it comes in."""
        check_has_happened(getattr(record, self.date_field), self.date_field)

    def create(self, actor: Actor, record: UnitRecord, *, themes: Iterable[Theme] = ()) -> UnitRecord:
        """Enter what was done."""
        self.check(record)
        return add_record(actor, f"{self.key}.record", record, themes=themes)

    def update(self, actor: Actor, record: UnitRecord, *, themes: Iterable[Theme] | None = None) -> UnitRecord:
        """Correct what was entered."""
        self.check(record)
        return change_record(actor, f"{self.key}.correct", record, themes=themes)

    def void(self, actor: Actor, record: UnitRecord, *, reason: str) -> UnitRecord:
        """Take it out of all counts."""
        return void_record(actor, f"{self.key}.void", record, reason=reason)

    def restore(self, actor: Actor, record: UnitRecord) -> UnitRecord:
        """Undo a voiding."""
        return restore_record(actor, f"{self.key}.void", record)
