# SPDX-License-Identifier: Apache-2.0
"""Who gets what from the API of a register: what its pages allow; 401 where a page sends to sign in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import BooleanField, ModelChoiceField

from guantong.register.catalogue import registers
from guantong.register.register import Register

from .access_table import FOR_THOSE_ABOVE, Row, named_right
from .pages import Things
from .records import typed

EVERYBODY = "401 403 200 200 200 200 200 200"
LECTURES = {"indicator": "learning.lectures", "period": "2021"}
DONE = "401 403 404 403 200 200 200 403"


def rows_of_api(register: type[Register]) -> Iterator[Row]:
    """The API of one register, each verb of its flow from each state included."""
    key, door = register.key, f"api.{register.key}"

    def body(things: Things) -> dict[str, Any]:
        said = typed(register, things.world.federation.school)
        fields = register.form_class().base_fields
        return {name: as_json(fields[name], said[name]) for name in said}

    def row(things: Things) -> dict[str, Any]:
        return {"pk": things.records[key].pk}

    def voided(things: Things) -> dict[str, Any]:
        return {"pk": things.voided[key].pk}

    yield Row(f"{door}.list", "GET", "401 403 200 200 200 200 200 403")
    yield Row(f"{door}.list", "POST", "401 403 400 400 201 201 201 403", data=body)
    yield Row(f"{door}.bulk", "POST", "401 403 400 400 200 200 200 403", data=lambda things: {"rows": [body(things)]})
    yield Row(f"{door}.one", "GET", "401 403 404 200 200 200 200 403", row)
    yield Row(f"{door}.one", "PATCH", DONE, row, lambda things: {"version": things.records[key].version})
    yield Row(f"{door}.void", "POST", DONE, row, lambda things: {"reason": "登记错了"})
    yield Row(f"{door}.restore", "POST", DONE, voided)
    yield Row(f"{door}.restore", "POST", DONE.replace("200", "409"), row, note="not voided")
    yield from rows_of_moves(register)


def as_json(field: Any, value: Any) -> Any:
    """What was typed as JSON says it."""
    if isinstance(field, BooleanField):
        return bool(value)
    return None if value == "" and isinstance(field, ModelChoiceField) else value


def rows_of_moves(register: type[Register]) -> Iterator[Row]:
    """Each move as a verb of the API, for whoever has the right that the flow names."""
    for step in register.flow.moves if register.flow else ():
        roles = named_right(register, step.right).roles
        chair, office = ("200" if role in roles else "403" for role in ("chair", "office"))
        chair = "409" if chair == "200" and (register.key, step.verb) in FOR_THOSE_ABOVE else chair
        statuses = f"401 403 404 403 {chair} {office} {office} 403"
        for source in step.sources:

            def args(things: Things, source: str = source) -> dict[str, Any]:
                return {"pk": things.in_state[register.key, source].pk}

            name = f"api.{register.key}.{step.verb}"
            yield Row(name, "POST", statuses, args, lambda things: {"reason": "请补充"}, f"from {source}")


def api_table() -> tuple[Row, ...]:
    """All rows of the API."""
    nothing = "401 403 404 404 404 404 404 404"
    return (
        Row("api.schema", "GET", EVERYBODY),
        Row("api.docs", "GET", EVERYBODY.replace("401", "302")),
        Row("api.unknown", "GET", nothing, lambda things: {"rest": "nothing/1/"}),
        Row("api.notices", "POST", "401 403 403 400 403 400 400 403", data=lambda things: {"text": ""}),
        Row("api.figures", "GET", "401 403 200 200 200 200 200 403", data=lambda things: LECTURES),
        Row("api.figures.records", "GET", "401 403 200 200 200 200 200 403", data=lambda things: LECTURES),
        *(row for register in registers() for row in rows_of_api(register)),
    )
