# SPDX-License-Identifier: Apache-2.0
"""Writing the trace: operations (one transaction, one id), the entries that each leaves, their chains and anchors."""

from .anchoring import anchor_heads
from .chain import SEALED, digest
from .entries import (
    SYSTEM,
    Changes,
    RowChange,
    RowLine,
    Stamp,
    add_bulk_entry,
    add_entry,
    add_note,
    erase_sealed,
    plain,
)
from .operations import Operation, Runs, running, writes
from .rotation import rotate_keys

__all__ = (
    "SEALED",
    "SYSTEM",
    "Changes",
    "Operation",
    "RowChange",
    "RowLine",
    "Runs",
    "Stamp",
    "add_bulk_entry",
    "add_entry",
    "add_note",
    "anchor_heads",
    "digest",
    "erase_sealed",
    "plain",
    "rotate_keys",
    "running",
    "writes",
)
