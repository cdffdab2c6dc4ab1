# SPDX-License-Identifier: Apache-2.0
"""Frozen figures: what a number was, of what it was made, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """A figure as it stood when something was sent: its question, its value, its units and its records."""

    indicator = models.CharField(_("指标"), max_length=80)
    question = models.JSONField(_("查询"))
    value = models.BigIntegerField(_("数值"))
    records = models.JSONField(_("记录"))
    units = models.JSONField(_("单位"))
    frozen_at = models.DateTimeField(_("冻结时间"))

    class Meta:
        verbose_name = _("快照")

    def __str__(self) -> str:
        return f"{self.indicator} = {self.value}"
