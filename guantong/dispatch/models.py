# SPDX-License-Identifier: Apache-2.0
"""Notices, what they require, to whom they were issued, and what became of the lights."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.kernel.periods import Period
from guantong.org.models import Theme, Unit
from guantong.org.scope import within
from guantong.trace.models import StoredFile

from .states import Light, NoticeState, RequirementState


class Programme(models.TextChoices):
    """The nine fields of work by which a requirement is filed, and in which its column stands."""

    STUDY = "study", _("学习")
    PUBLICITY = "publicity", _("宣传")
    HONORS = "honors", _("评选服务")
    CONTESTS = "contests", _("竞赛")
    RIGHTS = "rights", _("维权")
    AID = "aid", _("帮扶")
    MEMBERSHIP = "membership", _("组织")
    WORKFORCE = "workforce", _("产改")
    SUPERVISION = "supervision", _("督查")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by who may see them."""

    def visible_to(self, actor: object) -> NoticeQuerySet:
        """Notices received by a unit in the actor's subtree, and those issued to one of them."""
        path = actor.unit.path  # type: ignore[attr-defined]
        issued = Receipt.objects.filter(within(path)).values("notice_id")
        return self.filter(within(path) | Q(pk__in=issued))


class Notice(models.Model):
    """An official notice as the office received it: its exact text, and the work theme it became at issue."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("收文单位"), related_name="notices")
    title = models.CharField(_("标题"), max_length=300)
    number = models.CharField(_("发文字号"), max_length=60, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=200, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    text = models.TextField(_("正文"))
    reading = models.JSONField(_("读出的结构"))
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("原件"), related_name="+")
    received_at = models.DateTimeField(_("收到时间"))
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name=_("主题"), null=True, blank=True, related_name="+")
    counts_from = models.DateField(_("从哪天起的登记算数"))
    counts_until = models.DateField(_("到哪天为止"))
    state = models.CharField(_("状态"), max_length=20, choices=NoticeState.choices, default=NoticeState.READ)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        constraints = [
            models.UniqueConstraint("unit", "file", name="dispatch_notice_once"),
            models.CheckConstraint(
                name="dispatch_notice_issued_theme", condition=~Q(state="issued") | Q(theme__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """The days whose records count for the notice."""
        return Period(self.counts_from, self.counts_until)


class Requirement(models.Model):
    """One duty of a notice at its exact characters. With an indicator it is measured; without one it is narrative."""

    notice = models.ForeignKey(Notice, models.CASCADE, verbose_name=_("通知"), related_name="requirements")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("提出单位"), related_name="+")
    number = models.PositiveIntegerField(_("第几项"))
    start = models.PositiveIntegerField(_("起"))
    end = models.PositiveIntegerField(_("止"))
    text = models.TextField(_("原文"))
    label = models.CharField(_("简称"), max_length=60)
    section = models.CharField(_("所在部分"), max_length=200, blank=True)
    programme = models.CharField(_("归口"), max_length=20, choices=Programme.choices, blank=True)
    indicator = models.CharField(_("指标"), max_length=80, blank=True)
    target = models.PositiveIntegerField(_("目标"), null=True, blank=True)
    each_part = models.BooleanField(_("每一类都要达到"), default=False)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    is_reporting = models.BooleanField(_("要求报送情况"), default=False)
    state = models.CharField(_("状态"), max_length=20, choices=RequirementState.choices, default=RequirementState.FOUND)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("要求")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint("notice", "number", name="dispatch_requirement_number"),
            models.CheckConstraint(name="dispatch_requirement_span", condition=Q(end__gt=models.F("start"))),
            models.CheckConstraint(name="dispatch_requirement_measured", condition=Q(indicator="") | Q(target__gte=1)),
        ]

    def __str__(self) -> str:
        return f"第{self.number}项 {self.label}"

    @property
    def is_measured(self) -> bool:
        """Whether records close it; else it is narrative and is answered by one sentence."""
        return bool(self.indicator)


class Issue(models.Model):
    """One act of issuing: a unit hands requirements of a notice to units; the list stays as it was then."""

    notice = models.ForeignKey(Notice, models.PROTECT, verbose_name=_("通知"), related_name="issues")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("下发单位"), related_name="+")
    issued_at = models.DateTimeField(_("下发时间"))
    requirements = models.ManyToManyField(Requirement, verbose_name=_("要求"), related_name="issues")

    class Meta:
        verbose_name = _("下发")

    def __str__(self) -> str:
        return f"{self.unit} → {self.notice}"


class Receipt(models.Model):
    """Notice × unit: issued, and signed for or not. An assignment is one of its issue's requirements × its unit."""

    notice = models.ForeignKey(Notice, models.PROTECT, verbose_name=_("通知"), related_name="receipts")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="receipts")
    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("下发"), related_name="receipts")
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    signed_by = models.CharField(_("签收人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("签收")
        constraints = [models.UniqueConstraint("notice", "unit", name="dispatch_receipt_once")]

    def __str__(self) -> str:
        return f"{self.unit}：{self.notice}"


class Answer(models.Model):
    """The one sentence by which a unit answers a narrative requirement."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, verbose_name=_("要求"), related_name="answers")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    text = models.CharField(_("一句话"), max_length=300)
    answered_at = models.DateTimeField(_("答复时间"))
    answered_by = models.CharField(_("答复人"), max_length=60)

    class Meta:
        verbose_name = _("答复")
        constraints = [models.UniqueConstraint("requirement", "unit", name="dispatch_answer_once")]

    def __str__(self) -> str:
        return self.text


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
