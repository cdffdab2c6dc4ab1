# SPDX-License-Identifier: Apache-2.0
"""Reads of the tree and of rule values."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Unset

from .models import Installation, RuleValue, Theme, Unit, UnitQuerySet


def business_moment() -> datetime:
    """The business clock of this database: a demo stands at its own day, at the real time of day."""
    real = clock.real_now()
    day = Installation.objects.filter(is_demo=True).values_list("business_date", flat=True).first()
    return real if day is None else datetime.combine(day, time(real.hour, real.minute, real.second), real.tzinfo)


def is_demo() -> bool:
    """Whether this database was made as a demo."""
    return Installation.objects.filter(is_demo=True).exists()


def ancestors_of(unit: Unit) -> UnitQuerySet:
    """The units above, topmost first, found by the prefixes of the path in one query."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)]
    return Unit.objects.filter(path__in=paths)


def children_of(unit: Unit) -> UnitQuerySet:
    """The units one level below along leadership, in tree order."""
    return Unit.objects.in_force().below(unit).filter(depth=unit.depth + 1)


def units_to_pick(actor: Any) -> UnitQuerySet:
    """Units for which the actor may enter a record: the own subtree along leadership."""
    return Unit.objects.in_force().filter(Q(pk=actor.unit.pk) | Q(pk__in=Unit.objects.below(actor.unit)))


def themes_to_pick(actor: Any) -> Any:
    """Themes that a record may carry: the newest thirty, which are those of the work under way."""
    return Theme.objects.filter(pk__in=Theme.objects.values("pk")[:30])


def rule_value(key: str, on: date) -> RuleValue:
    """The rule value in force on a day. Raises Unset, naming the rule, where nobody entered one."""
    rows = RuleValue.objects.filter(key=key, valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    value = rows.order_by("-valid_from").first()
    if value is None:
        raise Unset(_("规则“{key}”在 {on} 没有定值，请先由有权的人录入并写明依据。"), key=key, on=on)
    return value
