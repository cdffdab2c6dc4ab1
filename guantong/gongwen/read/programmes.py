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
_OWN_LIMIT = 4.0
_NEAR, _FAR, _TITLE = 1.6, 0.9, 0.6
_SHARE = 0.62
_ENOUGH = 1.0


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
    """The fields of a requirement; `headings` from the nearest outwards."""
    theme = theme_of(title)
    scores = list(_weights(text))
    for heading, factor in zip(headings, (_NEAR, _FAR, _FAR / 2), strict=False):
        for index, weight in enumerate(_weights(heading)):
            scores[index] += min(weight, 2.0) * factor
    for index, programme in enumerate(Programme):
        if programme in theme:
            scores[index] += _TITLE * 2
    if is_reporting:
        scores[list(Programme).index(Programme.SUPERVISION)] += 1.0
    best = max(scores)
    if best < _ENOUGH:
        return ()
    chosen = {
        programme for programme, score in zip(Programme, scores, strict=True) if score >= max(_ENOUGH, best * _SHARE)
    }
    return tuple(programme for programme in Programme if programme in chosen)
