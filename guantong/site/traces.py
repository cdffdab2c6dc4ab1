# SPDX-License-Identifier: Apache-2.0
"""The auditor's page: entries of the units below, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.pages import Crumb
from guantong.trace.models import Entry

PAGE = 50
VERBS = {
    "accept": _lazy("收下"),
    "add": _lazy("添加人员"),
    "address": _lazy("写主送"),
    "answer": _lazy("答复"),
    "appoint": _lazy("任命"),
    "check": _lazy("核稿"),
    "compose": _lazy("起草"),
    "confirm": _lazy("确认"),
    "correct": _lazy("更正"),
    "create": _lazy("新建主题"),
    "drop": _lazy("不是要求"),
    "edit": _lazy("改一段"),
    "found": _lazy("建立单位"),
    "issue": _lazy("下发"),
    "join": _lazy("并成一项"),
    "join_into": _lazy("并入另一项"),
    "make_demo": _lazy("设为演示库"),
    "open_account": _lazy("开通账号"),
    "receive": _lazy("收文"),
    "record": _lazy("登记"),
    "record_on_behalf": _lazy("代为登记"),
    "reopen": _lazy("退回再改"),
    "restore": _lazy("恢复"),
    "return": _lazy("退回"),
    "rework": _lazy("退回起草"),
    "send": _lazy("报送"),
    "set_rule": _lazy("写入规则值"),
    "sign": _lazy("签收或签发"),
    "split": _lazy("拆成两项"),
    "split_off": _lazy("拆出一项"),
    "void": _lazy("作废"),
    "withdraw": _lazy("撤回"),
}


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One entry as the auditor sees it."""

    when: str
    who: str
    verb: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class TracesPage:
    """Entries, newest first."""

    title: str
    lead: str
    rows: list[TraceRow]
    next_url: str
    crumbs: tuple[Crumb, ...] = ()


def traces_page(actor: Actor, before: str) -> TracesPage:
    """One page of entries about units in the actor's subtree."""
    actor.must("trace.entry.read")
    units = Unit.objects.visible_to(actor).values("pk")
    entries = Entry.objects.filter(object_unit_id__in=units)
    if (key := row_key(before)) is not None:
        entries = entries.filter(pk__lt=key)
    found = list(entries.order_by("-pk")[: PAGE + 1])
    rows = [
        TraceRow(
            worded_date(localtime(entry.at), _("Y年n月j日 H:i:s")) or "",
            f"{entry.unit_name} {entry.actor_name}",
            str(VERBS.get(entry.verb, entry.verb)),
            entry.object_label,
            entry.reason,
        )
        for entry in found[:PAGE]
    ]
    following = f"{reverse('traces')}?before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return TracesPage(_("操作记录"), _("每一次写入都在这里，前后相连，改不了也删不掉。"), rows, following)
