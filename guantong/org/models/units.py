# SPDX-License-Identifier: Apache-2.0
"""Units: the nodes of the federation, the two lines they stand on, and what they were before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from ..scope import within, within_both_lines

if TYPE_CHECKING:
    from ..actors import Actor

STEP = 4
"""Characters of a path for each level: 1,679,615 units directly below one."""


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
        return self.filter(within_both_lines(actor.unit, ""))

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
    """One node of the federation. Its parent is its line of leadership; `industry` places it on a second line.

    `industry_path` is that place as a range can find it: the `line` of the industrial union it was placed under, or,
    where it was not placed itself, the place of the unit above (what a unit leads stands on its line too).
    """

    steplen = STEP

    code = models.CharField(_("单位代码"), max_length=24, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices)
    level = models.CharField(_("层级"), max_length=20, choices=UnitLevel.choices)
    region_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    code_word = models.CharField(_("发文代字"), max_length=20, blank=True)
    industry = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("产业工会"), null=True, blank=True, related_name="+"
    )
    industry_path = models.CharField(_("产业线"), max_length=255, blank=True, db_index=True, editable=False)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("并入单位"), null=True, blank=True, related_name="merged"
    )
    origin = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("分设自"), null=True, blank=True, related_name="split_off"
    )
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = UnitManager()

    class Meta:
        verbose_name = _("单位")
        ordering = ("path",)
        indexes = [models.Index("depth", "path", name="org_unit_level")]  # the children of one unit, page by page
        constraints = [
            models.CheckConstraint(
                name="org_unit_merged_is_closed", condition=Q(successor=None) | Q(closed_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return str(self.short_name or self.name)

    @property
    def line(self) -> str:
        """What the industry paths of the units on its line begin with; "" where it is no industrial union.

        A union that stands on no line itself heads one, named by its path. One that stands on another's line adds its
        id, behind a stroke that no path of leadership holds, so that both unions' ranges hold its units.
        """
        if self.kind != UnitKind.INDUSTRIAL:
            return ""
        return f"{self.industry_path}/{self.pk:08d}" if self.industry_path else str(self.path)


class UnitPast(models.Model):
    """What a unit was until a day: its name, kind and place before a change. The present stands in the unit alone.

    `until` is the first day on which it was so no longer. Several changes of one day leave one row: what was before.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="pasts")
    until = models.DateField(_("到哪天为止"))
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices)
    level = models.CharField(_("层级"), max_length=20, choices=UnitLevel.choices)
    region_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("上级单位"), null=True, related_name="+")
    industry = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("产业工会"), null=True, related_name="+")

    class Meta:
        verbose_name = _("单位沿革")
        ordering = ("until",)
        constraints = [models.UniqueConstraint("unit", "until", name="org_unitpast_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name}（{self.until}）"
