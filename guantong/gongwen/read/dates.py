# SPDX-License-Identifier: Apache-2.0
"""Due dates: which of the dates in a sentence is a day by which something must be done, and in which year it falls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guantong.gongwen.read.calendar import DAY, MONTH, YEAR, make_date, month_end, numeral

_S = r"[ 　]*"
_YEAR_WORD = "今年|本年度?|当年|明年|次年|翌年|来年|每年"
_DATE = re.compile(
    rf"(?:(?P<y>{YEAR}){_S}年(?:度)?{_S}|(?P<yw>{_YEAR_WORD})的?)?"
    rf"(?:(?P<m>{MONTH}){_S}月份?{_S}(?:(?P<d>{DAY}){_S}(?:[日号]|(?=前|之前|以前|止|截止))|(?P<part>上旬|中旬|下旬|底|末|初|中)?)"
    rf"|(?P<mw>本月|当月|下月|次月)(?:(?P<md>{DAY})[日号]|(?P<mpart>上旬|中旬|下旬|底|末|初)))"
    r"|(?P<dy>20\d\d)(?P<sep>[./-])(?P<dm>1[0-2]|0?[1-9])(?P=sep)(?P<dd>3[01]|[12]\d|0?[1-9])(?!\d)"
    rf"|(?P<ye>{YEAR}|今|本|明)年(?P<yp>[底末])|(?<!每)(?P<yb>年[底末])(?=前|之前|以前)"
)
_RANGE = re.compile(r"^[（(]?(?:星期|周)?[一二三四五六日天]?[）)]?[ 　]*(?:[-—－–~～]{1,2}|至|到)[ 　]*$")
_TIME_OF_DAY = r"(?:[（(](?:星期|周)[一二三四五六日天][）)])?(?:上午|下午|晚上?|中午)?(?:\d{1,2}[:：点时]\d{0,2}分?)?"
_AFTER_DUE = re.compile(rf"^{_TIME_OF_DAY}(?:下班)?(?:之?前|以前|止|截止|为止|结束|内)")
_BEFORE_DUE = re.compile(
    r"(?:截止(?:时间|日期|期限)?|截[止至]|期限|不迟于|不晚于|最迟|最晚|延长至|延至|延期至|即日起[至到]?)"
    r"(?:时间|日期)?(?:为|是|到|至|于|：|:|，)?[ 　]*$"
)
_NOT_DUE_BEFORE = re.compile(r"(?:自|从|出生于|生于|截至|以)$")
_NOT_DUE_AFTER = re.compile(
    r"^[）)]?(?:起|以来|之后|以后|后|出生|开始|及以后|期间|印发|发布|召开|制定|下发|施行|颁布|生效|的|至今|以前出生|前出生)"
)
_ON_DAY = re.compile(r"(?:于|请于|在|务必于|定于|拟于)$")
_CALL = re.compile(
    r"(?:报名|报送|申报|征稿|征集|提交|推荐|投稿|缴费|登记|上报|自荐|填报|交稿|作品)[^，。；]{0,16}?(?:时间|日期|期限)|截止|即日起|止(?:$|[。；）])"
)
_RECURS = re.compile(
    r"每(?:年|半年|季度?|个?月|周|日|天|学期|两周|两个月|双月|逢周[一二三四五六日])(?:度)?[^，。；]{0,14}?(?:[日底末初]前|前|日|底|末|初|内|次)|(?:按月|按季度?|按周|按年|按季)"
)
_YEARLY = re.compile("每年")


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with the range of characters that states it."""

    date: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Moment:
    """The day from which a document counts: its date of issue, else the day a web page was put up, else a year."""

    day: date | None = None
    year: int | None = None

    def year_of(self, month: int) -> int | None:
        """The year of a month without year: this one, or the next where the month lies half a year behind."""
        if self.day is None:
            return self.year
        return self.day.year + 1 if self.day.month - month >= 6 else self.day.year


@dataclass(frozen=True, slots=True)
class _Found:
    value: date
    start: int
    end: int
    has_day: bool
    part: str


def dues_in(text: str, moment: Moment, *, is_directive: bool) -> list[Due]:
    """The dates in a sentence by which something must be done, in order.

    In a sentence that orders nothing only a date that is itself called the last day counts (截止, 报名时间 …止).
    """
    if "月" not in text and "年" not in text and "20" not in text:
        return []
    found = list(_found(text, moment))
    calls = bool(_CALL.search(text))
    result = []
    for index, item in enumerate(found):
        before, after = text[: item.start], text[item.end :]
        ends_range = index > 0 and _RANGE.match(text[found[index - 1].end : item.start]) is not None
        opens_range = index + 1 < len(found) and _RANGE.match(text[item.end : found[index + 1].start]) is not None
        is_ruled_out = _NOT_DUE_BEFORE.search(before) or _NOT_DUE_AFTER.match(after)
        if opens_range or (is_ruled_out and not (ends_range and after.startswith("期间"))):
            continue
        if (_is_due(item, before, after, ends_range) and (is_directive or calls)) or (
            is_directive and item.has_day and _ON_DAY.search(before)
        ):
            result.append(Due(item.value, item.start, item.end))
    return result


def _is_due(item: _Found, before: str, after: str, ends_range: bool) -> bool:
    if _AFTER_DUE.match(after) or _BEFORE_DUE.search(before):
        return True
    if item.part in ("底", "末") and before.endswith(("到", "至")):
        return True
    return (ends_range and item.has_day) or item.part in ("上旬", "中旬", "下旬")


def day_of_cell(text: str, moment: Moment) -> date | None:
    """The last day that a cell under 完成时限 names; none for recurring and vague times."""
    if "每" in text:
        return None
    days = [item.value for item in _found(text, moment)]
    return days[-1] if days else None


def recurring(text: str) -> str:
    """The words of a repeating due date (每月25日前), "" if there are none."""
    match = _RECURS.search(text)
    return match[0] if match else ""


def _found(text: str, moment: Moment) -> Iterator[_Found]:
    carried: int | None = None
    for match in _DATE.finditer(text):
        if _is_monthly(text, match):
            continue
        year = _year(match, carried, moment)
        if match["y"] or match["dy"]:
            carried = year
        value, part = _value(match, year, moment)
        if value is not None:
            yield _Found(value, match.start(), match.end(), bool(match["d"] or match["md"] or match["dd"]), part)


def _is_monthly(text: str, match: re.Match[str]) -> bool:
    return text[max(0, match.start() - 1) : match.start()] == "每" and not match["yw"]


def _year(match: re.Match[str], carried: int | None, moment: Moment) -> int | None:
    written = match["y"] or match["dy"]
    if written:
        return numeral(written)
    if match["ye"]:
        return numeral(match["ye"]) if match["ye"][0] not in "今本明" else _shifted(moment, match["ye"] == "明")
    if match["yb"]:
        return _shifted(moment, False)
    if match["yw"]:
        return _shifted(moment, match["yw"] in ("明年", "次年", "翌年", "来年"))
    if carried is not None:
        return carried
    month = match["m"] or match["dm"]
    return moment.year_of(numeral(month)) if month else _shifted(moment, False)


def _shifted(moment: Moment, is_next: bool) -> int | None:
    year = moment.day.year if moment.day else moment.year
    return year + is_next if year is not None else None


def _value(match: re.Match[str], year: int | None, moment: Moment) -> tuple[date | None, str]:
    if year is None:
        return None, ""
    if match["ye"] or match["yb"]:
        return date(year, 12, 31), "底"
    if match["mw"]:
        return _of_word(match, moment)
    month = numeral(match["m"] or match["dm"])
    if match["d"] or match["dd"]:
        return make_date(year, month, numeral(match["d"] or match["dd"])), ""
    part = match["part"] or ""
    return _part_of_month(year, month, part), part


def _of_word(match: re.Match[str], moment: Moment) -> tuple[date | None, str]:
    """本月 and 下月, counted from the day of issue."""
    if moment.day is None:
        return None, ""
    year, month = moment.day.year, moment.day.month
    if match["mw"] in ("下月", "次月"):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    if match["md"]:
        return make_date(year, month, numeral(match["md"])), ""
    return _part_of_month(year, month, match["mpart"]), match["mpart"]


def _part_of_month(year: int, month: int, part: str) -> date:
    if part in ("上旬", "初"):
        return date(year, month, 10)
    if part in ("中旬", "中"):
        return date(year, month, 20 if part == "中旬" else 15)
    return month_end(year, month)
