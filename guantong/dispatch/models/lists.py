# SPDX-License-Identifier: Apache-2.0
"""Lists of units that an office keeps to choose them again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Unit


class UnitList(models.Model):
    """Units that an office chooses together again and again, under a name of its own: members, not a condition."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("谁的名单"), related_name="unit_lists")
    title = models.CharField(_("名单名称"), max_length=60)
    members = models.ManyToManyField(Unit, verbose_name=_("单位"), related_name="+")
    made_on = models.DateField(_("存下的日期"))
    made_by = models.CharField(_("存名单的人"), max_length=60)

    class Meta:
        verbose_name = _("单位名单")
        ordering = ("title",)
        constraints = [models.UniqueConstraint("unit", "title", name="dispatch_unitlist_title")]

    def __str__(self) -> str:
        return self.title
