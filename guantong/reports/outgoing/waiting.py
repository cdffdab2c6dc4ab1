# SPDX-License-Identifier: Apache-2.0
"""Which outgoing documents wait for a person, as items of the desk."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from guantong.dispatch.pages.waiting import WaitingItem
from guantong.dispatch.pages.words import day_word
from guantong.kernel.flow import Move
from guantong.org.actors import Actor

from .models import OfficialDocument
from .queries import OVER, SHOWN, may_take, next_move


def documents_waiting(actor: Actor) -> list[WaitingItem]:
    """Documents of the actor's own body whose next step is the actor's, and those that the unit is asked to co-sign."""
    if not actor.may("reports.official_document.read"):
        return []
    lacking = Count("co_signatures", filter=Q(co_signatures__signed_at=None))
    asked = Q(issuer=actor.unit) | Q(co_signatures__unit=actor.unit, co_signatures__signed_at=None)
    near = OfficialDocument.objects.filter(asked).exclude(state__in=OVER).order_by("drafted_at", "pk").values("pk")
    rows = OfficialDocument.objects.filter(pk__in=list(near.distinct()[:SHOWN].values_list("pk", flat=True)))
    steps = [(row, next_move(row, row.lacking)) for row in rows.annotate(lacking=lacking).select_related("number")]
    return [_item(row, move) for row, move in steps if move is not None and may_take(actor, row, move)]


def _item(document: OfficialDocument, move: Move) -> WaitingItem:
    return WaitingItem(
        word=_("等您{step}").format(step=move.label),
        title=document.title,
        text=_("公文办到了“{state}”，下一步由您办。").format(state=document.get_state_display()),
        when=_("{day}起草").format(day=day_word(document.drafted_at.date())),
        source=str(document.number or ""),
        url=document.get_absolute_url(),
        label=str(move.label),
    )
