# SPDX-License-Identifier: Apache-2.0
"""The judge of one register's rows for one officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import models

from guantong.org.actors import Actor
from guantong.register.register import Register
from guantong.sheets import Field
from guantong.trace.models import canonical

from ..fields import KEY, sheet_fields
from .checks import Reason, Whole
from .columns import Column


def _pair(name: str, value: Any) -> str:
    """A field and its value as `canonical` writes them."""
    return f'"{name}":{encode_basestring(value) if type(value) is str else canonical(value)},'


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the form makes of a row: its values as staging keeps them, and every reason against it."""

    values: dict[str, Any]
    faults: list[Reason]


class Part(NamedTuple):
    """One value of a row that is plainly right: as staging writes it down, as a record holds it, as it was read."""

    text: str
    held: Any
    read: Any


class Judge:
    """Holds the cleaners of a register's form, bound to what this officer may pick."""

    def __init__(self, register: type[Register], actor: Actor, constants: Mapping[str, Any] | None = None) -> None:
        self.register = register
        self.fields: tuple[Field, ...] = sheet_fields(register, actor)
        self.constants = dict(constants or {})
        self.whole = Whole(register)
        form, meta = register.bound_form(actor), register.model._meta
        self.columns = {
            each.name: Column(each, form.fields[each.name], meta.get_field(each.name))
            for each in self.fields
            if each.name != KEY
        }
        self.attnames = {name: meta.get_field(name).attname for name in self.columns}  # type: ignore[union-attr]
        self.days = {each.name for each in self.fields if each.kind == "date"}
        self._attributes = [self.attnames.get(each.name, "") for each in self.fields]
        names = [each.name for each in self.fields]
        self._in_order = itemgetter(*sorted(range(len(names)), key=names.__getitem__))

    def judged(self, values: Mapping[str, Any], refused: Iterable[str] = ()) -> Verdict:
        """Judge one row; fields in `refused` could not be read at all and are not looked at again."""
        told, faults, kept = set(refused), list[Reason](), dict[str, Any]()
        for name, column in self.columns.items():
            value = values.get(name)
            if value is None:
                if name in self.constants:
                    kept[name] = self.constants[name]
                elif column.is_required and name not in told:
                    faults.append((name, column.missing()))
                continue
            cleaned, wrong = column.clean(value)
            if wrong:
                faults.append((name, wrong))
            elif cleaned is not None and cleaned != "":
                kept[name] = cleaned
        if values.get(KEY) is not None:
            kept[KEY] = values[KEY]
        if not faults and not told:
            faults = self.whole.faults(self.record(kept))
        return Verdict(kept, faults)

    def part(self, name: str, value: Any) -> Part | None:
        """What a value comes to, None for a blank cell; None where the form has anything against it."""
        column = self.columns.get(name)
        if column is None:
            return Part(_pair(name, value), None, value) if value is not None else Part("", None, None)
        if value is None and name not in self.constants:
            return None if column.is_required else Part("", self.whole.blank[self.attnames[name]], None)
        kept, wrong = column.cleaned(value) if value is not None else (self.constants[name], "")
        if wrong:
            return None
        if kept is None or kept == "":
            return Part("", self.whole.blank[self.attnames[name]], value)
        return Part(_pair(name, kept), date.fromisoformat(kept) if name in self.days else kept, value)

    def passed(self, parts: Sequence[Part]) -> str | None:
        """The values of a row whose parts are right, written down; None where they are no record together."""
        if not self.whole.lets_pass(dict(zip(self._attributes, [part.held for part in parts], strict=True))):
            return None
        return f"{{{''.join([part.text for part in self._in_order(parts)])[:-1]}}}"

    def record(self, kept: Mapping[str, Any], over: models.Model | None = None) -> models.Model:
        """The record that a row would be, or what it would make of one that there is; never saved from here."""
        said = {
            self.attnames[name]: date.fromisoformat(value) if name in self.days else value
            for name, value in kept.items()
            if name != KEY
        }
        if over is None:
            return self.register.model(**said)
        for name, value in said.items():
            setattr(over, name, value)
        return over
