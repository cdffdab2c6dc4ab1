# SPDX-License-Identifier: Apache-2.0
"""White space: between Chinese characters it means nothing in running text, but separates names in a frame line."""

from __future__ import annotations

import re

_RUN = re.compile(r"[\s　\xa0]+")
# A space is kept only between two words of Latin script or two numbers.
_BESIDE_HAN = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")
_AROUND_NUMBER = re.compile(r"(?<=\d) (?=[A-Za-z%])|(?<=[A-Za-z]) (?=\d)")
_PROSE = re.compile("[，。；！？]")
_WIDE = re.compile(r"[ 　\xa0]{2,}|\t+")
_SHORT = 60


def tidy(text: str) -> str:
    """One line without indent; in running text no spaces beside Chinese characters, in a short line single ones."""
    text = text.strip()
    if len(text) <= _SHORT and not _PROSE.search(text):
        return _RUN.sub(" ", _WIDE.sub("  ", text)) if not _WIDE.search(text) else _gaps(text)
    return squeezed(text)


def _gaps(text: str) -> str:
    return " ".join(_RUN.sub(" ", part) for part in _WIDE.split(text) if part.strip())


def squeezed(text: str) -> str:
    """The text without spaces beside Chinese characters."""
    return _BESIDE_HAN.sub("", _RUN.sub(" ", text.strip()))


def bare(text: str) -> str:
    """The text without any white space."""
    return _RUN.sub("", text)


_HALF = re.compile(r"(?<=[^\x00-\x7f])[,:;](?!\d)|[,;](?=[^\x00-\x7f])|[()]")
_WIDENED = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}
_DIGITS = str.maketrans("０１２３４５６７８９％", "0123456789%")


def normal(text: str) -> str:
    """The text with full-width punctuation and plain digits, character for character, for the rules to look at."""
    return _HALF.sub(lambda match: _WIDENED[match[0]], text.translate(_DIGITS))
