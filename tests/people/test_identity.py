# SPDX-License-Identifier: Apache-2.0
"""Names and numbers as people write them: mended where that is safe, refused with a reason where it is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.kernel.errors import Invalid
from guantong.org.rules.identity import bank_number, document_number, id_card, person_name, phone_number

from .numbers import id_number

TODAY = date(2021, 1, 13)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  王 芳 ", "王芳"),
        ("王　芳", "王芳"),
        ("扎西•才让", "扎西·才让"),
        ("马·哈茂德 ・ 伊卜拉欣", "马·哈茂德·伊卜拉欣"),
        ("堃喆珺祎", "堃喆珺祎"),
        ("\U00020bb7田", "\U00020bb7田"),
        ("\ue863某", "\ue863某"),
        ("Anna  Maria Weber", "Anna Maria Weber"),
        ("王\u200b芳\x00", "王芳"),
        ("王" * 60, "王" * 60),
    ],
)
def test_a_name_is_kept_as_people_say_it(typed, kept):
    assert person_name(typed) == kept
    assert person_name(kept) == kept


@pytest.mark.parametrize("typed", ["", "  ", "·", "123", "\x00", "王" * 61])
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(Invalid):
        person_name(typed)


@given(st.text(min_size=1, max_size=70))
def test_a_name_once_mended_stays_as_it_is(text):
    try:
        kept = person_name(text)
    except Invalid:
        return
    assert person_name(kept) == kept
    assert 1 <= len(kept) <= 60
    assert "\x00" not in kept


def test_a_number_tells_birth_date_and_sex_and_the_area_is_only_a_hint():
    number = id_number(123, area="990000")
    told = id_card(f" {number[:6]} {number[6:14]}-{number[14:]}".lower(), TODAY)
    assert (told.text, told.born_on, told.sex, told.is_area_known) == (number, date(1980, 1, 5), "male", False)
    assert id_card(id_number(124), TODAY).is_area_known


def test_a_number_of_fifteen_digits_is_completed():
    number = id_number(321)
    assert id_card(number[:6] + number[8:17], TODAY).text == number


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("6301211980010512", "18 位"),
        ("六三零一二一", "18 位"),
        (id_number(123, born="19801305"), "出生日期"),
        (id_number(123, born="20300101"), "出生日期"),
        ("", "18 位"),
    ],
)
def test_a_wrong_number_is_refused_with_what_is_wrong(number, why):
    with pytest.raises(Invalid, match=why):
        id_card(number, TODAY)


@given(st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_anywhere_is_always_noticed(order, place, by):
    number = id_number(order)
    old = 10 if number[place] == "X" else int(number[place])
    wrong = number[:place] + str((old + by) % 10) + number[place + 1 :]
    if wrong != number:
        with pytest.raises(Invalid):
            id_card(wrong, TODAY)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport", "E12345678"),
        ("hkmo_permit", "H12345678"),
        ("taiwan_permit", "12345678"),
        ("residence", id_number(7, area="810000")),
        ("foreign_residence", "USA123456789012"),
        ("other", "军字第-1".replace("军字第", "ABC")),
    ],
)
def test_documents_of_other_kinds_have_their_own_form(kind, number):
    assert document_number(kind, number.lower(), TODAY) == number
    with pytest.raises(Invalid):
        document_number(kind, "？", TODAY)


def test_accounts_and_telephones_are_digits():
    assert bank_number("6222 0211 1122 2233") == "6222021111222233"
    assert phone_number("139-0971-0001") == "13909710001"
    assert phone_number(" ") == ""
    for wrong in ("12345", "六二二二", "1" * 31):
        with pytest.raises(Invalid):
            bank_number(wrong)
    with pytest.raises(Invalid):
        phone_number("12")
