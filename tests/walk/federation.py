# SPDX-License-Identifier: Apache-2.0
"""The named cast: a small federation on both lines, built through the services and used by every test here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Account, Person, Unit
from guantong.org.services import SYSTEM, add_person, found_unit, give_post, load_rules, open_account

BEGINNING = date(2020, 1, 6)
TODAY = date(2021, 1, 13)

# code, name, short name, kind, level, code of the unit above, code word, code of the industrial union
UNITS = (
    ("630000", "青海省总工会", "省总", "federation", "province", "", "青总办", ""),
    ("630000-xj", "青海省总工会宣传教育部", "省总宣教部", "department", "province", "630000", "", ""),
    ("630000-cy1", "青海省教科文卫体工会", "教科文卫体工会", "industrial", "province", "630000", "", ""),
    ("630000-zs1", "青海省直属机关工会", "省直机关工会", "affiliated", "province", "630000", "", ""),
    ("630100", "西宁市总工会", "西宁市总", "federation", "prefecture", "630000", "宁工", ""),
    ("630121", "大通县总工会", "大通县总", "federation", "county", "630100", "", ""),
    ("630122", "湟中区总工会", "湟中区总", "federation", "county", "630100", "", ""),
    ("630121-01", "大通县第一中学工会委员会", "大通一中工会", "basic", "basic", "630121", "", "630000-cy1"),
    ("630121-02", "大通青禾食品公司工会委员会", "青禾食品工会", "basic", "basic", "630121", "", ""),
    ("630122-01", "湟中云岭农牧公司工会委员会", "云岭农牧工会", "basic", "basic", "630122", "", ""),
    ("630200", "海东市总工会", "海东市总", "federation", "prefecture", "630000", "东工", ""),
    ("630223", "互助县总工会", "互助县总", "federation", "county", "630200", "", ""),
    ("630223-01", "互助县人民医院工会委员会", "互助医院工会", "basic", "basic", "630223", "", "630000-cy1"),
)

# word in the tests, person's name, unit, role
CAST = (
    ("province", "王例安", "630000", "office"),
    ("leader", "李例兰", "630000", "leader"),
    ("auditor", "孙例明", "630000", "auditor"),
    ("department", "陈样德", "630000-xj", "head"),
    ("industry", "张示川", "630000-cy1", "office"),
    ("affiliated", "刘样海", "630000-zs1", "office"),
    ("xining", "赵例山", "630100", "office"),
    ("datong", "杨样禾", "630121", "office"),
    ("huangzhong", "黄示岭", "630122", "office"),
    ("school", "周示云", "630121-01", "chair"),
    ("food", "吴样原", "630121-02", "chair"),
    ("farm", "徐例林", "630122-01", "chair"),
    ("haidong", "马示泉", "630200", "office"),
    ("huzhu", "朱样舟", "630223", "office"),
    ("hospital", "胡例荣", "630223-01", "chair"),
)


@dataclass(slots=True)
class Federation:
    """Units by code; actors and accounts by the word that the tests use for them."""

    units: dict[str, Unit] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def __getattr__(self, word: str) -> Actor:
        """`federation.xining` is the actor of that name."""
        try:
            return self.actors[word]
        except KeyError:
            raise AttributeError(word) from None

    def unit_of(self, word: str) -> Unit:
        """The unit for which a member of the cast acts."""
        return self.actors[word].unit


def build_federation() -> Federation:
    """Found the units, appoint the cast, open their accounts; one account belongs to a person without any post."""
    federation = Federation()
    with clock.at(BEGINNING):
        load_rules()
        for code, name, short, kind, level, above, code_word, industry in UNITS:
            unit = Unit(code=code, name=name, short_name=short, kind=kind, level=level, code_word=code_word)
            line = federation.units.get(industry)
            federation.units[code] = found_unit(SYSTEM, federation.units.get(above), unit, industry=line)
        for word, name, code, role in CAST:
            person = add_person(SYSTEM, name=name, unit=federation.units[code])
            post = give_post(SYSTEM, person, unit=federation.units[code], role=role, since=BEGINNING)
            federation.actors[word] = Actor.in_post(post)
            federation.accounts[word] = open_account(SYSTEM, person, username=word, password=f"{word}-password")
        federation.accounts["outsider"] = _outsider(federation)
    return federation


def _outsider(federation: Federation) -> Account:
    person: Person = add_person(SYSTEM, name="郭例宁", unit=federation.units["630200"])
    return open_account(SYSTEM, person, username="outsider", password="outsider-password")
