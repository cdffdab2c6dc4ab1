# SPDX-License-Identifier: Apache-2.0
"""A step over many records, shown before it is taken: over which, over which not and why, what has to be said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.kernel.errors import Refused
from guantong.org.actors import Actor
from guantong.org.queries import themes_to_pick
from guantong.org.wording import worded

from ..pages import BulkPage, Crumb, Entered, Left
from ..register import Register
from ..services.bulk import Act
from .words import crumbs_of


class BulkForm(forms.Form):
    """What a step asks: a reason, a theme, or nothing."""

    def __init__(self, data: Any, *, act: Act, actor: Actor) -> None:
        super().__init__(data)
        if act.asks == "reason":
            self.fields["reason"] = forms.CharField(label=_("为什么"), max_length=200)
        elif act.asks == "theme":
            self.fields["theme"] = forms.ModelChoiceField(themes_to_pick(actor), label=_("主题"))

    def said(self) -> dict[str, Any]:
        """What was said, as the service takes it."""
        return {"reason": self.cleaned_data.get("reason", ""), "theme": self.cleaned_data.get("theme")}


def bulk_page(
    register: type[Register], act: Act, able: Sequence[Any], unable: Sequence[tuple[Any, Refused]], form: BulkForm
) -> BulkPage:
    """The step before it is taken."""
    label = str(act.label)
    title = _("{label}：{count} 条").format(label=label, count=len(able))
    return BulkPage(
        title=title,
        lines=[Entered(register.first_line(row), str(row.pk)) for row in able],
        left=[Left(register.first_line(row), worded(why)) for row, why in unable],
        act=act.key,
        form=form,
        submit_label=title if able else "",
        cancel_url=reverse(f"{register.key}.list"),
        crumbs=[*crumbs_of(register), Crumb(label)],
    )


def undo_url(register: type[Register], act: Act, rows: Sequence[Any]) -> str:
    """The address that undoes the step just taken, "" where none does."""
    if act.key != "void":
        return ""
    return f"{reverse(f'{register.key}.bulk')}?{urlencode([('act', 'restore'), *(('pk', row.pk) for row in rows)])}"
