# SPDX-License-Identifier: Apache-2.0
"""Outgoing documents, the versions of their text, their figures, who co-signed them, and the numbers ever taken."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guantong.dispatch.incoming.models import Retention
from guantong.dispatch.models import Notice
from guantong.gongwen.model import Kind
from guantong.kernel.numbering import DocumentNumber
from guantong.org.models import Post, Unit
from guantong.org.scope import within
from guantong.rollup.figures import Question
from guantong.rollup.models import Snapshot
from guantong.trace.models import StoredFile

from ..states import OutgoingState

OUT = (OutgoingState.ISSUED, OutgoingState.FILED)


class TakenNumber(models.Model):
    """A document number that was given out. It is never given again: a void one keeps its place."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("发文机关"), related_name="+")
    code_word = models.CharField(_("发文代字"), max_length=20)
    year = models.PositiveIntegerField(_("年份"))
    serial = models.PositiveIntegerField(_("顺序号"))
    title = models.CharField(_("标题"), max_length=300)
    taken_on = models.DateField(_("编号日期"))
    void_reason = models.CharField(_("作废原因"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("发文编号")
        constraints = [
            models.UniqueConstraint("code_word", "year", "serial", name="reports_number_once"),
            models.CheckConstraint(name="reports_number_from_one", condition=Q(serial__gte=1)),
        ]

    def __str__(self) -> str:
        return str(DocumentNumber(self.code_word, self.year, self.serial))


class OfficialDocumentQuerySet(models.QuerySet["OfficialDocument"]):
    """Documents by who may see them."""

    def visible_to(self, actor: Any) -> OfficialDocumentQuerySet:
        """Those one's unit issues, drafts or co-signs; those of units below only once they went out."""
        own, co_signs = Q(issuer=actor.unit) | Q(unit=actor.unit), CoSignature.objects.filter(unit=actor.unit)
        below = within(actor.unit.path, "issuer__path") & Q(state__in=OUT)
        return self.filter(own | Q(pk__in=co_signs.values("document")) | below)


class OfficialDocument(models.Model):
    """A document on its way out of the house. Its words change only while it is a draft; its figures freeze at issue.

    `unit` drafts it, `issuer` is the body in whose name it goes out. `content` holds what versions keep: urgency,
    addressees, copies, note and the blocks of its text.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("拟稿单位"), related_name="+")
    issuer = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("发文机关"), related_name="outgoing")
    kind = models.CharField(_("文种"), max_length=4, choices=[(kind.value, kind.value) for kind in Kind])
    title = models.CharField(_("标题"), max_length=300)
    content = models.JSONField(_("内容"), default=dict)
    drafted_by = models.CharField(_("拟稿人"), max_length=60)
    drafted_at = models.DateTimeField(_("拟稿时间"))
    signed_by = models.CharField(_("签发人"), max_length=60, blank=True)
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)
    opinion = models.CharField(_("签发意见"), max_length=300, blank=True)
    number = models.OneToOneField(TakenNumber, models.PROTECT, verbose_name=_("发文字号"), null=True, blank=True)
    issued_on = models.DateField(_("核发日期"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("版式文件"), null=True, related_name="+")
    retention = models.CharField(_("保管期限"), max_length=20, choices=Retention.choices, blank=True)
    filed_on = models.DateField(_("归档日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=OutgoingState.choices, default=OutgoingState.DRAFT)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = OfficialDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("公文")
        indexes = [models.Index("issuer", "state", name="reports_document_of_issuer")]
        constraints = [
            models.CheckConstraint(
                name="reports_document_signed",
                condition=~Q(state__in=("signed", "re_checked", "numbered", "issued", "filed"))
                | Q(signed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="reports_document_numbered",
                condition=~Q(state__in=("numbered", "issued", "filed")) | Q(number__isnull=False),
            ),
            models.CheckConstraint(
                name="reports_document_issued",
                condition=~Q(state__in=OUT) | Q(issued_on__isnull=False, file__isnull=False),
            ),
            models.CheckConstraint(
                name="reports_document_filed",
                condition=~Q(state="filed") | Q(filed_on__isnull=False) & ~Q(retention=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the document."""
        return reverse("outgoing.document", args=(self.pk,))


class DocumentVersion(models.Model):
    """The text of a document as somebody left it. What one person types in one go is one version."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, verbose_name=_("公文"), related_name="versions")
    number = models.PositiveIntegerField(_("第几稿"))
    content = models.JSONField(_("内容"))
    saved_at = models.DateTimeField(_("保存时间"))
    saved_by = models.CharField(_("谁改的"), max_length=60)

    class Meta:
        verbose_name = _("公文的一稿")
        ordering = ("number",)
        constraints = [models.UniqueConstraint("document", "number", name="reports_version_number")]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"


class DocumentFigure(models.Model):
    """One figure of a document: `[[number]]` in its text stands for it."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, verbose_name=_("公文"), related_name="figures")
    number = models.PositiveIntegerField(_("序号"))
    question = models.JSONField(_("查询"))
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, verbose_name=_("快照"), null=True, related_name="+")

    class Meta:
        verbose_name = _("公文中的数")
        ordering = ("number",)
        constraints = [models.UniqueConstraint("document", "number", name="reports_document_figure")]

    def __str__(self) -> str:
        return f"[[{self.number}]]"

    @property
    def asked(self) -> Question:
        """The question behind the figure."""
        return Question(**self.question)


class CoSignature(models.Model):
    """A department whose field the document touches, and what it said (条例 Article 19)."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, verbose_name=_("公文"), related_name="co_signatures")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("会签单位"), related_name="+")
    opinion = models.CharField(_("会签意见"), max_length=300, blank=True)
    signed_by = models.CharField(_("会签人"), max_length=60, blank=True)
    signed_at = models.DateTimeField(_("会签时间"), null=True)

    class Meta:
        verbose_name = _("会签")
        ordering = ("unit__path",)
        constraints = [models.UniqueConstraint("document", "unit", name="reports_cosignature_once")]

    def __str__(self) -> str:
        return f"{self.unit}"


class DocumentBundle(models.Model):
    """Every report on a notice as one archive, written by the worker. `file` is there once it is whole."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("经办岗位"), related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, verbose_name=_("通知"), related_name="+")
    form = models.CharField(_("文件格式"), max_length=4)
    asked_by = models.CharField(_("经办人"), max_length=60)
    asked_at = models.DateTimeField(_("要的时间"))
    moved_at = models.DateTimeField(_("最近进展"))
    total = models.PositiveIntegerField(_("共几份"))
    done = models.PositiveIntegerField(_("写好几份"), default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("文件"), null=True, related_name="+")
    message = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("成批文件")
        constraints = [models.CheckConstraint(name="reports_bundle_done", condition=Q(done__lte=F("total")))]

    def __str__(self) -> str:
        return f"{self.notice} {self.form}"

    def get_absolute_url(self) -> str:
        """The page that shows how far it has come."""
        return reverse("bundle", args=(self.pk,))
