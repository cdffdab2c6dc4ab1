# SPDX-License-Identifier: Apache-2.0
"""One cell at a time: the same thing in another form comes out, the doubtful is told, the rest is refused."""

import math
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.kernel import clock
from guantong.sheets import Field, Names
from guantong.sheets.dates import Period, period_of
from guantong.sheets.values import Context, parse
from tests.sheets.books import TODAY

DAY = Field("held_on", "日期", "date", in_period=True)
COUNT = Field("audience", "听众人数", "integer")
NUMBER = Field("id_number", "身份证号", "id_number")
PHONE = Field("phone", "手机", "phone")
PERSON = Field("name", "姓名", "person")
KIND = Field("entry", "进哪里", "choice", choices={"机关": ("进机关",), "学校": ("校园",)})
YESNO = Field("paid", "已付", "boolean")
UNIT = Field(
    "unit",
    "单位",
    "unit",
    units=Names([("澜湖市第一建筑工程公司工会委员会", "澜湖一建"), ("澜湖市第七建筑工程公司工会委员会", "澜湖七建")]),
)
TITLE = Field("title", "题目")
EVERY = (DAY, COUNT, NUMBER, PHONE, PERSON, KIND, YESNO, UNIT, TITLE)


@pytest.fixture(autouse=True)
def held():
    with clock.at(TODAY):
        yield


def outcome(raw, field, context=None):
    found = parse(raw, field, context or Context())
    return found.verdict, found.value


@pytest.mark.parametrize(
    "said",
    [
        "2020年12月8日",
        "2020-12-8",
        "2020/12/08",
        "2020.12.8",
        "20201208",
        "２０２０年１２月８日",
        "二〇二〇年十二月八日",
        "2020 年 12 月 8 日",
        "2020年12月8日（星期二）",
        "2020-12-08 15:30",
        "2020年12月8日下午3点",
        "2020-12-08T00:00:00",
        "8-Dec-2020",
        "Dec 8, 2020",
        "2020年12月8日 14:30-16:00",
        44173,
        44173.625,
        20201208.0,
        date(2020, 12, 8),
        datetime(2020, 12, 8, 9, tzinfo=clock.ZONE),
    ],
)
def test_a_clear_day_in_any_form_is_that_day(said):
    assert outcome(said, DAY) == ("right", date(2020, 12, 8))


@pytest.mark.parametrize(
    "said", ["20.12.8", "12/8/2020", "2020年12月8日左右", "2020年12月8日至10日", "2020年12月8日星期五", "44173"]
)
def test_a_doubtful_day_is_told_with_a_proposal(said):
    assert outcome(said, DAY) == ("flagged", date(2020, 12, 8))


@pytest.mark.parametrize(
    "said",
    [
        "2020年12月",
        "12月8日",
        "2020-13-08",
        "2020-02-30",
        2020,
        1208,
        2020.12,
        7,
        "去年冬天",
        True,
        time(3),
        "12.8",
        0.5,
    ],
)
def test_what_is_no_day_is_refused(said):
    assert outcome(said, DAY) == ("refused", None)


def test_there_is_no_thirteenth_month_and_the_reason_says_so():
    assert parse("2020-13-08", DAY, Context()).why.startswith("没有 13 月。请改成")


@pytest.mark.parametrize("said", ["待定", "上周二", "2020年第四季度"])
def test_a_refusal_quotes_what_stands_in_the_cell(said):
    assert f"“{said}”看不出是哪一天" in parse(said, DAY, Context()).why


def test_the_1904_system_counts_from_its_own_day():
    assert outcome(44173 - 1462, DAY, Context(epoch_1904=True)) == ("right", date(2020, 12, 8))


def test_the_year_of_a_title_serves_days_without_one_and_its_months_bind():
    title = Context(period_of(["2020年11—12月宣讲统计表", "填报日期：2021年1月5日"]))
    assert title.period == Period(2020, (11, 12))
    assert outcome("12月8日", DAY, title) == ("right", date(2020, 12, 8))
    assert outcome("9月8日", DAY, title)[0] == "flagged"
    assert outcome("11.3", DAY, title) == ("flagged", date(2020, 11, 3))
    assert outcome(date(2019, 11, 5), DAY, title)[0] == "flagged"


@given(
    st.dates(date(1950, 1, 1), date(2021, 1, 13)),
    st.sampled_from(["%Y年%m月%d日", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]),
)
def test_a_day_written_out_reads_back(day, form):
    with clock.at(TODAY):
        assert outcome(day.strftime(form), DAY) == ("right", day)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("40", 40),
        ("40人", 40),
        ("４０", 40),
        ("1,200", 1200),
        ("1，200人", 1200),
        (40.0, 40),
        ("四十人", 40),
        ("0", 0),
        ("无", None),
    ],
)
def test_an_exact_count_comes_out(said, number):
    assert outcome(said, COUNT) == ("right", number)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("约40人", 40),
        ("40余人", 40),
        ("近40", 40),
        ("30+20", 50),
        ("30-40", None),
        ("1.2万", 12000),
        ("40（女12）", 40),
    ],
)
def test_an_approximate_count_is_told(said, number):
    assert outcome(said, COUNT) == ("flagged", number)


@pytest.mark.parametrize("said", ["2场", "3小时", 40.5, "-3", -3, "不少", True, "9" * 400])
def test_another_measure_is_refused(said):
    assert outcome(said, COUNT) == ("refused", None)


@pytest.mark.parametrize(
    "said",
    ["632801199001019978", "632801 19900101 9978", "'632801199001019978", "６３２８０１１９９００１０１９９７８"],
)
def test_an_id_number_in_another_form_is_the_same_number(said):
    assert outcome(said, NUMBER) == ("right", "632801199001019978")


@given(st.dates(date(1930, 1, 1), date(2005, 1, 1)), st.integers(990, 999), st.integers(0, 9))
def test_of_the_last_characters_exactly_one_fits(day, order, at):
    body = f"632801{day:%Y%m%d}{order}"
    with clock.at(TODAY):
        fitting = [last for last in "0123456789X" if outcome(body + last, NUMBER)[0] == "right"]
        assert len(fitting) == 1
        assert outcome((body + fitting[0]).lower(), NUMBER) == ("right", body + fitting[0])
        other = str((int(body[at]) + 1) % 10)
        assert outcome(body[:at] + other + body[at + 1 :] + fitting[0], NUMBER)[0] != "right"


@given(st.dates(date(1930, 1, 1), date(1999, 12, 31)), st.integers(990, 999))
def test_an_old_number_of_fifteen_digits_is_told_with_the_number_it_became(day, order):
    old = f"632801{day:%y%m%d}{order}"
    with clock.at(TODAY):
        verdict, value = outcome(old, NUMBER)
        assert verdict == "flagged"
        assert outcome(value, NUMBER) == ("right", value)
        assert value[:6] + value[8:17] == old


@pytest.mark.parametrize(
    "said", [6.32801199001019e17, "632801********9971", "63280119900101997", "63280119900101997O", "632801199013019971"]
)
def test_a_number_that_lost_something_is_never_mended(said):
    assert outcome(said, NUMBER) == ("refused", None)


@pytest.mark.parametrize(
    "said",
    [13800000000.0, "138 0000 0000", "+86 13800000000", "138-0000-0000", "１３８００００００００", "8613800000000"],
)
def test_a_mobile_number_comes_out_in_eleven_digits(said):
    assert outcome(said, PHONE) == ("right", "13800000000")


@pytest.mark.parametrize("said", ["0971-6123456", "1380000000", "138****0000", "1.38E+10"])
def test_another_number_is_no_mobile(said):
    assert outcome(said, PHONE)[0] == "refused"


@pytest.mark.parametrize(
    ("said", "name"),
    [("才  旦", "才旦"), ("阿依古丽•买买提", "阿依古丽·买买提"), ("𠮷田", "𠮷田"), ("John Smith", "John Smith")],
)
def test_a_name_keeps_its_characters(said, name):
    assert outcome(said, PERSON) == ("right", name)


@pytest.mark.parametrize("said", ["才旦、扎西", "才旦（组长）", "某某", "李"])
def test_what_is_more_or_less_than_one_name_is_told(said):
    assert outcome(said, PERSON)[0] == "flagged"


def test_a_choice_is_one_of_its_names_or_synonyms_and_never_a_near_one():
    assert outcome("进机关", KIND) == ("right", "机关")
    assert outcome("机关、学校", KIND) == ("refused", None)
    assert parse("机关单位", KIND, Context()).candidates == ("机关",)


def test_a_unit_is_its_name_or_short_name_and_a_misspelt_one_brings_candidates():
    assert outcome("澜湖 一建", UNIT) == ("right", "澜湖市第一建筑工程公司工会委员会")
    found = parse("澜湖市第一建筑公司工会", UNIT, Context())
    assert found.verdict == "refused"
    assert found.candidates[0] == "澜湖市第一建筑工程公司工会委员会"


def test_yes_and_no():
    assert [outcome(said, YESNO) for said in ("是", "√", "否", False)] == [
        ("right", True),
        ("right", True),
        ("right", False),
        ("right", False),
    ]
    assert outcome("也许", YESNO)[0] == "refused"


ANY = st.one_of(
    st.text(max_size=300),
    st.text("0123456789年月日.-/+万百千约人()一二十零 :至x,", max_size=30),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)


@given(ANY, st.sampled_from(EVERY), st.booleans())
def test_nothing_in_a_cell_breaks_the_reading(raw, field, epoch):
    with clock.at(TODAY):
        found = parse(raw, field, Context(Period(2020, (12,)), epoch))
    assert found.verdict in {"right", "flagged", "refused"}
    assert bool(found.why) == (found.verdict != "right")
    assert not (found.verdict == "refused" and found.value is not None)


def test_numbers_that_are_none_are_refused():
    for raw in (math.inf, -math.inf, math.nan):
        for field in EVERY:
            assert outcome(raw, field) == ("refused", None)
    assert outcome(timedelta(hours=30), COUNT) == ("refused", None)
