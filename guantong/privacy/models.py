# SPDX-License-Identifier: Apache-2.0
"""Consents, and requests of people concerning their own data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.org.models import OfPerson, Unit

from .states import REQUEST_FLOW, RequestState


class Consent(OfPerson):
    """What a person agreed to: for which purpose, from when, until when; withdrawn as easily as given."""

    purpose = models.CharField(_("用途"), max_length=80)
    wording = models.TextField(_("同意的内容"))
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("到期日期"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        verbose_name = _("同意")
        indexes = [models.Index("person", "purpose", name="privacy_consent_person")]

    def __str__(self) -> str:
        return self.purpose


class PrivacyRequest(models.Model):
    """A person asks to have data on them corrected or erased; an office decides and says why."""

    class Kind(models.TextChoices):
        """What is asked for."""

        CORRECT = "correct", _("更正")
        ERASE = "erase", _("删除")

    person = models.ForeignKey("org.Person", models.PROTECT, verbose_name=_("人员"), related_name="privacy_requests")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("办理单位"), related_name="+")
    kind = models.CharField(_("申请什么"), max_length=8, choices=Kind.choices)
    text = models.CharField(_("具体说明"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=RequestState.choices, default=REQUEST_FLOW.start)
    answer = models.TextField(_("办理结果"), blank=True)
    made_at = models.DateTimeField(_("提出时间"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("个人信息申请")
        indexes = [models.Index("unit", "state", name="privacy_request_unit")]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"
