# SPDX-License-Identifier: Apache-2.0
"""A federation of any size for benches, the same each time: written in bulk, past the services, into an empty database.

One province with prefectures, counties, industrial and affiliated unions, and as many basic unions as it takes; every
tenth one stands on the line of an industrial union.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid
from guantong.org import sql
from guantong.org.models import Installation, Person, Post, Unit
from guantong.org.services import SYSTEM, trace
from guantong.trace.services import Changes, writes

BATCH = 5_000
PREFECTURES, COUNTIES, INDUSTRIES = 14, 10, 8
FOUNDED = date(2020, 1, 6)


@dataclass(frozen=True, slots=True)
class Synthetic:
    """Where a bench finds its way."""

    root: Unit
    prefectures: list[Unit]
    counties: list[Unit]
    industries: list[Unit]


@writes
def synthetic_federation(units: int) -> Synthetic:
    """Fill an empty database with that many units, a person and an office post in each one above the basic unions.

    The database says that it is a demo; one that holds any unit is refused, so that none of this meets real ones.
    """
    if Unit.objects.exists():
        raise Invalid(_("这个库里已经有单位，不能造测速用的单位。"))
    installation = Installation.objects.create(pk=1, is_demo=True)
    above = 1 + PREFECTURES * (1 + COUNTIES) + INDUSTRIES
    if units <= above:
        raise Invalid(_("测速用的单位至少 {number} 个。"), number=above + 1)
    root = _saved([_child(None, 1, "federation", "province", PREFECTURES + INDUSTRIES)])[0]
    prefectures = _saved(_child(root, n, "federation", "prefecture", COUNTIES) for n in range(1, PREFECTURES + 1))
    first = PREFECTURES + 1
    industries = _saved(_child(root, n, "industrial", "province", 0) for n in range(first, first + INDUSTRIES))
    counties = _saved(
        _child(each, n, "federation", "county", 0) for each in prefectures for n in range(1, COUNTIES + 1)
    )
    _basic_unions(counties, industries, units - above)
    _officers([root, *prefectures, *industries, *counties])
    trace(SYSTEM, "make_demo", installation, Changes(after={"units": units}))
    transaction.on_commit(sql.analyze)
    return Synthetic(root, prefectures, counties, industries)


@writes
def group_of(parent: Unit, number: int) -> Unit:
    """One more affiliated union directly below a unit, leading as many units as are wanted, itself among them."""
    parent.refresh_from_db()
    group = _child(parent, parent.numchild + 1, "affiliated", "province", number - 1)
    parent.numchild += 1
    _saved([group])
    _saved(_child(group, at, "basic", "basic", 0) for at in range(1, number))
    Unit.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    trace(SYSTEM, "found", group, Changes(after={"units": number}))
    return group


def _child(parent: Unit | None, number: int, kind: str, level: str, children: int) -> Unit:
    path = Unit._get_path(parent.path if parent else "", parent.depth + 1 if parent else 1, number)
    return Unit(
        path=path,
        depth=len(path) // Unit.steplen,
        numchild=children,
        code=path,
        name=f"示例{path}工会",
        kind=kind,
        level=level,
        founded_on=FOUNDED,
    )


def _saved(units: Iterable[Unit]) -> list[Unit]:
    made: list[Unit] = Unit.objects.bulk_create(units, batch_size=BATCH)
    return made


def _basic_unions(counties: list[Unit], industries: list[Unit], number: int) -> None:
    """Deal the basic unions out to the counties in turn, batch by batch."""
    made: list[Unit] = []
    for at in range(number):
        county = counties[at % len(counties)]
        county.numchild += 1
        unit = _child(county, county.numchild, "basic", "basic", 0)
        if at % 10 == 0:
            unit.industry = industries[at // 10 % len(industries)]
            unit.industry_path = unit.industry.line
        made.append(unit)
        if len(made) == BATCH:
            _saved(made)
            made = []
    _saved(made)
    Unit.objects.bulk_update(counties, ["numchild"])


def _officers(units: list[Unit]) -> None:
    people = Person.objects.bulk_create(Person(name=f"例{unit.pk}", unit=unit) for unit in units)
    Post.objects.bulk_create(
        Post(person=person, unit=person.unit, role="office", title="办公室", starts_on=FOUNDED) for person in people
    )
