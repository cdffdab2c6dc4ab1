# SPDX-License-Identifier: Apache-2.0
"""What was done, by whom: append-only entries in hash chains, stored files, and slots of periodic jobs.

Actor and unit stand here by value (id and name at the time), never by foreign key, so that no later change of
theirs can bend an old entry.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stream(models.Model):
    """Head of one chain. Each unit whose people write has a chain of its own, so writers of two units never wait."""

    unit_id = models.BigIntegerField(_("单位"), primary_key=True)
    length = models.BigIntegerField(_("条数"), default=0)
    head = models.CharField(_("链头"), max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.length}"


class Entry(models.Model):
    """One thing that somebody did to one object, chained by a keyed hash to the entry before it in the stream."""

    stream = models.BigIntegerField(_("链"))
    number = models.BigIntegerField(_("序号"))
    operation = models.UUIDField(_("操作编号"), db_index=True)
    at = models.DateTimeField(_("时间"))
    actor_id = models.BigIntegerField(_("操作人"), null=True)
    actor_name = models.CharField(_("操作人姓名"), max_length=60)
    unit_name = models.CharField(_("操作人单位"), max_length=120)
    post_label = models.CharField(_("岗位"), max_length=60, blank=True)
    verb = models.CharField(_("动作"), max_length=40)
    object_kind = models.CharField(_("对象类别"), max_length=80)
    object_id = models.CharField(_("对象编号"), max_length=40)
    object_label = models.CharField(_("对象"), max_length=200)
    object_unit_id = models.BigIntegerField(_("对象所属单位"), null=True)
    before = models.JSONField(_("之前"), default=dict)
    after = models.JSONField(_("之后"), default=dict)
    reason = models.TextField(_("理由"), blank=True)
    previous = models.CharField(_("前一条的指纹"), max_length=64, blank=True)
    digest = models.CharField(_("指纹"), max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint("stream", "number", name="trace_entry_place")]
        indexes = [
            models.Index("object_kind", "object_id", "id", name="trace_entry_object"),
            models.Index("object_unit_id", "id", name="trace_entry_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.object_label}"


class StoredFile(models.Model):
    """A file by its content: the SHA-256 is its name. It is served only through a record that holds it."""

    digest = models.CharField(_("指纹"), max_length=64, primary_key=True)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.BigIntegerField(_("大小"))
    stored_at = models.DateTimeField(_("存入时间"))

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """One run of a periodic job: the row is the promise that this slot is enqueued once and only once."""

    job = models.CharField(_("任务"), max_length=80)
    slot = models.CharField(_("时段"), max_length=40)
    enqueued_at = models.DateTimeField(_("排入时间"))

    class Meta:
        constraints = [models.UniqueConstraint("job", "slot", name="trace_slot_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
