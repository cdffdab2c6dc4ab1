# SPDX-License-Identifier: Apache-2.0
"""How many queries each kind of page takes, against a committed baseline: it may fall, and never grows unseen.

`GUANTONG_TEST_WRITE_COUNTS=yes pytest tests/contract/test_query_counts.py` writes the baseline anew.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guantong.dispatch.services import issue_notice
from guantong.kernel import clock
from guantong.org.models import Unit
from guantong.org.services import SYSTEM, found_unit
from guantong.register.catalogue import registers
from guantong.rollup.engine.fold import fold_all
from tests.walk.federation import BEGINNING
from tests.walk.life import lecture

BASELINE = Path(__file__).with_name("query_counts.json")
FIGURE = "?unit=630000&period=2021"


def pages(things):
    """The pages that are watched, each with who opens it."""
    notice = things.world.notice.pk
    return {
        "desk of a province": ("province", reverse("desk")),
        "desk of a basic union": ("school", reverse("desk")),
        "notice": ("province", reverse("notice", args=(notice,))),
        "matrix": ("province", reverse("matrix", args=(notice,))),
        "assignment": ("school", reverse("assignment", args=(things.narrative.pk, "630121-01"))),
        "unit": ("province", reverse("unit", args=("630100",))),
        "figure": ("province", reverse("figure", args=("learning.eight_entries",)) + FIGURE),
        "report": ("province", reverse("report", args=(things.sent_report.pk,))),
        "reports": ("province", reverse("reports")),
        "traces": ("auditor", reverse("traces")),
        **{f"list of {each.key}": ("school", reverse(f"{each.key}.list")) for each in registers()},
        **{
            f"page of {each.key}": ("school", reverse(f"{each.key}.page", args=(things.records[each.key].pk,)))
            for each in registers()
        },
    }


def counted(sign_in, word, address):
    """The queries of the second visit: the first one fills what a process keeps."""
    client = sign_in(word)
    fold_all()  # a worker does so twice a second
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


def test_no_page_takes_more_queries_than_it_did(things, sign_in):
    counts = {name: counted(sign_in, word, address) for name, (word, address) in pages(things).items()}
    if os.environ.get("GUANTONG_TEST_WRITE_COUNTS") == "yes":
        BASELINE.write_text(json.dumps(counts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert set(counts) == set(kept)
    assert {name: count for name, count in counts.items() if count > kept[name]} == {}


def founded(code):
    """One more unit directly below the province."""
    unit = Unit(code=code, name=f"新建{code}市总工会", kind="federation", level="prefecture")
    with clock.at(BEGINNING):
        return found_unit(SYSTEM, Unit.objects.get(code="630000"), unit)


@pytest.mark.parametrize("name", ["desk of a province", "matrix", "figure", "notice", "unit", "report"])
def test_more_units_below_take_no_more_queries(name, things, sign_in):
    word, address = pages(things)[name]
    counts, federation = [], things.world.federation
    for start in (0, 6):
        new = [founded(f"63{number}999") for number in range(start, start + 6)]
        issue_notice(federation.province, things.world.notice, theme=None, units=new, without=set())
        for unit in new:
            lecture(things.world, "province", unit=unit)
        counts.append(counted(sign_in, word, address))
    assert counts[0] == counts[1]
