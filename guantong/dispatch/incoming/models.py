# SPDX-License-Identifier: Apache-2.0
"""What comes in through the office's door, a notice or anything else, and who has it in hand."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Unit
from guantong.trace.models import StoredFile

from ..states import IncomingState


class Retention(models.TextChoices):
    """How long a filed document is kept (机关文件材料归档范围和文书档案保管期限规定, 国家档案局令第8号)."""

    PERMANENT = "permanent", _("永久")
    THIRTY_YEARS = "thirty_years", _("定期30年")
    TEN_YEARS = "ten_years", _("定期10年")


class Purpose(models.TextChoices):
    """What a document wants of its readers: something done, or only to be known."""

    ACTION = "action", _("办件")
    READING = "reading", _("阅件")


class IncomingDocumentQuerySet(models.QuerySet["IncomingDocument"]):
    """Documents by who may see them."""

    def visible_to(self, actor: Any) -> IncomingDocumentQuerySet:
        """Those that one's unit received, and those that one's unit has in hand."""
        return self.filter(Q(unit=actor.unit) | Q(handler=actor.unit))


class IncomingDocument(models.Model):
    """A document that a body received, and what became of it (党政机关公文处理工作条例, Article 24)."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("收文单位"), related_name="incoming")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("原件"), related_name="+")
    notice = models.OneToOneField(
        "Notice", models.SET_NULL, verbose_name=_("通知"), null=True, blank=True, related_name="incoming"
    )
    title = models.CharField(_("标题"), max_length=300)
    number = models.CharField(_("发文字号"), max_length=60, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=200, blank=True)
    kind = models.CharField(_("文种"), max_length=10, blank=True)
    urgency = models.CharField(_("紧急程度"), max_length=10, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    received_at = models.DateTimeField(_("签收时间"))
    received_by = models.CharField(_("签收人"), max_length=60)
    year = models.PositiveIntegerField(_("收文年份"), null=True, blank=True)
    serial = models.PositiveIntegerField(_("收文顺序号"), null=True, blank=True)
    purpose = models.CharField(_("办件还是阅件"), max_length=10, choices=Purpose.choices, blank=True)
    handler = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("承办单位"), null=True, blank=True, related_name="in_hand"
    )
    instruction = models.CharField(_("拟办和批示"), max_length=500, blank=True)
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    outcome = models.CharField(_("办理结果"), max_length=500, blank=True)
    reply = models.CharField(_("答复情况"), max_length=500, blank=True)
    retention = models.CharField(_("保管期限"), max_length=20, choices=Retention.choices, blank=True)
    filed_on = models.DateField(_("归档日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=IncomingState.choices, default=IncomingState.RECEIVED)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = IncomingDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("收文")
        indexes = [
            models.Index("unit", "state", name="dispatch_incoming_of_unit"),
            models.Index("handler", "state", name="dispatch_incoming_in_hand"),
        ]
        constraints = [
            models.UniqueConstraint("unit", "file", name="dispatch_incoming_once"),
            models.UniqueConstraint("unit", "year", "serial", name="dispatch_incoming_number"),
            models.CheckConstraint(
                name="dispatch_incoming_routed",
                condition=~Q(state__in=("routed", "handled", "replied", "filed"))
                | Q(handler__isnull=False) & ~Q(purpose=""),
            ),
            models.CheckConstraint(
                name="dispatch_incoming_filed",
                condition=~Q(state="filed") | Q(filed_on__isnull=False) & ~Q(retention=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the document."""
        return reverse("incoming.document", args=(self.pk,))

    @property
    def register_number(self) -> str:
        """The number in the register of incoming documents, "" before it is registered."""
        return f"〔{self.year}〕{self.serial}" if self.serial else ""
