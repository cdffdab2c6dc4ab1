# SPDX-License-Identifier: Apache-2.0
"""The list of notices of a unit: those it received as a file and those issued to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.register.pages import Action, Crumb

from ..models import Notice, Receipt
from ..states import NOTICE_FLOW
from .words import day_word

SHOWN = 100


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice of the list."""

    url: str
    title: str
    number: str
    issuer: str
    issued_on: str
    state: str
    state_word: str
    counts: str


@dataclass(frozen=True, slots=True)
class NoticeListPage:
    """The notices of a unit, newest first."""

    title: str
    lead: str
    notices: list[NoticeRow]
    upload_url: str
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)


def notice_list_page(actor: Actor) -> NoticeListPage:
    """The list, with the button for those who may receive."""
    actor.must("dispatch.notice.read")
    rows = Notice.objects.visible_to(actor).select_related("unit").order_by("-received_at", "-pk")[:SHOWN]
    own = dict(
        Receipt.objects.filter(unit=actor.unit, notice__in=[row.pk for row in rows]).values_list("notice", "signed_at")
    )
    may = bool(actor.may("dispatch.notice.receive", actor.unit))
    url = reverse("notice.receive") if may else ""
    return NoticeListPage(
        title=_("通知"),
        lead="",
        notices=[_row(notice, own) for notice in rows],
        upload_url=url,
        actions=[Action(_("收文"), url, "upload", is_primary=True)] if may else [],
    )


def _row(notice: Notice, own: dict[int, object]) -> NoticeRow:
    is_waiting = notice.pk in own and own[notice.pk] is None
    return NoticeRow(
        url=reverse("notice", args=(notice.pk,)),
        title=notice.title,
        number=notice.number,
        issuer=notice.issuer or notice.unit.name,
        issued_on=day_word(notice.issued_on),
        state="waiting" if is_waiting else notice.state,
        state_word=_("等您签收") if is_waiting else str(NOTICE_FLOW.label(notice.state)),
        counts="",
    )
