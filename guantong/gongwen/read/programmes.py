# SPDX-License-Identifier: Apache-2.0
"""Programmes: in which of the nine fields of work a requirement belongs, by its own words, its headings, its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from guantong.gongwen.model import Programme
from guantong.gongwen.read.words import either, vocabulary

_DATA = vocabulary("programmes")
_SURE = {programme: re.compile(either(_DATA[programme]["sure"])) for programme in Programme}
_WORDS = {programme: re.compile(either(_DATA[programme]["words"])) for programme in Programme}
_EVENTS = {programme: re.compile(either(_DATA[programme]["events"])) for programme in Programme}
_OCCASIONS = frozenset(Programme(name) for name in _DATA["occasions"])
_OWN_LIMIT = 4.0
_NEAR, _FAR = 1.0, 0.3
_OCCASION, _THEME = 2.0, 0.8
_SHARE = 0.68
_ENOUGH = 1.0
_OCCASION_SHARE = 0.5
_PLAIN = 4.0
_ORDER = {programme: index for index, programme in enumerate(Programme)}
_SUPERVISION = _ORDER[Programme.SUPERVISION]


@lru_cache(maxsize=4096)
def _weights(text: str) -> tuple[float, ...]:
    """For each programme how strongly the text speaks of it."""
    return tuple(
        min(_OWN_LIMIT, 2.0 * len(set(_SURE[programme].findall(text))) + len(set(_WORDS[programme].findall(text))))
        for programme in Programme
    )


@lru_cache(maxsize=512)
def theme_of(title: str) -> tuple[Programme, ...]:
    """The fields that the title names as the occasion of the whole document."""
    return tuple(programme for programme in Programme if _EVENTS[programme].search(title))


def programmes_of(text: str, headings: Sequence[str], title: str, *, is_reporting: bool) -> tuple[Programme, ...]:
    """The fields of a requirement; `headings` from the nearest outwards.

    A field of which the sentence itself speaks plainly (two sure words) is never lost to its surroundings.
    """
    own = list(_weights(text))
    own[_SUPERVISION] += 1.0 if is_reporting else 0.0
    scores = list(own)
    for heading, factor in zip(headings, (_NEAR, _FAR, _FAR / 2), strict=False):
        for index, weight in enumerate(_weights(heading)):
            scores[index] += min(weight, 2.0) * factor
    theme = theme_of(title)
    for programme in theme:
        scores[_ORDER[programme]] += _OCCASION if programme in _OCCASIONS else _THEME
    best = max(scores)
    if best < _ENOUGH and not theme:
        return ()
    wanted = max(min(_ENOUGH, best), best * _SHARE)
    return tuple(
        programme
        for index, programme in enumerate(Programme)
        if scores[index] >= wanted
        or own[index] >= _PLAIN
        or (programme in theme and programme in _OCCASIONS and scores[index] >= best * _OCCASION_SHARE)
    )
