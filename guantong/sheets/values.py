# SPDX-License-Identifier: Apache-2.0
"""One cell as a value of its field: what is the same thing in another form comes out; nothing is guessed."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite

import cn2an
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from guantong.kernel import clock
from guantong.sheets.book import Broken, Value
from guantong.sheets.dates import UNSAID, DateReader, Period
from guantong.sheets.fields import Field, plain
from guantong.sheets.verdicts import Parsed, flagged, refused, right

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
DOTS = re.compile("\\s*[·•‧・･∙⋅．●]\\s*")
BETWEEN = re.compile(rf"(?<=[{HAN}·])\s+(?=[{HAN}·])")
NAME = re.compile(rf"[{HAN}]+(?:·[{HAN}]+)*|[A-Za-z]+(?:[ '.\-·]+[A-Za-z]+)*\.?|[\u0f00-\u0fff\s]+|[\u0600-\u06ff\s·]+")
SEVERAL = re.compile(r"[、,，;；/&\n]|\s和\s")
NOBODY = re.compile("某|待定|测试|佚名|无名|不详|[xX×]{2}|[*＊]")
TITLED = re.compile("(?:同志|师傅|老师|女士|先生|主席|经理|主任|队长|书记|组长|班长)$")
ABOUT = re.compile(r"约|近|余|多|来|左右|上下|大概|大约|以上|不到|超过|几|数|\+|>|<|≥|≤")
COUNT = re.compile(r"(-?\d+(?:\.\d+)?)(万|千|百)?")
THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
NONE = {"无", "没有", "暂无", "空", "none", "null", "n/a"}
LONGEST, EARLIEST_BIRTH = 200, date(1900, 1, 1)
MOBILE = re.compile(r"1\d{10}")
ID_PREFIX = re.compile(r"^(?:居民)?身份证(?:号码|号)?[:：]?")
YES, NO = (
    {"是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "对"},
    {"否", "无", "×", "✗", "n", "no", "false", "0", "没有"},
)
PROVINCES = {
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    71,
    81,
    82,
    83,
}


@dataclass(frozen=True)
class Context:
    """What surrounds a cell, found out once for a table: the period its sheet speaks of, how its book counts days."""

    period: Period = UNSAID
    epoch_1904: bool = False
    today: date = field(default_factory=clock.today)


def parse(raw: Value, field: Field, context: Context) -> Parsed:
    """The value of a cell that is not blank."""
    if isinstance(raw, Broken):
        return refused(raw.why)
    if isinstance(raw, float) and not isfinite(raw):
        return refused(Broken("error", str(raw)).why)
    if isinstance(raw, str) and len(raw) > LONGEST and field.kind not in {"text", "person"}:
        return refused(f"“{field.label}”写得太长。请只写{field.label}")
    if field.kind == "date":
        return DateReader(context.period, field.in_period, context.epoch_1904, context.today).read(raw)
    if field.kind == "id_number":
        return _id_number(raw, context.today)
    return READERS[field.kind](raw, field)


def _said(raw: Value) -> str:
    if isinstance(raw, float) and raw == int(raw):
        return str(int(raw))
    return str(raw)


def _digits(raw: Value) -> str:
    text = unicodedata.normalize("NFKC", _said(raw)).lstrip("'‘’`").removesuffix(".0")
    return re.sub(r"[\s\-‐‑–—.·]", "", text)


def _text(raw: Value, field: Field) -> Parsed:
    if isinstance(raw, (datetime, date)):
        return flagged(raw.strftime("%Y年%m月%d日"), f"“{field.label}”里是日期，请核对")
    text = re.sub(r"\s+", " ", _said(raw))
    if "\ufffd" in text or "□" in text:
        return flagged(text, f"“{field.label}”有丢失的字，请核对")
    return right(BETWEEN.sub("", text) if field.kind == "person" else text)


def _person(raw: Value, field: Field) -> Parsed:
    if not isinstance(raw, str):
        return refused(f"“{field.label}”里是数字或日期。请写姓名")
    found = _text(DOTS.sub("·", raw), field)
    name = str(found.value)
    if found.verdict != "right":
        return found
    if SEVERAL.search(name):
        return flagged(name, "一格里像有几个人，请一人一行")
    if any(each.isdigit() for each in unicodedata.normalize("NFKC", name)):
        return refused(f"“{name[:20]}”不像姓名。请写姓名")
    if not NAME.fullmatch(name) or TITLED.search(name) or NOBODY.search(name) or len(name) < 2:
        return flagged(name, "不像一个人的全名，请核对")
    return right(name)


def _integer(raw: Value, field: Field) -> Parsed:
    advice = "请写整数，例如 40"
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        return refused(f"“{field.label}”不是数字。{advice}")
    if not isinstance(raw, str):
        if raw != int(raw) or raw < 0:
            return refused(f"“{field.label}”是 {raw:g}，不是整数。{advice}")
        return right(int(raw))
    text = THOUSANDS.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", raw))).lstrip("'共计:")
    if text in NONE:
        return right(None)
    for each in sorted(field.counted_in, key=len, reverse=True):
        text = text.removesuffix(each) if text != each else text
    number = _number(text)
    if number is not None:
        return right(number) if number >= 0 else refused(f"“{field.label}”不能小于零。{advice}")
    return _doubtful_count(text, field, advice)


def _doubtful_count(text: str, field: Field, advice: str) -> Parsed:
    why = f"“{text}”不是准数，请写实际的数"
    if re.fullmatch(r"\d+(?:\+\d+)+", text):
        return flagged(sum(map(int, re.findall(r"\d+", text))), why)
    bare = ABOUT.sub("", text)
    for each in ("人次", *field.counted_in):
        bare = bare.replace(each, "")
    if (number := _number(bare)) is not None and (ABOUT.search(text) or "人次" in text):
        return flagged(number, why)
    if re.fullmatch(r"\d+[\-~—–至到、/]\d+", bare):
        return flagged(None, why)
    if found := re.match(rf"(\d+)(?:{'|'.join(field.counted_in)})?[(,，;；]", text):
        return flagged(int(found[1]), why)
    if (found := COUNT.fullmatch(bare)) and found[2]:
        scale = {"万": 10_000, "千": 1000, "百": 100}[found[2]]
        return flagged(round(float(found[1]) * scale), why)
    return refused(f"“{text[:20]}”看不出是多少。{advice}")


def _number(text: str) -> int | None:
    if re.fullmatch(r"-?\d+(?:\.0+)?", text):
        return int(float(text)) if len(text) < 16 else None
    if re.fullmatch("[零〇一二两三四五六七八九十百千万]+", text):
        try:
            return int(cn2an.cn2an(text, "normal"))
        except ValueError:
            return None
    return None


def _choice(raw: Value, field: Field) -> Parsed:
    said = plain(_said(raw))
    for name, synonyms in field.choices.items():
        if said in {plain(each) for each in (name, *synonyms)}:
            return right(name)
    near = tuple(name for name in field.choices if plain(name) in said or said in plain(name))
    return refused(f"“{_said(raw)[:20]}”不在可选的里面。请从这些里选一个：{'、'.join(field.choices)}", near)


def _boolean(raw: Value, field: Field) -> Parsed:
    said = plain(_said(raw))
    if raw is True or said in YES:
        return right(True)
    if raw is False or said in NO:
        return right(False)
    return refused("请写“是”或“否”")


def _id_number(raw: Value, today: date) -> Parsed:
    if isinstance(raw, float) and raw >= 1e15:
        return refused("号码存成了数字，后几位已经丢了。请把这一列设成文本，照证件重写")
    if not isinstance(raw, (str, int, float)):
        return refused("这里不是身份证号。请照证件重写")
    said = ID_PREFIX.sub("", _digits(raw)).upper()
    if "*" in said or "×" in said or "XX" in said:
        return refused("号码打了星号。请写完整的号码")
    if re.fullmatch(r"\d{15}", said):
        body = f"{said[:6]}19{said[6:]}"
        found = _checked_id(body + ric.calc_check_digit(body + "0"), today)
        return flagged(found.value, "是 15 位的老号码，已换成 18 位，请核对") if found.value else found
    if not re.fullmatch(r"\d{17}[\dX]", said):
        return refused(f"身份证号应是 18 位，这里是 {len(said)} 位或有别的字。请照证件重写")
    return _checked_id(said, today)


def _checked_id(said: str, today: date) -> Parsed:
    try:
        birth = ric.get_birth_date(said)
    except ValidationError:
        return refused("身份证号里的出生日期不存在。请照证件重写")
    if ric.calc_check_digit(said) != said[-1] or not EARLIEST_BIRTH <= birth <= today:
        return refused("身份证号的末位对不上，有一位写错了。请照证件重写")
    if int(said[:2]) not in PROVINCES:
        return flagged(said, "身份证号开头的地区不常见，请核对")
    return right(said)


def sex_of(id_number: str) -> str:
    """What the number itself says; it is never recorded from here, only compared."""
    return "男" if int(id_number[16]) % 2 else "女"


def _phone(raw: Value, field: Field) -> Parsed:
    advice = "请写 11 位手机号"
    if not isinstance(raw, (str, int, float)):
        return refused(f"这里不是手机号。{advice}")
    said = re.sub(r"^(?:手机|电话)?[:：]?(?:\(?\+?86\)?|0086)?(?=1\d{10})", "", _digits(raw))
    if MOBILE.fullmatch(said):
        return right(said)
    several = re.findall(r"(?<!\d)1\d{10}(?!\d)", said)
    if several and "*" not in said:
        return flagged(several[0], "一格里不止一个号码，先取第一个，请核对")
    return refused(f"“{_said(raw)[:20]}”不是手机号。{advice}")


def _unit(raw: Value, field: Field) -> Parsed:
    if not isinstance(raw, str) or field.units is None:
        return refused("这里不是单位名称。请写单位全称")
    found = field.units(raw)
    if found.value is not None:
        return right(found.value)
    text = raw[:30]
    if found.candidates:
        return refused(f"没有叫“{text}”的单位。是不是：{'、'.join(found.candidates)}？请写全称", found.candidates)
    return refused(f"没有叫“{text}”的单位。请写单位全称")


READERS: dict[str, Callable[[Value, Field], Parsed]] = {
    "text": _text,
    "person": _person,
    "integer": _integer,
    "choice": _choice,
    "boolean": _boolean,
    "phone": _phone,
    "unit": _unit,
}
