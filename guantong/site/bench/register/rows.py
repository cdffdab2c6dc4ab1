# SPDX-License-Identifier: Apache-2.0
"""Made-up lectures over a synthetic federation, the same each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from django.db import connection

from guantong.kernel import clock
from guantong.learning.models import LECTURE_ENTRIES
from guantong.learning.registers import LectureRegister
from guantong.org.models import Unit
from guantong.org.services import load_rules
from guantong.register.searching import source_for
from guantong.search.tokens import places_of, tokens_of

from .. import sql as house
from ..federation import Synthetic, synthetic_federation
from . import sql

FIRST_DAY, DAYS = date(2021, 1, 1), 1826
WORKERS = ("劳模", "工匠", "班组长", "农民工", "女职工", "青年职工", "新业态职工", "一线职工", "技术能手", "退休职工")
MATTERS = ("精神", "安全", "民法典", "工资", "技能", "健康", "创新", "合同", "互助", "普法", "心理", "节能", "防灾")
KINDS = ("宣讲", "报告会", "分享会", "微课", "交流", "讲座", "巡讲")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = ("例云", "例山", "例河", "示春", "示秋", "例原", "例海", "示明", "例芳", "示强", "例琴", "示华", "例宁")
GIVEN += ("示远", "例松", "示竹", "例梅", "示兰", "例岩", "示溪", "例川", "示峰", "例林", "示雪", "例冰", "示霞")
COMMON, RARE = "安全", "例云"


@dataclass(frozen=True, slots=True)
class Filled:
    """Where the bench finds its way."""

    federation: Synthetic
    rows: int
    basic: Unit


def filled(rows: int, units: int) -> Filled:
    """That many lectures in that many units, all to be found by their words."""
    federation = synthetic_federation(units)
    load_rules()
    places = [
        (unit.pk, " ".join(token for path in _paths(unit) for token in places_of(path)))
        for unit in Unit.objects.filter(kind="basic").iterator()
    ]
    titles = [f"{who}{what}{how}" for who, what, how in product(WORKERS, MATTERS, KINDS)]
    names = [f"{surname}{given}" for surname, given in product(SURNAMES, GIVEN)]
    days = [connection.ops.adapt_datefield_value(FIRST_DAY + timedelta(days=at)) for at in range(DAYS)]
    sizes = {
        "places": sql.choices("place", places, "unit_id bigint"),
        "titles": sql.choices("title", _with_tokens(titles)),
        "names": sql.choices("name", _with_tokens(names)),
        "days": sql.choices("day", [(day, "") for day in days], "day date"),
        "entries": sql.choices("entry", [(key, "") for key, _label in LECTURE_ENTRIES]),
    }
    moment: Any = connection.ops.adapt_datetimefield_value(clock.real_now())
    sql.deal_lectures(rows, moment, sizes)
    sql.index_lectures(source_for(LectureRegister).first)
    house.analyze()
    return Filled(federation, rows, Unit.objects.below(federation.counties[0]).filter(kind="basic")[0])


def _paths(unit: Unit) -> Iterable[str]:
    return (path for path in (unit.path, unit.industry_path) if path)


def _with_tokens(said: Iterable[str]) -> list[tuple[str, str]]:
    return [(each, " ".join(tokens_of((each,)))) for each in said]
