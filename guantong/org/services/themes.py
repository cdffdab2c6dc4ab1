# SPDX-License-Identifier: Apache-2.0
"""Verbs on themes."""

from __future__ import annotations

from guantong.kernel import clock
from guantong.trace.services import Changes, writes

from ..actors import Actor
from ..models import Theme
from .traces import trace


@writes
def use_theme(actor: Actor, title: str) -> Theme:
    """The theme of that title, made where there is none yet."""
    theme = Theme.objects.filter(title=title.strip()).first()
    if theme is not None:
        return theme
    actor.must("org.theme.create")
    theme = Theme.objects.create(title=title.strip(), created_on=clock.today())
    trace(actor, "create", theme, Changes(after={"title": theme.title}))
    return theme
