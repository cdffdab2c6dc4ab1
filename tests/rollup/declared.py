# SPDX-License-Identifier: Apache-2.0
"""Indicators of every sort, declared for tests over models that are there anyway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from guantong.learning.indicators import LECTURE_ENTRIES
from guantong.learning.models import Lecture
from guantong.org.models import Post
from guantong.register import catalogue
from guantong.register.indicator import Indicator, Source

WORDS = {"short": "试", "measure": "个", "definition": "只为测试声明。", "said": "{value}", "unsaid": "没有"}
PEOPLE = Indicator(
    key="test.people",
    title="任职人数",
    of=(Source(Post, "starts_on", person="person", theme=""),),
    counts="people",
    **WORDS,
)
UNITS = Indicator(
    key="test.units",
    title="开展宣讲的单位",
    of=(Source(Lecture, "held_on", part_field="entry"),),
    counts="units",
    dimension=LECTURE_ENTRIES,
    **WORDS,
)
SHARE = Indicator(
    key="test.share",
    title="劳模宣讲占比",
    of=(),
    counts="share",
    share=("learning.model_lectures", "learning.lectures"),
    **WORDS,
)
SECRET = Indicator(key="test.secret", title="困难职工", of=(Source(Lecture, "held_on"),), sensitive=True, **WORDS)
EXTRA = (PEOPLE, UNITS, SHARE, SECRET)


@contextmanager
def declared(*extra: Indicator) -> Iterator[None]:
    """The catalogue with more indicators than the product has."""
    registers, indicators = catalogue.registers(), catalogue.indicators()
    asked = list(catalogue._counts)
    try:
        catalogue.install(registers, (*indicators, *extra), asked[0])
        yield
    finally:
        catalogue.install(registers, indicators, asked[0])
