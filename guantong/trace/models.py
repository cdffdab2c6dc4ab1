# SPDX-License-Identifier: Apache-2.0
"""What was done, by whom: append-only entries in hash chains, stored files, and slots of periodic jobs.

Actor and unit stand here by value (id and name at the time), never by foreign key, so that no later change of
theirs can bend an old entry.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from .sealing import SealedTextField

LONGEST_RUN = 1000  # so many ids of a bulk entry share one touch; looking for a row reads on by so many lines at most


def canonical(value: Any) -> str:
    """The one way in which a value is written down: what is hashed and what is stored are the same text."""
    return _ENCODER.encode(value)


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        """Dates and decimals as Django writes them; anything else as it is said."""
        try:
            return super().default(o)
        except TypeError:
            return str(o)


_ENCODER = _Encoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class CanonicalField(models.TextField[Any, Any]):
    """JSON as text: a database that keeps JSON its own way (numbers, order of keys) would bend what was hashed."""

    def get_prep_value(self, value: Any) -> Any:
        """Write it down."""
        return value if value is None else canonical(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Read it."""
        return value if value is None else json.loads(value)


class Stream(models.Model):
    """Head of one chain. Each unit whose people write has a chain of its own, so writers of two units never wait."""

    unit_id = models.BigIntegerField(_("单位"), primary_key=True)
    length = models.BigIntegerField(_("条数"), default=0)
    head = models.CharField(_("链头"), max_length=64, default="")
    last_at = models.DateTimeField(_("最后一条的时间"), null=True)
    seal = models.CharField(_("链头的印记"), max_length=80, default="")
    anchored = models.BigIntegerField(_("已存证到第几条"), default=0)

    class Meta:
        verbose_name = _("留痕链")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.length}"


class AppendOnly(models.QuerySet["Entry"]):
    """Entries are added and read, and nothing else."""

    def update(self, **values: Any) -> NoReturn:
        """Never."""
        raise RuntimeError("an entry of the trace is never changed")

    def delete(self) -> NoReturn:
        """Never."""
        raise RuntimeError("an entry of the trace is never removed")


class Entry(models.Model):
    """One thing that somebody did to one object, chained by a keyed hash to the entry before it in the stream.

    A bulk operation is one entry too: it names no object, and `manifest` is the digest of the file with its rows.
    """

    stream = models.BigIntegerField(_("链"))
    number = models.BigIntegerField(_("序号"))
    operation = models.UUIDField(_("操作编号"), db_index=True)
    at = models.DateTimeField(_("时间"))
    actor_id = models.BigIntegerField(_("操作人"), null=True)
    actor_name = models.CharField(_("操作人姓名"), max_length=60)
    unit_name = models.CharField(_("操作人单位"), max_length=120)
    post_label = models.CharField(_("岗位"), max_length=60, blank=True)
    acting_for = models.CharField(_("代谁"), max_length=60, blank=True)
    verb = models.CharField(_("动作"), max_length=40)
    object_kind = models.CharField(_("对象类别"), max_length=80)
    object_id = models.CharField(_("对象编号"), max_length=40)
    object_label = models.CharField(_("对象"), max_length=200)
    object_unit_id = models.BigIntegerField(_("对象所属单位"), null=True)
    before = CanonicalField(_("之前"), default=dict)
    after = CanonicalField(_("之后"), default=dict)
    reason = models.TextField(_("理由"), blank=True)
    manifest = models.CharField(_("清单的指纹"), max_length=64, blank=True)
    key_id = models.CharField(_("密钥编号"), max_length=8)
    previous = models.CharField(_("前一条的指纹"), max_length=64, blank=True)
    digest = models.CharField(_("指纹"), max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("stream", "number", name="trace_entry_place")]
        indexes = [
            models.Index("object_kind", "object_id", "id", name="trace_entry_object"),
            models.Index("object_unit_id", "id", name="trace_entry_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never: an operation appends its entries when it ends."""
        raise RuntimeError("an entry of the trace is written by its operation alone")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise RuntimeError("an entry of the trace is never removed")


class Touch(models.Model):
    """Rows of a bulk entry whose ids follow each other, and where the first one's line begins in the entry's manifest.

    It only makes the history of a row quick to find; what proves something is the manifest, whose digest is chained.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name=_("操作记录"), related_name="touches")
    object_kind = models.CharField(_("对象类别"), max_length=80)
    object_id = models.BigIntegerField(_("对象编号"))
    length = models.PositiveSmallIntegerField(_("连着几个编号"), default=1)
    offset = models.BigIntegerField(_("清单里的位置"))

    class Meta:
        indexes = [models.Index("object_kind", "object_id", "entry", name="trace_touch_object")]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id}"


class Sealed(models.Model):
    """The veiled values of one object in one entry: digest to salt and value, encrypted.

    The entry holds the digests alone. Erasing this row's content leaves the chain whole, and without the salts the
    digests tell nothing.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name=_("操作记录"), related_name="sealed")
    object_kind = models.CharField(_("对象类别"), max_length=80)
    object_id = models.CharField(_("对象编号"), max_length=40)
    box = SealedTextField(_("密封的内容"), blank=True)
    erased_at = models.DateTimeField(_("清除时间"), null=True)

    class Meta:
        indexes = [models.Index("object_kind", "object_id", name="trace_sealed_object")]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id}"


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
