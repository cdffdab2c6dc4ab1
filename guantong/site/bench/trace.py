# SPDX-License-Identifier: Apache-2.0
"""What the trace costs: each write as a service does it, beside the same write without an entry, in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from statistics import median

from django.db import connection, transaction
from django.db.models import F
from django.test.utils import override_settings

from guantong.org.models import Person, Unit
from guantong.org.services import SYSTEM, add_person, found_unit, trace, trace_bulk
from guantong.trace.services import Changes, RowChange, Stamp, writes

from .database import bench_database

WRITES = 200
ROWS = 2000
WRITERS = 20
EACH = 25
TARGETS = (("*times the same without trace", "≤", 2),)

numbers = count()


def bench(times: int = WRITES, rows: int = ROWS) -> dict[str, float | str]:
    """Milliseconds a write and the multiple of the write without trace; writes a second of twenty writers at once."""
    with bench_database() as vendor, override_settings(TRACE_FOLLOWERS=[]):
        unit = found_unit(SYSTEM, None, Unit(code="1", name="测速总工会", kind="federation", level="province"))
        person = add_person(SYSTEM, name="测速人", unit=unit)
        found: dict[str, float | str] = {"database": vendor}
        for name, (traced, bare) in _pairs(person, unit, rows).items():
            ours, floor = _side_by_side(traced, bare, 5 if "bulk" in name else times)
            found[f"{name}, ms"] = round(ours, 3)
            found[f"{name}, times the same without trace"] = round(ours / floor, 2)
        one, many = _crowd(person, [1] * WRITERS), _crowd(person, list(range(1, WRITERS + 1)))
        found[f"{WRITERS} writers of one unit, writes a second"] = round(one)
        found[f"{WRITERS} writers of {WRITERS} units, writes a second"] = round(many)
        found["one unit against many"] = round(one / many, 2)
        return found


Pair = tuple[Callable[[], object], Callable[[], object]]


def _pairs(person: Person, unit: Unit, rows: int) -> dict[str, Pair]:
    people = Person.objects.bulk_create(Person(name=f"第{n}人", unit=unit) for n in range(rows))
    ids = [each.pk for each in people]

    def create() -> Person:
        return Person.objects.create(name=f"新人{next(numbers)}", unit=unit)

    def change() -> None:
        Person.objects.filter(pk=person.pk).update(name=f"测速人{next(numbers)}", version=F("version") + 1)

    def change_many() -> None:
        Person.objects.filter(pk__in=ids).update(sex="male" if next(numbers) % 2 else "female")

    @writes
    def traced_create() -> None:
        trace(SYSTEM, "add", made := create(), Changes(after={"name": made.name, "unit": unit.pk}))

    @writes
    def traced_change() -> None:
        change()
        trace(SYSTEM, "correct", person, Changes({"name": "旧"}, {"name": "新"}))

    @writes
    def traced_change_many() -> None:
        change_many()
        said = (RowChange(pk, 1, unit.pk, {"sex": "male"}, {"sex": "female"}) for pk in ids)
        trace_bulk(SYSTEM, "correct", Person, said, unit=unit)

    return {
        "create": (traced_create, transaction.atomic(create)),
        "change": (traced_change, transaction.atomic(change)),
        f"bulk change of {rows} rows": (traced_change_many, transaction.atomic(change_many)),
    }


def _side_by_side(ours: Callable[[], object], floor: Callable[[], object], times: int) -> tuple[float, float]:
    """The medians of both, in milliseconds, taken in turn, so that a busy machine slows both alike."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _time in range(times + 1):  # the first one warms up
        for job, kept in zip((ours, floor), taken, strict=True):
            started = time.perf_counter()
            job()
            kept.append((time.perf_counter() - started) * 1000)
    return median(taken[0][1:]), median(taken[1][1:])


def _crowd(person: Person, units: list[int]) -> float:
    """Writes a second of as many writers at once as there are units, each with a row of its own to change."""
    people = Person.objects.bulk_create(Person(name=f"写的人{n}", unit_id=person.unit_id) for n in range(len(units)))

    @writes
    def write(row: Person, stamp: Stamp) -> None:
        Person.objects.filter(pk=row.pk).update(version=F("version") + 1)
        trace(stamp, "correct", row, Changes({"version": 1}, {"version": 2}))

    def work(row: Person, unit_id: int) -> None:
        stamp = Stamp(row.pk, row.name, unit_id, "测速", "")
        try:
            for _time in range(EACH):
                write(row, stamp)
        finally:
            connection.close()

    started = time.perf_counter()
    with ThreadPoolExecutor(len(units)) as pool:
        for done in [pool.submit(work, row, unit_id) for row, unit_id in zip(people, units, strict=True)]:
            done.result()
    return len(units) * EACH / (time.perf_counter() - started)
