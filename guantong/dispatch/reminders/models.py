# SPDX-License-Identifier: Apache-2.0
"""How a person wants to be reminded."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Person
from guantong.trace.sealing import SealedTextField

DAYTIME = (8, 20)


class Channel(models.TextChoices):
    """By what a reminder reaches somebody; everything stands on the desk in any case."""

    DESK = "desk", _("只看桌面")
    EMAIL = "email", _("电子邮件")
    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")


class ReminderWish(models.Model):
    """One person's own choice: channel, address, quiet hours. `sent_on` keeps it to one digest a day."""

    person = models.OneToOneField(Person, models.CASCADE, verbose_name=_("人员"), related_name="+")
    channel = models.CharField(_("怎么提醒"), max_length=10, choices=Channel.choices, default=Channel.DESK)
    address = SealedTextField(_("邮箱或机器人地址"), blank=True, default="")
    quiet_from = models.PositiveSmallIntegerField(_("几点以后不打扰"), default=DAYTIME[1])
    quiet_until = models.PositiveSmallIntegerField(_("几点以前不打扰"), default=DAYTIME[0])
    sent_on = models.DateField(_("上次提醒"), null=True)
    failure = models.CharField(_("没送到的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("提醒方式")
        constraints = [
            models.CheckConstraint(
                name="dispatch_reminderwish_hours", condition=Q(quiet_from__lte=24, quiet_until__lte=24)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_channel_display()}"
