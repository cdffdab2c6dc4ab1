# SPDX-License-Identifier: Apache-2.0
"""Freezing a figure, so that what was reported stays what it was; and keeping the choice of a reader."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid
from guantong.org.actors import Actor
from guantong.org.services import trace
from guantong.register.catalogue import indicators
from guantong.trace import files
from guantong.trace.models import Entry
from guantong.trace.services import Changes, writes

from . import queries
from .evidence import packed
from .figures import Question
from .models import Choice, Snapshot

MOST = 20


@writes
def choose_indicators(actor: Actor, keys: Sequence[str]) -> Choice:
    """Keep which indicators the actor wants on dashboards, in the order of the list of all."""
    actor.must("org.unit.read")
    known = [each.key for each in indicators()]
    if unknown := set(keys) - set(known):
        raise Invalid(_("没有指标“{key}”。"), field="keys", key=min(unknown))
    if not keys or len(set(keys)) > MOST:
        raise Invalid(_("请选 1 到 {most} 个指标。"), field="keys", most=MOST)
    before = Choice.objects.filter(person=actor.person_id).values_list("keys", flat=True).first() or []
    wanted = [key for key in known if key in keys]
    choice, _made = Choice.objects.update_or_create(person_id=actor.person_id, defaults={"keys": wanted})
    trace(actor, "choose", choice, Changes({"keys": before}, {"keys": wanted}))
    return choice


def freeze(question: Question) -> Snapshot:
    """Keep a figure with its records and units as they are now. Call inside a service marked `@writes`."""
    ask, unit = question.resolve()
    scope = {"subtree": question.subtree, "both": question.both}
    content = packed(queries.records_in(ask, unit, **scope))
    return Snapshot.objects.create(
        indicator=question.key,
        question=question.as_dict(),
        value=queries.total(ask, [unit], **scope),
        evidence=files.keep(content, name=f"{question.key}.ids", media_type="application/octet-stream"),
        position=Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        units=queries.units_in(ask, unit, **scope),
        frozen_at=clock.now(),
    )
