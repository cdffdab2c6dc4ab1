# SPDX-License-Identifier: Apache-2.0
"""One search box over notices, registers, units and people, always within the reader's reach."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.dispatch.models import Notice
from guantong.dispatch.pages.words import day_word
from guantong.org.actors import Actor
from guantong.org.models import Person, Unit
from guantong.org.scope import within_both_lines
from guantong.register.catalogue import registers
from guantong.register.register import Register

from .pages import SearchGroup, SearchItem, SearchPage

FOUND = 20


def search_page(actor: Actor, query: str) -> SearchPage:
    """What the words were found in, group by group; at most twenty of each."""
    groups = [*_notices(actor, query), *_units(actor, query), *_people(actor, query)] if query else []
    if query:
        groups += [group for register in registers() for group in _records(actor, register, query)]
    return SearchPage(_("搜索"), query, [group for group in groups if group.items])


def _notices(actor: Actor, query: str) -> list[SearchGroup]:
    if not actor.may("dispatch.notice.read"):
        return []
    rows = Notice.objects.visible_to(actor).filter(Q(title__icontains=query) | Q(number__icontains=query))[:FOUND]
    items = [SearchItem(row.title, row.number, reverse("notice", args=(row.pk,))) for row in rows]
    return [SearchGroup(_("通知"), items)]


def _units(actor: Actor, query: str) -> list[SearchGroup]:
    if not actor.may("org.unit.read"):
        return []
    named = Q(name__icontains=query) | Q(short_name__icontains=query)
    rows = Unit.objects.visible_to(actor).filter(named)[:FOUND]
    items = [SearchItem(row.name, row.get_level_display(), reverse("unit", args=(row.code,))) for row in rows]
    return [SearchGroup(_("单位"), items)]


def _people(actor: Actor, query: str) -> list[SearchGroup]:
    if not actor.may("org.unit.read"):
        return []
    rows = Person.objects.filter(within_both_lines(actor.unit.path), name__icontains=query)
    items = [
        SearchItem(row.name, row.unit.name, reverse("unit", args=(row.unit.code,)))
        for row in rows.select_related("unit").order_by("pk")[:FOUND]
    ]
    return [SearchGroup(_("人员"), items)]


def _records(actor: Actor, register: type[Register], query: str) -> list[SearchGroup]:
    names = [field.name for field in register.fields if field.find == "text"]
    wanted = Q()
    for name in names:
        wanted |= Q(**{f"{name}__icontains": query})
    rows = register.queryset(actor).filter(wanted).order_by(f"-{register.event_date}", "-pk")[:FOUND]
    items = [
        SearchItem(
            register.first_line(row),
            f"{row.unit.label}，{day_word(getattr(row, register.event_date))}",
            reverse(f"{register.key}.page", args=(row.pk,)),
        )
        for row in rows
    ]
    return [SearchGroup(register.title(), items)]
