# SPDX-License-Identifier: Apache-2.0
"""The quick way through a table and the close look at each row say the same of every row."""

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guantong.kernel import clock
from guantong.sheets import Unseen, match, read, rows, rows_at_once, tables
from guantong.sheets.quick import QUICK
from guantong.sheets.values import Context, parse
from tests.sheets.books import HEAD, LECTURE, TODAY, xlsx
from tests.sheets.registers import LECTURES, MEMBERS, REGISTERS, UGLY

UNREADABLE = "32-mojibake.csv"
SHEETS = sorted(
    each for each in UGLY.iterdir() if each.suffix in {".xlsx", ".xls", ".ods", ".csv"} and each.name != UNREADABLE
)


@pytest.fixture(autouse=True)
def the_day():
    """Every date is judged on the same day."""
    with clock.at(TODAY):
        yield


def closely(table, fields):
    """Each row by the reader: its number, and its outcome where it is not plainly right."""
    for each in rows(table, match(table, fields), Unseen()):
        yield (each.values, None) if each.verdict == "right" else (None, each)


def quickly(table, fields):
    """The same by columns."""
    matching = match(table, fields)
    names = [each.name for each in matching.fields]
    for _row, parts, outcome in rows_at_once(table, matching, lambda _name, value: [value]):
        if parts is not None:
            yield dict(zip(names, [value for [value] in parts], strict=True)), None
        else:
            yield (outcome.values, None) if outcome.verdict == "right" else (None, outcome)


def assert_same(source, fields):
    """Both ways through every table of a file."""
    for table in tables(read(source), fields):
        assert list(quickly(table, fields)) == list(closely(table, fields))


def text(*lines):
    """A csv."""
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


@pytest.mark.parametrize("fields", REGISTERS.values(), ids=REGISTERS)
@pytest.mark.parametrize("place", SHEETS, ids=lambda each: each.name)
def test_every_ugly_sheet_is_read_alike_in_both_ways(place, fields):
    assert_same(place, fields)


def test_a_row_that_repeats_the_head_says_the_same_again_or_is_an_example_is_told_alike():
    again = ["第二讲", "同上", "〃", 12]
    data = xlsx(
        [HEAD, ["例：题目", *LECTURE[1:]], LECTURE, again, HEAD, LECTURE, ["", "", "", ""], ["合计", "", "", 80]]
    )
    assert_same(data, LECTURES)
    assert_same(text(HEAD, LECTURE, again, HEAD, LECTURE, ["合计", "", "", 80], [*LECTURE, "多"]), LECTURES)


def test_a_person_whose_number_says_another_sex_is_told_alike():
    heads = ["姓名", "单位", "身份证号", "性别", "手机"]
    right = ["例秀英", "云杉乳业", "632223198001019960", "女", "13900000001"]
    assert_same(text(heads, right, [*right[:3], "男", "13900000001"], [*right[:3], "", "13900000001"]), MEMBERS)


def test_truth_is_not_one():
    assert_same(xlsx([HEAD, LECTURE, [*LECTURE[:3], True], [*LECTURE[:3], 1], [True, *LECTURE[1:]]]), LECTURES)


digits = st.text("0123456789X", min_size=17, max_size=18)
born = st.dates(max_value=TODAY.date() + timedelta(days=900)).map(lambda day: f"632223{day:%Y%m%d}996")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.one_of(digits, born.flatmap(lambda body: st.sampled_from([body + last for last in "0123456789X"]))))
def test_a_number_of_a_person_is_right_the_quick_way_only_if_a_close_look_finds_it_right(said):
    context = Context(today=TODAY.date())
    found = QUICK["id_number"](said, context)
    close = parse(said, next(each for each in MEMBERS if each.kind == "id_number"), context)
    assert (found or close) == close
    assert found is not None or close.verdict != "right"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["person", "text", "phone"]),
    st.text("王小明李·某 \u3000１1390000000同志x", min_size=1, max_size=12),
)
def test_whatever_else_is_right_the_quick_way_is_right_at_a_close_look(kind, said):
    context = Context(today=TODAY.date())
    field = next(each for each in (*LECTURES, *MEMBERS) if each.kind == kind)
    found = QUICK[kind](said, context)
    assert found is None or found == parse(said, field, context)
