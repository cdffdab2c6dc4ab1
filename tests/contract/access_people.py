# SPDX-License-Identifier: Apache-2.0
"""Who gets what at the pages on which an office decides whether two rows are one human."""

from __future__ import annotations

from typing import Any

from guantong.org.models import NumberClash, Person
from guantong.org.services import SYSTEM, add_document, add_person, merge_people

from .access_table import Row, reason
from .pages import Things

OF_OFFICES = "302 403 403 200 403 200 200 403"


def twins(things: Things) -> tuple[Person, Person]:
    """Two people below the county who may be one."""
    federation = things.world.federation
    units = federation.unit_of("school"), federation.unit_of("food")
    one, other = (add_person(SYSTEM, name="韩样青", unit=unit) for unit in units)
    return one, other


def clash(things: Things) -> dict[str, Any]:
    """A passport that both have."""
    office = things.world.federation.province
    for each in twins(things):
        add_document(office, each, kind="passport", number="E12345678")
    return {"pk": NumberClash.objects.latest("pk").pk, "verb": "keep_apart"}


def merged(things: Things) -> dict[str, Any]:
    """One of them, merged into the other."""
    kept, gone = twins(things)
    merge_people(things.world.federation.province, kept, gone, reason="同一个人，核过")
    return {"pk": gone.pk}


PEOPLE = (
    Row("people.doubles", "GET", OF_OFFICES),
    Row("people.merge", "GET", OF_OFFICES),
    Row("people.merge", "POST", OF_OFFICES),
    Row("people.pick", "GET", OF_OFFICES, lambda things: {"field": "one"}),
    Row("people.part", "GET", "302 403 403 404 403 200 200 403", merged),
    Row("people.part", "POST", "302 403 403 404 403 302 302 403", merged, reason),
    Row("people.clash", "GET", "302 403 403 404 403 200 200 403", clash),
    Row("people.clash", "POST", "302 403 403 404 403 302 302 403", clash, reason),
)
