# SPDX-License-Identifier: Apache-2.0
"""A rule value as every page shows it beside what it decides: the value, its source, since when it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.defaultfilters import date as worded_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from guantong.org.models import RuleValue, Unit, UnitLevel
from guantong.org.queries import values_in_force
from guantong.org.rules import RULES

CONFIDENCE = {"S": _lazy("有原文"), "P": _lazy("通行做法"), "U": _lazy("请确认")}


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One dated value in words, with what its rule is called."""

    title: str
    text: str
    place: str
    since: str
    until: str
    source: str
    confidence: str
    is_demo: bool
    is_unsure: bool


def rule_in_force(key: str, day: date, unit: Unit | None = None) -> RuleShown | None:
    """What holds on a day for a unit, None where nobody entered a value."""
    row = values_in_force(key, day, unit).first()
    return rule_shown(row) if row else None


def rule_shown(row: RuleValue) -> RuleShown:
    """A value in words."""
    place = row.unit.name if row.unit else _("所有单位")
    level = str(UnitLevel(row.level).label) if row.level else ""
    return RuleShown(
        title=RULES.title(row.key),
        text=f"{worded_value(row.value)}{row.measure}",
        place=f"{place} {level}".strip(),
        since=worded_date(row.valid_from, _("Y年n月j日")) or "",
        until=worded_date(row.valid_to, _("Y年n月j日")) or "",
        source=_("示例") if row.is_demo else row.source,
        confidence=str(CONFIDENCE.get(row.confidence, row.confidence)),
        is_demo=row.is_demo,
        is_unsure=row.confidence == "U",
    )


def worded_value(value: Any) -> str:
    """A stored value as people read it; of a table, its entries."""
    if isinstance(value, dict):
        return "；".join(f"{key} {worded_value(each)}" for key, each in value.items())
    return "、".join(worded_value(each) for each in value) if isinstance(value, list) else str(value)
