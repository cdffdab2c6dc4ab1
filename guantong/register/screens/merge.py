# SPDX-License-Identifier: Apache-2.0
"""What two writers did to one record, side by side, before the second one saves."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guantong.kernel.errors import WrongState

from ..forms import RecordForm
from ..merging import CHOOSE, merge_of
from ..pages import Both, Crumb, Entered, MergePage
from ..register import Register
from ..veil import veiled
from .words import crumbs_of, label_of, said


def merge_page(register: type[Register], form: RecordForm, current: Any) -> MergePage:
    """The fields that both changed, to be chosen; those that the first writer alone changed, taken over."""
    if current.voided_at is not None:
        raise WrongState(_("没有保存。这条登记刚被作废了，要先恢复。"))
    merge = merge_of(form, register, current)
    line, url = register.first_line(current), reverse(f"{register.key}.page", args=(current.pk,))
    names = [name for name in form.fields if name != "version"]
    data: Any = form.data
    typed = [(name, value) for name in names for value in data.getlist(name)]
    taken = [(f"{CHOOSE}{name}", "theirs") for name in merge.theirs]
    return MergePage(
        title=_("更正%s") % register.title(),
        told=_told(merge.last),
        both=[
            Both(f"{CHOOSE}{name}", label_of(register, name), _mine(register, form, name), said(current, name))
            for name in merge.both
        ],
        theirs=[Entered(label_of(register, name), said(current, name)) for name in merge.theirs],
        typed=[*typed, *taken, ("version", str(current.version))],
        cancel_url=url,
        crumbs=[*crumbs_of(register), Crumb(line, url), Crumb(_("两个人都改了"))],
    )


def _mine(register: type[Register], form: RecordForm, name: str) -> str:
    value = form.cleaned_data[name]
    text = "、".join(str(each) for each in value) if hasattr(value, "all") else said(form.instance, name)
    return text if not register.veil_of(name) else veiled(register.veil_of(name), str(value))


def _told(entry: Any) -> str:
    if entry is None:
        return _("没有保存。别人刚改过这条登记，您写的还在。")
    when = worded_date(localtime(entry.at), _("H:i"))
    return _("没有保存。{name}在 {when} 改过这条登记，您写的还在。").format(name=entry.actor_name, when=when)
