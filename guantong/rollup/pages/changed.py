# SPDX-License-Identifier: Apache-2.0
"""What changed a figure since it was frozen: which records left or came, which were corrected, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guantong.org.models import Unit
from guantong.register.catalogue import url_of
from guantong.trace.models import Entry
from guantong.trace.queries import history_of

from ..figures import Question
from ..models import Snapshot
from ..queries import Ask, records_in

NAMED = 20
LOOKED = 2000
WORDS = {
    "void": gettext_lazy("作废"),
    "restore": gettext_lazy("恢复"),
    "correct": gettext_lazy("更正"),
    "record": gettext_lazy("补登"),
    "record_on_behalf": gettext_lazy("补登"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One record that made the difference."""

    text: str
    url: str


def frozen_as(pk: int | None, question: Question) -> Snapshot | None:
    """The snapshot of that number, if it froze this very question; None otherwise."""
    found = Snapshot.objects.select_related("evidence").filter(pk=pk).first() if pk else None
    return found if found is not None and Question(**found.question) == question else None


def was_text(snapshot: Snapshot, now: int) -> str:
    """“报送时 150，现 148”, nothing where the number still holds."""
    return "" if snapshot.value == now else _("报送时 {was}，现 {now}").format(was=snapshot.value, now=now)


def reasons(snapshot: Snapshot, ask: Ask, unit: Unit, question: Question) -> list[Reason]:
    """Why the number is another now, at most twenty records of each kind."""
    then = snapshot.records
    now = records_in(ask, unit, subtree=question.subtree, both=question.both)
    found: list[Reason] = []
    for kind in sorted(then.keys() | now.keys()):
        before, after = set(then.get(kind, ())), set(now.get(kind, ()))
        touched = before ^ after
        if ask.indicator.adds:
            touched |= before & after & _corrected(kind, snapshot.position)
        rows = apps.get_model(kind)._default_manager.filter(pk__in=sorted(touched)[:NAMED])
        found += [_reason(row, snapshot, row.pk in before, row.pk in after) for row in rows.order_by("pk")]
    return found


def _corrected(kind: str, position: int) -> set[int]:
    entries = Entry.objects.filter(object_kind=kind, pk__gt=position, verb="correct")
    return {int(pk) for pk in entries.values_list("object_id", flat=True)[:LOOKED]}


def _reason(row: Any, snapshot: Snapshot, was: bool, stands: bool) -> Reason:
    entry = history_of(row).filter(pk__gt=snapshot.position).first()
    side = _("仍计入") if was and stands else _("不再计入") if was else _("新计入")
    if entry is None:  # nobody touched the record: its unit went elsewhere in the tree
        return Reason(_("《{row}》{side}：单位有变动").format(row=row, side=side), url_of(row))
    said = _("《{row}》{side}：{who}{verb}").format(
        row=row, side=side, who=entry.actor_name, verb=WORDS.get(entry.verb, _("变动"))
    )
    return Reason(f"{said}（{entry.reason}）" if entry.reason else said, url_of(row))
