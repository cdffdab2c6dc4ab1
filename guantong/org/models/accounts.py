# SPDX-License-Identifier: Apache-2.0
"""Accounts to sign in with, and what this database is."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .people import Person


class Account(AbstractBaseUser):
    """A way to sign in. It belongs to a person and carries no right of its own.

    An officer's account opens nothing once his posts are over; a member's (`is_member`) needs no post.
    """

    username = models.CharField(_("账号"), max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, verbose_name=_("人员"), related_name="account")
    is_active = models.BooleanField(_("启用"), default=True)
    is_member = models.BooleanField(_("会员账号"), default=False)

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("账号")

    def __str__(self) -> str:
        return str(self.username)

    @property
    def unit_id(self) -> int:
        """The unit of the person, where the trace shows what happens to the account."""
        return self.person.unit_id


class Installation(models.Model):
    """What this database is: a demo (with a business clock of its own) or the real one. One row at most."""

    is_demo = models.BooleanField(_("演示库"), default=False)
    business_date = models.DateField(_("业务日期"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="org_installation_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return "demo" if self.is_demo else "real"
