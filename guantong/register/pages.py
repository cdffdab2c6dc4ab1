# SPDX-License-Identifier: Apache-2.0
"""Typed contexts of the pages that every register gets, and the small parts that other floors' pages use too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page; the page itself has no address."""

    label: str | Promise
    url: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a page head."""

    label: str | Promise
    url: str
    icon: str = ""
    is_primary: bool = False
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a figure that stands among them; `plain` names why digits in the words open nothing."""

    text: str = ""
    figure: Any = None
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """The neighbors of a page of a list."""

    previous_url: str
    next_url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a list."""

    label: str
    is_number: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row."""

    label: str
    text: str
    is_number: bool = False
    figure: Any = None
    mask: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list."""

    url: str
    first_line: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter in force, and the address without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The records of one register within the reader's reach."""

    title: str
    lead: str
    actions: list[Action]
    filter_form: Any
    active_filters: list[Condition]
    clear_url: str
    heads: list[Head]
    rows: list[Row]
    previous_url: str
    next_url: str
    empty_title: str
    empty_text: str
    empty_action: Action
    views: tuple[Any, ...] = ()
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPanel:
    """Fields of a form that stand together."""

    label: str
    fields: list[Any]


@dataclass(frozen=True, slots=True)
class Entered:
    """A field that is filled in already."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """One record being written."""

    title: str
    form: Any
    panels: list[FormPanel]
    prefilled: list[Entered]
    counts_for: list[str]
    submit_label: str
    cancel_url: str
    version: int | None
    crumbs: list[Crumb]


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a record's page."""

    label: str
    value: str
    url: str = ""
    is_masked: bool = False
    reveal_url: str = ""


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """Fields of a page that stand together."""

    label: str
    fields: list[Shown]


@dataclass(frozen=True, slots=True)
class CountsFor:
    """A requirement that a record counts for."""

    text: str
    url: str
    light: str
    light_word: str


@dataclass(frozen=True, slots=True)
class MoveButton:
    """A move that may be taken now."""

    label: str
    url: str
    needs_reason: bool = False
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record."""

    title: str
    state_word: str
    state_tone: str
    panels: list[ShownPanel]
    counts_for: list[CountsFor]
    moves: list[MoveButton]
    actions: list[Action]
    history_url: str
    void_reason: str
    on_behalf: str
    crumbs: list[Crumb]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that changed."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Past:
    """One entry of a record's history."""

    when: str
    actor: str
    verb_word: str
    changes: list[Difference]
    reason: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What happened to a record, newest first."""

    title: str
    entries: list[Past]
    crumbs: list[Crumb]


@dataclass(frozen=True, slots=True)
class VoidPage:
    """Taking a record out of all counts."""

    title: str
    first_line: str
    form: Any
    effects: list[str]
    cancel_url: str
    crumbs: list[Crumb]
