# SPDX-License-Identifier: Apache-2.0
"""Which characters of a document no face on this machine can print: rare names must be known before sending."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from guantong.gongwen.model import Document
from guantong.gongwen.write.fonts import font_roles, load_fonts
from guantong.gongwen.write.rules import texts_of

UNSEEN = frozenset(" 　\u00a0")


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that would print as an empty box, and the words around it."""

    character: str
    around: str


@lru_cache(maxsize=32)
def _characters(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=8)
def printable(folders: tuple[Path, ...] = ()) -> frozenset[int]:
    """Every character that every face can print, in its own family or a fall-back."""
    files: dict[str, tuple[str, int]] = {}
    for font in load_fonts(folders).fonts():
        if font.path is not None:
            files.setdefault(font.family, (font.path, font.index))
    by_role = (
        frozenset().union(*(_characters(*files[name]) for name in role.families)) for role in font_roles(folders)
    )
    return frozenset.intersection(*by_role)


def missing_glyphs(document: Document, folders: tuple[Path, ...] = ()) -> list[MissingGlyph]:
    """Characters of a document that would not print, each once, in order."""
    present = printable(folders)
    found: dict[str, MissingGlyph] = {}
    for text in texts_of(document):
        for at, character in enumerate(text):
            if ord(character) not in present and character not in UNSEEN and character not in found:
                found[character] = MissingGlyph(character, text[max(0, at - 5) : at + 6])
    return list(found.values())
