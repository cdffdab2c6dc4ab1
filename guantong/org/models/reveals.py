# SPDX-License-Identifier: Apache-2.0
"""Openings of veiled values: who saw what of whom, when, why, and until when it stayed open."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import Person


class Reveal(models.Model):
    """One opening of one veiled value, for a set time. The person whom it concerns sees it; the trace has it too.

    The reader stands here by value, as in the trace.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("涉及的人"), null=True, blank=True, related_name="reveals"
    )
    object_kind = models.CharField(_("对象类别"), max_length=80)
    object_id = models.BigIntegerField(_("对象编号"))
    object_label = models.CharField(_("对象"), max_length=200)
    field = models.CharField(_("栏目"), max_length=60)
    field_label = models.CharField(_("栏目名称"), max_length=60)
    reason = models.CharField(_("理由"), max_length=200)
    reader_id = models.BigIntegerField(_("查看人"))
    reader_name = models.CharField(_("查看人姓名"), max_length=60)
    unit_name = models.CharField(_("查看人单位"), max_length=120)
    at = models.DateTimeField(_("查看时间"))
    until = models.DateTimeField(_("显示到"))

    class Meta:
        verbose_name = _("掩码查看")
        indexes = [
            models.Index("person", "at", name="org_reveal_person"),
            models.Index("reader_id", "object_kind", "object_id", "until", name="org_reveal_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_name} {self.object_label} {self.field_label}"
