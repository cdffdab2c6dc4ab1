# SPDX-License-Identifier: Apache-2.0
"""The record as a whole: the model's own constraints and what the register's services ask, for one row in memory.

Django asks the database about each check constraint of each row. The plain ones (comparisons of fields and values) are
answered here; any other is asked as Django does it, slowly and right.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, Q
from django.db.models.base import ModelState
from django.db.models.constants import LOOKUP_SEP

from guantong.kernel.errors import Refused
from guantong.org.wording import worded
from guantong.register.register import Register

Reason = tuple[str, str]
MOST_KEPT = 20_000
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, among: value in among,
}


def is_plain(condition: Any) -> bool:
    """Whether every part of a condition compares a field of the row with a value or with another field."""
    for child in condition.children:
        if isinstance(child, Q):
            if not is_plain(child):
                return False
            continue
        if not isinstance(child, tuple):
            return False
        name, _sep, lookup = child[0].partition(LOOKUP_SEP)
        if not name or (lookup or "exact") not in {*COMPARE, "isnull"}:
            return False
        if hasattr(child[1], "resolve_expression") and type(child[1]) is not F:
            return False
    return condition.connector in (Q.AND, Q.OR)


def fields_in(condition: Any) -> list[str]:
    """The fields that a plain condition names."""
    found: dict[str, None] = {}
    for child in condition.children:
        if isinstance(child, Q):
            found |= dict.fromkeys(fields_in(child))
        else:
            found[child[0].partition(LOOKUP_SEP)[0]] = None
            if isinstance(child[1], F):
                found[child[1].name] = None  # type: ignore[attr-defined]  # the stubs forget it
    return list(found)


def holds(condition: Any, row: Model) -> bool | None:
    """Whether a plain condition holds of a row; None, as in SQL, where a value is missing."""
    found = [holds(child, row) if isinstance(child, Q) else _compared(child, row) for child in condition.children]
    is_all = condition.connector == Q.AND
    if (not is_all) in found:
        verdict: bool | None = not is_all
    else:
        verdict = None if None in found else is_all
    return verdict if verdict is None or not condition.negated else not verdict


def _compared(child: tuple[str, Any], row: Model) -> bool | None:
    name, _sep, lookup = child[0].partition(LOOKUP_SEP)
    value, other = getattr(row, name), child[1]
    if lookup == "isnull":
        return (value is None) is other
    if isinstance(other, F):
        other = getattr(row, other.name)  # type: ignore[attr-defined]  # the stubs forget it
    if value is None or other is None:
        return None
    return COMPARE[lookup or "exact"](value, other)


class Whole:
    """Asks of a record all that the form, the model and the register's service ask of it as a whole."""

    def __init__(self, register: type[Register]) -> None:
        self.check = register.check
        model = register.model
        self.has_clean = model.clean is not Model.clean
        self.constraints = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
        self.plain = {each.name: is_plain(each.condition) for each in self.constraints}
        self.model = model
        self.blank = {field.attname: getattr(model(), field.attname) for field in model._meta.concrete_fields}
        self._known = [
            (each, [model._meta.get_field(name).attname for name in fields_in(each.condition)], dict[Any, bool]())  # type: ignore[union-attr]
            for each in self.constraints
            if self.plain[each.name]
        ]

    def lets_pass(self, values: Mapping[str, Any]) -> bool:
        """Whether nothing is against a record of these attributes; `faults` says what. A row is made without ado."""
        row = self.model.__new__(self.model)
        row.__dict__.update(self.blank, **values)
        row._state = ModelState()
        for constraint, names, known in self._known:
            key = tuple([row.__dict__[name] for name in names])
            if key not in known:
                if len(known) > MOST_KEPT:
                    known.clear()
                known[key] = holds(constraint.condition, row) is not False
            if not known[key]:
                return False
        if self.has_clean or len(self._known) < len(self.constraints):
            return not self.faults(row)
        return self._is_fit(row)

    def _is_fit(self, row: Model) -> bool:
        if self.check is None:
            return True
        try:
            self.check(row)
        except Refused:
            return False
        return True

    def faults(self, row: Model) -> list[Reason]:
        """Every reason against the row; none where it may be a record."""
        found = self._own(row)
        found += [("", said) for each in self.constraints if (said := self._broken(each, row))]
        if not found and self.check is not None:
            try:
                self.check(row)
            except Refused as refused:
                found.append((str(getattr(refused, "field", "")), worded(refused)))
        return found

    def _own(self, row: Model) -> list[Reason]:
        if not self.has_clean:
            return []
        try:
            row.clean()
        except ValidationError as wrong:
            said: Mapping[str, list[str]] = wrong.message_dict if hasattr(wrong, "error_dict") else {"": wrong.messages}
            return [(name, text) for name, texts in said.items() for text in texts]
        return []

    def _broken(self, constraint: CheckConstraint, row: Model) -> str:
        if self.plain[constraint.name]:
            is_broken = holds(constraint.condition, row) is False
            return str(constraint.get_violation_error_message()) if is_broken else ""
        try:
            constraint.validate(type(row), row)
        except ValidationError as wrong:
            return "".join(wrong.messages)
        return ""
