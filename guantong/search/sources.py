# SPDX-License-Identifier: Apache-2.0
"""What is searched: one source for each kind of thing. `site` installs them from one visible list at start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.db import models

from guantong.kernel.errors import Misconfigured, NotFound
from guantong.org.models import Unit

KEYS = 40
"""Bits of a row's key within its kind: document ids of one kind lie side by side, oldest first."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a row is found by. `names` are found by pinyin too; a veiled value never stands here."""

    texts: tuple[str, ...]
    names: tuple[str, ...] = ()
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """How a hit is shown: its first line, what stands below it, and its page."""

    title: str
    second: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one model. `kind` is the name by which the trace speaks of them.

    `rows` are those to be found at all, `seen_by` those of them that an actor may see. `unit` is the way from a row to
    its unit, "" where the row is the unit, None where who sees it follows no line of the tree. `through` names the
    kinds whose change changes these rows' words, each with the way from a row to that thing.
    """

    kind: str
    title: Callable[[], str]
    rows: Callable[[], models.QuerySet[Any]]
    words: Callable[[Any], Words]
    seen_by: Callable[[Any], models.QuerySet[Any]]
    item: Callable[[Any], Item]
    unit: str | None = "unit"
    through: tuple[tuple[str, str], ...] = ()
    list_url: Callable[[], str] | None = None

    @property
    def first(self) -> int:
        """The lowest document id of the kind."""
        return (crc32(self.kind.encode()) >> 10) << KEYS

    def document(self, pk: int) -> int:
        """The id of a row's document."""
        return self.first + int(pk)

    def key(self, document: int) -> int:
        """The row's key from its document's id."""
        return document - self.first


_sources: dict[str, Source] = {}


def install(sources: Iterable[Source]) -> None:
    """Fill the list. Raises Misconfigured for a kind that stands twice or whose documents would lie among another's."""
    _sources.clear()
    for source in sources:
        if source.kind in _sources or source.first in {other.first for other in _sources.values()}:
            raise Misconfigured("检索来源 {setting} 声明了两次。", setting=source.kind)
        _sources[source.kind] = source


def sources() -> tuple[Source, ...]:
    """Every source, in the order of the list."""
    return tuple(_sources.values())


def source_of(kind: str) -> Source:
    """The source of a kind. Raises NotFound."""
    if kind not in _sources:
        raise NotFound("没有这一类可搜的内容，请从搜索框重新找。")
    return _sources[kind]
