# SPDX-License-Identifier: Apache-2.0
"""Rows of twelve columns for the bench of sheets: lectures with who holds them, the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

from guantong.sheets import Field, Names

HEADS = ("序号", "题目", "宣讲日期", "进哪里", "宣讲人", "宣讲人是劳模或先进工作者", "地点", "听众人数", "单位")
HEADS += ("身份证号", "手机号", "入会日期")
ENTRIES = ("机关", "社区", "企业", "车间", "学校")
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "秀英伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉梅建华"
FIRST_DAY, DAYS = date(2018, 1, 1), 1000


def unit_names(number: int) -> list[str]:
    """Names of the basic unions."""
    return [f"示例第{at}公司工会委员会" for at in range(number)]


def rows(number: int, units: list[str]) -> Iterator[list[object]]:
    """That many rows; each is right, and no two are the same lecture."""
    chance = Random(number)
    for at in range(number):
        born = date(1960, 1, 1) + timedelta(days=chance.randrange(15_000))
        body = f"632223{born:%Y%m%d}{996 + at % 4}"
        yield [
            at + 1,
            f"劳模身边的故事第{at}讲",
            (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat(),
            ENTRIES[at % 5],
            chance.choice(FAMILY) + chance.choice(GIVEN) + chance.choice(GIVEN),
            "是" if at % 5 == 0 else "否",
            f"职工之家{at % 30}",
            chance.randrange(5, 400),
            units[at % len(units)],
            body + ric.calc_check_digit(body + "0"),
            f"139{at % 100_000_000:08d}",
            (FIRST_DAY - timedelta(days=at % 3000)).isoformat(),
        ]


def member_fields(units: list[str]) -> tuple[Field, ...]:
    """All twelve columns as fields of their kinds: what judging costs, with check digits and unit look-ups."""
    lookup = Names((name, name.removesuffix("委员会")) for name in units)
    return (
        Field("number", "序号", "integer"),
        Field("title", "题目", required=True),
        Field("held_on", "宣讲日期", "date", required=True),
        Field("entry", "进哪里", "choice", choices=dict.fromkeys(ENTRIES, ()), required=True),
        Field("lecturer", "宣讲人", "person", required=True),
        Field("by_model_worker", "宣讲人是劳模或先进工作者", "boolean"),
        Field("place", "地点"),
        Field("audience", "听众人数", "integer", required=True),
        Field("unit", "单位", "unit", units=lookup, required=True),
        Field("id_number", "身份证号", "id_number"),
        Field("phone", "手机号", "phone"),
        Field("joined_on", "入会日期", "date"),
    )
