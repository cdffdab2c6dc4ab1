# SPDX-License-Identifier: Apache-2.0
"""Money: every fen is kept, and what cannot be read is refused, never rounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.kernel.errors import Invalid
from guantong.kernel.money import format_yuan, parse_yuan, split

FEN = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("0", 0),
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("１，２３４．５０", 123450),
        ("￥1234.50", 123450),
        ("¥ 1 234.50 元", 123450),
        ("人民币1200元整", 120000),
        ("1.2万元", 1200000),
        ("0.000001亿", 10000),
        ("-3.07", -307),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed, fen):
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize("typed", ["", "元", "abc", "1,23", "12,3456", "1.2.3", "--1", "1e5", "１２百", "5元左右"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(Invalid, match="看不懂这个金额"):
        parse_yuan(typed)


@pytest.mark.parametrize("typed", ["0.001", "1.2345678万"])
def test_less_than_a_fen_is_refused_not_rounded(typed):
    with pytest.raises(Invalid, match="最小到分"):
        parse_yuan(typed)


@given(FEN)
def test_an_amount_shown_reads_back_as_itself(fen):
    assert parse_yuan(format_yuan(fen)) == fen


def test_thousands_are_grouped_and_fen_are_always_shown():
    assert [format_yuan(fen) for fen in (0, 5, 123450, -100000000)] == ["0.00", "0.05", "1,234.50", "-1,000,000.00"]


@given(FEN, st.lists(st.integers(0, 10**6), min_size=1, max_size=50).filter(any))
def test_shares_add_up_to_the_fen_and_are_off_by_less_than_one(fen, weights):
    shares = split(fen, weights)
    assert sum(shares) == fen
    total = sum(weights)
    assert all(abs(share * total - fen * weight) < total for share, weight in zip(shares, weights, strict=True))


@given(st.integers(0, 10**9), st.integers(1, 100))
def test_equal_parts_differ_by_at_most_a_fen(fen, parts):
    shares = split(fen, parts)
    assert len(shares) == parts
    assert max(shares) - min(shares) <= 1


def test_what_is_left_over_goes_to_the_earlier_parts():
    assert split(100, 3) == [34, 33, 33]
    assert split(-100, 3) == [-34, -33, -33]
    assert split(101, [60, 40]) == [61, 40]


@pytest.mark.parametrize("parts", [0, -2, [], [0, 0], [3, -1]])
def test_weights_that_share_nothing_are_a_mistake(parts):
    with pytest.raises(ValueError, match="weights"):
        split(100, parts)
