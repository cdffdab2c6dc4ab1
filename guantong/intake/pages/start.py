# SPDX-License-Identifier: Apache-2.0
"""Giving a file to a register, and the empty sheet that it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guantong import sheets
from guantong.org.actors import Actor
from guantong.register.pages import Crumb
from guantong.register.register import Register

from .. import queries
from ..fields import KEY, sheet_fields
from ..forms import FileForm
from ..services import KEPT_DAYS
from ..states import UploadState
from .parts import crumbs_to

STATE_TONES = {"applied": "new", "ready": "ask", "matching": "ask", "failed": "no", "cancelled": "", "undone": ""}


@dataclass(frozen=True, slots=True)
class Recent:
    """An upload of this unit."""

    name: str
    url: str
    word: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """Giving a file."""

    title: str
    form: FileForm
    limit_text: str
    template_url: str
    recent: list[Recent]
    cancel_url: str
    crumbs: list[Crumb]


def start_page(actor: Actor, register: type[Register], form: FileForm) -> StartPage:
    """The page that takes a file for a register."""
    recent = [
        Recent(
            each.name,
            reverse("upload", args=(each.pk,)),
            str(UploadState(each.state).label),
            STATE_TONES.get(each.state, "edit"),
            _("{who}，{when}").format(who=each.made_by, when=worded_date(localtime(each.made_at), _("n月j日 H:i"))),
        )
        for each in queries.recent_uploads(actor, register)
    ]
    title = _("上传%s表格") % register.title()
    return StartPage(
        title=title,
        form=form,
        limit_text=_("最大 {limit} 兆。先看结果，您点了入册才写进登记簿；入册后 {days} 天内可以整批撤销。").format(
            limit=settings.CONF["upload_mb"], days=KEPT_DAYS
        ),
        template_url=reverse(f"{register.key}.template"),
        recent=recent,
        cancel_url=reverse(f"{register.key}.list"),
        crumbs=crumbs_to(register, Crumb(title)),
    )


def empty_sheet(register: type[Register], actor: Actor) -> bytes:
    """The empty sheet of a register; units are written by name, examples are the officer's own."""
    fields = [each for each in sheet_fields(register, actor) if each.name != KEY]
    own = {"unit": actor.unit.name}
    return sheets.template([replace(each, example=own.get(each.name, "")) for each in fields], register.title())
