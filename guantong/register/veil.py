# SPDX-License-Identifier: Apache-2.0
"""Masks of personal values: the one place that knows how a veiled value is shown on list, page, sheet and API."""

from __future__ import annotations

from collections.abc import Callable

HIDDEN = "••••"
SHORTEST = 8


def _last_four(text: str) -> str:
    return HIDDEN + (text[-4:] if len(text) >= SHORTEST else "")


def _family_name(text: str) -> str:
    return text[:1] + "**"


VEILS: dict[str, Callable[[str], str]] = {
    "": lambda text: text,
    "last4": _last_four,
    "name": _family_name,
    "all": lambda text: HIDDEN,
}


def veiled(veil: str, text: str) -> str:
    """A value as everybody sees it: its mask says that there is one, never how long it is. Nothing stays nothing."""
    return VEILS[veil](text) if text else ""
