# SPDX-License-Identifier: Apache-2.0
"""What a register asks of a sheet, from its declaration and its form: labels, kinds, choices, names to look up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.register import Register
from guantong.sheets import Field, Found, Names
from guantong.trace.kinds import ENDINGS, TEXT
from guantong.trace.sealing import SealedTextField

# Heads that people write for these, whatever the register; a register adds its own with F(also=...).
UNIT_HEADS: tuple[str, ...] = ("单位", "工会", "单位名称", "所属单位", "所在单位", "工会名称", "所属工会", "所在工会")
UNIT_HEADS += ("基层工会", "工作单位", "举办单位", "主办单位", "承办单位", "组织单位", "填报单位", "报送单位")
DAY_HEADS = ("日期", "时间", "举办日期", "举办时间", "开展时间", "开展日期", "活动时间", "活动日期")
KEY, KEY_LABEL = "id", "登记编号"
MOST_TO_PICK = 20_000
BOOK, OPEN_BOOK, OLD_BOOK = ENDINGS[".xlsx"], ENDINGS[".ods"], ENDINGS[".xls"]
# What a sheet may be called, and what its content then is. Office programs keep one kind under the ending of another
# (a page or a text as .xls, an .xlsx as .et), and a book with a password is a container of the old kind: the reader
# opens them by their content, and says what is to be done about a password.
SHEETS = {
    ".xlsx": (BOOK, OLD_BOOK),
    ".xlsm": (BOOK, OLD_BOOK),
    ".xls": (OLD_BOOK, BOOK, TEXT),
    ".et": (OLD_BOOK, BOOK),
    ".ods": (OPEN_BOOK,),
    ".csv": (TEXT,),
    ".txt": (TEXT,),
}


class Lookup:
    """Names of rows that may be picked, and the key behind each; two of one name are told apart by their keys."""

    def __init__(self, named: Iterable[tuple[int, str, tuple[str, ...]]]) -> None:
        rows = list(named)
        often = Counter(name for _key, name, _more in rows)
        self.keys: dict[str, int] = {}
        pairs: list[tuple[str, str]] = []
        for key, name, more in rows:
            full = name if often[name] == 1 else f"{name}（{more[-1] if more else key}）"
            self.keys[full] = key
            pairs += [(full, short) for short in more or ("",)]
        self.names = Names(pairs)
        self.said = {key: full for full, key in self.keys.items()}

    def __call__(self, text: str) -> Found:
        return self.names(text)


def lookup_of(queryset: Any) -> Lookup:
    """What may be picked: units by name, short name or code, other rows by how they are called."""
    if queryset.model is Unit:
        rows = queryset.values_list("pk", "name", "short_name", "code")
        return Lookup((pk, name, (short, code)) for pk, name, short, code in rows.iterator())
    return Lookup((row.pk, str(row), ()) for row in queryset[:MOST_TO_PICK])


def names_on_sheet(register: type[Register]) -> tuple[str, ...]:
    """The fields that a sheet may hold: those of the form that show on sheets. Themes are chosen for all rows.

    A sealed column is none: a draft and the statement that enters it would hold its text in the clear.
    """
    both = {field.name for field in register.on("form")} & {field.name for field in register.on("sheet")}
    kept: dict[str, Any] = {name: register.model._meta.get_field(name) for name in both}
    return tuple(
        field.name
        for field in register.fields
        if field.name in both
        and not kept[field.name].many_to_many
        and not isinstance(kept[field.name], SealedTextField)
    )


def sheet_fields(register: type[Register], actor: Actor) -> tuple[Field, ...]:
    """The fields of a register as a sheet is asked for them."""
    form = register.bound_form(actor)
    made = tuple(_field(register, name, form.fields[name]) for name in names_on_sheet(register))
    return (*made, Field(KEY, KEY_LABEL, "integer", counted_in=()))


def _field(register: type[Register], name: str, asked: forms.Field) -> Field:
    kept: Any = register.model._meta.get_field(name)
    label = str(kept.verbose_name)
    also = next(field.also for field in register.fields if field.name == name).split()
    if name == register.event_date:
        also += [each for each in DAY_HEADS if each != label]
    facts: dict[str, Any] = {"required": asked.required and not isinstance(asked, forms.BooleanField)}
    kind = kind_of(kept)
    if kind == "choice":
        facts["choices"] = {str(said): (str(value),) for value, said in kept.flatchoices}
    if kind == "unit":
        facts["units"] = lookup_of(asked.queryset)  # type: ignore[attr-defined]
        also += [each for each in UNIT_HEADS if each != label] if kept.related_model is Unit else []
    if kind == "integer":
        facts["counted_in"] = ("人次", "人", "名", "位", "场次", "次", "期")
    return Field(name, label, kind, synonyms=tuple(also), **facts)  # type: ignore[arg-type]


def kind_of(kept: Any) -> str:
    """How a sheet's cell is read for a model field; a field class of its own may say so itself (`sheet_kind`)."""
    if said := getattr(kept, "sheet_kind", ""):
        return str(said)
    if kept.many_to_one:
        return "unit"
    if kept.choices:
        return "choice"
    kinds = ((models.BooleanField, "boolean"), (models.DateField, "date"), (models.IntegerField, "integer"))
    return next((kind for base, kind in kinds if isinstance(kept, base)), "text")


def identity_of(register: type[Register]) -> tuple[str, ...]:
    """The fields by which a row of a sheet is known to be a record: what is unique, else unit, day and first field."""
    on_sheet = set(names_on_sheet(register))
    for constraint in register.model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields and on_sheet >= {*constraint.fields}:
            return tuple(constraint.fields)
    first = next(name for name in names_on_sheet(register) if name not in ("unit", register.event_date))
    return ("unit", register.event_date, first)
