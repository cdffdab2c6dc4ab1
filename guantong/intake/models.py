# SPDX-License-Identifier: Apache-2.0
"""A sheet on its way into a register: the upload, its rows as they were read and judged, and heads once confirmed.

Nothing here is a record. A staged row becomes one only when its upload is applied.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Post, Theme, Unit
from guantong.trace.models import StoredFile

from .states import Fate, Outcome, UploadState


class Upload(models.Model):
    """One file for one register. `post` is that of the officer who acted last, for whom the worker goes on.

    `found` is what was read of its sheets and tables, `chosen` the columns that the officer confirmed, `counts` how
    many rows came out how.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("经办岗位"), related_name="+")
    register = models.CharField(_("登记簿"), max_length=80)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("文件"), related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    themes = models.ManyToManyField(Theme, verbose_name=_("主题"), blank=True, related_name="+")
    state = models.CharField(_("状态"), max_length=20, choices=UploadState.choices, default=UploadState.WAITING)
    version = models.PositiveIntegerField(_("版本"), default=1)
    made_at = models.DateTimeField(_("上传时间"))
    made_by = models.CharField(_("上传人"), max_length=60)
    entered_at = models.DateTimeField(_("入册时间"), null=True)
    found = models.JSONField(_("读到的表"), default=list)
    chosen = models.JSONField(_("认好的列"), default=list)
    counts = models.JSONField(_("各种结果的行数"), default=dict)
    message = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("上传")
        indexes = [
            models.Index(fields=("unit", "register", "-id"), name="intake_upload_recent"),
            models.Index("state", name="intake_upload_state"),
        ]

    def __str__(self) -> str:
        return self.name


class StagedRow(models.Model):
    """One row of a file as it was read and judged: the draft of a record, kept until the upload is over.

    `values` are the cleaned values by field, those without one left out; `said` what stood in the cells of a row that
    somebody must look at; `reasons` what was said when it was read, `note` when it was held against the register;
    `before` what a record held that the upload changed, so that it can be given back.
    """

    pk = models.CompositePrimaryKey("upload_id", "number")
    upload = models.ForeignKey(Upload, models.CASCADE, verbose_name=_("上传"), related_name="rows")
    number = models.BigIntegerField(_("序号"))
    sheet = models.CharField(_("工作表"), max_length=60)
    row = models.BigIntegerField(_("行"))
    place = models.CharField(_("列"), max_length=8, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices)
    has_doubts = models.BooleanField(_("要核对"), default=False)
    is_left_out = models.BooleanField(_("不入册"), default=False)
    values = models.JSONField(_("值"), default=dict)
    said = models.JSONField(_("原文"), default=dict)
    reasons = models.JSONField(_("原因"), default=list)
    note = models.CharField(_("对册的说明"), max_length=200, blank=True)
    repeats = models.BigIntegerField(_("与哪一行重复"), null=True)
    record = models.BigIntegerField(_("登记"), null=True)
    record_version = models.BigIntegerField(_("登记的版本"), null=True)
    before = models.JSONField(_("原来的值"), null=True)
    fate = models.CharField(_("去向"), max_length=12, choices=Fate.choices, blank=True)

    class Meta:
        verbose_name = _("读到的行")
        indexes = [
            models.Index("upload", "outcome", "number", name="intake_row_outcome"),
            models.Index("upload", "number", condition=Q(has_doubts=True), name="intake_row_doubts"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"

    @property
    def reason_texts(self) -> list[tuple[str, str]]:
        """Each doubt as the field it is about and the sentence."""
        return [(each[0], each[1]) for each in self.reasons]


class KnownHead(models.Model):
    """What a head means in one unit's sheets for one register, once an officer confirmed it; "" means nothing."""

    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name=_("单位"), related_name="+")
    register = models.CharField(_("登记簿"), max_length=80)
    head = models.CharField(_("栏目名"), max_length=200)
    field = models.CharField(_("字段"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("认过的列名")
        constraints = [models.UniqueConstraint(fields=("unit", "register", "head"), name="intake_head_once")]

    def __str__(self) -> str:
        return f"{self.head} = {self.field}"
