# SPDX-License-Identifier: Apache-2.0
"""From a text to the tokens of the index, and from a query to those that must all be there. Pure: no database.

Chinese is cut into single characters and pairs of neighbors, because most words have two and no dictionary knows the
names of people; the rest into words of letters and numbers. A name is also found by its pinyin, whole or by initials.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise, product
from typing import Any

HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUNS = re.compile(rf"(?P<han>[{HAN}]+)|(?P<number>[0-9]+)|(?P<word>[^\W\d_{HAN}]+)")
NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]+(?:·[{HAN}]+)+")
BETWEEN_NAMES = re.compile(r"[、，,;；\s]+")
LONGEST_TEXT = 20_000
LONGEST_WORD = 40
READINGS = 6
"""Of a name with characters of several readings, so many ways to read it are kept."""
PLACE = "@"
UNREAD = "?"


def plain(text: str) -> str:
    """The text as it is compared: one width, one case, no null characters."""
    return unicodedata.normalize("NFKC", text[:LONGEST_TEXT].replace("\x00", " ")).casefold()


def tokens_of(texts: Iterable[str], names: Iterable[str] = (), paths: Iterable[str] = ()) -> list[str]:
    """Every token of a record: of its texts and names, and of each place on the lines above it."""
    found: set[str] = set()
    for text in texts:
        found.update(_of_text(text))
        for part in BETWEEN_NAMES.split(text) if len(text) <= LONGEST_WORD * 3 else ():
            if NAME.fullmatch(part):
                found.update(_of_name(part))
    for name in names:
        found.update(_of_text(name))
        found.update(_of_name(name))
    for path in paths:
        found.update(places_of(path))
    return sorted(found)


def _of_text(text: str) -> Iterator[str]:
    for run in RUNS.finditer(plain(text)):
        if run["han"]:
            yield from run["han"]
            yield from (first + second for first, second in pairwise(run["han"]))
        else:
            yield run[0][:LONGEST_WORD]


def _of_name(name: str) -> Iterator[str]:
    """Pinyin of a name from each of its characters on, so that the middle of a unit's name is found by it as well."""
    letters = "".join(run["han"] for run in RUNS.finditer(plain(name)) if run["han"])
    if len(letters) < 2:
        return
    for syllables in _ways_to_read(letters):
        starts = range(len(syllables) - 1) if len(letters) > 4 else (0,)
        for start in starts:
            yield "".join(syllables[start:])[:LONGEST_WORD]
            yield "".join(each[0] for each in syllables[start:])[:LONGEST_WORD]


@lru_cache(maxsize=20_000)
def _ways_to_read(letters: str) -> tuple[tuple[str, ...], ...]:
    from pypinyin import Style, lazy_pinyin, pinyin  # a quarter of a second to load, and most processes need none

    unread: Any = _unread  # typed too narrowly by the library: a list of syllables is what it wants
    usual = tuple(lazy_pinyin(letters, errors=unread))
    ways = {usual: None}
    if len(letters) <= 4:
        each_way = (way[:3] for way in pinyin(letters, style=Style.NORMAL, heteronym=True, errors=unread))
        for way in product(*each_way):
            ways[way] = None
            if len(ways) >= READINGS:
                break
    read = (tuple(syllable for syllable in way if syllable != UNREAD) for way in ways)
    return tuple(way for way in read if len(way) > 1)


def _unread(letters: str) -> list[str]:
    """A rare character has no known reading, and the rest of the name is found without it."""
    return [UNREAD] * len(letters)


def places_of(path: str, step: int = 4) -> list[str]:
    """One token for each unit on the line down to this path: who looks from any of them finds the record."""
    head, *unions = path.split("/")
    return [PLACE + head[:end] for end in range(step, len(head) + 1, step)] + [f"{PLACE}L{each}" for each in unions]


def place(path: str) -> str:
    """The token that everything at or below this path, or on this line of an industrial union, carries."""
    _head, stroke, unions = path.rpartition("/")
    return f"{PLACE}L{unions}" if stroke else PLACE + path


def wanted(query: str) -> list[str]:
    """The tokens that a record must all hold; one that ends in `*` is the beginning of a word.

    Letters of one kind that stand together must stand together in the record, pair by pair.
    """
    found: dict[str, None] = {}
    for run in RUNS.finditer(plain(query)):
        if not run["han"]:
            word = run[0][:LONGEST_WORD]
            found[word if len(word) < 2 else f"{word}*"] = None
        elif len(run["han"]) == 1:
            found[run["han"]] = None
        else:
            found |= dict.fromkeys(first + second for first, second in pairwise(run["han"]))
    return list(found)


def literal(query: str) -> list[str]:
    """The pieces of a query as they stand in a text, longest first, to be marked there."""
    return sorted({run[0] for run in RUNS.finditer(plain(query))}, key=len, reverse=True)


def is_chinese(run: str) -> bool:
    """Whether a piece of a query is of Chinese characters, which are found anywhere in a text."""
    return bool(re.fullmatch(f"[{HAN}]+", run))
