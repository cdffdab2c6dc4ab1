# SPDX-License-Identifier: Apache-2.0
"""Dashboards, shares, hidden numbers, quality and charts, as a reader meets them."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, Misconfigured
from guantong.kernel.periods import Period
from guantong.learning.models import Lecture, MasteryCheck
from guantong.learning.services import MASTERY_CHECK
from guantong.org.services import SYSTEM, close_unit
from guantong.register import catalogue
from guantong.register.indicator import Indicator, Source
from guantong.rollup.figures import Question, figure
from guantong.rollup.models import Choice
from guantong.rollup.pages.quality import quality_page
from guantong.rollup.queries import Ask, share, total
from tests.walk.life import lecture

from .declared import SECRET, WORDS, declared

YEAR = Period.year(2021)


def checked(world, took_part, mastered):
    """A mastery check of the school."""
    row = MasteryCheck(unit=world.federation.unit_of("school"), title="测", held_on=date(2021, 1, 8))
    row.took_part, row.mastered = took_part, mastered
    return MASTERY_CHECK.create(world.federation.school, row)


def test_a_share_is_rounded_down_and_opens_its_two_numbers(world, sign_in):
    checked(world, 30, 20)
    page = sign_in("school").get("/figures/learning.mastery_rate/?unit=630121-01&period=2021").content.decode()
    assert "66%" in page and "由这两个数算出" in page
    assert "learning.mastered" in page and "learning.checked" in page


def test_a_share_of_nothing_is_named_and_never_zero(world, sign_in):
    ask = Ask.of("learning.mastery_rate", YEAR)
    assert share(ask, [world.federation.units["630121-01"]]).percent is None
    with pytest.raises(Invalid, match="分母是零"):
        total(ask, [world.federation.units["630121-01"]])
    page = sign_in("school").get("/figures/learning.mastery_rate/?unit=630121-01&period=2021").content.decode()
    assert "—" in page


def test_units_that_count_once_are_listed_as_units(world, sign_in):
    lecture(world)
    lecture(world)
    page = sign_in("xining").get("/figures/learning.reached_units/?unit=630100&period=2021").content.decode()
    assert page.count("大通县第一中学工会委员会</a>") == 1


def test_a_small_number_about_persons_is_hidden_with_the_next_smallest_sibling(world, sign_in):
    for word, times in (("school", 2), ("food", 6), ("farm", 9)):
        for _time in range(times):
            lecture(world, word)
    with declared(SECRET):
        units = world.federation.units
        said = {
            code: figure(Question("test.secret", code, "2021")).text for code in ("630121-01", "630121-02", "630100")
        }
        assert said == {"630121-01": "不显示", "630121-02": "不显示", "630100": "17"}
        page = sign_in("datong").get("/figures/test.secret/?unit=630121&period=2021").content.decode()
        assert "不列名单" in page and "劳模身边的故事" not in page
        with pytest.raises(Invalid, match="整月"):
            figure(Question("test.secret", units["630121"].code, "2021-01-02..2021-01-09"))


def test_a_dashboard_sets_this_period_beside_the_one_before(world, sign_in):
    lecture(world)
    lecture(world, held_on=date(2020, 1, 9))
    client = sign_in("xining")
    page = client.get("/units/630100/dashboard/?period=2021").content.decode()
    assert "上年同期" in page and "讲座场数，按月" in page
    assert client.get("/units/630100/dashboard/?period=2021-01-02..2021-01-09").status_code == 400


def test_no_chart_tells_by_month_or_unit_what_concerns_persons(world, sign_in):
    lecture(world)
    with declared(SECRET):
        client = sign_in("xining")
        client.post("/units/630100/dashboard/choose/", {"keys": ["test.secret", "learning.lectures"]})
        page = client.get("/units/630100/dashboard/?period=2021").context["page"]
        assert {stat.label: stat.figure.text for stat in page.stats}["困难职工"] == "不显示"
        assert [trend.chart.title for trend in page.trends] == ["讲座场数"]
        assert page.tiles.title == "讲座场数，各下级"


def test_the_choice_of_indicators_is_kept_for_its_reader_alone(world, sign_in):
    client = sign_in("xining")
    assert client.post("/units/630100/dashboard/choose/", {"keys": ["learning.media"]}).status_code == 302
    page = client.get("/units/630100/dashboard/").content.decode()
    assert "宣传作品篇数" in page and "中心组学习次数" not in page
    assert Choice.objects.count() == 1
    assert "中心组学习次数" in sign_in("datong").get("/units/630121/dashboard/").content.decode()
    assert client.post("/units/630100/dashboard/choose/", {"keys": ["no.such"]}).status_code == 400


@pytest.mark.parametrize("form", ["svg", "png", "csv", "xlsx"])
def test_a_chart_can_be_taken_along(world, sign_in, form):
    lecture(world)
    answer = sign_in("xining").get(f"/units/630100/dashboard/learning.lectures.{form}?period=2021")
    content = answer.content
    assert answer.status_code == 200
    starts = {"svg": b"<svg", "png": b"\x89PNG", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}
    assert content.startswith(starts[form])
    if form == "xlsx":
        rows = list(load_workbook(io.BytesIO(content))["数据"].values)
        assert rows[1][:3] == ("1月", 1, 0)


def test_odd_dates_are_named_and_nothing_is_hidden(world, guard):
    unit = world.federation.unit_of("school")
    for day in (date(1970, 1, 1), date(2030, 1, 1)):
        with guard.lifted("records that no form would take"):
            Lecture.objects.create(
                unit=unit,
                title=f"{day}",
                held_on=day,
                entry="school",
                lecturer="周",
                audience=1,
                recorded_at=clock.now(),
            )
    page = quality_page(world.federation.xining, world.federation.units["630100"], "2021")
    assert [row.why for row in page.odd] == ["日期在将来", "日期早得不像真的"]


def test_a_record_dated_after_its_unit_was_closed_is_named(world):
    lecture(world)
    unit = world.federation.unit_of("school")
    unit.refresh_from_db()
    close_unit(SYSTEM, unit, on=date(2021, 1, 5), reason="撤销")
    page = quality_page(world.federation.xining, world.federation.units["630100"], "2021")
    assert [row.why for row in page.odd] == ["日期在单位撤销以后"]
    assert total(Ask.of("learning.lectures", YEAR), [world.federation.units["630100"]]) == 1


def test_an_indicator_whose_register_lost_a_field_stops_the_start():
    gone = Indicator(key="test.gone", title="没了", of=(Source(Lecture, "was_held_on"),), **WORDS)
    with pytest.raises(Misconfigured, match=r"learning.Lecture.was_held_on"), declared(gone):
        pass
    assert catalogue.indicators()
