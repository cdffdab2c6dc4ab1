# SPDX-License-Identifier: Apache-2.0
"""`guantong bench register`: list pages of a register of any size above their own SQL, and entering by program.

Every page is asked by a signed-in browser through all middlewares; its own SQL is asked bare in the same run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from itertools import product
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from guantong.kernel import clock
from guantong.learning.models import Lecture
from guantong.learning.registers import LectureRegister
from guantong.org.actors import Actor
from guantong.org.models import Post, Unit
from guantong.org.services import make_token
from guantong.register.listing import PAGE, Order

from ..database import bench_database
from ..visits import account_of, signed_in, statements_count, statements_of, visited
from . import sql
from .rows import COMMON, RARE, Filled, filled

ROWS, LEAST_UNITS, MOST_UNITS = 10_000, 1_000, 30_000
CREATES = 60
FAR = 1_000
TARGETS = (
    ("*: most ms above its SQL", "≤", 80),
    ("*: most rows touched", "≤", 25_000),
    ("*, times the first page", "≤", 1.5),
    ("*: rows touched there", "≤", 25_000),
    ("*: search for*, ms", "≤", 100),
    ("*: queries of ten rows less those of 200", "≤", 0),
    ("API creates to those of a plain view", "≥", 0.5),
)
MONTH, YEAR = "held_on__gte=2024-03-01&held_on__lte=2024-03-31", "held_on__gte=2024-01-01"
CONDITIONS = {
    "all": "",
    "a place entered": "entry=school",
    "a month": MONTH,
    "a year and a place": f"{YEAR}&entry=workshop",
    "words in the title": f"title={COMMON}",
    "a lecturer": f"lecturer={RARE}",
    "one unit below": "unit={unit}",
}
ORDERS = {"newest": "", "most heard": "sort=-audience"}


def bench(rows: int = ROWS) -> dict[str, Any]:
    """All figures, on the kind of database that is configured."""
    with bench_database():
        return measured(rows)


def measured(rows: int) -> dict[str, Any]:
    """The same in the database at hand, which is empty."""
    with override_settings(API_RATE=100_000):
        made = filled(rows, min(MOST_UNITS, max(LEAST_UNITS, rows // 30)))
        found: dict[str, Any] = {"database": connection.vendor, "rows": rows, "units": Unit.objects.count()}
        for name, unit in (("county", made.federation.counties[0]), ("province", made.federation.root)):
            client = signed_in(unit)
            told = _lists(client, made) | _far_pages(client, unit) | _searches(client)
            found |= {f"{name}: {line}": value for line, value in told.items()}
        return found | _entering(made)


def _list(client: Client, query: str) -> Callable[[], HttpResponseBase]:
    return partial(client.get, f"{reverse('learning.lecture.list')}?{query}")


def _lists(client: Client, made: Filled) -> dict[str, Any]:
    """Each condition under each order; the number of queries is the same for ten rows and for two hundred."""
    each: dict[str, dict[str, float]] = {}
    for (said, condition), (order, sort) in product(CONDITIONS.items(), ORDERS.items()):
        query = "&".join(filter(None, (condition.format(unit=made.basic.pk), sort)))
        page = visited(_list(client, query))
        each[f"{said}, {order}"] = {"above": round(page.above_ms, 1), "sql": round(page.sql_ms, 1)}
        if connection.vendor == "postgresql":
            each[f"{said}, {order}"]["rows"] = page.rows_touched()
    dearest = max(each, key=lambda name: each[name]["above"])
    slowest = max(each, key=lambda name: each[name]["sql"])
    counts = [len(statements_of(_list(client, f"size={size}"))) for size in (10, 200)]
    found: dict[str, Any] = {
        "lists": each,
        "most ms above its SQL": each[dearest]["above"],
        "of": dearest,
        "most ms of SQL": each[slowest]["sql"],
        "in": slowest,
    }
    if connection.vendor == "postgresql":
        widest = max(each, key=lambda name: each[name]["rows"])
        found |= {"most rows touched": each[widest]["rows"], "by": widest}
    return found | {"queries of a page": counts[1], "queries of ten rows less those of 200": abs(counts[0] - counts[1])}


def _far_pages(client: Client, unit: Unit) -> dict[str, Any]:
    """The thousandth page (the last one where there are fewer) beside the first."""
    found: dict[str, Any] = {}
    actor = Actor.in_post(Post.objects.select_related("person", "unit").filter(unit=unit)[0])
    for name, sort in (("newest", ""), ("most heard", "-audience")):
        order = Order.said(LectureRegister, sort)
        rows = order.sorted(LectureRegister.queryset(actor))
        far = min(FAR, rows.count() // PAGE)
        cursor = order.packed("after", rows[(far - 1) * PAGE - 1]) if far > 1 else ""
        first, there = visited(_list(client, f"sort={sort}")), visited(_list(client, f"sort={sort}&at={cursor}"))
        found[f"page {max(1, far)}, {name}, times the first page"] = round(there.ms / first.ms, 2)
        if connection.vendor == "postgresql":
            found[f"page {max(1, far)}, {name}: rows touched there"] = there.rows_touched()
    return found


def _searches(client: Client) -> dict[str, Any]:
    """Two characters of a name or of a title: over everything, and in the list."""
    every = partial(client.get, reverse("search"))
    asked = {
        "search for part of a name, everywhere, ms": partial(every, {"q": RARE}),
        "search for part of a name, in the list, ms": _list(client, f"q={RARE}"),
        "search for a common word, everywhere, ms": partial(every, {"q": COMMON}),
        "search for a common word, in the list, ms": _list(client, f"q={COMMON}"),
    }
    return {said: round(visited(ask).ms, 1) for said, ask in asked.items()}


def _entering(made: Filled) -> dict[str, Any]:
    """One lecture at a time: through the API, through a plain view, by the service alone, and bare."""
    county, unit = made.federation.counties[0], made.basic
    actor = Actor.in_post(Post.objects.select_related("person", "unit").filter(unit=county)[0])
    rights = [LectureRegister.right("record"), LectureRegister.right("read")]
    _token, key = make_token(actor, account_of(county), name="测速", rights=rights, days=1)
    client = signed_in(county)
    body = {"unit": unit.pk, "title": "讲座", "held_on": "2024-06-03", "entry": "school", "lecturer": "周例"}
    body |= {"audience": 30}
    program = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {key}"})
    moment: Any = connection.ops.adapt_datetimefield_value(clock.real_now())
    day = clock.today()
    with override_settings(ROOT_URLCONF="guantong.site.bench.register.plain"):
        jobs: dict[str, Callable[[], object]] = {
            "API": lambda: _created(program.post(reverse("api.learning.lecture.list"), body, "application/json")),
            "view": lambda: _created(client.post("/plain/", body, "application/json")),
            "service": lambda: LectureRegister.create(actor, _lecture(unit)),
            "bare": transaction.atomic(lambda: sql.bare_insert(unit.pk, day, moment)),
        }
        took = _in_turn(jobs)
    return {
        "API creates a second": round(1000 / took["API"]),
        "plain view creates a second": round(1000 / took["view"]),
        "API creates to those of a plain view": round(took["view"] / took["API"], 2),
        "service, ms": round(took["service"], 2),
        "service, times a bare insert": round(took["service"] / took["bare"], 1),
        "queries of the service": statements_count(jobs["service"]),
    }


def _lecture(unit: Unit) -> Lecture:
    return Lecture(unit=unit, title="讲座", held_on=clock.today(), entry="school", lecturer="周例", audience=30)


def _created(answer: HttpResponseBase) -> None:
    assert answer.status_code == 201, answer.status_code


def _in_turn(jobs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The medians of all in milliseconds, taken in turn, so that a busy machine slows all alike."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _time in range(CREATES + 2):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            taken[name].append((time.perf_counter() - started) * 1000)
    return {name: median(times[2:]) for name, times in taken.items()}
