# SPDX-License-Identifier: Apache-2.0
"""Themes: what work is about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.Model):
    """What work is about (主题). A notice creates or reuses one at issue; records carry any number of them."""

    title = models.CharField(_("主题"), max_length=120, unique=True)
    created_on = models.DateField(_("建立日期"))

    class Meta:
        verbose_name = _("主题")
        ordering = ("-created_on", "title")

    def __str__(self) -> str:
        return self.title
