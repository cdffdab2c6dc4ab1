# SPDX-License-Identifier: Apache-2.0
"""Names and numbers of people as they are written down: what is mended silently, what is refused and why. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from guantong.kernel.errors import Invalid

NAME_LENGTH = 60
DOT = "·"
DOTS = "•‧∙・･⋅"
GAP = re.compile(r"\s+")
BETWEEN_HAN = re.compile(r"(?<=[\u2e80-\U0003ffff]) (?=[\u2e80-\U0003ffff])")
AROUND_DOT = re.compile(rf"\s*{DOT}\s*")
NEVER_IN_A_NAME = {"Cc", "Cf", "Cs"}  # controls, invisible marks, halves of characters
SOURCE = "GB 11643-1999"
SHAPES = {
    "passport": r"[A-Z0-9]{5,17}",
    "hkmo_permit": r"[HM][0-9]{8}([0-9]{2})?",
    "taiwan_permit": r"[0-9]{8}([0-9]{2})?",
    "foreign_residence": r"[A-Z]{3}[0-9]{12}|9[0-9]{17}",
    "other": r"[A-Z0-9-]{3,30}",
}


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """An ID card's number and what it tells: birth date and sex; the area is a hint and refuses nobody."""

    text: str
    born_on: date
    sex: str
    is_area_known: bool


def person_name(text: str) -> str:
    """A name as it is kept: one kind of dot, no space beside it or between Han characters, nothing invisible.

    Any character that a person may bear is taken, rare ones and those of a private area included.
    """
    seen = ""
    while text != seen:  # what one step uncovers, the next round mends
        seen, text = text, _mended(text)
    if not any(each.isalpha() or unicodedata.category(each) == "Co" for each in text):
        raise Invalid(_("请写姓名。"), field="name")
    if len(text) > NAME_LENGTH:
        raise Invalid(
            _("姓名最多 {limit} 个字，现在有 {length} 个。"), field="name", limit=NAME_LENGTH, length=len(text)
        )
    return text


def _mended(text: str) -> str:
    for dot in DOTS:
        text = text.replace(dot, DOT)
    text = "".join(" " if each.isspace() else each for each in text)
    text = "".join(each for each in text if unicodedata.category(each) not in NEVER_IN_A_NAME)
    return AROUND_DOT.sub(DOT, BETWEEN_HAN.sub("", GAP.sub(" ", text))).strip(f" {DOT}")


def plain_number(text: str) -> str:
    """A number without the spaces and dashes that people group it by, in half-width capitals."""
    return re.sub(r"[\s\-—]", "", unicodedata.normalize("NFKC", text)).upper()


def id_card(text: str, today: date) -> IdentityNumber:
    """Check the number of an ID card: length, date of birth, check digit; one of the old 15 digits is completed."""
    number = plain_number(text)
    if re.fullmatch(r"[0-9]{15}", number):
        longer = f"{number[:6]}19{number[6:]}"
        number = longer + ric.calc_check_digit(f"{longer}0")  # it wants a place for the digit that it finds
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise Invalid(_("身份证号应当是 18 位，现在有 {length} 位或者夹着别的字。"), field="number", length=len(number))
    try:
        born_on = ric.get_birth_date(number)
    except ValidationError:
        raise Invalid(_("身份证号里的出生日期不对，请对着证件核一遍。"), field="number") from None
    if not date(1850, 1, 1) <= born_on <= today:
        raise Invalid(_("身份证号里的出生日期不对，请对着证件核一遍。"), field="number")
    if ric.calc_check_digit(number) != number[-1]:
        raise Invalid(_("身份证号的校验位不对，多半是输错了一位，请对着证件核一遍。"), field="number")
    return IdentityNumber(number, born_on, "male" if int(number[16]) % 2 else "female", _is_area_known(number))


def _is_area_known(number: str) -> bool:
    try:
        ric.get_birth_place(number)
    except (ValidationError, KeyError):
        return False
    return True


def document_number(kind: str, text: str, today: date) -> str:
    """Check the number of a document of any kind, as far as its kind has a form."""
    if kind in ("id_card", "residence"):
        return id_card(text, today).text
    number = text.strip().upper() if kind == "other" else plain_number(text)
    if not re.fullmatch(SHAPES[kind], number):
        raise Invalid(_("证件号码的写法不对，请对着证件核一遍。"), field="number")
    return number


def bank_number(text: str) -> str:
    """Check the number of a bank account: eight to thirty digits; books and cards differ in everything else."""
    number = plain_number(text)
    if not re.fullmatch(r"[0-9]{8,30}", number):
        raise Invalid(_("银行账号应当是 8 到 30 位数字。"), field="number")
    return number


def phone_number(text: str) -> str:
    """Check a telephone number; nothing stays nothing."""
    number = plain_number(text)
    if number and not re.fullmatch(r"\+?[0-9]{7,15}", number):
        raise Invalid(_("电话号码应当是 7 到 15 位数字。"), field="phone")
    return number
