# SPDX-License-Identifier: Apache-2.0
"""Asking the index: hits of every kind within an actor's reach, newest first; or one list narrowed by words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from guantong.org.actors import Actor

from . import sql
from .sources import KEYS, Item, Source
from .tokens import literal, place, wanted

FEW = 1000
"""So many keys are handed to a list as they are; for a word with more hits the list is walked, row by row."""
AROUND = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a hit, and whether they were asked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found."""

    title: list[Piece]
    second: list[Piece]
    snippet: list[Piece]
    url: str
    key: int


def tokens_for(source: Source, actor: Actor, query: str) -> list[str]:
    """What a document must hold to be found by this actor."""
    words = wanted(query)
    return [*words, place(actor.unit.line or actor.unit.path)] if words and source.unit is not None else words


def found_in(source_list: Sequence[Source], actor: Actor, query: str, *, limit: int) -> dict[str, list[Hit]]:
    """The newest hits of each source, one statement for the index and one for each source that has any."""
    asked = [(each.first, each.first + (1 << KEYS), tokens_for(each, actor, query)) for each in source_list]
    keys = sql.find([part for part in asked if part[2]], limit)
    found = {}
    for source in source_list:
        own = [source.key(each) for each in keys if source.first <= each < source.first + (1 << KEYS)]
        if own:
            found[source.kind] = _hits(source, actor, query, own)
    return found


def page_of(
    source: Source, actor: Actor, query: str, *, before: int | None, limit: int
) -> tuple[list[Hit], int | None]:
    """The hits of one source below a key, and the key below which the next page begins; no page counts them all."""
    tokens = tokens_for(source, actor, query)
    if not tokens:
        return [], None
    end = source.first + (1 << KEYS) if before is None else source.document(before)
    keys = [source.key(each) for each in sql.find([(source.first, end, tokens)], limit + 1)]
    shown = keys[:limit]
    return _hits(source, actor, query, shown), shown[-1] if len(keys) > limit else None


def narrowed(source: Source, actor: Actor, rows: models.QuerySet[Any], query: str) -> models.QuerySet[Any]:
    """The rows that hold the words; the caller's own scope, order and paging stay as they are."""
    tokens = tokens_for(source, actor, query)
    if not tokens:
        return rows.none()
    keys = sql.find([(source.first, source.first + (1 << KEYS), tokens)], FEW + 1)
    if len(keys) <= FEW:
        return rows.filter(pk__in=[source.key(each) for each in keys])
    return rows.filter(sql.holds(rows.model, source.first, tokens))


def _hits(source: Source, actor: Actor, query: str, keys: list[int]) -> list[Hit]:
    rows = {row.pk: row for row in source.seen_by(actor).filter(pk__in=keys)}
    words = literal(query)
    return [_hit(source, source.item(rows[key]), rows[key], words) for key in keys if key in rows]


def _hit(source: Source, item: Item, row: Any, words: list[str]) -> Hit:
    title, second = marked(item.title, words), marked(item.second, words)
    shown = any(piece.is_hit for piece in (*title, *second))
    snippet = [] if shown else _snippet(source.words(row).texts, words)
    return Hit(title, second, snippet, item.url, row.pk)


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """The text in pieces, those that were asked for marked."""
    if not words or not text:
        return [Piece(text, False)] if text else []
    parts = re.split(f"({'|'.join(map(re.escape, words))})", text, flags=re.IGNORECASE)
    return [Piece(part, at % 2 == 1) for at, part in enumerate(parts) if part]


def _snippet(texts: Sequence[str], words: Sequence[str]) -> list[Piece]:
    """Where the words stand in a longer text of the row, with a little of what stands around them."""
    for text in texts:
        place_of = [at for at in (text.casefold().find(word) for word in words) if at >= 0]
        if place_of:
            start = max(0, min(place_of) - AROUND)
            part = text[start : start + AROUND * 3]
            return marked(("…" if start else "") + part + ("…" if start + AROUND * 3 < len(text) else ""), words)
    return []
