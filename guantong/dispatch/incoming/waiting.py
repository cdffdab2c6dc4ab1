# SPDX-License-Identifier: Apache-2.0
"""Which incoming documents wait for a person, as items of the desk."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext as _

from guantong.kernel.flow import Move
from guantong.org.actors import Actor

from ..pages.waiting import WaitingItem
from ..pages.words import day_word
from .models import IncomingDocument
from .queries import OVER, SHOWN, may_take, next_moves


def documents_waiting(actor: Actor) -> list[WaitingItem]:
    """Documents that the actor's unit received or handles and whose next step is the actor's, soonest due first."""
    if not actor.may("dispatch.incoming_document.read"):
        return []
    near = IncomingDocument.objects.filter(Q(unit=actor.unit) | Q(handler=actor.unit)).exclude(state__in=OVER)
    rows = near.select_related("unit", "handler").order_by(F("due_on").asc(nulls_last=True), "received_at", "pk")[
        :SHOWN
    ]
    steps = [(row, next((move for move in next_moves(row) if may_take(actor, row, move)), None)) for row in rows]
    return [_item(row, move) for row, move in steps if move is not None]


def _item(document: IncomingDocument, move: Move) -> WaitingItem:
    received = _("{day}收到").format(day=day_word(document.received_at.date()))
    due = _("{day}前").format(day=day_word(document.due_on)) if document.due_on else received
    return WaitingItem(
        word=_("等您{step}").format(step=move.label),
        title=document.title,
        text=_("{issuer}来文，下一步由您办。").format(issuer=document.issuer or _("没有写明的机关")),
        when=due,
        source=document.number,
        url=document.get_absolute_url(),
        label=str(move.label),
    )
