# SPDX-License-Identifier: Apache-2.0
"""Codes of invitations and names as people type them. Pure: no tables, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# No letter that is taken for a figure: 32 signs, five bits each.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4
WRONG_TRIES = 5
DOTS = re.compile(r"[·•・‧∙⋅.．。\s]+")


def new_code(pick: Callable[[str], str]) -> str:
    """A code of 60 bits in groups, from a source of chance."""
    signs = "".join(pick(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def plain_code(typed: str) -> str:
    """A code as it was made, whatever case, width, spaces and dashes it was typed with."""
    signs = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in signs if sign in SIGNS)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, whatever dots and spaces stand between their parts."""
    return plain_name(one) == plain_name(other) != ""


def plain_name(name: str) -> str:
    """A name without dots and spaces, in one width and case."""
    return DOTS.sub("", unicodedata.normalize("NFKC", name)).casefold()
