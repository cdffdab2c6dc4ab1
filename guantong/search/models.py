# SPDX-License-Identifier: Apache-2.0
"""What the index has still to take up. The index itself is no model: its table is the database's own kind."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unindexed(models.Model):
    """A bulk operation whose rows are indexed after its commit: its manifest names them, `done` is how far it came."""

    kind = models.CharField(_("对象类别"), max_length=80)
    manifest = models.CharField(_("清单的指纹"), max_length=64)
    done = models.BigIntegerField(_("办到清单的哪里"), default=0)

    class Meta:
        verbose_name = _("待编入检索")

    def __str__(self) -> str:
        return f"{self.kind} {self.done}"
