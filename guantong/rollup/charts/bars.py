# SPDX-License-Identifier: Apache-2.0
"""Two series of bars, month by month, at 1:1; the axis starts at 0, and a table beside says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..figures import Figure

WIDTH, HEIGHT = 620, 232
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 18, 208
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Month:
    """One month: what it is called, its number, and that of a year before."""

    label: str
    figure: Figure
    before: Figure


@dataclass(frozen=True, slots=True)
class Rect:
    """One bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The two bars of a month, and where its words stand."""

    month: Month
    bar: Rect
    old: Rect
    middle: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid."""

    y: float
    text_y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with everything that its table says, too."""

    key: str
    title: str
    measure: str
    pairs: list[Pair]
    ticks: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BOTTOM
    label_y: int = BOTTOM + 18
    left: int = LEFT

    @property
    def right(self) -> int:
        """Where the axis ends."""
        return self.width - RIGHT

    @property
    def months(self) -> list[Month]:
        """The rows of the table."""
        return [pair.month for pair in self.pairs]


def bars(key: str, title: str, measure: str, months: Sequence[Month]) -> Chart:
    """The chart of some months."""
    highest = max([0, *(max(month.figure.value, month.before.value) for month in months)])
    top, step = scale(highest)
    room = (WIDTH - LEFT - RIGHT) / max(1, len(months))
    wide, narrow = room * 0.42, room * 0.26

    def rect(x: float, value: int, width: float) -> Rect:
        height = round((BOTTOM - TOP) * value / top, 1)
        return Rect(round(x, 1), round(BOTTOM - height, 1), round(width, 1), height)

    pairs = []
    for place, month in enumerate(months):
        start = LEFT + place * room + room * 0.12
        bar = rect(start + narrow + 2, month.figure.value, wide)
        middle = round(bar.x + bar.width / 2, 1)
        pairs.append(Pair(month, bar, rect(start, month.before.value, narrow), middle, round(bar.y - 5, 1)))
    ticks = []
    for value in range(0, top + 1, step):
        y = round(BOTTOM - (BOTTOM - TOP) * value / top, 1)
        ticks.append(Tick(y, y + 4, f"{value:,}"))
    return Chart(key, title, measure, pairs, ticks)


def scale(highest: int) -> tuple[int, int]:
    """The top of the axis and its step: four lines or so, in ones, twos and fives."""
    step, power = 1, 1
    while step * 4 < highest:
        following = STEPS.index(step // power) + 1
        if following == len(STEPS):
            power, following = power * 10, 0
        step = STEPS[following] * power
    return max(step, -(-highest // step) * step), step
