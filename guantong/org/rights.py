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
}
OFFICERS = ("office", "leader", "head", "chair")
READERS = (*OFFICERS,)


@dataclass(frozen=True, slots=True)
class Right:
    """One right: its name, its label, the roles whose posts carry it, and whether it also reaches along industry."""

    name: str
    label: str | Promise
    roles: tuple[str, ...]
    along_industry: bool = False


RIGHTS = (
    Right("org.unit.read", _("查看单位"), READERS, along_industry=True),
    Right("org.unit.found", _("建立单位"), ("office",)),
    Right("org.person.add", _("添加人员"), OFFICERS),
    Right("org.post.give", _("任命岗位"), ("office",)),
    Right("org.account.open", _("开通账号"), ("office", "system")),
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
