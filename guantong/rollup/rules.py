# SPDX-License-Identifier: Apache-2.0
"""Pure rules of rollup: which of several small numbers stay hidden, so that none can be told by subtraction."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def hidden(values: Mapping[Key, int], k: int) -> frozenset[Key]:
    """Of siblings whose sum is known, those that are not shown: each below k but 0, and the next smallest ones.

    Nothing is hidden alone (the sum would tell it), and what is hidden adds up to k at least. Siblings that are 0 come
    last: where nothing else is left, they hide with it, so that nobody knows which of them is not 0.
    """
    chosen = {key for key, value in values.items() if 0 < value < k}
    if not chosen:
        return frozenset()
    rest = sorted((key for key in values if key not in chosen), key=lambda key: (values[key] == 0, values[key]))
    for key in rest:
        if len(chosen) > 1 and sum(values[each] for each in chosen) >= k:
            break
        chosen.add(key)
    return frozenset(chosen)
