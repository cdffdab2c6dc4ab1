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
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter in force, and the address without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A field that is filled in already."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class View:
    """A list under a name, as a tab above it; `drop_url` is there for one's own."""

    label: str
    url: str
    is_current: bool
    drop_url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be ticked."""

    name: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Total:
    """What all rows that were asked for add up to: their number, then each column of numbers."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Act:
    """A step over the chosen rows."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Tools:
    """What can be done with a list as it stands: `pairs` and `text` are its address."""

    pairs: list[tuple[str, str]]
    text: str
    columns: list[Choice]
    void_url: str
    total_url: str
    totals: list[Total]
    export_url: str
    save_url: str
    bulk_url: str
    acts: list[Act]


@dataclass(frozen=True, slots=True)
class ListPage:
    """The records of one register within the reader's reach."""

    title: str
    lead: str
    actions: list[Action]
    filter_form: Any
    active_filters: list[Condition]
    clear_url: str
    tools: Tools
    heads: list[Head]
    rows: list[Row]
    previous_url: str
    next_url: str
    empty_title: str
    empty_text: str
    empty_action: Action
    wrong: str = ""
    views: tuple[View, ...] = ()
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """A record over which a step cannot be taken, and why."""

    line: str
    why: str


@dataclass(frozen=True, slots=True)
class BulkPage:
    """A step over many records before it is taken."""

    title: str
    lines: list[Entered]
    left: list[Left]
    act: str
    form: Any
    submit_label: str
    cancel_url: str
    crumbs: list[Crumb]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something has come that takes a while."""

    text: str
    count_text: str
    percent: int
    left_text: str
    stop_url: str
    stop_text: str


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export of one's own."""

    title: str
    when: str
    conditions: str
    state_word: str
    state_tone: str
    rows_text: str
    file_url: str
    again_url: str
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class ExportsPage:
    """The exports that somebody asked for, newest first."""

    title: str
    lead: str
    rows: list[ExportRow]
    is_running: bool
    url: str
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """A bound field, and the rule that stands behind it."""

    bound: Any
    source: str


@dataclass(frozen=True, slots=True)
class FormPanel:
    """Fields of a form that stand together."""

    label: str
    fields: list[FormField]


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
    resumed: bool
    draft_url: str
    drop_url: str
    crumbs: list[Crumb]


@dataclass(frozen=True, slots=True)
class Both:
    """A field that two writers changed: choose one."""

    name: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class MergePage:
    """What two writers did; `typed` is all that the second one wrote."""

    title: str
    told: str
    both: list[Both]
    theirs: list[Entered]
    typed: list[tuple[str, str]]
    cancel_url: str
    crumbs: list[Crumb]


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a record's page."""

    label: str
    value: str
    url: str = ""
    is_masked: bool = False
    reveal_url: str = ""
    open_until: str = ""


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """Fields of a page that stand together."""

    label: str
    fields: list[Shown]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a record."""

    name: str
    size: str
    added: str
    url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a record, and where another one goes ("" where none may be added)."""

    files: list[Attached]
    add_url: str
    accept: str
    limit_text: str


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
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record."""

    title: str
    state_word: str
    state_tone: str
    panels: list[ShownPanel]
    counts_for: list[CountsFor]
    files: Files
    links: list[Shown]
    moves: list[MoveButton]
    actions: list[Action]
    history_url: str
    void_reason: str
    on_behalf: str
    crumbs: list[Crumb]
    open_seconds: int = 0  # for so long the page shows something that is masked otherwise


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
class ReasonPage:
    """A step that asks why before it is taken."""

    title: str
    first_line: str
    text: str
    form: Any
    submit_label: str
    cancel_label: str
    cancel_url: str
    crumbs: list[Crumb]
    rule: Any = None
