# SPDX-License-Identifier: Apache-2.0
"""The vocabulary of the rules: commented TOML files in `data/`, loaded once, made into regular expressions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The data file `data/<name>.toml` as a dictionary."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def either(words: Iterable[str]) -> str:
    """A regular expression that matches any of the words, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def any_of(name: str, *keys: str) -> str:
    """`either` over the lists under the given keys of a data file."""
    data = vocabulary(name)
    return either(word for key in keys for word in data[key])
