# SPDX-License-Identifier: Apache-2.0
"""Quantities: numbers that the text sets (至少3场, 不低于80%), with value and unit of measure."""

from __future__ import annotations

import re

from guantong.gongwen.model import Quantity, Span
from guantong.gongwen.read.calendar import numeral
from guantong.gongwen.read.words import any_of

_BOUND = f"{any_of('quantities', 'bounds')}|每[一-鿿]{{1,6}}"
_HAN_NUMBER = "[一二三四五六七八九十百千两]{1,5}|百分之[一二三四五六七八九十百]{1,4}"
_NUMBER = re.compile(
    rf"(?P<bound>{_BOUND})?(?P<value>\d+(?:\.\d+)?|{_HAN_NUMBER})(?P<ten>万|亿)?"
    rf"(?P<more>余|多)?(?P<measure>{any_of('quantities', 'measures')})?(?P<over>以上|以下|以内)?"
)
_TARGET = re.compile(any_of("quantities", "targets"))
_IDIOMS = re.compile("一[个项次场批种本]$|^[一二两三四五六七八九十]+$")
_TIMES = {"万": 10_000, "亿": 100_000_000}


def quantities_in(text: str, offset: int) -> tuple[Quantity, ...]:
    """The quantities of a sentence that begins at `offset`. A number is one where it has a unit of measure."""
    found = []
    for match in _NUMBER.finditer(text):
        percent = match["value"].startswith("百分之")
        if not (match["measure"] or percent) or text[match.end() : match.end() + 1] in ("月", "日", "号"):
            continue
        if _IDIOMS.search(match[0]) and not match["bound"]:
            continue
        value = _value(match["value"])
        if value is None:
            continue
        measure = "%" if percent else match["measure"].replace("％", "%")
        window = text[max(0, match.start() - 8) : match.end()]
        found.append(
            Quantity(
                Span(offset + match.start(), offset + match.end()),
                match[0],
                value * _TIMES.get(match["ten"] or "", 1),
                measure,
                bool(match["bound"] or match["over"] or _TARGET.search(window)),
            )
        )
    return tuple(found)


def _value(written: str) -> float | None:
    if written[0].isdigit():
        return float(written)
    written = written.removeprefix("百分之").replace("两", "二")
    if re.fullmatch("[一二三四五六七八九]?十?[一二三四五六七八九]?", written) and (
        "十" in written or len(written) == 1
    ):
        return float(numeral(written))
    import cn2an

    try:
        return float(cn2an.cn2an(written, "smart"))
    except ValueError:
        return None
