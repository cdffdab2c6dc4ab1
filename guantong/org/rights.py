# SPDX-License-Identifier: Apache-2.0
"""Rights: one line of data each, named `room.thing.verb`; the catalogue that `site` fills from one list at start.

A right comes from a post. Along the line of leadership a post reaches its unit and all below; along the line of
industry it reads and issues, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guantong.kernel.errors import Misconfigured

ROLES: dict[str, Promise] = {
    "office": _("办公室干部"),
    "leader": _("分管领导"),
    "head": _("部门负责人"),
    "chair": _("工会主席"),
    "auditor": _("审计员"),
    "system": _("系统管理员"),
    "security": _("安全管理员"),
}
# Whose posts may appoint to each role; nobody appoints himself. The leader appoints the three administrators.
GIVEN_BY: dict[str, tuple[str, ...]] = {
    "office": ("office",),
    "leader": ("office",),
    "head": ("office",),
    "chair": ("office",),
    "auditor": ("leader",),
    "system": ("leader",),
    "security": ("leader",),
}
# 三员分立 (GB/T 22239): no human is two of these at a time.
ADMINISTRATORS = ("system", "security", "auditor")
OFFICERS = ("office", "leader", "head", "chair")
READERS = (*OFFICERS,)


@dataclass(frozen=True, slots=True)
class Right:
    """One right: its name, its label, the roles whose posts carry it, and whether it also reaches along industry."""

    name: str
    label: str | Promise
    roles: tuple[str, ...]
    along_industry: bool = False

    @property
    def granted_by(self) -> tuple[str, ...]:
        """The roles that grant this right, by appointing to a role that carries it."""
        return tuple(dict.fromkeys(giver for role in self.roles for giver in GIVEN_BY[role]))


RIGHTS = (
    Right("org.unit.read", _("查看单位"), READERS, along_industry=True),
    Right("org.unit.found", _("建立单位"), ("office",)),
    Right("org.unit.change", _("更改单位情况"), ("office",)),
    Right("org.unit.move", _("调整单位隶属"), ("office",)),
    Right("org.unit.merge", _("合并单位"), ("office",)),
    Right("org.unit.split", _("分设单位"), ("office",)),
    Right("org.unit.close", _("撤销单位"), ("office",)),
    Right("org.person.add", _("添加人员"), OFFICERS),
    Right("org.person.correct", _("更正人员资料"), OFFICERS),
    Right("org.person.merge", _("合并重复的人"), ("office",)),
    Right("org.veil.open", _("查看遮住的内容"), OFFICERS),
    Right("org.post.give", _("任命岗位"), ("office", "leader")),
    Right("org.deputy.give", _("安排代理"), ("office", "leader")),
    Right("org.account.open", _("开通账号"), ("office", "system")),
    Right("org.account.close", _("停用账号"), ("office", "system")),
    Right("org.account.secure", _("解锁账号"), ("security",)),
    Right("org.token.make", _("建立接口令牌"), OFFICERS),
    Right("org.rule.read", _("查看规则值"), (*OFFICERS, "system")),
    Right("org.rule.set", _("录入规则值"), ("office",)),
    Right("org.theme.create", _("新建主题"), ("office",)),
    Right("trace.entry.read", _("查看操作记录"), ("auditor",)),
)

_catalogue: dict[str, Right] = {}


def install(rights: Iterable[Right]) -> None:
    """Fill the catalogue. Raises Misconfigured for an unknown role or a name given twice, which stops the start."""
    _catalogue.clear()
    for right in rights:
        if right.name in _catalogue:
            raise Misconfigured("权限 {setting} 声明了两次。", setting=right.name)
        if unknown := set(right.roles) - set(ROLES):
            raise Misconfigured("权限 {setting} 的角色不认识：{roles}。", setting=right.name, roles="、".join(unknown))
        _catalogue[right.name] = right


def named(name: str) -> Right:
    """The right of that name. Raises Misconfigured with the valid names for one that nobody declared."""
    if name not in _catalogue:
        raise Misconfigured("没有权限 {setting}；有：{names}。", setting=name, names="、".join(sorted(_catalogue)))
    return _catalogue[name]


def catalogue() -> tuple[Right, ...]:
    """Every declared right, in the order of the list."""
    return tuple(_catalogue.values())
