# SPDX-License-Identifier: Apache-2.0
"""The auditor's page: entries of the units below, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.pages import Crumb
from guantong.trace.models import Entry

PAGE = 50


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One entry as the auditor sees it."""

    when: str
    who: str
    verb: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class TracesPage:
    """Entries, newest first."""

    title: str
    lead: str
    rows: list[TraceRow]
    next_url: str
    crumbs: tuple[Crumb, ...] = ()


def traces_page(actor: Actor, before: str) -> TracesPage:
    """One page of entries about units in the actor's subtree."""
    actor.must("trace.entry.read")
    units = Unit.objects.visible_to(actor).values("pk")
    entries = Entry.objects.filter(object_unit_id__in=units)
    if (key := row_key(before)) is not None:
        entries = entries.filter(pk__lt=key)
    found = list(entries.order_by("-pk")[: PAGE + 1])
    rows = [
        TraceRow(
            worded_date(localtime(entry.at), _("Y年n月j日 H:i:s")) or "",
            f"{entry.unit_name} {entry.actor_name}",
            entry.verb,
            entry.object_label,
            entry.reason,
        )
        for entry in found[:PAGE]
    ]
    following = f"{reverse('traces')}?before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return TracesPage(_("操作记录"), _("每一次写入都在这里，前后相连，改不了也删不掉。"), rows, following)
