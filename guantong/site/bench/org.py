# SPDX-License-Identifier: Apache-2.0
"""What the tree and a traced write cost: each as the product does it, beside the bare one in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.test.utils import override_settings

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Post, Unit
from guantong.org.queries import ancestors_of, level_below
from guantong.org.services import SYSTEM, move_unit

from . import sql, trace
from .database import bench_database, milliseconds
from .federation import Synthetic, group_of, synthetic_federation

SIZES = (10_000, 100_000)
MOVED = 2_000
PAGE = 50
ALL = 1_000_000
TARGETS = ((f"write: {trace.TARGETS[0][0]}", *trace.TARGETS[0][1:]),)

Pair = tuple[Callable[[], object], Callable[[], object]]


def bench(sizes: Sequence[int] = SIZES) -> dict[str, float | str]:
    """Milliseconds and ratios to bare SQL at each size, on the kind of database that is configured."""
    found: dict[str, float | str] = {}
    for size in sizes:
        with bench_database() as vendor:
            found["database"] = vendor
            federation = synthetic_federation(size)
            for name, (ours, bare) in pairs(federation).items():
                mine, floor = milliseconds(ours), milliseconds(bare)
                found[f"{size}: {name}, ms"] = round(mine, 2)
                found[f"{size}: {name}, times bare SQL"] = round(mine / floor, 2)
    return found | {f"write: {name}": value for name, value in trace.bench().items() if name != "database"}


def pairs(federation: Synthetic) -> dict[str, Pair]:
    """Each measured thing: as the product does it, and bare."""
    county = federation.counties[0]
    actor = Actor.in_post(Post.objects.select_related("person", "unit").get(unit=county))
    basic = Unit.objects.below(county)[0]
    wide = federation.industries[0]
    liner = Actor.in_post(Post.objects.select_related("person", "unit").get(unit=wide))
    return {
        "first 50 of a subtree": (
            lambda: list(Unit.objects.visible_to(actor)[:PAGE]),
            lambda: sql.subtree(county.path, PAGE),
        ),
        "whole subtree of a county": (
            lambda: list(Unit.objects.visible_to(actor)),
            lambda: sql.subtree(county.path, ALL),
        ),
        "one level for the picker": (
            lambda: level_below(federation.root, limit=PAGE),
            lambda: sql.level(federation.root.path, 2, PAGE + 1),
        ),
        "ancestors of a unit": (
            lambda: list(ancestors_of(basic)),
            lambda: sql.ancestors(basic.path, Unit.steplen),
        ),
        "scope check of a row": (
            lambda: Unit.objects.visible_to(actor).filter(pk=basic.pk).exists() and actor.may("org.unit.read", basic),
            lambda: sql.is_in_scope(basic.pk, county.path),
        ),
        "scope check on both lines": (
            lambda: Unit.objects.visible_to(liner).filter(pk=basic.pk).exists() and liner.may("org.unit.read", basic),
            lambda: sql.is_in_scope(basic.pk, wide.path),
        ),
        **moves(federation),
    }


def moves(federation: Synthetic) -> dict[str, Pair]:
    """A group of units to and fro between two industrial unions, alone and with what follows (search, lights)."""
    first, second = federation.industries[:2]
    group, other = group_of(first, MOVED), group_of(second, MOVED)
    place = {"old": other.path, "new": other.path[:-1] + "X"}

    def ours() -> None:
        unit = Unit.objects.get(pk=group.pk)
        target = second if unit.path.startswith(first.path) else first
        with clock.at(date(2021, 1, 13)):
            move_unit(SYSTEM, unit, to=Unit.objects.get(pk=target.pk), on=date(2021, 1, 13))

    def bare() -> None:
        assert sql.move(place["old"], place["new"]) == MOVED
        place["old"], place["new"] = place["new"], place["old"]

    def alone() -> None:
        with override_settings(TRACE_FOLLOWERS=[]):
            ours()

    return {
        f"move of {MOVED} units": (alone, bare),
        f"move of {MOVED} units and of what is found by them": (ours, bare),
    }
