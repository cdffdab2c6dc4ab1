# SPDX-License-Identifier: Apache-2.0
"""What a unit itself keeps under a notice: its plan, its experience, its difficulties (section four of the notice)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.org.models import UnitRecord

from ..states import DifficultyState, ExperienceState
from .requirements import Requirement


class WorkPlan(UnitRecord):
    """One measure of a unit's plan: what, by whom, by when, for which requirement (有部署、有措施、有落实)."""

    title = models.CharField(_("措施"), max_length=120)
    owner = models.CharField(_("责任人"), max_length=60)
    made_on = models.DateField(_("制定日期"))
    finish_by = models.DateField(_("计划完成日期"), null=True, blank=True)
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, verbose_name=_("落实哪项要求"), null=True, blank=True, related_name="+"
    )
    done_on = models.DateField(_("实际完成日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("工作计划与措施")
        indexes = [models.Index("unit", "made_on", name="dispatch_workplan_unit_day")]

    def __str__(self) -> str:
        return self.title


class Experience(UnitRecord):
    """An experience worth spreading: offered upward, chosen by the unit above, spread to units like it."""

    title = models.CharField(_("经验题目"), max_length=120)
    text = models.TextField(_("做法和成效"), max_length=1500)
    found_on = models.DateField(_("总结日期"))
    state = models.CharField(_("状态"), max_length=10, choices=ExperienceState.choices, default=ExperienceState.OFFERED)

    class Meta:
        verbose_name = _("典型经验")
        indexes = [models.Index("unit", "found_on", name="dispatch_experience_unit_day")]

    def __str__(self) -> str:
        return self.title


class Difficulty(UnitRecord):
    """A difficulty that a unit raised: taken up by somebody above, solved with a word on how, never lost."""

    title = models.CharField(_("困难或问题"), max_length=120)
    text = models.TextField(_("具体情况"), max_length=1000, blank=True)
    raised_on = models.DateField(_("提出日期"))
    state = models.CharField(_("状态"), max_length=10, choices=DifficultyState.choices, default=DifficultyState.RAISED)
    taken_by = models.CharField(_("由谁解决"), max_length=120, blank=True)
    solved_on = models.DateField(_("解决日期"), null=True, blank=True)
    solution = models.CharField(_("怎么解决的"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("困难问题")
        indexes = [models.Index("unit", "raised_on", name="dispatch_difficulty_unit_day")]
        constraints = [
            models.CheckConstraint(
                name="dispatch_difficulty_solved", condition=~Q(state="solved") | Q(solved_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.title
