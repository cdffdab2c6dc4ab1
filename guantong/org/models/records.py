# SPDX-License-Identifier: Apache-2.0
"""What every record of a unit shares, whatever its register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..scope import within_both_lines
from .themes import Theme
from .units import Unit

if TYPE_CHECKING:
    from ..actors import Actor


class RecordQuerySet(models.QuerySet[Any]):
    """What every register's rows can be asked."""

    def in_force(self) -> RecordQuerySet:
        """Rows that have not been voided."""
        return self.filter(voided_at=None)

    def visible_to(self, actor: Actor) -> RecordQuerySet:
        """Rows of units within the actor's reach, on either line."""
        return self.filter(within_both_lines(actor.unit))


class UnitRecord(models.Model):
    """What every record of a register shares: its unit, its themes, who recorded it and when, and whether it is void.

    A record holds the unit's id, never its path. It counts in the period of its own event date; lights judge by
    `recorded_at`, the business time at which it was entered.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    themes = models.ManyToManyField(Theme, verbose_name=_("主题"), blank=True, related_name="+")
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    recorded_at = models.DateTimeField(_("登记时间"), editable=False)
    recorded_by = models.CharField(_("登记人"), max_length=60, editable=False)
    voided_at = models.DateTimeField(_("作废时间"), null=True, editable=False)

    objects = RecordQuerySet.as_manager()
    veiled: ClassVar[frozenset[str]] = frozenset()  # plain columns that nobody sees without a reason

    class Meta:
        abstract = True
