# SPDX-License-Identifier: Apache-2.0
"""What happened to one record, from its trace, as a person reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong.trace.queries import change_of, history_of
from guantong.trace.services import RowChange

from ..pages import Crumb, Difference, HistoryPage, Past
from ..register import Register
from .words import crumbs_of, label_of

VERBS = {
    "record": gettext_noop("登记"),
    "record_on_behalf": gettext_noop("代为登记"),
    "correct": gettext_noop("更正"),
    "void": gettext_noop("作废"),
    "restore": gettext_noop("恢复"),
    "attach": gettext_noop("添上附件"),
    "detach": gettext_noop("移除附件"),
    "reveal": gettext_noop("看了遮住的内容"),
}


def history_page(register: type[Register], row: Any) -> HistoryPage:
    """What happened to one record."""
    entries = [
        Past(
            _moment(entry.at),
            f"{entry.actor_name}，{entry.unit_name} {entry.post_label}".rstrip(),
            _verb(register, entry.verb),
            _differences(register, entry.verb, change_of(entry, row)),
            entry.reason,
        )
        for entry in history_of(row)
    ]
    steps = [Crumb(register.first_line(row), reverse(f"{register.key}.page", args=(row.pk,))), Crumb(_("经过"))]
    return HistoryPage(_("经过"), entries, [*crumbs_of(register), *steps])


def _verb(register: type[Register], verb: str) -> str:
    steps = {step.verb: step.label for step in register.flow.moves} if register.flow else {}
    return str(steps.get(verb) or _(VERBS.get(verb, verb)))


def _differences(register: type[Register], verb: str, change: RowChange) -> list[Difference]:
    if verb == "reveal":
        return [Difference(label_of(register, str(change.after["field"])), "", _("看过，内容没有改"))]
    changes = []
    declared = [field.name for field in register.fields]
    for key in sorted(change.after, key=lambda name: declared.index(name) if name in declared else len(declared)):
        try:
            label = label_of(register, key)
        except FieldDoesNotExist:
            continue
        old, new = change.before.get(key), change.after[key]
        if old in (None, "", []) and new in (None, "", []):
            continue
        if register.veil_of(key):  # a mask before and a mask after would tell nothing
            changes.append(Difference(label, "", _("有改动，内容遮住")))
            continue
        changes.append(Difference(label, _plain(register, key, old), _plain(register, key, new)))
    return changes


def _plain(register: type[Register], key: str, value: Any) -> str:
    field = register.model._meta.get_field(key)
    if value in (None, ""):
        return ""
    if isinstance(field, models.DateField):  # the trace keeps a date as it is written in JSON
        return _day(field, value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    if field.many_to_one and field.related_model is not None:
        return str(field.related_model._default_manager.filter(pk=value).first() or value)
    return str(dict(getattr(field, "choices", None) or ()).get(value, value))


def _day(field: models.Field[Any, Any], value: Any) -> str:
    read = field.to_python(value)
    return _moment(read) if isinstance(read, datetime) else worded_date(read, _("Y年n月j日")) or ""


def _moment(moment: datetime) -> str:
    return worded_date(localtime(moment), _("Y年n月j日 H:i")) or ""
