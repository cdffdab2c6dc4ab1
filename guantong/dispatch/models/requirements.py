# SPDX-License-Identifier: Apache-2.0
"""What a notice requires, at its exact characters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Unit
from guantong.org.rights import ROLES
from guantong.register.catalogue import has_indicator

from ..states import RequirementState
from .notices import Notice, Programme


class Reach(models.TextChoices):
    """Over what a target counts: the unit with all below it, the unit alone, or the share of its units that meet it."""

    SUBTREE = "subtree", _("本单位和下级合计")
    UNIT = "unit", _("本单位自己")
    SHARE = "share", _("下级单位中达到的比例")


class Repeats(models.TextChoices):
    """How often a duty comes round; each round has its own days and is met by the records of those days."""

    ONCE = "", _("只办一次")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")
    YEAR = "year", _("每年")


class Requirement(models.Model):
    """One duty of a notice at its exact characters. With an indicator it is measured; without one it is narrative.

    A duty that a middle unit added when it handed the notice on has no characters: `start` and `end` are empty, and
    `unit` is the unit that added it.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, verbose_name=_("通知"), related_name="requirements")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("提出单位"), related_name="+")
    number = models.PositiveIntegerField(_("第几项"))
    start = models.PositiveIntegerField(_("起"), null=True, blank=True)
    end = models.PositiveIntegerField(_("止"), null=True, blank=True)
    text = models.TextField(_("原文"))
    label = models.CharField(_("简称"), max_length=60)
    section = models.CharField(_("所在部分"), max_length=200, blank=True)
    programme = models.CharField(_("归口"), max_length=20, choices=Programme.choices, blank=True)
    indicator = models.CharField(_("指标"), max_length=80, blank=True)
    target = models.PositiveIntegerField(_("目标"), null=True, blank=True)
    each_part = models.BooleanField(_("每一类都要达到"), default=False)
    reach = models.CharField(_("算谁的"), max_length=10, choices=Reach.choices, default=Reach.SUBTREE)
    share = models.PositiveSmallIntegerField(_("达到的单位占百分之几"), null=True, blank=True)
    repeats = models.CharField(_("多久一次"), max_length=10, choices=Repeats.choices, blank=True)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    is_undated = models.BooleanField(_("不设期限"), default=False)
    post = models.CharField(_("责任岗位"), max_length=20, choices=list(ROLES.items()), blank=True)
    is_reporting = models.BooleanField(_("要求报送情况"), default=False)
    state = models.CharField(_("状态"), max_length=20, choices=RequirementState.choices, default=RequirementState.FOUND)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("要求")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint("notice", "number", name="dispatch_requirement_number"),
            models.CheckConstraint(
                name="dispatch_requirement_span", condition=Q(start=None, end=None) | Q(end__gt=models.F("start"))
            ),
            models.CheckConstraint(name="dispatch_requirement_measured", condition=Q(indicator="") | Q(target__gte=1)),
            models.CheckConstraint(
                name="dispatch_requirement_share", condition=~Q(reach="share") | Q(share__gte=1, share__lte=100)
            ),
            models.CheckConstraint(
                name="dispatch_requirement_undated", condition=Q(is_undated=False) | Q(due_on=None, repeats="")
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}项 {self.label}"

    @property
    def is_measured(self) -> bool:
        """Whether records close it; else it is narrative and is answered by one sentence.

        Where the indicator that once measured it is no longer there, nothing can be counted: it is narrative as well,
        never green, until its unit amends it.
        """
        return has_indicator(self.indicator)
