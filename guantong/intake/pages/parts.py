# SPDX-License-Identifier: Apache-2.0
"""What the pages of an upload share: how far it has come, the way to it, the fields that it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.register.pages import Crumb
from guantong.register.register import Register
from guantong.sheets import Field

from .. import queries
from ..fields import sheet_fields
from ..models import Upload


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an upload's way."""

    label: str
    state: str


def steps_of(upload: Upload) -> list[Step]:
    """How far an upload has come."""
    labels = [_("选文件"), _("认列名"), _("看结果"), _("入册")]
    at = {"waiting": 0, "matching": 1, "staging": 2, "ready": 2}.get(upload.state, 3)
    done = len(labels) if upload.state in ("applied", "undoing", "undone") else at
    return [
        Step(label, "done" if number < done else "now" if number == done else "next")
        for number, label in enumerate(labels)
    ]


def crumbs_to(register: type[Register], *steps: Crumb) -> list[Crumb]:
    """The way to a page of an upload."""
    return [Crumb(register.title(), reverse(f"{register.key}.list")), *steps]


def asked_of(upload: Upload, actor: Actor) -> tuple[Field, ...]:
    """The fields that an upload's sheet is asked for."""
    return sheet_fields(queries.register_of(upload), actor)


def columns_shown(upload: Upload, asked: Sequence[Field]) -> list[Field]:
    used = {name for table in upload.chosen if table["read"] for name in (*table["columns"], *table["constants"])}
    return [each for each in asked if each.name in used]
