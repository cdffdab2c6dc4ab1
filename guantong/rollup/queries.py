# SPDX-License-Identifier: Apache-2.0
"""The door to numbers: an indicator over any set of units and days, in all, by parts, by unit, by month; and its list.

A number equals a plain count of its records at every moment: stored values, what is not folded yet, and the days at
the edges of the period together (`engine.reading`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, NotFound
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.scope import within_both_lines
from guantong.register.indicator import Indicator, Source

from .engine import reading
from .engine.asks import Ask, Scope, Split
from .engine.live import records_behind, rows_of

__all__ = ["Ask", "Scope", "Share", "Split", "records_behind", "rows_of"]

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Share:
    """One number of another; without the other there is no share, which is said and never shown as nothing."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down; None where the whole is 0."""
        return PERCENT * self.part // self.whole if self.whole else None


def scope_of(units: Iterable[Unit], *, subtree: bool = True, both: bool = False) -> Scope:
    """A set of units: with all below them (and on both lines), or alone."""
    return Scope(tuple(units), subtree, both)


def of_units(units: Iterable[Unit], *, subtree: bool = True, both: bool = False) -> Q:
    """Records of a set of units: a record counts once however many of them hold it."""
    return scope_of(units, subtree=subtree, both=both).place


def share(ask: Ask, units: Iterable[Unit], *, subtree: bool = True, both: bool = False) -> Share:
    """Both numbers of a share, each over the whole set."""
    scope = scope_of(units, subtree=subtree, both=both)
    part, whole = (reading.split_over(ask.instead(key), scope).whole for key in _pair(ask.indicator))
    return Share(part, whole)


def total(ask: Ask, units: Iterable[Unit], *, subtree: bool = True, both: bool = False) -> int:
    """The number over a set of units. Raises Invalid for a share of nothing: it is no number, and not 0."""
    scope = scope_of(units, subtree=subtree, both=both)
    if not ask.indicator.is_share:
        return reading.split_over(ask, scope).whole
    percent = share(ask, scope.units, subtree=subtree, both=both).percent
    if percent is None:
        raise Invalid(_("“{title}”算不出来：分母是零。"), title=ask.indicator.title)
    return percent


def split_of(ask: Ask, units: Iterable[Unit], *, subtree: bool = True, both: bool = False) -> Split:
    """The number by parts of the indicator's dimension, every part named, those without records as 0."""
    if ask.indicator.is_share:
        percent = share(ask, units, subtree=subtree, both=both).percent
        return Split([] if percent is None else [("", percent)])
    found = reading.split_over(ask, scope_of(units, subtree=subtree, both=both))
    if ask.indicator.dimension is None:
        return found
    named = dict.fromkeys((part for part, _label in ask.indicator.dimension.parts), 0)
    return Split((named | found).items(), found.counted_whole)


def splits_by_unit(ask: Ask, units: Sequence[Unit], *, subtree: bool = True, both: bool = False) -> dict[int, Split]:
    """For each unit the number by parts; a share has one, its percentage, and none where it cannot be computed."""
    scope = scope_of(units, subtree=subtree, both=both)
    if not ask.indicator.is_share:
        return reading.splits(ask, scope)
    parts, wholes = (reading.splits(ask.instead(key), scope) for key in _pair(ask.indicator))
    shares = {pk: Share(parts[pk].whole, wholes[pk].whole).percent for pk in parts}
    return {pk: Split([] if percent is None else [("", percent)]) for pk, percent in shares.items()}


def splits_together(asks: Sequence[Ask], units: Sequence[Unit], *, subtree: bool = True) -> dict[str, dict[int, Split]]:
    """The numbers of several indicators for each unit, by key; all asks are for the same days and theme.

    What adds up is answered by one statement for all of them, whatever counts once by one for each.
    """
    adding = [ask for ask in asks if not ask.indicator.is_distinct and not ask.indicator.is_share]
    found = reading.splits_together(adding, scope_of(units, subtree=subtree)) if adding and units else {}
    for ask in asks:
        if ask.indicator.key not in found:
            found[ask.indicator.key] = splits_by_unit(ask, units, subtree=subtree)
    return found


def by_month(
    indicators: Sequence[Indicator], theme_id: int | None, months: range, scope: Scope
) -> dict[str, list[int]]:
    """For one unit each indicator's number month by month (months counted through, see `engine.asks.month_of`)."""
    return reading.by_month([each for each in indicators if not each.is_share], theme_id, months, scope)


def _pair(indicator: Indicator) -> tuple[str, str]:
    assert indicator.share is not None
    return indicator.share


def records_in(ask: Ask, unit: Unit, *, subtree: bool, both: bool) -> dict[str, set[int]]:
    """The ids of the records behind a number, by kind; of a share those behind both its numbers."""
    found: dict[str, set[int]] = {}
    for source, rows in _all_behind(ask, unit, subtree=subtree, both=both):
        found.setdefault(source.kind, set()).update(rows.order_by().values_list("pk", flat=True))
    return found


def units_in(ask: Ask, unit: Unit, *, subtree: bool, both: bool) -> list[str]:
    """The codes of the units whose records those are."""
    found: set[str] = set()
    for source, rows in _all_behind(ask, unit, subtree=subtree, both=both):
        found.update(rows.order_by().values_list(f"{source.unit}__code", flat=True).distinct())
    return sorted(found)


def _all_behind(ask: Ask, unit: Unit, *, subtree: bool, both: bool) -> Iterator[tuple[Source, QuerySet[Any]]]:
    place = of_units([unit], subtree=subtree, both=both)
    for each in (ask.instead(key) for key in ask.indicator.share) if ask.indicator.share else (ask,):
        yield from records_behind(each, place)


def records_near(
    actor: Actor, ask: Ask, scope: Scope, *, start: int, size: int
) -> tuple[list[tuple[Source, Any]], bool]:
    """The records behind a number within the reader's reach, newest first, from number `start` on; and whether more."""
    place = scope.place & within_both_lines(actor.unit)
    found = []
    for source, rows in records_behind(ask, place):
        nearest = rows.select_related(source.unit).order_by(f"-{source.date}", "-pk").distinct()
        found += [(source, row) for row in nearest[: start + size + 1]]
    found.sort(key=lambda pair: (getattr(pair[1], pair[0].date), pair[1].pk), reverse=True)
    return found[start : start + size], len(found) > start + size


def unit_near(actor: Actor, code: str) -> Unit:
    """A unit within the reader's reach on either line. Raises NotFound outside."""
    unit = Unit.objects.visible_to(actor).filter(code=code).first()
    if unit is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    return unit
