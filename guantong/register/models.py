# SPDX-License-Identifier: Apache-2.0
"""What people keep beside the records of any register: views of a list, unfinished forms, exports, attached files.

A row names its register by key and its record by number: `register` knows no room, and rooms know nothing of these.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Person, Post, Unit
from guantong.trace.models import StoredFile


class SavedView(models.Model):
    """A list as somebody likes to see it: conditions, order and columns, under a name. Its address may be shared."""

    person = models.ForeignKey(Person, models.CASCADE, verbose_name=_("人员"), related_name="+")
    register = models.CharField(_("登记簿"), max_length=80)
    title = models.CharField(_("视图名称"), max_length=40)
    query = models.CharField(_("地址"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("保存的视图")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("person", "register", "title", name="register_view_once")]

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """What somebody typed into a form and has not saved yet. Nobody else sees it; veiled values are never kept."""

    post = models.ForeignKey(Post, models.CASCADE, verbose_name=_("任职"), related_name="+")
    register = models.CharField(_("登记簿"), max_length=80)
    record_id = models.BigIntegerField(_("登记编号"), default=0)
    values = models.JSONField(_("写了的"), default=dict)
    saved_at = models.DateTimeField(_("存下时间"))

    class Meta:
        verbose_name = _("没写完的登记")
        constraints = [models.UniqueConstraint("post", "register", "record_id", name="register_draft_once")]
        indexes = [models.Index("saved_at", name="register_draft_age")]

    def __str__(self) -> str:
        return f"{self.register} {self.record_id}"


class ExportState(models.TextChoices):
    """How far an export has come."""

    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("正在写")
    DONE = "done", _("写好了")
    STOPPED = "stopped", _("停下了")
    FAILED = "failed", _("没有写成")


class Export(models.Model):
    """One file of exactly what was filtered, asked for by one person in one post, who alone may fetch it."""

    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("任职"), related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    register = models.CharField(_("登记簿"), max_length=80)
    query = models.CharField(_("地址"), max_length=2000, blank=True)
    form = models.CharField(_("格式"), max_length=4, choices=[("xlsx", "Excel"), ("csv", "CSV")])
    state = models.CharField(_("状态"), max_length=10, choices=ExportState.choices, default="waiting")
    written = models.PositiveIntegerField(_("已写条数"), default=0)
    expected = models.PositiveIntegerField(_("共多少条"), null=True)
    asked_at = models.DateTimeField(_("要求时间"))
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("文件"), null=True, related_name="+")

    class Meta:
        verbose_name = _("导出")
        ordering = ("-pk",)
        indexes = [models.Index(fields=["post", "-id"], name="register_export_own")]

    def __str__(self) -> str:
        return f"{self.register}.{self.form}"


class Attachment(models.Model):
    """A file that belongs to one record; it is served through that record alone."""

    register = models.CharField(_("登记簿"), max_length=80)
    record_id = models.BigIntegerField(_("登记编号"))
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("文件"), related_name="+")
    added_at = models.DateTimeField(_("添加时间"))
    added_by = models.CharField(_("添加人"), max_length=60)
    removed_at = models.DateTimeField(_("移除时间"), null=True)

    class Meta:
        verbose_name = _("附件")
        indexes = [models.Index("register", "record_id", name="register_attachment_record")]

    def __str__(self) -> str:
        return self.name
