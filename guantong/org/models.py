# SPDX-License-Identifier: Apache-2.0
"""Units, people, posts, accounts, themes and dated rule values; what every record of a unit shares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from guantong.trace.models import StoredFile

from .rights import ROLES
from .scope import within, within_both_lines

if TYPE_CHECKING:
    from .actors import Actor


class UnitKind(models.TextChoices):
    """Kinds of nodes of the federation (工会法 Article 11; departments and institutions are the federation's own)."""

    FEDERATION = "federation", _("总工会")
    INDUSTRIAL = "industrial", _("产业工会")
    AFFILIATED = "affiliated", _("直属工会")
    DEPARTMENT = "department", _("部门")
    INSTITUTION = "institution", _("事业单位")
    ASSOCIATION = "association", _("工会联合会")
    BASIC = "basic", _("基层工会")
    JOINT = "joint", _("联合基层工会")


class UnitLevel(models.TextChoices):
    """Levels of the federation, from the province down."""

    PROVINCE = "province", _("省级")
    PREFECTURE = "prefecture", _("市州级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡镇街道级")
    BASIC = "basic", _("基层")


class UnitQuerySet(MP_NodeQuerySet):
    """Units by place in the tree."""

    def visible_to(self, actor: Actor) -> UnitQuerySet:
        """The actor's unit and all below it on either line."""
        return self.filter(within_both_lines(actor.unit.path, ""))

    def below(self, unit: Unit) -> UnitQuerySet:
        """All units of the subtree without its top."""
        return self.filter(within(unit.path, "path")).exclude(pk=unit.pk)

    def in_force(self) -> UnitQuerySet:
        """Units that have not been closed."""
        return self.filter(closed_on=None)


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    """Treebeard's manager with our queryset, in tree order."""

    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class Unit(MP_Node):
    """One node of the federation. Its parent is its line of leadership; `industry_path` its second line, if any."""

    steplen = 4

    code = models.CharField(_("单位代码"), max_length=24, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices)
    level = models.CharField(_("层级"), max_length=20, choices=UnitLevel.choices)
    region_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    code_word = models.CharField(_("发文代字"), max_length=20, blank=True)
    industry_path = models.CharField(_("产业线"), max_length=255, blank=True, db_index=True)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = UnitManager()

    class Meta:
        verbose_name = _("单位")
        ordering = ("path",)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return str(self.short_name or self.name)


class Person(models.Model):
    """One row a human, for life. Identity and bank numbers are added by the members room, encrypted."""

    name = models.CharField(_("姓名"), max_length=60, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("所在单位"), related_name="people")

    class Meta:
        verbose_name = _("人员")

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by time."""

    def in_force(self, on: date) -> PostQuerySet:
        """Posts that carry rights on this day: an expired post has none."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


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
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.label}"

    @property
    def label(self) -> str:
        """The title as people say it, else the role."""
        return self.title or str(ROLES[self.role])


class Account(AbstractBaseUser):
    """A way to sign in. It belongs to a person and carries no right of its own."""

    username = models.CharField(_("账号"), max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, verbose_name=_("人员"), related_name="account")
    is_active = models.BooleanField(_("启用"), default=True)

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("账号")

    def __str__(self) -> str:
        return str(self.username)


class Theme(models.Model):
    """What work is about (主题). A notice creates or reuses one at issue; records carry any number of them."""

    title = models.CharField(_("主题"), max_length=120, unique=True)
    created_on = models.DateField(_("建立日期"))

    class Meta:
        verbose_name = _("主题")
        ordering = ("-created_on", "title")

    def __str__(self) -> str:
        return self.title


class RuleValue(models.Model):
    """A number from a law or a notice: dated, sourced, for a region and level. Never a literal in code."""

    key = models.CharField(_("规则"), max_length=80)
    value = models.JSONField(_("值"))
    measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("适用单位"), null=True, blank=True)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    confidence = models.CharField(_("把握"), max_length=1, default="S")

    class Meta:
        verbose_name = _("规则值")
        indexes = [models.Index("key", "valid_from", name="org_rulevalue_key")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}{self.measure}"


class Installation(models.Model):
    """What this database is: a demo (with a business clock of its own) or the real one. One row at most."""

    is_demo = models.BooleanField(_("演示库"), default=False)
    business_date = models.DateField(_("业务日期"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="org_installation_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return "demo" if self.is_demo else "real"


class RecordQuerySet(models.QuerySet[Any]):
    """What every register's rows can be asked."""

    def in_force(self) -> RecordQuerySet:
        """Rows that have not been voided."""
        return self.filter(voided_at=None)

    def visible_to(self, actor: Actor) -> RecordQuerySet:
        """Rows of units within the actor's reach, on either line."""
        return self.filter(within_both_lines(actor.unit.path))


class UnitRecord(models.Model):
    """What every record of a register shares: its unit, its themes, who recorded it and when, and whether it is void.

    A record holds the unit's id, never its path. It counts in the period of its own event date; lights judge by
    `recorded_at`, the business time at which it was entered.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    themes = models.ManyToManyField(Theme, verbose_name=_("主题"), blank=True, related_name="+")
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    recorded_at = models.DateTimeField(_("登记时间"), editable=False)
    recorded_by = models.CharField(_("登记人"), max_length=60, editable=False)
    voided_at = models.DateTimeField(_("作废时间"), null=True, editable=False)
    attachment = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name=_("附件"), null=True, blank=True, related_name="+"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
