# SPDX-License-Identifier: Apache-2.0
"""Rule values: numbers from laws and notices, dated and sourced."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .units import Unit, UnitLevel

DEMO = "demo"  # the source of an amount that was made up for the demo


class RuleValue(models.Model):
    """A number from a law or a notice: dated, sourced, for a region (a unit with all below) and level.

    Never a literal in code, never overwritten: a change is a new row, and of two for one day the later one holds.
    """

    key = models.CharField(_("规则"), max_length=80)
    value = models.JSONField(_("值"))
    measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("适用单位"), null=True, blank=True)
    level = models.CharField(_("适用层级"), max_length=20, choices=UnitLevel.choices, blank=True)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    confidence = models.CharField(_("把握"), max_length=1, default="S")

    class Meta:
        verbose_name = _("规则值")
        indexes = [models.Index("key", "valid_from", name="org_rulevalue_key")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}{self.measure}"

    @property
    def is_demo(self) -> bool:
        """Whether the amount was made up for the demo."""
        return self.source == DEMO
