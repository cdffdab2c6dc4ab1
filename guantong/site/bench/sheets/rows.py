# SPDX-License-Identifier: Apache-2.0
"""Rows of twelve columns for the bench of sheets: members of many units, the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

from guantong.sheets import Field, Names

HEADS = ("姓名", "身份证号", "性别", "民族", "学历", "手机号", "入会日期", "群体", "岗位", "农民工", "备注", "单位")
NATIONS = ["汉族", "藏族", "回族", "土族", "撒拉族", "蒙古族"]
SCHOOLING = ["初中", "高中", "中专", "大专", "本科", "研究生"]
GROUPS = ["货车司机", "快递员", "护工", "家政服务员", "保安员"]
JOBS = ["操作工", "电工", "焊工", "司机", "保管员", "会计", "教师", "护士", "程序员", "店员"]
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "秀英伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉梅建华"
FIRST_DAY, DAYS = date(2018, 1, 1), 1000
BORN, LIVED = date(1960, 1, 1), 16_000


def unit_names(number: int) -> list[str]:
    """Names of the basic unions."""
    return [f"示例第{at}公司工会委员会" for at in range(number)]


def id_number(at: int) -> str:
    """A number that is right and nobody else's."""
    day, left = BORN + timedelta(days=at % LIVED), at // LIVED
    body = f"632223{day:%Y%m%d}{left % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")


def rows_of(number: int, units: Sequence[str], *, first: int = 0) -> Iterator[list[object]]:
    """That many rows; each is right, and no two are the same person."""
    chance = Random(number + first)
    for at in range(first, first + number):
        number_of = id_number(at)
        yield [
            chance.choice(FAMILY) + chance.choice(GIVEN) + chance.choice(GIVEN),
            number_of,
            "男" if int(number_of[16]) % 2 else "女",
            NATIONS[at % 6],
            SCHOOLING[at % 6],
            f"139{at % 100_000_000:08d}",
            (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat(),
            GROUPS[at % 5] if at % 3 == 0 else None,
            JOBS[at % 10],
            "是" if at % 5 == 0 else "否",
            f"第{at % 97}批" if at % 4 == 0 else None,
            units[chance.randrange(len(units))],
        ]


def fields(units: Sequence[str]) -> tuple[Field, ...]:
    """The columns as fields of their kinds: what judging costs, with check digits and unit look-ups."""
    lookup = Names((name, name.removesuffix("委员会")) for name in units)

    def choice(name: str, label: str, options: Sequence[str], *, required: bool = False) -> Field:
        return Field(name, label, "choice", choices=dict.fromkeys(options, ()), required=required)

    return (
        Field("name", "姓名", "person", required=True),
        Field("id_number", "身份证号", "id_number", required=True),
        choice("gender", "性别", ("女", "男"), required=True),
        choice("nation", "民族", NATIONS, required=True),
        choice("schooling", "学历", SCHOOLING),
        Field("phone", "手机号", "phone"),
        Field("joined_on", "入会日期", "date", required=True),
        choice("group", "群体", GROUPS),
        Field("job", "岗位"),
        Field("is_migrant", "农民工", "boolean"),
        Field("remark", "备注"),
        Field("unit", "单位", "unit", units=lookup, required=True),
    )
