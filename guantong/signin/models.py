# SPDX-License-Identifier: Apache-2.0
"""Invitations: how a member comes to an account."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Person, Unit

CODE = "signin.invitation"  # what the keyed hash of a code is about


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by state."""

    def open(self) -> InvitationQuerySet:
        """Neither used nor taken back; they may have expired."""
        return self.filter(used_at=None, revoked_at=None)


class Invitation(models.Model):
    """A basic union invites one of its people to open an account. The code itself is kept nowhere, only its hash."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    code_hash = models.CharField(_("邀请码的指纹"), max_length=160, unique=True)
    issued_at = models.DateTimeField(_("发出时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    used_at = models.DateTimeField(_("使用时间"), null=True)
    revoked_at = models.DateTimeField(_("收回时间"), null=True)
    wrong_tries = models.PositiveSmallIntegerField(_("核对不上的次数"), default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("邀请码")
        constraints = [
            models.UniqueConstraint(
                "person", condition=models.Q(used_at=None, revoked_at=None), name="signin_invitation_one_open"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
