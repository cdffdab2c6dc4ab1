# SPDX-License-Identifier: Apache-2.0
"""How one field of a register is declared. Label, length, choices and help come from the model field alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

PLACES = frozenset({"list", "form", "page", "sheet", "api"})
FINDS = frozenset({"", "text", "choice", "range"})


@dataclass(frozen=True, slots=True)
class F:
    """Where a field shows (`on`), how it is found (`find`), and who or what may be picked (`pick`, given the actor)."""

    name: str
    on: str = "list form page sheet api"
    find: str = ""
    pick: Callable[[Any], Any] | None = None

    def __post_init__(self) -> None:
        if unknown := set(self.on.split()) - PLACES:
            raise ValueError(f"field {self.name!r} shows on {sorted(unknown)}; the places are {sorted(PLACES)}")
        if self.find not in FINDS:
            raise ValueError(f"field {self.name!r} is found by {self.find!r}; the ways are {sorted(FINDS)}")

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
