# SPDX-License-Identifier: Apache-2.0
"""Small numbers of sensitive registers: which units' figures are hidden, level by level from the top of the tree.

What is hidden does not depend on who asks: two readers could put their answers together. Below a hidden figure all is
hidden, since the parts would add up to it.
"""

from __future__ import annotations

from itertools import pairwise

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid
from guantong.kernel.periods import Period
from guantong.org.models import Unit
from guantong.org.queries import ancestors_of, rule_value

from .. import rules
from . import reading
from .asks import Ask, Scope, cut
from .live import alone

OWN = 0
MONTHS = (1, 3, 12)
RULE = "rollup.hidden_below"


def check_period(ask: Ask) -> None:
    """Raise Invalid for days that are no calendar month, quarter or year: two odd spans would tell a day apart."""
    days = cut(ask.period)
    length = len(days.months)
    if days.edges or length not in MONTHS or days.first % length or ask.part or ask.theme_id:
        raise Invalid(_("敏感登记只按整月、整季、整年查看，不分主题和分项。"), field="period")


def least(on: Period) -> int:
    """Below how many a figure of a sensitive register is hidden. Raises Unset where nobody said."""
    return int(rule_value(RULE, on.end).value)


def hidden_below(ask: Ask, above: Unit) -> frozenset[int]:
    """Of the units directly below one (and its own records, under 0), those whose figures are hidden."""
    below = list(Unit.objects.below(above).filter(depth=above.depth + 1))
    values = {pk: split.whole for pk, split in reading.splits(ask, Scope(tuple(below))).items()}
    values[OWN] = reading.splits(ask, alone([above]))[above.pk].whole
    return rules.hidden(values, least(ask.period))


def is_hidden(ask: Ask, unit: Unit, *, subtree: bool = True) -> bool:
    """Whether the figure of a unit is hidden: by itself, beside its siblings, or with a unit above."""
    chain = [*ancestors_of(unit), unit]
    whole = reading.splits(ask, Scope((chain[0],)))[chain[0].pk].whole
    if 0 < whole < least(ask.period):
        return True
    for above, each in pairwise(chain):
        if each.pk in hidden_below(ask, above):
            return True
    return not subtree and OWN in hidden_below(ask, unit)
