# SPDX-License-Identifier: Apache-2.0
"""One search box over registers, notices, units and people, always within the reader's reach."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.dispatch.models import Notice
from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.models import Person, Unit
from guantong.org.scope import within_both_lines
from guantong.register.searching import source_for
from guantong.search.queries import found_in, page_of
from guantong.search.sources import Item, Source, Words, source_of, sources

from .catalogue import REGISTERS
from .pages import SearchGroup, SearchPage

SHOWN = 6
"""Hits of one kind on the page of all kinds."""
PAGE = 50


def _seen_notices(actor: Actor) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = Notice.objects.visible_to(actor)
    return rows if actor.may("dispatch.notice.read") else rows.none()


def _seen_units(actor: Actor) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = Unit.objects.visible_to(actor)
    return rows if actor.may("org.unit.read") else rows.none()


def _seen_people(actor: Actor) -> models.QuerySet[Any]:
    rows = Person.objects.select_related("unit")
    return rows.filter(within_both_lines(actor.unit)) if actor.may("org.unit.read") else rows.none()


def _unit_url(unit: Unit) -> str:
    return reverse("unit", args=(unit.code,))


NOTICES = Source(
    kind=Notice._meta.label_lower,
    title=lambda: _("通知"),
    rows=lambda: Notice.objects.all(),
    words=lambda row: Words((row.title, row.number, row.issuer)),
    seen_by=_seen_notices,
    item=lambda row: Item(row.title, row.number, reverse("notice", args=(row.pk,))),
    unit=None,
)
UNITS = Source(
    kind=Unit._meta.label_lower,
    title=lambda: _("单位"),
    rows=lambda: Unit.objects.prefetch_related("pasts"),
    words=lambda row: Words((row.code,), (row.name, row.short_name, *(past.name for past in row.pasts.all())), row),
    seen_by=_seen_units,
    item=lambda row: Item(row.name, str(row.get_level_display()), _unit_url(row)),
    unit="",
)
PEOPLE = Source(
    kind=Person._meta.label_lower,
    title=lambda: _("人员"),
    rows=lambda: Person.objects.select_related("unit"),
    words=lambda row: Words((), (row.name,), row.unit),
    seen_by=_seen_people,
    item=lambda row: Item(row.name, row.unit.name, _unit_url(row.unit)),
)
SOURCES = (NOTICES, UNITS, PEOPLE, *map(source_for, REGISTERS))


def search_page(actor: Actor, query: str, kind: str = "", before: str = "") -> SearchPage:
    """What the words were found in: the newest few of every kind, or one kind page by page."""
    if kind:
        return _of_one_kind(actor, query, source_of(kind), row_key(before))
    found = found_in(sources(), actor, query, limit=SHOWN + 1) if query else {}
    groups = [
        SearchGroup(str(each.title()), found[each.kind][:SHOWN], _more(each, query, len(found[each.kind])))
        for each in sources()
        if found.get(each.kind)
    ]
    return SearchPage(_("搜索"), query, groups)


def _more(source: Source, query: str, number: int) -> str:
    """The address of all hits of a kind, where there are more than the page shows."""
    if number <= SHOWN:
        return ""
    if source.list_url is not None:
        return f"{source.list_url()}?{urlencode({'q': query})}"
    return f"{reverse('search')}?{urlencode({'q': query, 'kind': source.kind})}"


def _of_one_kind(actor: Actor, query: str, source: Source, before: int | None) -> SearchPage:
    hits, last = page_of(source, actor, query, before=before, limit=PAGE)
    older = f"{reverse('search')}?{urlencode({'q': query, 'kind': source.kind, 'before': last})}" if last else ""
    groups = [SearchGroup(str(source.title()), hits, "")] if hits else []
    return SearchPage(_("搜索"), query, groups, older_url=older)
