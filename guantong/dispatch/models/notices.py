# SPDX-License-Identifier: Apache-2.0
"""A notice as the office received it, and the fields of work that its duties are filed under."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.kernel.periods import Period
from guantong.org.models import Theme, Unit
from guantong.org.scope import within
from guantong.trace.models import StoredFile

from ..states import NoticeState


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
        issued = Unit.objects.filter(within(path, "path"), receipts__notice__isnull=False).values("receipts__notice")
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
