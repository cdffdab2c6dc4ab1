# SPDX-License-Identifier: Apache-2.0
"""What a unit above does to see a notice through: it urges, and it checks a sample of records."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Unit

from ..states import VerificationState
from .issues import Receipt
from .requirements import Requirement


class UrgeLevel(models.IntegerChoices):
    """The three levels of urging, from a reminder to a talk with the unit's leader."""

    REMIND = 1, _("提醒")
    URGE = 2, _("催办")
    SUPERVISE = 3, _("督办")


class Urge(models.Model):
    """A unit above urged a unit about a notice: who, when, at which level and in which words."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, verbose_name=_("签收"), related_name="urges")
    by_unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("催办单位"), related_name="+")
    level = models.PositiveSmallIntegerField(_("级别"), choices=UrgeLevel.choices)
    text = models.CharField(_("内容"), max_length=300)
    urged_on = models.DateField(_("日期"))
    urged_by = models.CharField(_("催办人"), max_length=60)
    seen_at = models.DateTimeField(_("看到的时间"), null=True)

    class Meta:
        verbose_name = _("催办")
        constraints = [models.UniqueConstraint("receipt", "urged_on", name="dispatch_urge_once_a_day")]

    def __str__(self) -> str:
        return f"{self.receipt} {self.get_level_display()}"


class Verification(models.Model):
    """A check of the records behind one assignment: a sample drawn by a seed, and what was found of each record.

    `sample` lists the records as [register, id, verdict, remark]; verdict is "", "held" or "failed". Anybody who has
    the seed and the list of records draws the same sample again.
    """

    requirement = models.ForeignKey(Requirement, models.PROTECT, verbose_name=_("要求"), related_name="verifications")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("被查单位"), related_name="+")
    by_unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("核查单位"), related_name="+")
    seed = models.CharField(_("随机种子"), max_length=40)
    population = models.PositiveIntegerField(_("登记总数"))
    sample = models.JSONField(_("抽到的登记"))
    drawn_on = models.DateField(_("抽取日期"))
    drawn_by = models.CharField(_("抽取人"), max_length=60)
    state = models.CharField(_("状态"), max_length=10, choices=VerificationState.choices, default="drawn")
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("抽查")
        constraints = [
            models.UniqueConstraint(
                "requirement", "unit", name="dispatch_verification_open_once", condition=Q(state="drawn")
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.requirement}"
