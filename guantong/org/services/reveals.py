# SPDX-License-Identifier: Apache-2.0
"""Opening a veiled value: for a reason, for a set time, traced, and visible to the person whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound
from guantong.trace.sealing import veiled_fields
from guantong.trace.services import Changes, writes

from ..actors import Actor
from ..models import Reveal
from ..queries import people_in, rule_value
from .traces import trace

SHORTEST_REASON = 4


@writes
def reveal(actor: Actor, record: Any, field: str, *, reason: str) -> str:
    """Open one veiled value of a record for this actor; returns it. Law: 个人信息保护法 Articles 6, 28 and 51."""
    if field not in veiled_fields(type(record)):
        raise NotFound(_("这一栏没有遮住的内容。"))
    actor.must("org.veil.open", record.unit if hasattr(record, "unit") else record.person.unit)
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise Invalid(_("请写一句为什么要看，本人会看到这句话。"), field="reason")
    moment = clock.real_now()
    minutes = int(rule_value("privacy.reveal_minutes", clock.today(), actor.unit).value)
    with override(settings.LANGUAGE_CODE):  # what is kept is in the language of the house
        label = str(record._meta.get_field(field).verbose_name)
    common = {
        "object_kind": record._meta.label_lower,
        "object_id": record.pk,
        "object_label": str(record)[:200],
        "field": field,
        "field_label": label,
        "reason": said[:200],
        "reader_id": actor.person_id,
        "reader_name": actor.person_name,
        "unit_name": actor.unit.name,
        "at": moment,
        "until": moment + timedelta(minutes=minutes),
    }
    subjects: list[int | None] = [*people_in(record)]
    Reveal.objects.bulk_create(Reveal(person_id=pk, **common) for pk in subjects or [None])
    trace(actor, "reveal", record, Changes(after={"field": field}, reason=said))
    return str(getattr(record, field) or "")
