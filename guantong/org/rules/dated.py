# SPDX-License-Identifier: Apache-2.0
"""The rules that have dated values: what each is called, what it decides, how its value is typed. Pure data."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import resources

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, NotFound

LARGEST = Decimal(1_000_000_000_000)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its key, its name, the measure of its values, how they are typed, and what it decides."""

    key: str
    title: str
    measure: str
    kind: str
    decides: str

    @property
    def is_typed(self) -> bool:
        """Whether a value can be typed into one field; tables come with a version of the product."""
        return self.kind != "table"

    def read(self, text: str) -> int | str:
        """What somebody typed as a value of this rule. Raises Invalid, saying what is expected."""
        if self.kind == "text":
            if not text.strip():
                raise Invalid(_("请写上值。"), field="value")
            return text.strip()
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not 0 <= number <= LARGEST:
            raise Invalid(_("请写数字，例如 40。"), field="value")
        if self.kind == "whole":
            if number != number.to_integral_value():
                raise Invalid(_("请写整数，例如 3。"), field="value")
            return int(number)
        return f"{number.normalize():f}"


class RuleTable:
    """Every declared rule, in the order of the table."""

    def __init__(self) -> None:
        place = resources.files("guantong.org") / "data" / "rules.csv"
        rows = csv.DictReader(place.read_text(encoding="utf-8").splitlines())
        self._rules = {row["key"]: Rule(**row) for row in rows}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def named(self, key: str) -> Rule:
        """The rule of that key. Raises NotFound."""
        if key not in self._rules:
            raise NotFound(_("没有这条规则。"))
        return self._rules[key]

    def title(self, key: str) -> str:
        """What people call the rule; its key where nobody gave it a name."""
        return self._rules[key].title if key in self._rules else key


RULES = RuleTable()
