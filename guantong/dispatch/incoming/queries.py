# SPDX-License-Identifier: Apache-2.0
"""The door to one incoming document, who may have it in hand, and the lists."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import NotFound
from guantong.kernel.flow import Move
from guantong.org.actors import Actor
from guantong.org.models import Unit

from ..models import IncomingDocument
from ..states import INCOMING_FLOW
from .models import IncomingDocumentQuerySet

SHOWN = 100
INSIDE = ("department", "institution")
OVER = ("filed", "returned")


def handlers_of(unit: Unit) -> list[Unit]:
    """Who may have a body's documents in hand: the body itself, its departments and institutions."""
    inside = Unit.objects.in_force().below(unit).filter(depth=unit.depth + 1, kind__in=INSIDE)
    return [unit, *inside]


def handler_named(unit: Unit, pk: int) -> Unit:
    """The handler that was chosen. Raises NotFound for any other unit."""
    for each in handlers_of(unit):
        if each.pk == pk:
            return each
    raise NotFound(_("没有这个单位。"))


def fetch_incoming(actor: Actor, pk: int) -> IncomingDocument:
    """A document that the actor may see. Raises NotFound outside, NotAllowed inside."""
    rows = IncomingDocument.objects.visible_to(actor).select_related("unit", "handler", "file", "notice")
    document = rows.filter(pk=pk).first()
    if document is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    actor.must("dispatch.incoming_document.read")
    return document


def incoming_open(actor: Actor) -> IncomingDocumentQuerySet:
    """What is not yet filed, soonest due first, those without a date last."""
    rows = IncomingDocument.objects.visible_to(actor).exclude(state__in=OVER).select_related("unit", "handler")
    return rows.order_by(F("due_on").asc(nulls_last=True), "received_at")[:SHOWN]


def incoming_over(actor: Actor) -> IncomingDocumentQuerySet:
    """What was filed or sent back, newest first."""
    rows = IncomingDocument.objects.visible_to(actor).filter(state__in=OVER).select_related("unit", "handler")
    return rows.order_by("-received_at", "-pk")[:SHOWN]


def next_moves(document: IncomingDocument) -> list[Move]:
    """The moves that take a document forward; what is only read needs no reply, what asks for one is replied to."""
    moves = [move for move in INCOMING_FLOW.moves_from(document.state) if not move.reason]
    if document.state == "handled" and document.purpose == "reading":
        moves = [move for move in moves if move.verb != "reply"]
    return moves


def may_take(actor: Actor, document: IncomingDocument, move: Move) -> bool:
    """Whether the actor may take a move of this document: handling is the handler's, the rest is the office's."""
    place = document.handler if move.verb == "handle" else document.unit
    return place is not None and place.pk == actor.unit.pk and bool(actor.may(move.right, place))
