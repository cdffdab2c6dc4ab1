# SPDX-License-Identifier: Apache-2.0
"""The words and rules of the linter, read once from rules.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from guantong.gongwen.lint.report import Code


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that no notice may demand; `needs_asking` where the word alone means nothing."""

    code: Code
    pattern: re.Pattern[str]
    needs_asking: bool
    message: str
    rule: str


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))


def rule(name: str) -> str:
    """The full name of a source."""
    return str(_raw()["sources"][name])


def length_limits() -> tuple[int, int]:
    """Characters of a special-task paper and of a general one."""
    return int(_raw()["length"]["special"]), int(_raw()["length"]["general"])


@cache
def vague_words() -> re.Pattern[str]:
    """Words that set a time without setting one."""
    words = sorted(_raw()["vague"]["words"], key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


@cache
def asking_words() -> re.Pattern[str]:
    """Verbs that ask for papers or data."""
    return re.compile("|".join(map(re.escape, _raw()["asking"]["words"])))


@cache
def negations() -> re.Pattern[str]:
    """Words that turn a demand into its prohibition."""
    return re.compile("|".join(map(re.escape, _raw()["asking"]["negations"])))


@cache
def report_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a report back is about, and the verb that sends it up."""
    entry = _raw()["report_back"]
    return re.compile(entry["subject"]), re.compile(entry["sending"])


@cache
def demands() -> tuple[Demand, ...]:
    """What must not be demanded."""
    return tuple(
        Demand(Code(e["code"]), re.compile(e["pattern"]), e["needs_asking"], e["message"], rule(e["source"]))
        for e in _raw()["demand"]
    )
