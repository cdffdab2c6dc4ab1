# SPDX-License-Identifier: Apache-2.0
"""How one field of a register is declared. Label, length, choices and help come from the model field alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from .veil import VEILS

PLACES = frozenset({"list", "form", "page", "sheet", "api"})
FINDS = frozenset({"", "text", "choice", "range"})


@dataclass(frozen=True, slots=True)
class F:
    """Where a field shows (`on`), how it is found (`find`), and who or what may be picked (`pick`, given the actor).

    `veil` masks its value wherever it shows. A veiled field is never found by its text: guessing would open it.
    `also` holds other words that people write over this column in their sheets, with spaces between.
    `source` names the rule that stands behind the field, and is shown beside it in the form.
    """

    name: str
    on: str = "list form page sheet api"
    find: str = ""
    pick: Callable[[Any], Any] | None = None
    veil: str = ""
    also: str = ""
    source: str | Promise = ""

    def __post_init__(self) -> None:
        if unknown := set(self.on.split()) - PLACES:
            raise ValueError(f"field {self.name!r} shows on {sorted(unknown)}; the places are {sorted(PLACES)}")
        if self.find not in FINDS:
            raise ValueError(f"field {self.name!r} is found by {self.find!r}; the ways are {sorted(FINDS)}")
        if self.veil not in VEILS:
            raise ValueError(f"field {self.name!r} is veiled by {self.veil!r}; the veils are {sorted(VEILS)}")
        if self.veil and self.find:
            raise ValueError(f"field {self.name!r} is veiled and therefore cannot be found by {self.find!r}")

    def is_on(self, place: str) -> bool:
        """Whether the field shows at this place."""
        return place in self.on.split()


@dataclass(frozen=True, slots=True)
class Panel:
    """Fields that stand together on the form and the page, under one label."""

    label: str | Promise
    names: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The names, in order."""
        return tuple(self.names.split())
