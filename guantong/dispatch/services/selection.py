# SPDX-License-Identifier: Apache-2.0
"""Which units a notice goes to: named one by one, by what and where they are, from a kept list, less exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid
from guantong.org.models import Unit, UnitQuerySet
from guantong.org.scope import is_within, within, within_both_lines

from ..models import UnitList


def within_reach(top: Unit) -> UnitQuerySet:
    """The open units below a unit: along leadership, and for an industrial union along its line as well."""
    reach: UnitQuerySet = Unit.objects.in_force().filter(within_both_lines(top, "")).exclude(pk=top.pk)
    return reach


@dataclass(frozen=True, slots=True)
class Selection:
    """Units below: those named, and all that fit every condition set here; those in `without` never.

    `scope` is "children" for the level directly below, "all" for every level; `under` is the path of a unit whose
    subtree is meant, `line` the line of an industrial union, `saved` a kept list.
    """

    units: Sequence[int] = ()
    kinds: Sequence[str] = ()
    levels: Sequence[str] = ()
    without: Sequence[int] = ()
    scope: str = ""
    under: str = ""
    line: str = ""
    saved: int | None = None

    @property
    def is_broad(self) -> bool:
        """Whether units are chosen by a condition, not only one by one."""
        return bool(self.kinds or self.levels or self.scope or self.under or self.line or self.saved)

    def rows(self, top: Unit) -> UnitQuerySet:
        """The units in force below `top` that are chosen, in tree order."""
        kept: UnitQuerySet = self.offered(top).exclude(pk__in=self.without)
        return kept

    def offered(self, top: Unit) -> UnitQuerySet:
        """The same with the exceptions still among them."""
        wanted = Q(pk__in=self.units)
        chosen: UnitQuerySet = within_reach(top).filter(wanted | self._fitting(top) if self.is_broad else wanted)
        return chosen

    def _fitting(self, top: Unit) -> Q:
        fitting = Q(depth=top.depth + 1, path__startswith=top.path) if self.scope == "children" else ~Q(pk=top.pk)
        if self.kinds:
            fitting &= Q(kind__in=self.kinds)
        if self.levels:
            fitting &= Q(level__in=self.levels)
        if self.under:
            fitting &= within(self.under, "path")
        if self.line:
            fitting &= within(self.line, "industry_path")
        if self.saved:
            fitting &= Q(pk__in=UnitList.members.through.objects.filter(unitlist=self.saved).values("unit"))
        return fitting

    @classmethod
    def of(cls, units: Sequence[Unit], top: Unit) -> Selection:
        """Just these units. Raises Invalid for one that is not below `top`."""
        line = top.line
        for each in units:
            on_line = line and each.industry_path.startswith(line)
            if each.pk == top.pk or not (is_within(top.path, each.path) or on_line):
                raise Invalid(_("“{unit}”不是本单位的下级，不能下发。"), field="units", unit=each.name)
        return cls(units=[unit.pk for unit in units])
