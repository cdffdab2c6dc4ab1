# SPDX-License-Identifier: Apache-2.0
"""Invented document numbers that satisfy the standard; the order codes are of nobody."""

from __future__ import annotations

from stdnum.cn import ric


def id_number(order: int, area: str = "630121", born: str = "19800105") -> str:
    """A well-formed number of an ID card."""
    body = f"{area}{born}{order:03}"
    return body + ric.calc_check_digit(f"{body}0")
