# SPDX-License-Identifier: Apache-2.0
"""To whom a notice was handed, and who signed for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Unit

from ..states import ExtensionState, ReceiptState
from .notices import Notice
from .requirements import Requirement


class Issue(models.Model):
    """One act of issuing: a unit hands requirements of a notice to units; the list stays as it was then."""

    notice = models.ForeignKey(Notice, models.PROTECT, verbose_name=_("通知"), related_name="issues")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("下发单位"), related_name="+")
    issued_at = models.DateTimeField(_("下发时间"))
    requirements = models.ManyToManyField(Requirement, verbose_name=_("要求"), related_name="issues")
    unit_count = models.PositiveIntegerField(_("发给几个单位"), default=0)

    class Meta:
        verbose_name = _("下发")

    def __str__(self) -> str:
        return f"{self.unit} → {self.notice}"


class Lighting(models.Model):
    """How far the job has come that notes the first lights of an issue; computed, so it leaves no entry."""

    issue = models.OneToOneField(
        Issue, models.CASCADE, verbose_name=_("下发"), related_name="lighting", primary_key=True
    )
    reached_path = models.CharField(_("灯算到哪个单位"), max_length=255, blank=True)
    units_done = models.PositiveIntegerField(_("算过几个单位"), default=0)
    is_done = models.BooleanField(_("灯都算过"), default=False)

    class Meta:
        verbose_name = _("亮灯进度")

    def __str__(self) -> str:
        return f"{self.issue} {self.units_done}"


class Receipt(models.Model):
    """Notice × unit: issued, and signed for or not. An assignment is one of its issue's requirements × its unit."""

    notice = models.ForeignKey(Notice, models.PROTECT, verbose_name=_("通知"), related_name="receipts")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="receipts")
    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("下发"), related_name="receipts")
    state = models.CharField(_("状态"), max_length=10, choices=ReceiptState.choices, default=ReceiptState.ISSUED)
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    signed_by = models.CharField(_("签收人"), max_length=60, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("签收")
        constraints = [
            models.UniqueConstraint("notice", "unit", name="dispatch_receipt_once"),
            models.CheckConstraint(
                name="dispatch_receipt_signed", condition=~Q(state="signed") | Q(signed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}：{self.notice}"


class Tightening(models.Model):
    """What a middle unit asks of its own units beyond the notice: an earlier day or a higher target, never a lower."""

    issue = models.ForeignKey(Issue, models.CASCADE, verbose_name=_("下发"), related_name="tightenings")
    requirement = models.ForeignKey(Requirement, models.PROTECT, verbose_name=_("要求"), related_name="+")
    due_on = models.DateField(_("期限"), null=True)
    target = models.PositiveIntegerField(_("目标"), null=True)

    class Meta:
        verbose_name = _("收紧")
        constraints = [models.UniqueConstraint("issue", "requirement", name="dispatch_tightening_once")]

    def __str__(self) -> str:
        return f"{self.issue} {self.requirement}"


class Extension(models.Model):
    """More time for one requirement of one unit: asked before it was due, decided by the unit that issued it."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, verbose_name=_("要求"), related_name="extensions")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("申请单位"), related_name="+")
    until = models.DateField(_("延到"))
    why = models.CharField(_("理由"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    version = models.PositiveIntegerField(_("版本"), default=1)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.CharField(_("申请人"), max_length=60)

    class Meta:
        verbose_name = _("延期")
        constraints = [
            models.UniqueConstraint(
                "requirement", "unit", name="dispatch_extension_open_once", condition=Q(state="asked")
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.requirement} → {self.until}"
