# SPDX-License-Identifier: Apache-2.0
"""Verbs on kept lists of units."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.services import trace
from guantong.trace.services import Changes, writes

from ..models import UnitList
from .selection import Selection

LONGEST = 5000


@writes
def keep_list(actor: Actor, *, title: str, selection: Selection) -> UnitList:
    """Keep the units of a selection under a name. Raises Invalid for none, for too many, for a name that is taken."""
    actor.must("dispatch.notice.issue", actor.unit)
    name = title.strip()
    if not name or len(name) > 60:
        raise Invalid(_("请给名单起个名字，不超过 60 字。"), field="list_title")
    members = list(selection.rows(actor.unit).values_list("pk", "code")[: LONGEST + 1])
    if not members:
        raise Invalid(_("名单里一个单位也没有。"), field="list_title")
    if len(members) > LONGEST:
        raise Invalid(_("名单最多 {n} 个单位；更多的请按类别、层级来选。"), field="list_title", n=LONGEST)
    row = UnitList(unit=actor.unit, title=name, made_on=clock.today(), made_by=actor.person_name)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid(_("已经有一份叫“{title}”的名单。"), field="list_title", title=name) from None
    row.members.set([pk for pk, _code in members])
    trace(actor, "keep", row, Changes(after={"title": name, "units": [code for _pk, code in members]}))
    return row


@writes
def drop_list(actor: Actor, row: UnitList) -> None:
    """Let go of a kept list; what was issued by it stays issued."""
    actor.must("dispatch.notice.issue", row.unit)
    codes = list(Unit.objects.filter(pk__in=row.members.values("pk")).values_list("code", flat=True))
    trace(actor, "drop", row, Changes(before={"title": row.title, "units": codes}))
    row.delete()
