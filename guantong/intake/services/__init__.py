# SPDX-License-Identifier: Apache-2.0
"""Verbs of intake: what the officer does with an upload, and what the worker does for them."""

from .entering import enter, take_out
from .staging import fail, find_tables, finish_staging, stage_rows
from .uploads import (
    KEPT_DAYS,
    actor_of,
    ask_to_enter,
    ask_to_undo,
    bring_in,
    cancel,
    confirm_columns,
    leave_out,
    mend_row,
    mendable,
    take_over,
    tidy,
)

__all__ = (
    "KEPT_DAYS",
    "actor_of",
    "ask_to_enter",
    "ask_to_undo",
    "bring_in",
    "cancel",
    "confirm_columns",
    "enter",
    "fail",
    "find_tables",
    "finish_staging",
    "leave_out",
    "mend_row",
    "mendable",
    "stage_rows",
    "take_out",
    "take_over",
    "tidy",
)
