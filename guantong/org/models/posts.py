# SPDX-License-Identifier: Apache-2.0
"""Posts: what a person is in a unit for a time, and who stands in for whom."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..rights import ROLES
from .people import Person
from .units import Unit


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by time."""

    def in_force(self, on: date) -> PostQuerySet:
        """Posts that carry rights on this day: an expired post has none."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def overlapping(self, since: date, until: date | None) -> PostQuerySet:
        """Posts of which at least one day lies in a span; no end means for good."""
        rows = self.filter(Q(ends_on=None) | Q(ends_on__gte=since))
        return rows if until is None else rows.filter(starts_on__lte=until)


class Post(models.Model):
    """What a person is in a unit for a time. Rights come from here and from nowhere else."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="posts")
    role = models.CharField(_("岗位"), max_length=20, choices=list(ROLES.items()))
    title = models.CharField(_("职务"), max_length=60, blank=True)
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("免职日期"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.CheckConstraint(
                name="org_post_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            # Whether spans overlap only a service can see on both databases; these hold what both can.
            models.UniqueConstraint("person", "unit", "role", condition=Q(ends_on=None), name="org_post_one_open"),
            models.UniqueConstraint("person", "unit", "role", "starts_on", name="org_post_one_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.label}"

    @property
    def label(self) -> str:
        """The title as people say it, else the role."""
        return self.title or str(ROLES[self.role])


class DeputyQuerySet(models.QuerySet["Deputy"]):
    """Stand-ins by time."""

    def in_force(self, on: date) -> DeputyQuerySet:
        """Those who may act on this day."""
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class Deputy(models.Model):
    """Somebody acts in the post of a colleague on leave, from a day to a day, for a reason. The trace names both."""

    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("代理的岗位"), related_name="deputies")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("代理人"), related_name="deputies")
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    reason = models.CharField(_("理由"), max_length=200)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("代理")
        constraints = [
            models.CheckConstraint(name="org_deputy_ends_after_start", condition=Q(ends_on__gte=F("starts_on")))
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.post}"

    @property
    def unit_id(self) -> int:
        """The unit of the post."""
        return self.post.unit_id
