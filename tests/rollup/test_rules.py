# SPDX-License-Identifier: Apache-2.0
"""Small numbers of sensitive registers: hidden, and never told by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guantong.rollup.rules import hidden

SIBLINGS = st.dictionaries(st.integers(0, 30), st.integers(0, 40), max_size=12)


@given(values=SIBLINGS, k=st.integers(1, 12))
def test_what_is_hidden_is_never_told_by_subtraction(values, k):
    veiled = hidden(values, k)
    assert {key for key, value in values.items() if 0 < value < k} <= veiled
    if not veiled or sum(values.values()) < k:
        return  # a sum below k is hidden itself
    rest = sum(values[key] for key in veiled)
    assert rest >= k, "the sum less what is shown says that few are left"
    assert len(veiled) > 1, "the sum less what is shown says the one that is hidden"


@given(values=SIBLINGS, k=st.integers(1, 12))
def test_nothing_is_hidden_where_nothing_is_small(values, k):
    if not any(0 < value < k for value in values.values()):
        assert hidden(values, k) == frozenset()


def test_the_next_smallest_sibling_hides_too():
    assert hidden({"甲": 2, "乙": 30, "丙": 9, "丁": 0}, 5) == {"甲", "丙"}
