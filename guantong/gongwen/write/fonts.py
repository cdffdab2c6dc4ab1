# SPDX-License-Identifier: Apache-2.0
"""Which family on this machine serves each face of an official document, and whether it is only a stand-in.

A docx names the families of the standard; only the PDF needs faces here. No setting is read: folders come as arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import typst

from guantong.gongwen.write.standard import Face

SYSTEM_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
)

PROPER = {
    Face.FANG: ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R", "FandolFang"),
    Face.KAI: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai", "LXGW WenKai"),
    Face.HEI: ("SimHei", "黑体", "STHeiti", "FandolHei", "Noto Sans CJK SC"),
    Face.SONG: ("SimSun", "宋体", "STSong", "FandolSong", "Noto Serif CJK SC"),
    Face.BIAOSONG: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
}
"""Families drawn for the face that the standard asks for, the best first."""

STAND_INS = {
    Face.FANG: ("Noto Serif CJK SC", "FandolSong", "LXGW WenKai", "Noto Sans CJK SC"),
    Face.KAI: ("Noto Serif CJK SC", "Noto Sans CJK SC"),
    Face.HEI: (),
    Face.SONG: ("Noto Sans CJK SC",),
    Face.BIAOSONG: ("Noto Serif CJK SC", "FandolSong", "Noto Sans CJK SC"),
}
"""Families that serve a face when no proper one is found."""


@dataclass(frozen=True, slots=True)
class FontRole:
    """One face, the families tried for it in order of glyph fall-back, and whether the first is a stand-in."""

    face: Face
    family: str
    is_stand_in: bool
    families: tuple[str, ...]


def bundled_folder() -> Path:
    """The folder of the face that is installed with Guantong."""
    return Path(str(resources.files("manimgx_fonts_cjk")))


@lru_cache(maxsize=8)
def load_fonts(folders: tuple[Path, ...] = ()) -> typst.Fonts:
    """Every face in the given folders, the system's and the bundled one; searched once a process."""
    searched = [folder for folder in (*folders, *SYSTEM_FOLDERS, bundled_folder()) if folder.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(searched))


@lru_cache(maxsize=8)
def font_roles(folders: tuple[Path, ...] = ()) -> tuple[FontRole, ...]:
    """Which family serves which face, with the fall-back for glyphs it lacks."""
    present = {family.lower(): family for family in load_fonts(folders).families()}
    roles = []
    for face in Face:
        chain = [*PROPER[face], *STAND_INS[face], "Noto Serif CJK SC", "Noto Sans CJK SC"]
        found = tuple(dict.fromkeys(present[name.lower()] for name in chain if name.lower() in present))
        roles.append(FontRole(face, found[0], found[0] not in PROPER[face], found))
    return tuple(roles)
