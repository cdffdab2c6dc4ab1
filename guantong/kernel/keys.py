# SPDX-License-Identifier: Apache-2.0
"""The key of a row as somebody typed it into an address or a form: a plain number that a database can hold, or none."""

LONGEST = 18


def row_key(text: str) -> int | None:
    """The key that ``text`` names; None where it cannot be one, so that nothing odd ever reaches a query."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
