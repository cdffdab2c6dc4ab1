# SPDX-License-Identifier: Apache-2.0
"""The two registers that the ugly sheets were written for, as their owners would declare them."""

import csv
from pathlib import Path

from guantong.sheets import Field, Names

UGLY = Path(__file__).parent / "ugly"


def units() -> Names:
    """The twelve units that exist."""
    with (UGLY / "units.csv").open(encoding="utf-8", newline="") as file:
        return Names((row["name"], row["short_name"]) for row in csv.DictReader(file))


ENTRIES = {name: (f"进{name}",) for name in ("机关", "社区", "企业", "车间", "学校")}
GENDERS = {"男": ("男性", "M", "male", "先生"), "女": ("女性", "F", "female", "女士")}
GROUPS = dict.fromkeys(
    ("货车司机", "快递员", "护工护理员", "家政服务员", "商场信息员", "网约送餐员", "房产中介员", "保安员"), ()
)
UNIT = ("工会", "单位名称", "所属单位", "所在单位", "工会名称", "所属工会", "所在工会", "基层工会", "工作单位")

LECTURES = (
    Field(
        "title",
        "题目",
        required=True,
        synonyms=(
            "宣讲题目",
            "宣讲主题",
            "讲座题目",
            "讲座名称",
            "主题",
            "课题",
            "讲题",
            "宣讲内容",
            "活动名称",
            "名称",
        ),
    ),
    Field(
        "held_on",
        "日期",
        "date",
        required=True,
        in_period=True,
        synonyms=(
            "举办日期",
            "举办时间",
            "宣讲日期",
            "宣讲时间",
            "开展时间",
            "开展日期",
            "活动时间",
            "活动日期",
            "时间",
        ),
    ),
    Field(
        "unit",
        "单位",
        "unit",
        required=True,
        units=units(),
        synonyms=(*UNIT, "举办单位", "主办单位", "承办单位", "组织单位"),
    ),
    Field(
        "entry",
        "进哪里",
        "choice",
        choices=ENTRIES,
        synonyms=("类别", "五进", "进", "宣讲类别", "阵地", "走进", "进何处"),
    ),
    Field(
        "lecturer", "宣讲人", "text", synonyms=("主讲人", "宣讲员", "讲师", "授课人", "主讲", "报告人", "宣讲人姓名")
    ),
    Field(
        "audience",
        "听众人数",
        "integer",
        counted_in=("人次", "人", "名", "位"),
        synonyms=(
            "人数",
            "参加人数",
            "受众人数",
            "听讲人数",
            "参与人数",
            "听众",
            "受众",
            "参会人数",
            "覆盖人数",
            "到场人数",
        ),
    ),
)
MEMBERS = (
    Field("name", "姓名", "person", required=True, synonyms=("名字", "会员姓名", "职工姓名", "真实姓名")),
    Field("unit", "单位", "unit", required=True, units=units(), synonyms=UNIT),
    Field(
        "id_number", "身份证号", "id_number", synonyms=("身份证号码", "身份证", "公民身份号码", "证件号码", "证件号")
    ),
    Field("gender", "性别", "choice", choices=GENDERS),
    Field(
        "phone",
        "手机",
        "phone",
        synonyms=("手机号", "手机号码", "电话", "联系电话", "联系方式", "移动电话", "电话号码"),
    ),
    Field("joined_on", "入会日期", "date", synonyms=("入会时间", "加入工会时间", "加入日期", "入会年月日")),
    Field(
        "group",
        "群体",
        "choice",
        choices=GROUPS,
        synonyms=("职业群体", "所属群体", "群体类别", "职业", "八大群体", "工种"),
    ),
)
REGISTERS = {"lectures": LECTURES, "members": MEMBERS}
