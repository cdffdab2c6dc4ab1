# SPDX-License-Identifier: Apache-2.0
"""One page of a long list by key: no COUNT, no OFFSET, the thousandth page costs what the first does."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid

PAGE = 50


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one page, newest event first, and the cursors of its neighbors ("" where there is none)."""

    rows: list[Any]
    newer: str
    older: str


def packed(direction: str, row: models.Model, date_field: str) -> str:
    """A cursor: the direction and the place of a row, opaque in the address bar."""
    said = json.dumps([direction, getattr(row, date_field).isoformat(), row.pk])
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def unpacked(cursor: str) -> tuple[str, Any, int]:
    """The direction and place a cursor says. Raises Invalid for one that is not ours."""
    try:
        said = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        direction, day, pk = said
        place = parse_date(day)
    except (ValueError, TypeError):
        place = None
    if place is None or direction not in ("newer", "older") or not isinstance(pk, int):
        raise Invalid(_("翻页的地址不对，请从第一页重新翻。"))
    return direction, place, pk


def page_of(rows: models.QuerySet[Any], date_field: str, cursor: str, size: int = PAGE) -> Slice:
    """The page at a cursor, or the first one."""
    direction, ahead = "older", rows
    if cursor:
        direction, day, pk = unpacked(cursor)
        side = "lt" if direction == "older" else "gt"
        ahead = rows.filter(Q(**{f"{date_field}__{side}": day}) | Q(**{date_field: day, f"pk__{side}": pk}))
    sign = "-" if direction == "older" else ""
    found = list(ahead.order_by(f"{sign}{date_field}", f"{sign}pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if direction == "newer":
        found.reverse()
    has_newer = bool(cursor) if direction == "older" else more
    has_older = more if direction == "older" else True
    return Slice(
        found,
        packed("newer", found[0], date_field) if found and has_newer else "",
        packed("older", found[-1], date_field) if found and has_older else "",
    )
