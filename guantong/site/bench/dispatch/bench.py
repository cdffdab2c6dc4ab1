# SPDX-License-Identifier: Apache-2.0
"""`guantong bench dispatch`: a notice of thirty requirements from issue to light, over any number of units."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from django.conf import settings
from django.test.utils import override_settings
from django.urls import reverse

from guantong.dispatch.models import Issue, LightChange, Lighting, Notice
from guantong.dispatch.services import issue_notice, light_issue
from guantong.dispatch.services.issuing import Selection
from guantong.kernel import clock
from guantong.learning.models import TrainingClass
from guantong.learning.services import TRAINING_CLASS
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.places import LEVELS
from guantong.rollup.engine.rebuild import rebuild
from guantong.trace.models import Entry

from ..database import bench_database
from ..sql import analyze
from ..visits import officers_at, signed_in, statements_count, visited
from . import crowd, sql
from .made import TODAY, UNMET, Made, actor_of, made

UNITS = 2_000
SAVES = 20
LIGHTS = "guantong.dispatch.services.follow_records"
TARGETS = (
    ("issue, times the bare rows", "≤", 3),
    ("trace entries of the issue", "≤", 1),
    ("matrix of *, ms above its SQL", "≤", 80),
    ("record to its lights, ms", "≤", 1_000),
    ("record to its lights, queries", "≤", 15),
    ("levels whose lights did not turn", "≤", 0),
    *crowd.TARGETS,
)


def bench(units: int = UNITS, officers: int = crowd.OFFICERS) -> dict[str, Any]:
    """All figures, on the kind of database that is configured."""
    with bench_database() as vendor:
        found = {"database": vendor, **measured(units)}
        return found | crowd.measured(officers)


def measured(units: int) -> dict[str, Any]:
    """All but the crowd, in the database at hand, which is empty."""
    with clock.at(TODAY):
        province = made(units)
        found = {"units": province.units} | _issuing(province)
        rebuild()
        analyze()
        return found | _matrices(province) | _saving(province)


def _seconds(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def _issuing(province: Made) -> dict[str, Any]:
    """The notice to every unit below the province, beside the same rows alone."""
    actor, before = actor_of(province.federation.root), Entry.objects.count()
    everybody = Selection(levels=LEVELS)
    issue: list[Issue] = []
    took = _seconds(
        lambda: issue.append(issue_notice(actor, province.notice, theme=province.theme, units=everybody, without=set()))
    )
    entries = Entry.objects.filter(pk__gt=before, object_kind=Issue._meta.label_lower).count()
    rows = sql.copied_receipts()
    bare = _seconds(lambda: sql.bare_receipts(rows))
    lit = Issue.objects.select_related("notice__theme").get(pk=issue[0].pk)
    lights = _seconds(lambda: light_issue(lit))
    Lighting.objects.update(is_done=True)
    return {
        "receipts": len(rows),
        "issue, s": round(took, 2),
        "issue, times the bare rows": round(took / bare, 2),
        "trace entries of the issue": entries,
        "first lights of 500 units by the job, s": round(lights, 2),
    }


def _matrices(province: Made) -> dict[str, Any]:
    """The matrix page: level by level, opened, paged on, and along a line of industry."""
    federation, found = province.federation, {}
    url, more = reverse("matrix", args=(province.notice.pk,)), [unit.code for unit in federation.prefectures[:3]]
    county = federation.counties[0]
    asked: dict[str, tuple[Unit, dict[str, Any]]] = {
        "the province": (federation.root, {}),
        "three opened prefectures": (federation.root, {"open": more}),
        "an opened county": (federation.root, {"open": [federation.prefectures[0].code, county.code]}),
        "a county": (county, {}),
        "a line of industry": (federation.industries[0], {}),
    }
    for name, (unit, query) in asked.items():
        page = visited(partial(signed_in(unit).get, url, query))
        found[f"matrix of {name}, ms above its SQL"] = round(page.above_ms, 1)
        found[f"matrix of {name}, ms of SQL"] = round(page.sql_ms, 1)
        found[f"matrix of {name}, queries"] = len(page.statements)
    return found


def _saving(province: Made) -> dict[str, Any]:
    """A record saved by the officer of a basic unit: when it is saved, its light and those above have turned."""
    units = list(Unit.objects.filter(kind="basic").order_by("pk")[: SAVES + 1])
    officers_at(units)
    notice = Notice.objects.get(pk=province.notice.pk)
    asked = notice.requirements.filter(indicator=UNMET).count()
    lights, save = LightChange.objects.filter(requirement__indicator=UNMET), partial(_one_class, province=province)
    first = partial(save, actor_of(units[0]))
    with override_settings(TRACE_FOLLOWERS=[each for each in settings.TRACE_FOLLOWERS if each != LIGHTS]):
        first()  # a unit's first write of all begins its chain
        without = statements_count(first)
    noted = lights.count()
    with_lights = statements_count(first)
    turned, levels = lights.count() - noted, len(units[0].path) // Unit.steplen - 1
    times = [_seconds(partial(save, actor_of(unit))) * 1000 for unit in units[1:]]
    return {
        "record to its lights, ms": round(median(times), 1),
        "record to its lights, queries": with_lights - without,
        "queries of the whole save": with_lights,
        "levels whose lights did not turn": levels - turned // asked,
    }


def _one_class(actor: Actor, province: Made) -> None:
    row = TrainingClass(unit=actor.unit, title="培训班", starts_on=TODAY, ends_on=TODAY, trainees=20)
    TRAINING_CLASS.create(actor, row, themes=[province.theme])
