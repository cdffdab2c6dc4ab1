# SPDX-License-Identifier: Apache-2.0
"""What a notice does when the units that bear it are merged, split, moved or closed while it is under way.

A unit that was merged hands its notices to its successor, one that was split leaves them with both. A closed unit bears
nothing any more. Totals follow today's tree, so after a move the lights of the units above are noted anew, on the old
way and on the new one. Receipts, answers and the history of lights stay where they were.
"""

from __future__ import annotations

from collections.abc import Sequence

from guantong.org.models import Unit
from guantong.org.services import SYSTEM, trace
from guantong.trace.models import Entry
from guantong.trace.queries import rows_of
from guantong.trace.services import Changes

from ..models import Notice, Receipt
from .changes import BATCH, note_lights

TREE_VERBS = {"move_unit", "merge_unit", "split_unit", "close_unit", "reopen_unit", "place_on_line"}
UNIT = Unit._meta.label_lower


def follow_units(entries: Sequence[Entry]) -> None:
    """Let open notices follow the tree, before the operation that changed it commits."""
    paths: set[str] = set()
    for entry in entries:
        if entry.object_kind != UNIT or entry.verb not in TREE_VERBS:
            continue
        paths |= _paths(entry)
        if entry.verb == "merge_unit":
            _take_over(int(entry.object_id), int(entry.after["successor"]))
        elif entry.verb == "split_unit":
            _take_over(int(entry.object_id), int(entry.after["new"]))
    if paths:
        _note_above(paths)


def _take_over(old: int, new: int) -> None:
    """Give a unit a receipt for each open notice that another bears, unless it has one or handed it out itself."""
    have = Receipt.objects.filter(unit=new).values("notice_id")
    rows = Receipt.objects.filter(unit=old, notice__state="issued").exclude(state="released")
    rows = rows.exclude(notice__in=have).exclude(issue__unit=new).exclude(notice__unit=new)
    for receipt in rows.select_related("notice", "issue"):
        taken = Receipt.objects.create(notice=receipt.notice, unit_id=new, issue=receipt.issue)
        trace(SYSTEM, "take_over", taken, Changes({"unit": old}, {"unit": new}))


def _paths(entry: Entry) -> set[str]:
    """The places of a unit that an entry names, before and after."""
    said = [(entry.before, entry.after)]
    if entry.manifest:
        said = [(row.before, row.after) for row in rows_of(entry)]
        pks = [row.id for row in rows_of(entry)]
    else:
        pks = [int(entry.object_id)]
    found = {str(values[name]) for pair in said for values in pair for name in ("path",) if values.get(name)}
    return found | set(Unit.objects.filter(pk__in=pks).values_list("path", flat=True))


def _note_above(paths: set[str]) -> None:
    above = {path[:end] for path in paths for end in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    for notice in Notice.objects.filter(state="issued").select_related("theme"):
        units = list(Unit.objects.filter(path__in=above, receipts__notice=notice))
        for at in range(0, len(units), BATCH):
            note_lights(notice, units[at : at + BATCH])
