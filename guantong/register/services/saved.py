# SPDX-License-Identifier: Apache-2.0
"""Views that a person saves of a list."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, NotFound
from guantong.org.actors import Actor
from guantong.org.services import trace
from guantong.trace.services import Changes, writes

from ..asked import Asked
from ..models import SavedView

MOST = 12


@writes
def save_view(actor: Actor, asked: Asked, *, title: str) -> SavedView:
    """Keep a list under a name; the same name again means the list as it is now."""
    actor.must(asked.register.right("read"))
    title = title.strip()
    own = SavedView.objects.filter(person=actor.person_id, register=asked.register.key)
    if not title or len(title) > 40 or "\x00" in title:
        raise Invalid(_("请给这个视图起个名字，不超过 40 个字。"), field="title")
    if own.exclude(title=title).count() >= MOST:
        raise Invalid(_("一本登记簿最多存 {most} 个视图，请先去掉一个。"), field="title", most=MOST)
    view, _made = SavedView.objects.update_or_create(
        person_id=actor.person_id, register=asked.register.key, title=title, defaults={"query": asked.text()[:2000]}
    )
    trace(actor, "save_view", view, Changes(after={"register": view.register, "title": title, "query": view.query}))
    return view


@writes
def drop_view(actor: Actor, pk: int) -> None:
    """Take one's own view away."""
    view = SavedView.objects.filter(pk=pk, person=actor.person_id).first()
    if view is None:
        raise NotFound(_("没有这个视图，可能已经去掉了。"))
    trace(actor, "drop_view", view, Changes(before={"title": view.title, "query": view.query}))
    view.delete()
