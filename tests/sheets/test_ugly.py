# SPDX-License-Identifier: Apache-2.0
"""The forty ugly sheets, read and judged as they stand."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guantong.kernel import clock
from guantong.sheets import UnreadableSheet, outcomes, read
from tests.sheets.books import TODAY
from tests.sheets.registers import REGISTERS, UGLY
from tests.sheets.ugly.score import Score, score

EXPECTED = sorted(UGLY.glob("*.expect.json"))


def came_of(expect: dict) -> Iterator[dict]:
    """What came of a sheet, in the words of the score; a sheet refused whole refuses each of its rows."""
    fields = REGISTERS[expect["register"]]
    try:
        with clock.at(TODAY):
            found = list(outcomes(read(UGLY / expect["file"]), fields))
    except UnreadableSheet:
        for row in expect["rows"]:
            yield {"sheet": row["sheet"], "row": row["row"], "col": row.get("col", ""), "verdict": "refused"}
        return
    for each in found:
        values = {name: value.isoformat() if isinstance(value, date) else value for name, value in each.values.items()}
        why = [reason.text for reason in each.reasons]
        yield {
            "sheet": each.sheet,
            "row": each.row,
            "col": each.place,
            "verdict": each.verdict,
            "values": values,
            "why": why,
        }


def judged(path: Path) -> Score:
    expect = json.loads(path.read_text(encoding="utf-8"))
    return score(expect, came_of(expect))


@pytest.fixture(scope="module")
def total() -> Score:
    total = Score()
    for path in EXPECTED:
        total.add(judged(path))
    return total


def test_of_the_ugly_rows_at_least_98_in_100_come_out_right_or_told(total):
    assert total.total == 545
    assert total.fine >= 0.98 * total.total, total.not_fine


def test_no_ugly_row_is_silently_wrong(total):
    assert not total.silently_wrong


def test_few_right_rows_are_flagged_for_nothing(total):
    assert total.over_flagged <= 0.05 * total.right_rows


def test_every_doubt_is_told_in_a_sentence():
    for path in EXPECTED:
        expect = json.loads(path.read_text(encoding="utf-8"))
        for row in came_of(expect):
            if row["verdict"] in {"flagged", "refused"} and "why" in row:
                assert row["why"], (path.name, row)
                assert all(any("\u4e00" <= each <= "\u9fff" for each in why) for why in row["why"])


def test_the_units_that_may_have_been_meant_are_offered():
    expect = json.loads((UGLY / "15-unit-names.expect.json").read_text(encoding="utf-8"))
    with clock.at(TODAY):
        found = {each.row: each for each in outcomes(read(UGLY / expect["file"]), REGISTERS["lectures"])}
    asked = [row for row in expect["rows"] if row.get("candidates")]
    assert asked
    for row in asked:
        offered = {name for reason in found[row["row"]].reasons for name in reason.candidates}
        assert set(row["candidates"]) <= offered, (row, offered)
