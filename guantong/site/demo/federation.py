# SPDX-License-Identifier: Apache-2.0
"""Units, people, posts and the cast of the demo, deterministic from a seed, each written through its service."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from datetime import date
from importlib import resources

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Person, Post, Unit
from guantong.org.services import SYSTEM, add_person, found_unit, give_post, load_rules, make_demo, open_account

from .cast import ACCOUNTS

BUSINESS_DATE = date(2021, 1, 13)
BEGINNING = date(2020, 1, 6)
SEED = 20201207

DEPARTMENTS = (
    ("bg", "办公室"),
    ("zz", "组织部"),
    ("xj", "宣传教育部"),
    ("lj", "劳动和经济工作部"),
    ("qy", "权益保障部"),
)
INSTITUTIONS = (("gx", "青海省工会干部学校"), ("kf", "青海省工人康复医院"))
INDUSTRIES = (
    ("cy1", "青海省教科文卫体工会", "教科文卫体工会"),
    ("cy2", "青海省能源化学工会", "能源化学工会"),
    ("cy3", "青海省农林水利工会", "农林水利工会"),
    ("cy4", "青海省建设交通工会", "建设交通工会"),
    ("cy5", "青海省财贸金融工会", "财贸金融工会"),
)
DIRECT = (
    ("zs1", "青海省直属机关工会", "省直机关工会"),
    ("zs2", "三江清洁能源集团工会（示例）", "三江能源工会"),
    ("zs3", "高原铁路建设集团工会（示例）", "高原铁建工会"),
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林"
MIDDLES = "例样示"
LAST_NAMES = "安宁禾德兰明青云川海山岭原林泉舟荣华平和康乐"
TRADES = ("青禾食品", "云岭农牧", "昆水建材", "雪原物流", "日月纺织", "湟源乳业", "盐湖化工", "沐光新能源")
TRADES += ("第一中学", "人民医院", "环卫中心", "客运公司", "快递联合")


@dataclass(slots=True)
class Federation:
    """What the walk needs to find again: units by code and the actor of each unit that has one."""

    units: dict[str, Unit] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def children(self, code: str) -> list[Unit]:
        """The units directly below, by code."""
        top = self.units[code]
        return [unit for unit in self.units.values() if unit.path.startswith(top.path) and unit.depth == top.depth + 1]


class Builder:
    """Founds units and appoints people, from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.federation = Federation()
        self.used: set[str] = {account.name for account in ACCOUNTS}

    def name(self) -> str:
        """A person's name that nobody bears here yet and that nobody takes for a real one."""
        while True:
            pick = self.chance.choice
            name = (
                pick(SURNAMES) + pick(MIDDLES) + pick(LAST_NAMES) + (pick(LAST_NAMES) if len(self.used) > 900 else "")
            )
            if name not in self.used:
                self.used.add(name)
                return name

    def unit(self, parent: Unit | None, unit: Unit, role: str, title: str, industry: str = "") -> Unit:
        """Found a unit, on the line of an industrial union where one is named, and put one officer in it."""
        unit.founded_on = BEGINNING
        found_unit(SYSTEM, parent, unit, industry=self.federation.units.get(industry))
        self.federation.units[unit.code] = unit
        cast = next((each for each in ACCOUNTS if each.unit == unit.code and each.role == role), None)
        person = add_person(SYSTEM, name=cast.name if cast else self.name(), unit=unit)
        self.appoint(person, unit, role, cast.title if cast else title)
        return unit

    def appoint(self, person: Person, unit: Unit, role: str, title: str) -> Post:
        """Put a person in a post; the first officer of a unit acts for it in the walk."""
        post = give_post(SYSTEM, person, unit=unit, role=role, since=BEGINNING, title=title)
        if role != "auditor":
            self.federation.actors.setdefault(unit.code, Actor.in_post(post))
        return post


def build_federation(*, basic_per_county: int = 8) -> Federation:
    """Mark the database as a demo and build the whole federation in it."""
    builder = Builder(SEED)
    with clock.at(BEGINNING):
        make_demo(BUSINESS_DATE)
        load_rules()
        top = _unit("630000", "青海省总工会", "省总", "federation", "province")
        top.code_word = "青总办"
        root = builder.unit(None, top, "office", "办公室主任")
        _province(builder, root)
        _territory(builder, root, basic_per_county)
        _cast(builder)
    return builder.federation


def _unit(code: str, name: str, short: str, kind: str, level: str) -> Unit:
    return Unit(code=code, name=name, short_name=short, kind=kind, level=level, region_code=code.split("-")[0][:6])


def _province(builder: Builder, root: Unit) -> None:
    for code, name in DEPARTMENTS:
        unit = _unit(f"630000-{code}", f"青海省总工会{name}", f"省总{name}", "department", "province")
        builder.unit(root, unit, "head", "部长")
    for code, name in INSTITUTIONS:
        builder.unit(root, _unit(f"630000-{code}", name, "", "institution", "province"), "head", "负责人")
    for code, name, short in INDUSTRIES:
        builder.unit(root, _unit(f"630000-{code}", name, short, "industrial", "province"), "office", "办公室干部")
    for code, name, short in DIRECT:
        unit = builder.unit(
            root, _unit(f"630000-{code}", name, short, "affiliated", "province"), "office", "办公室干部"
        )
        for number in range(1, 6):
            name = f"{short.removesuffix('工会')}第{'一二三四五'[number - 1]}分公司工会"
            builder.unit(unit, _unit(f"630000-{code}-{number:02}", name, "", "basic", "basic"), "chair", "工会主席")


def _territory(builder: Builder, root: Unit, basic_per_county: int) -> None:
    rows = csv.DictReader((resources.files(__package__) / "divisions.csv").read_text(encoding="utf-8").splitlines())
    for row in rows:
        if row["level"] == "province":
            continue
        parent = builder.federation.units[row["parent_code"]]
        short = f"{_short(row['name'])}总工会"
        unit = _unit(row["code"], f"{row['name']}总工会", short, "federation", row["level"])
        builder.unit(parent, unit, "office", "办公室干部")
        if row["level"] == "county":
            _basic_unions(builder, unit, short.removesuffix("总工会"), basic_per_county)


def _short(name: str) -> str:
    for tail in ("回族土族自治县", "回族自治县", "土族自治县", "撒拉族自治县", "蒙古族自治县", "行政委员会"):
        if name.endswith("州"):
            return name.removesuffix("州").removesuffix("自治").split("藏族")[0].split("蒙古族")[0] + "州"
        if name.endswith(tail):
            return name.removesuffix(tail) + ("县" if tail.endswith("县") else "")
    return name


def _basic_unions(builder: Builder, county: Unit, place: str, count: int) -> None:
    trades = builder.chance.sample(TRADES, count)
    for number, trade in enumerate(trades, start=1):
        unit = _unit(f"{county.code}-{number:02}", f"{place}{trade}工会委员会", f"{place}{trade}工会", "basic", "basic")
        industry = "630000-cy1" if trade in ("第一中学", "人民医院") else ""
        builder.unit(county, unit, "chair", "工会主席", industry)


def _cast(builder: Builder) -> None:
    for account in ACCOUNTS:
        unit = builder.federation.units[account.unit]
        person = Person.objects.filter(name=account.name, unit=unit).first()
        if person is None:
            person = add_person(SYSTEM, name=account.name, unit=unit)
            builder.appoint(person, unit, account.role, account.title)
        open_account(SYSTEM, person, username=account.username, password=account.password)
