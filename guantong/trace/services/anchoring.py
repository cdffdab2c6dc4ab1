# SPDX-License-Identifier: Apache-2.0
"""Writing the heads of the chains down outside the database."""

from __future__ import annotations

from django.db.models import F

from guantong.kernel import clock

from .. import anchors
from ..models import Stream
from .entries import SYSTEM, Changes, add_note
from .operations import writes

BATCH = 2000


@writes
def anchor_heads() -> int:
    """Anchor every chain that grew since its last anchor, and leave an entry that names the line; returns how many.

    The line is written before the transaction commits: a line without its entry is harmless, an entry without its line
    is a fault that `guantong check` finds.
    """
    grown = list(Stream.objects.exclude(anchored=F("length")).order_by("unit_id"))
    anchor = anchors.append(clock.real_now(), [(each.unit_id, each.length, each.head) for each in grown])
    for each in grown:
        each.anchored = each.length
    Stream.objects.bulk_update(grown, ("anchored",), batch_size=BATCH)
    said = {"line": anchor.fingerprint, "number": anchor.number, "streams": len(grown)}
    add_note(SYSTEM, "anchor", Stream, Changes(after=said))
    return len(grown)
