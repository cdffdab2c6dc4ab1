# SPDX-License-Identifier: Apache-2.0
"""Figures as a program asks them: the same numbers as on the pages, over any set of units, each with its list."""

from dataclasses import replace
from datetime import date

import pytest

from guantong.learning.models import Lecture
from guantong.learning.registers import LectureRegister
from guantong.org.services import make_token
from guantong.register import catalogue
from guantong.rollup.figures import Question
from tests.contract.records import record_of

from .asking import Program

FIGURES, RECORDS = "/api/v1/figures/", "/api/v1/figures/records/"
LECTURES = {"indicator": "learning.lectures", "period": "2021"}


def program(federation, word, *rights):
    """A program of a member of the cast that may read figures and lectures."""
    rights = rights or ("org.unit.read", "learning.lecture.read")
    _token, key = make_token(federation.actors[word], federation.accounts[word], name="对接", rights=rights, days=30)
    return Program(key)


@pytest.fixture
def lectures(federation):
    """Three lectures in two units of two prefectures."""
    day = date(2021, 1, 8)
    return [record_of(LectureRegister, federation.actors[word], held_on=day) for word in ("school", "school", "huzhu")]


def values(answer):
    """The values of an answer, in its order."""
    assert answer.status_code == 200, answer.content.decode()
    return [row["value"] for row in answer.json()["results"]]


def test_a_value_is_the_one_of_the_page_and_its_list_has_as_many_records(federation, lectures):
    asks = program(federation, "province")
    [row] = asks.get(FIGURES, **LECTURES).json()["results"]
    province = federation.province.unit
    assert row["value"] == Question("learning.lectures", province.code, "2021").value() == 3
    assert (row["units"], row["measure"], row["period"]) == ([province.code], "场", "2021")
    behind = asks.client.get(row["records"], headers={"Authorization": f"Bearer {asks.key}"}).json()
    assert {each["id"] for each in behind["results"]} == {each.pk for each in lectures}
    assert behind["next"] is None
    assert sum(each["amount"] for each in behind["results"]) == 3


def test_a_set_of_units_counts_each_record_once_and_every_unit_can_be_asked_alone(federation, lectures):
    asks = program(federation, "province")
    xining, school, huzhu = (federation.actors[word].unit.code for word in ("xining", "school", "huzhu"))
    units = [xining, school, huzhu]
    assert values(asks.get(FIGURES, **LECTURES, unit=units)) == [3]
    assert values(asks.get(FIGURES, **LECTURES, unit=units, by="unit")) == [2, 2, 1]
    assert values(asks.get(FIGURES, **LECTURES, unit=[xining], reach="alone")) == [0]


def test_parts_and_periods_are_laid_out_in_the_order_of_the_question(federation, lectures):
    asks = program(federation, "province")
    parts = asks.get(FIGURES, **LECTURES, by="part").json()["results"]
    assert sum(row["value"] for row in parts) == 3
    assert [row["part"] for row in parts][:2] == ["office", "community"]
    one = next(row for row in parts if row["value"])
    behind = asks.client.get(one["records"], headers={"Authorization": f"Bearer {asks.key}"}).json()["results"]
    assert len(behind) == one["value"]
    asked = {"indicator": ["learning.lectures", "learning.audience"], "period": ["2021-01", "2021-02"]}
    audience = sum(Lecture.objects.filter(pk__in=[each.pk for each in lectures]).values_list("audience", flat=True))
    assert values(asks.get(FIGURES, **asked)) == [3, 0, audience, 0]


def test_a_program_sees_no_unit_beyond_its_post_and_no_list_beyond_its_rights(federation, lectures):
    county = program(federation, "huzhu")
    assert values(county.get(FIGURES, **LECTURES)) == [1]
    assert county.get(FIGURES, **LECTURES, unit=federation.school.unit.code).status_code == 404
    figures_only = program(federation, "province", "org.unit.read")
    assert values(figures_only.get(FIGURES, **LECTURES)) == [3]
    assert figures_only.get(RECORDS, **LECTURES).status_code == 403
    assert program(federation, "province", "learning.lecture.read").get(FIGURES, **LECTURES).status_code == 403


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"period": "去年"}, 400, "period"),
        ({"period": ""}, 400, "period"),
        ({"indicator": "learning.nothing"}, 404, None),
        ({"theme": "x"}, 400, "theme"),
        ({"by": "month"}, 400, "by"),
        ({"reach": "all"}, 400, "reach"),
        ({"colour": "red"}, 400, "colour"),
        ({"period": [f"{year}" for year in range(1980, 2021)]}, 400, "period"),
    ],
)
def test_what_cannot_be_understood_is_named(federation, more, status, field):
    answer = program(federation, "province").get(FIGURES, **{**LECTURES, **more})
    assert answer.status_code == status
    assert field is None or field in answer.json()["errors"]


def test_of_a_sensitive_register_small_numbers_and_free_sums_stay_closed(federation, lectures, monkeypatch):
    closed = replace(catalogue.indicator_named("learning.lectures"), sensitive=True)
    monkeypatch.setitem(catalogue._indicators, closed.key, closed)
    asks = program(federation, "province")
    [row] = asks.get(FIGURES, **LECTURES).json()["results"]
    assert (row["value"], row["instead"], row["records"]) == (None, "不显示", None)
    several = [federation.xining.unit.code, federation.actors["huzhu"].unit.code]
    assert "by" in asks.get(FIGURES, **LECTURES, unit=several).json()["errors"]
    assert asks.get(RECORDS, **LECTURES).status_code == 400
    assert asks.get(FIGURES, indicator=closed.key, period="2021-01-03..2021-01-09").status_code == 400


def test_a_long_list_is_turned_page_by_page_and_each_record_comes_once(federation):
    for _at in range(52):
        record_of(LectureRegister, federation.school, held_on=date(2021, 1, 8))
    asks = program(federation, "school")
    first = asks.get(RECORDS, **LECTURES).json()
    second = asks.client.get(first["next"], headers={"Authorization": f"Bearer {asks.key}"}).json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (50, 2, None)
    assert len({row["id"] for page in (first, second) for row in page["results"]}) == 52
