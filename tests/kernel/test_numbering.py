# SPDX-License-Identifier: Apache-2.0
"""Document numbers: one canonical form, many ways to type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.kernel.errors import Invalid
from guantong.kernel.numbering import DocumentNumber, gaps

NUMBER = DocumentNumber("青总办", 2020, 53)


@pytest.mark.parametrize(
    "typed",
    [
        "青总办〔2020〕53号",
        "青总办[2020]53号",
        "青总办［2020］53号",
        "青总办（2020）53 号",
        "青总办【2020】53号",
        "青总办 〔２０２０〕 ５３ 号",
        "青总办〔2020〕第53号",
        "青总办〔2020年〕053号",
    ],
)
def test_a_number_is_understood_with_any_brackets_and_spaces(typed):
    assert DocumentNumber.parse(typed) == NUMBER


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "青总办2020 53号",
        "〔2020〕53号",
        "青总办〔20〕53号",
        "青总办〔2020〕0号",
        "青总办〔2020〕53",
        "青总办〔2020〕53号文",
    ],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(Invalid, match="看不懂这个发文字号"):
        DocumentNumber.parse(typed)


@given(st.text("青总工办发党组经审函字", min_size=1, max_size=8), st.integers(1949, 2099), st.integers(1, 99_999))
def test_a_number_written_reads_back_as_itself(code_word, year, serial):
    number = DocumentNumber(code_word, year, serial)
    assert DocumentNumber.parse(str(number)) == number


def test_gaps_count_from_one_and_ignore_order_and_repeats():
    assert gaps([5, 2, 2, 1]) == [3, 4]
    assert gaps([3]) == [1, 2]
    assert gaps([]) == []


@given(st.sets(st.integers(1, 300)))
def test_with_its_gaps_filled_a_series_is_whole(serials):
    assert sorted(serials | set(gaps(serials))) == list(range(1, max(serials, default=0) + 1))
