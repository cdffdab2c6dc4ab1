# SPDX-License-Identifier: Apache-2.0
"""Dates as people write them: one clear day comes out, a doubtful one is told, what is no day is refused."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guantong.sheets.book import Broken, Value
from guantong.sheets.verdicts import Parsed, flagged, refused, right

ADVICE = "请改成“2021年1月2日”这样的日期"
MARK = r"[年./\-_\s、]"
FULL = re.compile(rf"(\d{{4}}){MARK}+(\d{{1,2}})(?:月|{MARK})+(\d{{1,2}})[日号]?\.?")
SHORT_YEAR = re.compile(r"['’]?(\d{2})[年./\-](\d{1,2})[月./\-](\d{1,2})[日号]?\.?")
EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
BARE = re.compile(r"(\d{1,2})[./\-](\d{1,2})")
DAY_LAST = re.compile(r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})")
NO_DAY = re.compile(
    rf"\d{{4}}(?:{MARK}+\d{{1,2}})?月?(?:份|上旬|中旬|下旬|初|底|末)?|\d{{1,2}}月(?:份|上旬|中旬|下旬|初|底|末)?"
)
SPAN = re.compile(r"(.+?(?:[日号]|\d))\s*(?:[~～—–－\-]+|至|到|、|,|，|和|及)\s*(\d.*)")
WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)([一二三四五六日天])[)）]?")
_HALF_DAY = "(?:上午|下午|晚上|中午|早上|凌晨)"
_HOUR = rf"{_HALF_DAY}?\s*\d{{1,2}}(?:(?:[:：]\d{{2}}){{1,2}}(?:\.\d+)?(?:Z|\s*[AP]M)?|[时点](?:半|\d{{1,2}}分?)?)"
CLOCK = re.compile(rf"(?<=[日号\d])[T\s]*(?:{_HOUR}(?:\s*[-~～—–至到]+\s*{_HOUR})?|{_HALF_DAY})$", re.IGNORECASE)
INSIDE = re.compile(r"\s*([年月日号./\-])\s*")
UNSURE = re.compile(r"约|大概|左右|前后|暂定|拟|待定|可能|[?？]")
NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
ENGLISH = {each: at for at, each in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), start=1)}
ENGLISH_DATE = re.compile(r"(?:(\d{1,2})[\s\-]+)?([a-z]{3})[a-z]*\.?[\s\-]+(?:(\d{1,2}),?\s+)?(\d{4})", re.IGNORECASE)
EARLIEST, FIRST_SERIAL = date(1900, 3, 1), 20_000
STANDARD, MAC = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True)
class Period:
    """The year, and perhaps the months, that a sheet's title speaks of."""

    year: int | None = None
    months: tuple[int, ...] = ()

    def holds(self, day: date) -> bool:
        """Whether the day lies in it; a title that names no year speaks of every day."""
        return self.year is None or (day.year == self.year and (not self.months or day.month in self.months))


UNSAID = Period()


def period_of(titles: Iterable[str]) -> Period:
    """What the titles say; the full date of a report line is nobody's period."""
    text = unicodedata.normalize("NFKC", " ".join(titles))
    text = re.sub(r"\d{4}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?", " ", text).translate(NUMERALS)
    years = {int(each) for each in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)}
    if len(years) != 1:
        return UNSAID
    months: tuple[int, ...] = ()
    spans = re.search(r"(?<!\d)(\d{1,2})月?\s*[-~—–至到、]+\s*(\d{1,2})月", text)
    quarter = re.search(r"第?([1-4])季度", text)
    single = re.search(r"(?<!\d)(\d{1,2})月", text)
    if spans:
        months = tuple(range(int(spans[1]), int(spans[2]) + 1))
    elif quarter:
        months = tuple(range(int(quarter[1]) * 3 - 2, int(quarter[1]) * 3 + 1))
    elif "半年" in text:
        months = tuple(range(1, 7)) if "上半年" in text else tuple(range(7, 13))
    elif single:
        months = (int(single[1]),)
    return Period(years.pop(), months)


@dataclass(frozen=True)
class DateReader:
    """Reads the dates of one column: whose days, counted from when, for which period."""

    period: Period = UNSAID
    in_period: bool = False
    epoch_1904: bool = False
    today: date = date.max

    def read(self, raw: Value) -> Parsed:
        """Any cell as a day."""
        if isinstance(raw, Broken):
            return refused(raw.why)
        if isinstance(raw, datetime):
            return self._checked(raw.date())
        if isinstance(raw, date):
            return self._checked(raw)
        if isinstance(raw, (int, float)) and not isinstance(raw, bool):
            return self._number(raw)
        return self._text(raw) if isinstance(raw, str) else refused(f"这里不是日期。{ADVICE}")

    def _number(self, raw: float) -> Parsed:
        text = str(int(raw))
        if raw == int(raw) and EIGHT.fullmatch(text):
            return self._text(text)
        days = raw + (MAC - STANDARD).days if self.epoch_1904 else raw
        latest = (self.today - STANDARD).days
        if FIRST_SERIAL <= days <= latest:
            return self._checked(STANDARD + timedelta(days=int(days)))
        return refused(f"“{raw:g}”看不出是哪一天。{ADVICE}")

    def _text(self, raw: str) -> Parsed:
        text = unicodedata.normalize("NFKC", raw).strip().lstrip("'‘’")
        weekday = WEEKDAY.search(text)
        unsure = UNSURE.search(text)
        text = INSIDE.sub(r"\1", CLOCK.sub("", WEEKDAY.sub("", UNSURE.sub("", text)).strip()).strip().strip("()"))
        found = self._day(_arabic(text), raw.strip())
        if isinstance(found.value, date) and weekday and found.verdict == "right":
            named = "一二三四五六日".index(weekday[1].replace("天", "日"))
            if found.value.weekday() != named:
                return flagged(found.value, f"这一天不是星期{weekday[1]}，请核对日期")
        if unsure and found.verdict == "right":
            return flagged(found.value, "写的是大概的日子，请核对日期")
        return found

    def _day(self, text: str, said: str) -> Parsed:
        if found := FULL.fullmatch(text) or EIGHT.fullmatch(text):
            return self._made(*map(int, found.groups()))
        if found := MONTH_DAY.fullmatch(text) or BARE.fullmatch(text):
            return self._without_year(int(found[1]), int(found[2]), found.re is BARE)
        if found := SHORT_YEAR.fullmatch(text):
            year = 2000 + int(found[1]) if 2000 + int(found[1]) <= self.today.year else 1900 + int(found[1])
            return _doubt(self._made(year, int(found[2]), int(found[3])), "年份只写了两位，请核对")
        if (found := ENGLISH_DATE.fullmatch(text)) and found[2].lower() in ENGLISH and (found[1] or found[3]):
            return self._made(int(found[4]), ENGLISH[found[2].lower()], int(found[1] or found[3]))
        if found := DAY_LAST.fullmatch(text):
            first, second, year = map(int, found.groups())
            month, day = (second, first) if first > 12 else (first, second)
            return _doubt(self._made(year, month, day), "分不清哪个是月、哪个是日，请核对")
        if NO_DAY.fullmatch(text):
            return refused(f"“{text}”缺了日或月。{ADVICE}")
        if re.fullmatch(r"\d{5}(?:\.0*)?", text):
            return _doubt(self._number(float(text)), "日期存成了数字，请核对")
        if found := SPAN.fullmatch(text):
            return _doubt(self._day(found[1], said), "写的是几天，先取第一天，请核对")
        return refused(f"“{said[:20]}”看不出是哪一天。{ADVICE}")

    def _without_year(self, month: int, day: int, is_bare: bool) -> Parsed:
        if self.period.year is None:
            return refused(f"“{month}月{day}日”缺了年份。{ADVICE}")
        made = self._made(self.period.year, month, day)
        if is_bare or not self.in_period:
            return _doubt(made, f"年份取自标题（{self.period.year}年），请核对")
        return made

    def _made(self, year: int, month: int, day: int) -> Parsed:
        if not 1 <= month <= 12:
            return refused(f"没有 {month} 月。{ADVICE}")
        try:
            return self._checked(date(year, month, day))
        except ValueError:
            return refused(f"{year}年{month}月没有 {day} 日。{ADVICE}")

    def _checked(self, day: date) -> Parsed:
        if day < EARLIEST:
            return refused(f"“{day}”不像真的日期。{ADVICE}")
        if day > self.today:
            return flagged(day, "日期比今天还晚，请核对")
        if self.in_period and not self.period.holds(day):
            return flagged(day, "日期不在标题说的时间里，请核对")
        return right(day)


def _doubt(found: Parsed, why: str) -> Parsed:
    return flagged(found.value, why) if found.verdict == "right" else found


def _arabic(text: str) -> str:
    """Chinese numerals of a date as digits; tens are spelled out before they are carried over."""
    if not re.search("[〇零○一二三四五六七八九十]", text):
        return text

    def tens(found: re.Match[str]) -> str:
        left, right_side = found[1], found[2]
        return str((int(left.translate(NUMERALS)) if left else 1) * 10 + int(right_side.translate(NUMERALS) or 0))

    return re.sub(r"([一二三]?)十([一二三四五六七八九]?)", tens, text).translate(NUMERALS)
