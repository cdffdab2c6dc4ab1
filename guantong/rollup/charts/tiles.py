# SPDX-License-Identifier: Apache-2.0
"""The tile map: the eight prefectures of Qinghai roughly where they lie, drawn by us; any other units in rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guantong.org.models import Unit

from ..figures import Figure

SIDE, GAP, HIGH = 88, 6, 84
# The first six digits of a prefecture's administrative code (GB/T 2260): column (in half tiles) and row.
PLACES = {
    "632800": (0, 0),  # 海西
    "632200": (2, 0),  # 海北
    "630100": (4, 0),  # 西宁
    "630200": (6, 0),  # 海东
    "632500": (3, 1),  # 海南
    "632300": (5, 1),  # 黄南
    "632700": (1, 2),  # 玉树
    "632600": (3, 2),  # 果洛
}
NAME = 5
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit of the map."""

    x: int
    y: int
    name: str
    figure: Figure
    tone: str

    @property
    def text_x(self) -> int:
        """Where its words begin."""
        return self.x + 10

    @property
    def name_y(self) -> int:
        """The line of its name."""
        return self.y + 23

    @property
    def number_y(self) -> int:
        """The line of its number."""
        return self.y + 57


@dataclass(frozen=True, slots=True)
class TileMap:
    """The tiles with the room they take."""

    key: str
    title: str
    measure: str
    tiles: list[Tile]
    width: int
    height: int
    side: int = SIDE
    high: int = HIGH


def tile_map(title: tuple[str, str, str], rows: Sequence[tuple[Unit, Figure]]) -> TileMap:
    """The units with their figures on the map: prefectures where they lie, all others in rows of four."""
    key, words, measure = title
    on_map = {unit.code: PLACES[unit.code] for unit, _figure in rows if unit.code in PLACES}
    is_map = len(on_map) == len(PLACES)
    shown = [(unit, figure) for unit, figure in rows if unit.code in on_map or not is_map]
    tiles = []
    for number, (unit, figure) in enumerate(shown):
        half, row = on_map[unit.code] if is_map else (2 * (number % COLUMNS), number // COLUMNS)
        x, y = 1 + half * (SIDE + GAP) // 2, 1 + row * (HIGH + GAP)
        tiles.append(Tile(x, y, short(unit), figure, "got" if figure.value else ""))
    width = max((tile.x for tile in tiles), default=0) + SIDE + 1
    height = max((tile.y for tile in tiles), default=0) + HIGH + 1
    return TileMap(key, words, measure, tiles, width, height)


def short(unit: Unit) -> str:
    """The name of a place without what every unit is called."""
    name = str(unit.label)
    for ending in ("总工会", "工会委员会", "工会", "市总", "州总", "总"):
        name = name.removesuffix(ending)
    return name[:NAME] or str(unit.label)[:NAME]
