# SPDX-License-Identifier: Apache-2.0
"""Keys by which programs act for a person, and the requests that were made once and may be asked for again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .accounts import Account
from .posts import Post

if TYPE_CHECKING:
    from datetime import datetime

MARK = "gt_"


def digest_of(key: str) -> str:
    """What is kept of a key: it holds 256 random bits, so that a plain digest cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens by time."""

    def in_force(self, moment: datetime) -> TokenQuerySet:
        """Tokens that still open something."""
        return self.filter(revoked_at=None, expires_at__gt=moment)


class Token(models.Model):
    """A key (令牌) that its person made for a program: some rights of one post, until a day.

    Of the key itself only a digest is kept. It is shown once, when it is made.
    """

    account = models.ForeignKey(Account, models.PROTECT, verbose_name=_("账号"), related_name="tokens")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("岗位"), related_name="+")
    name = models.CharField(_("用途"), max_length=60)
    start = models.CharField(_("开头"), max_length=12)
    digest = models.CharField(_("指纹"), max_length=64, unique=True)
    rights = models.JSONField(_("权限"), default=list)
    created_at = models.DateTimeField(_("建立时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("令牌")
        constraints = [
            models.CheckConstraint(name="org_token_expires_later", condition=Q(expires_at__gt=models.F("created_at")))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit_id(self) -> int:
        """The unit for which the token acts."""
        return self.post.unit_id


class Once(models.Model):
    """A request (一次性请求) that a program marked by a key of its own; the same asked again gets the same answer."""

    account = models.ForeignKey(Account, models.PROTECT, verbose_name=_("账号"), related_name="+")
    key = models.CharField(_("幂等键"), max_length=80)
    asked = models.CharField(_("请求的指纹"), max_length=64)
    operation = models.UUIDField(_("操作编号"))
    status = models.PositiveSmallIntegerField(_("状态码"))
    answer = models.JSONField(_("回答"))
    at = models.DateTimeField(_("时间"), db_index=True)

    class Meta:
        verbose_name = _("一次性请求")
        constraints = [models.UniqueConstraint("account", "key", name="org_once_key")]

    def __str__(self) -> str:
        return self.key
