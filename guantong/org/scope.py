# SPDX-License-Identifier: Apache-2.0
"""The one place that knows how a subtree is asked of a database.

Paths are strings over 0-9A-Z, so `~` sorts after each of them: a subtree is the half-open range [path, path~). The
range uses the plain index on both databases, where LIKE would scan SQLite and need a second index on PostgreSQL
(whose columns of paths compare byte by byte, collation "C", since any other order breaks the range).
"""

from __future__ import annotations

from typing import Protocol

from django.db.models import Q

AFTER_ALL = "~"


class Placed(Protocol):
    """What stands in the tree: its path along leadership, and its line of industry, "" where it heads none."""

    path: str

    @property
    def line(self) -> str:
        """What the industry paths of the units on its line begin with."""


def within(path: str, field: str = "unit__path") -> Q:
    """Rows whose unit (its path in `field`) is the unit at `path` or lies below it."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": path + AFTER_ALL})


def within_both_lines(top: Placed, unit: str = "unit") -> Q:
    """Rows of the units below `top` along leadership or along its line of industry, if it is an industrial union.

    `unit` is the way from the row to its unit, "" on Unit itself.
    """
    prefix = f"{unit}__" if unit else ""
    reach = within(top.path, f"{prefix}path")
    return reach | within(top.line, f"{prefix}industry_path") if top.line else reach


def within_lines_through(top: Placed, unit: str = "unit") -> Q:
    """Rows of the units below `top`, and of all that stand on a line which it or a union below it heads.

    These are the rows whose place a move of `top` changes, whoever may see them.
    """
    prefix = f"{unit}__" if unit else ""
    return within_both_lines(top, unit) | within(top.path, f"{prefix}industry_path")


def is_within(path: str, other: str) -> bool:
    """Whether the unit at `other` is the unit at `path` or lies below it."""
    return other.startswith(path)
