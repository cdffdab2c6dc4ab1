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
    "add_document": _lazy("登记证件"),
    "remove_document": _lazy("撤下证件"),
    "add_bank_account": _lazy("登记银行账户"),
    "end_bank_account": _lazy("停用银行账户"),
    "flag_clash": _lazy("发现证件重号"),
    "drop_clash": _lazy("撤销证件重号"),
    "merge": _lazy("合并重复的人"),
    "merge_into": _lazy("并入另一行"),
    "merge_links": _lazy("随人合并"),
    "part": _lazy("分开两个人"),
    "part_links": _lazy("随人分开"),
    "unite": _lazy("认定是同一个人"),
    "keep_apart": _lazy("认定是两个人"),
    "look_again": _lazy("重新核对"),
    "reveal": _lazy("查看遮住的内容"),
    "take_along": _lazy("带走自己的资料"),
    "give_consent": _lazy("同意"),
    "withdraw_consent": _lazy("撤回同意"),
    "ask": _lazy("提出申请"),
    "grant": _lazy("照办"),
    "decline": _lazy("不照办"),
    "erase": _lazy("删除个人信息"),
    "rotate_key": _lazy("换密钥"),
    "anchor": _lazy("链头存证"),
    "accept": _lazy("收下"),
    "add": _lazy("添加人员"),
    "add_second_factor": _lazy("设第二道验证"),
    "address": _lazy("写主送"),
    "answer": _lazy("答复"),
    "appoint": _lazy("任命"),
    "change_password": _lazy("改密码"),
    "change_unit": _lazy("更改单位情况"),
    "check": _lazy("核稿"),
    "close_account": _lazy("停用账号"),
    "close_unit": _lazy("撤销单位"),
    "compose": _lazy("起草"),
    "confirm": _lazy("确认"),
    "correct": _lazy("更正"),
    "create": _lazy("新建主题"),
    "drop": _lazy("不是要求"),
    "drop_second_factor": _lazy("撤掉第二道验证"),
    "edit": _lazy("改一段"),
    "end_deputy": _lazy("结束代理"),
    "end_post": _lazy("免职"),
    "end_posts": _lazy("免职"),
    "end_sessions": _lazy("结束所有登录"),
    "extend_post": _lazy("延长任期"),
    "fail_invitation": _lazy("邀请码核对不上"),
    "fail_second_factor": _lazy("验证码不对"),
    "fail_sign_in": _lazy("密码不对"),
    "found": _lazy("建立单位"),
    "give_deputy": _lazy("安排代理"),
    "hand_over": _lazy("转入"),
    "invite": _lazy("发邀请码"),
    "issue": _lazy("下发"),
    "join": _lazy("并成一项"),
    "join_into": _lazy("并入另一项"),
    "link_identity": _lazy("绑定身份"),
    "lock": _lazy("锁定账号"),
    "make_demo": _lazy("设为演示库"),
    "make_recovery_codes": _lazy("做新的恢复码"),
    "merge_unit": _lazy("并入"),
    "move_unit": _lazy("调整隶属"),
    "open_account": _lazy("开通账号"),
    "place_on_line": _lazy("调整产业线"),
    "receive": _lazy("收文"),
    "record": _lazy("登记"),
    "record_on_behalf": _lazy("代为登记"),
    "refuse_sign_in": _lazy("不让登录"),
    "remove_second_factor": _lazy("关掉第二道验证"),
    "rename_unit": _lazy("更名"),
    "reopen": _lazy("退回再改"),
    "reopen_account": _lazy("启用账号"),
    "reopen_unit": _lazy("恢复单位"),
    "restore": _lazy("恢复"),
    "return": _lazy("退回"),
    "revoke_invitation": _lazy("收回邀请码"),
    "rework": _lazy("退回起草"),
    "send": _lazy("报送"),
    "set_rule": _lazy("写入规则值"),
    "sign": _lazy("签收或签发"),
    "sign_in": _lazy("登录"),
    "sign_out": _lazy("退出"),
    "split": _lazy("拆成两项"),
    "split_off": _lazy("拆出一项"),
    "split_unit": _lazy("分设"),
    "take_over": _lazy("接办"),
    "unlink_identity": _lazy("解除绑定"),
    "unlock": _lazy("解锁账号"),
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
            who_words(entry),
            str(VERBS.get(entry.verb, entry.verb)),
            entry.object_label,
            entry.reason,
        )
        for entry in found[:PAGE]
    ]
    following = f"{reverse('traces')}?before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return TracesPage(_("操作记录"), _("每一次写入都在这里，前后相连，改不了也删不掉。"), rows, following)


def who_words(entry: Entry) -> str:
    """Who did it, and for whom, where he stood in."""
    who = f"{entry.unit_name} {entry.actor_name}"
    return _("%(who)s（代%(colleague)s）") % {"who": who, "colleague": entry.acting_for} if entry.acting_for else who
