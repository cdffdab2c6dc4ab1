# SPDX-License-Identifier: Apache-2.0
"""The one place that knows how a subtree is asked of a database.

Paths are strings over 0-9A-Z, so `~` sorts after each of them: a subtree is the half-open range [path, path~). The
range uses the plain index on both databases, where LIKE would scan SQLite and need a second index on PostgreSQL.
"""

from __future__ import annotations

from django.db.models import Q

AFTER_ALL = "~"


def within(path: str, field: str = "unit__path") -> Q:
    """Rows whose unit (its path in `field`) is the unit at `path` or lies below it."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": path + AFTER_ALL})


def within_both_lines(path: str, unit: str = "unit") -> Q:
    """Rows of the units below `path` along leadership or along industry; `unit` is the way to the unit, "" on Unit."""
    prefix = f"{unit}__" if unit else ""
    return within(path, f"{prefix}path") | within(path, f"{prefix}industry_path")


def is_within(path: str, other: str) -> bool:
    """Whether the unit at `other` is the unit at `path` or lies below it."""
    return other.startswith(path)
