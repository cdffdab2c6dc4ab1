# SPDX-License-Identifier: Apache-2.0
"""Verbs that write units, people, posts, accounts, themes, rule values and records; one module a noun."""

from .accounts import close_account, make_demo, open_account, reopen_account
from .mergers import close_unit, merge_units, split_unit
from .merging import keep_people_apart, links_to_people, merge_people, part_people
from .people import (
    PersonFacts,
    add_bank_account,
    add_document,
    add_person,
    change_person,
    end_bank_account,
    remove_document,
)
from .posts import appoint, end_deputy, end_post, extend_post, give_deputy, give_post
from .records import add_record, change_record, move, restore_record, void_record
from .reveals import reveal
from .themes import use_theme
from .tokens import make_token, revoke_token
from .traces import SYSTEM, covered, difference, trace, trace_bulk, values_of
from .units import change_unit, found_unit, move_unit, place_on_line, rename_unit, reopen_unit
from .values import load_rules, set_rule

__all__ = (
    "SYSTEM",
    "PersonFacts",
    "add_bank_account",
    "add_document",
    "add_person",
    "add_record",
    "appoint",
    "change_person",
    "change_record",
    "change_unit",
    "close_account",
    "close_unit",
    "covered",
    "difference",
    "end_bank_account",
    "end_deputy",
    "end_post",
    "extend_post",
    "found_unit",
    "give_deputy",
    "give_post",
    "keep_people_apart",
    "links_to_people",
    "load_rules",
    "make_demo",
    "make_token",
    "merge_people",
    "merge_units",
    "move",
    "move_unit",
    "open_account",
    "part_people",
    "place_on_line",
    "remove_document",
    "rename_unit",
    "reopen_account",
    "reopen_unit",
    "restore_record",
    "reveal",
    "revoke_token",
    "set_rule",
    "split_unit",
    "trace",
    "trace_bulk",
    "use_theme",
    "values_of",
    "void_record",
)
