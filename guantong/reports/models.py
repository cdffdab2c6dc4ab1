# SPDX-License-Identifier: Apache-2.0
"""Reports, their paragraphs with figure tokens, and the figures that the tokens stand for."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guantong.dispatch.models import Notice
from guantong.kernel.numbering import DocumentNumber
from guantong.org.models import Unit
from guantong.org.scope import within
from guantong.rollup.figures import Question
from guantong.rollup.models import Snapshot

from .outgoing.models import (
    CoSignature,
    DocumentBundle,
    DocumentFigure,
    DocumentVersion,
    OfficialDocument,
    TakenNumber,
)
from .states import ReportState

__all__ = [
    "CoSignature",
    "DocumentBundle",
    "DocumentFigure",
    "DocumentVersion",
    "OfficialDocument",
    "Report",
    "ReportFigure",
    "TakenNumber",
]


def new_code() -> str:
    """A code that a document carries, by which `guantong verify` finds its report again."""
    return secrets.token_hex(8)


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports by who may see them."""

    def visible_to(self, actor: object) -> ReportQuerySet:
        """Reports of units in the actor's subtree; those of units below only once they were sent."""
        unit = actor.unit  # type: ignore[attr-defined]
        return self.filter(Q(unit=unit) | within(unit.path) & Q(state__in=("sent", "accepted")))


class Report(models.Model):
    """One unit's report on one notice. Its sentences come from records; its figures freeze when it is sent."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="reports")
    notice = models.ForeignKey(Notice, models.PROTECT, verbose_name=_("通知"), related_name="reports")
    code = models.CharField(_("核验码"), max_length=16, unique=True, default=new_code, editable=False)
    title = models.CharField(_("标题"), max_length=300)
    addressee = models.CharField(_("主送机关"), max_length=120, blank=True)
    paragraphs = models.JSONField(_("段落"), default=list)
    state = models.CharField(_("状态"), max_length=20, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(_("版本"), default=1)
    composed_at = models.DateTimeField(_("起草时间"))
    signed_by = models.CharField(_("签发人"), max_length=60, blank=True)
    code_word = models.CharField(_("发文代字"), max_length=20, blank=True)
    year = models.PositiveIntegerField(_("年份"), null=True, blank=True)
    serial = models.PositiveIntegerField(_("顺序号"), null=True, blank=True)
    sent_on = models.DateField(_("报送日期"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("报告")
        constraints = [
            models.UniqueConstraint("unit", "notice", name="reports_report_once"),
            models.UniqueConstraint("code_word", "year", "serial", name="reports_report_number"),
            models.CheckConstraint(
                name="reports_report_sent_on", condition=~Q(state__in=("sent", "accepted")) | Q(sent_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the report."""
        return reverse("report", args=(self.pk,))

    @property
    def number(self) -> str:
        """The document number, "" until the report is signed or where the unit has no code word."""
        if not self.code_word or self.year is None or self.serial is None:
            return ""
        return str(DocumentNumber(self.code_word, self.year, self.serial))


class ReportFigure(models.Model):
    """One figure of a report: `[[number]]` in its paragraphs stands for it."""

    report = models.ForeignKey(Report, models.CASCADE, verbose_name=_("报告"), related_name="figures")
    number = models.PositiveIntegerField(_("序号"))
    question = models.JSONField(_("查询"))
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, verbose_name=_("快照"), null=True, related_name="+")

    class Meta:
        verbose_name = _("报告中的数")
        ordering = ("number",)
        constraints = [models.UniqueConstraint("report", "number", name="reports_figure_number")]

    def __str__(self) -> str:
        return f"[[{self.number}]]"

    @property
    def asked(self) -> Question:
        """The question behind the figure."""
        return Question(**self.question)
