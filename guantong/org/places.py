# SPDX-License-Identifier: Apache-2.0
"""Which unit may stand under which, at what level, in which region, and what it may be called."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _
from stdnum import numdb

from guantong.kernel.errors import Invalid, RuleBroken

LEVELS = ("province", "prefecture", "county", "township", "basic")
UNION_LAW = "工会法（2021）第十一条"

# kind: the kinds of the unit above under which it may stand, and the levels at which it exists
PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "federation": (("federation",), LEVELS[:4]),
    "industrial": (("federation", "industrial"), LEVELS[:3]),
    "affiliated": (("federation", "industrial", "affiliated"), LEVELS),
    "department": (("federation", "industrial", "affiliated", "association", "institution"), LEVELS),
    "institution": (("federation", "industrial", "affiliated"), LEVELS),
    "association": (("federation", "industrial", "affiliated", "association"), LEVELS[1:]),
    "basic": (("federation", "industrial", "affiliated", "institution", "association", "basic", "joint"), ("basic",)),
    "joint": (("federation", "industrial", "affiliated", "association"), ("basic",)),
}
DEEPEST = 20
"""Levels of the tree below which nobody puts a unit: a path holds 63, an industrial line takes some of them."""

REGION = re.compile(r"[0-9]{6}(?:[0-9]{3}(?:[0-9]{3})?)?")


def check_place(kind: str, level: str, above: tuple[str, str] | None) -> None:
    """A unit of this kind and level under one of that kind and level, or under none as the top of the federation.

    Levels never rise downwards, and a federation stands below one of a higher level (工会法 Article 11).
    """
    kinds, levels = PLACES[kind]
    if level not in levels:
        raise RuleBroken(_("这一类单位没有这个层级，请改类别或层级。"), source=UNION_LAW)
    if above is None:
        if kind != "federation":
            raise RuleBroken(_("最上面的单位只能是总工会。"), source=UNION_LAW)
        return
    if above[0] not in kinds:
        raise RuleBroken(_("这一类单位不能放在这个上级下面，请另选上级。"), source=UNION_LAW)
    step = LEVELS.index(level) - LEVELS.index(above[1])
    if step < 0 or (kind == "federation" and step == 0):
        raise RuleBroken(_("层级不能高于上级，总工会须低于上级总工会，请另选上级或改层级。"), source=UNION_LAW)


def check_region(code: str) -> None:
    """A code of GB/T 2260 (6 digits), or of a township (9) or village (12) below it; none at all is allowed.

    The first four digits must be a prefecture that exists or existed: administrative committees and new counties carry
    codes that no list holds.
    """
    if not code:
        return
    if REGION.fullmatch(code) is None:
        raise Invalid(_("行政区划代码是 6、9 或 12 位数字。"), field="region_code")
    if not any(is_listed(each) for each in (code[:6], f"{code[:4]}00")):
        raise Invalid(_("没有行政区划代码“{code}”，请核对前六位。"), field="region_code", code=code)


def is_listed(code: str) -> bool:
    """Whether these six digits stand in the list of GB/T 2260, of any year."""
    parts = numdb.get("cn/loc").info(code)
    return len(parts) == 2 and bool(parts[1][1])


def check_name(name: str) -> None:
    """A unit has a name, of at most 120 characters, on one line."""
    if not name.strip():
        raise Invalid(_("请写单位名称。"), field="name")
    if len(name) > 120:
        raise Invalid(_("单位名称最多 120 个字。"), field="name")
    if any(ord(character) < 32 for character in name):
        raise Invalid(_("单位名称里有不能用的字符，请重新输入。"), field="name")
