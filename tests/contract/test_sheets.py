# SPDX-License-Identifier: Apache-2.0
"""Screen and sheet refuse the same rows for the same reasons, in every register that takes sheets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models, transaction

from guantong.intake.fields import names_on_sheet, sheet_fields
from guantong.intake.models import StagedRow
from guantong.kernel.errors import Refused
from guantong.org.wording import worded
from guantong.register.catalogue import registers
from guantong.sheets import read, tables
from tests.intake.sheets import seen, text
from tests.walk.federation import TODAY

from .records import record_of, typed

TAKING = [register for register in registers() if register.check is not None]
every_register = pytest.mark.parametrize("register", TAKING, ids=lambda each: each.key)
# Sentences of the reader itself: the cell holds nothing that could be put into the form at all.
READERS_OWN = ("没有填", "不是", "看不出", "没有叫", "不在可选", "请写", "请改")


def variants(register, actor):
    """What people type, right and wrong in each way that a field can be wrong, from the declaration alone."""
    whole = {name: value for name, value in typed(register, actor).items() if name in names_on_sheet(register)}
    yield "whole", whole
    days = [name for name in whole if isinstance(register.model._meta.get_field(name), models.DateField)]
    numbers = [name for name in whole if isinstance(register.model._meta.get_field(name), models.IntegerField)]
    for name in whole:
        field = register.model._meta.get_field(name)
        if not isinstance(field, models.BooleanField):
            yield f"no {name}", whole | {name: ""}
        if isinstance(field, models.CharField) and field.max_length and not field.choices:
            yield f"long {name}", whole | {name: "长" * (field.max_length + 1)}
        if isinstance(field, models.URLField):
            yield f"odd {name}", whole | {name: "不是 链接"}
        if field.choices:
            yield f"odd {name}", whole | {name: "没有这一项"}
    for name in days:
        yield f"late {name}", whole | {name: (TODAY + timedelta(days=1)).isoformat()}
        yield f"early {name}", whole | {name: (TODAY - timedelta(days=400)).isoformat()}
    for name in numbers:
        yield f"none {name}", whole | {name: 0}
        yield f"below {name}", whole | {name: -3}
        yield f"much {name}", whole | {name: 900}


def on_screen(register, actor, data):
    """Fields and sentences that the form and the service say against a row."""
    form = register.bound_form(actor, data)
    if not form.is_valid():
        return {("" if name == NON_FIELD_ERRORS else name): "".join(said) for name, said in form.errors.items()}
    try:
        with transaction.atomic():
            register.create(actor, form.save(commit=False), themes=())
            transaction.set_rollback(True)
    except Refused as refused:
        return {getattr(refused, "field", ""): worded(refused)}
    return {}


def as_said(register, actor, data):
    """The cells of a sheet that say what the form's data say."""
    fields = {field.name: field for field in sheet_fields(register, actor)}
    cells = []
    for name in names_on_sheet(register):
        value, field = data[name], fields[name]
        if field.kind == "choice":
            value = next((label for label, keys in field.choices.items() if keys[:1] == (str(value),)), value)
        if field.kind == "unit":
            value = field.units.said.get(value, value)
        cells.append(value)
    return [fields[name].label for name in names_on_sheet(register)], cells


@every_register
def test_screen_and_sheet_refuse_the_same_rows_for_the_same_reasons(register, federation):
    actor = federation.school
    cases = list(variants(register, actor))
    heads = as_said(register, actor, cases[0][1])[0]
    rows = [as_said(register, actor, data)[1] for _name, data in cases]
    upload = seen(actor, text(*rows, heads=heads), register=register)
    staged = {row.row: row for row in StagedRow.objects.filter(upload=upload)}
    differing = {}
    for number, (name, data) in enumerate(cases, start=2):
        screen = on_screen(register, actor, data | {"themes": []})
        row = staged[number]
        faults = [(field, said) for field, said, *_more in row.reasons] if row.outcome == "refused" else []
        if set(screen) != {field for field, _said in faults}:
            differing[name] = (screen, faults)
        for field, said in faults:
            if not any(each in said for each in READERS_OWN) and screen.get(field) != said:
                differing[name] = (screen, faults)
    assert differing == {}


@every_register
def test_the_empty_sheet_is_read_back_with_every_column_known_and_no_row(register, federation, sign_in):
    answer = sign_in("school").get(f"/{register.slug}/upload/template/")
    fields = [each for each in sheet_fields(register, federation.school) if each.name != "id"]
    book = read(answer.content)
    found = tables(book, fields)[0]
    assert [column.label.rstrip("*") for column in found.columns] == [each.label for each in fields]
    upload = seen(federation.school, answer.content, name="空表.xlsx", register=register)
    assert upload.counts["new"] == upload.counts["refused"] == 0


@every_register
def test_a_record_given_again_as_it_stands_is_the_same_and_one_word_more_is_a_change(register, federation):
    actor = federation.school
    record_of(register, actor)
    data = {name: value for name, value in typed(register, actor).items() if name in names_on_sheet(register)}
    heads, cells = as_said(register, actor, data)
    optional = next(
        (at for at, name in enumerate(names_on_sheet(register)) if isinstance(data[name], int) and name != "unit"), None
    )
    assert seen(actor, text(cells, heads=heads), register=register).counts["same"] == 1
    if optional is not None:
        other = [*cells[:optional], int(cells[optional]) + 1, *cells[optional + 1 :]]
        upload = seen(actor, text(other, heads=heads), register=register)
        assert upload.counts["change"] + upload.counts["refused"] == 1
