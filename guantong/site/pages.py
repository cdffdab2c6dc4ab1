# SPDX-License-Identifier: Apache-2.0
"""Typed contexts of the roof's own pages and the parts that several floors' pages share through templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from guantong.register.pages import Action, Crumb, Piece
from guantong.rollup.figures import Figure
from guantong.search.queries import Hit


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done, by which rule, and the way back."""

    message: str
    source: str
    back_url: str
    crumbs: tuple[Crumb, ...] = ()

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.message


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person, with the button that does it."""

    light: str
    light_word: str
    title: str
    url: str
    missing: list[Piece]
    due_text: str
    due_tone: str
    source: str
    action_url: str
    action_label: str
    is_primary: bool = False
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class LightCount:
    """How many tasks show a light."""

    light: str
    light_word: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class OwnMissing:
    """How much of what was asked of a unit is still open."""

    open_figure: Figure
    met_figure: Figure
    all_figure: Figure
    share_percent: int
    text: str


@dataclass(frozen=True, slots=True)
class BelowRow:
    """A unit below with what it still lacks."""

    light: str
    light_word: str
    unit: str
    url: str
    text: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Recent:
    """Something that the person just recorded."""

    text: str
    url: str
    when: str
    undo_url: str = ""


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What waits for a person, soonest first."""

    title: str
    lead: str
    counts: list[LightCount]
    tasks: list[Task]
    own_missing: OwnMissing | None
    below: list[BelowRow]
    below_url: str
    recent: list[Recent]
    actions: list[Action]
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """What was found of one kind, and where all of it is, if there is more."""

    label: str
    items: list[Hit]
    more_url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a word was found in."""

    title: str
    query: str
    groups: list[SearchGroup]
    older_url: str = ""
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit: where it stands, who works there, what it did, what it lacks."""

    title: str
    name: str
    kind: str
    level: str
    parents: list[Any]
    children: list[Any]
    people: list[Any]
    statistics: list[Any]
    notices: list[Any]
    pasts: list[Any]
    closed_on: str
    successor: Any
    origin: Any
    more_url: str
    first_url: str
    actions: list[Action] = field(default_factory=list)
    crumbs: tuple[Crumb, ...] = ()
