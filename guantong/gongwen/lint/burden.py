# SPDX-License-Identifier: Apache-2.0
"""The burden meter: minutes that a notice costs the units below, from what it asks and how deep it goes.

The constants are data with their source in burden.toml; today every one of them is our estimate.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from guantong.gongwen.lint.report import Burden, BurdenPart, Level


@dataclass(frozen=True, slots=True)
class Constant:
    """A value of the model with its unit and where it comes from."""

    key: str
    value: float
    unit: str
    source: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Work:
    """What a notice makes one unit do."""

    characters: int
    reports: int = 0
    questions: int = 0
    held: int = 0
    evidence: int = 0
    unclear: int = 0


@cache
def constants() -> dict[str, Constant]:
    """The constants of the model by key."""
    raw = tomllib.loads(files(__package__).joinpath("burden.toml").read_text(encoding="utf-8"))
    return {key: Constant(key=key, **entry) for key, entry in raw.items()}


def predict(work: Work, levels: Sequence[Level]) -> Burden:
    """Minutes of all units of all levels. Replies of a level are collected by the level above it, the first's by us."""
    units = sum(level.units for level in levels)
    known = constants()
    amounts = (
        ("通读", "reading_speed", work.characters / known["reading_speed"].value),
        ("签收登记", "receipt", known["receipt"].value),
        ("写情况报告", "report", work.reports * known["report"].value),
        ("答登记簿里没有的问题", "question", work.questions * known["question"].value),
        ("重报登记簿里已有的数据", "held", work.held * known["held"].value),
        ("留痕材料", "evidence", work.evidence * known["evidence"].value),
        ("问清要求", "unclear", work.unclear * known["unclear"].value),
    )
    parts = [BurdenPart(name, minutes, units, known[key].source) for name, key, minutes in amounts if minutes]
    replies = work.reports + (1 if work.questions or work.held or work.evidence else 0)
    for upper, lower in itertools.pairwise(levels):
        parts.append(BurdenPart(f"{upper.name}转发", known["forward"].value, upper.units, known["forward"].source))
        if replies:
            minutes = replies * known["collect"].value
            parts.append(BurdenPart(f"{upper.name}汇总{lower.name}", minutes, lower.units, known["collect"].source))
    return Burden(units=units, parts=tuple(parts))
