# SPDX-License-Identifier: Apache-2.0
"""What became of the lights."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Unit

from ..states import Light
from .requirements import Requirement


class LightChange(models.Model):
    """A light turned: appended by the write that turned it, or by the nightly job, never changed."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, verbose_name=_("要求"), related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    light = models.CharField(_("灯"), max_length=10, choices=Light.choices)
    at = models.DateTimeField(_("时间"))
    operation = models.UUIDField(_("由哪次操作"), null=True)

    class Meta:
        verbose_name = _("灯的变化")
        indexes = [models.Index("requirement", "unit", "at", name="dispatch_light_latest")]

    def __str__(self) -> str:
        return f"{self.unit} {self.requirement} {self.light}"
