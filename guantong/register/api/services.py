# SPDX-License-Identifier: Apache-2.0
"""Verbs of the API that the screen has no page for: many rows in one operation, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, NotFound, Refused
from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.wording import worded
from guantong.trace.services import writes

from ..register import Register
from .problems import FieldsInvalid
from .requests import check_names, form_data

MANY = 200


def create(actor: Actor, register: type[Register], said: dict[str, Any]) -> Any:
    """Enter one record through the register's own form and service."""
    actor.must(register.right("record"))
    fields = register.form_class().base_fields
    check_names(said, frozenset(fields))
    return _saved(actor, register, register.bound_form(actor, form_data(fields, said)))


def change(actor: Actor, register: type[Register], pk: int, said: dict[str, Any], version: int | None) -> Any:
    """Correct one record; whoever has not seen its newest version is told so."""
    row = register.fetch(actor, pk, "correct")
    if version is None:
        raise Invalid(_("请写明您看到的版本：If-Match 或 version。"), field="version")
    form = register.bound_form(actor, instance=row)
    check_names(said, frozenset(form.fields) | {"version"})
    data = form_data(form.fields, said, form)
    return _saved(actor, register, register.bound_form(actor, data, instance=row), version)


def _saved(actor: Actor, register: type[Register], form: Any, version: int | None = None) -> Any:
    if not form.is_valid():
        raise FieldsInvalid({name or "": [str(each) for each in errors] for name, errors in form.errors.items()})
    row, more = form.save(commit=False), {}
    if "themes" in form.fields:
        more["themes"] = form.cleaned_data["themes"]
    if version is None:
        return register.create(actor, row, **more)
    row.version = version
    return register.update(actor, row, **more)


@writes
def write_many(actor: Actor, register: type[Register], rows: Sequence[Any]) -> list[Any]:
    """Enter each row without `id` and correct each with one. Where any is refused nothing is kept, and all are told."""
    actor.must(register.right("read"))
    if not rows or len(rows) > MANY:
        raise Invalid(_("一次可以写 1 到 {most} 条。"), field="rows", most=MANY)
    done: list[Any] = []
    wrong: dict[str, Any] = {}
    for at, said in enumerate(rows):
        try:
            done.append(_write_one(actor, register, said))
        except FieldsInvalid as refused:
            wrong[f"rows.{at}"] = refused.errors
        except Refused as refused:
            wrong[f"rows.{at}"] = {getattr(refused, "field", ""): [worded(refused)]}
    if wrong:
        raise FieldsInvalid(wrong)
    return done


def _write_one(actor: Actor, register: type[Register], said: Any) -> Any:
    if not isinstance(said, dict):
        raise Invalid(_("每一条应当是一个 JSON 对象。"))
    given = {name: value for name, value in said.items() if name != "id"}
    if "id" not in said:
        return create(actor, register, given)
    pk, version = (row_key(str(said.get(name))) for name in ("id", "version"))
    if pk is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    return change(actor, register, pk, given, version)
