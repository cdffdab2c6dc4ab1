# SPDX-License-Identifier: Apache-2.0
"""What stands around every signed-in page: who, for which unit, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guantong.dispatch.models import Receipt
from guantong.org.actors import Actor
from guantong.org.models import Person
from guantong.org.queries import is_demo
from guantong.register.catalogue import registers


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place to go."""

    url: str
    label: str
    icon: str
    badge: int | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Places that belong together."""

    label: str
    items: list[NavItem]


@dataclass(frozen=True, slots=True)
class PostChoice:
    """Another post of the same person."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page."""

    person: str
    post: str
    unit: str
    units: list[PostChoice]
    nav: list[NavGroup]
    theme: str
    language: str
    is_demo: bool
    search_url: str
    tokens_url: str


def shell(request: Any) -> dict[str, Any]:
    """The frame for templates; None where nobody is signed in."""
    actor = getattr(request, "actor", None)
    theme = request.COOKIES.get("theme", "auto")
    if actor is None:
        is_member = request.user.is_authenticated and request.user.is_member
        frame = member_shell(request.user.person, theme, request.path) if is_member else None
        return {"shell": frame, "theme": theme}
    others = [PostChoice(each.post_id, post_words(each)) for each in request.posts if each.post_id != actor.post_id]
    frame = Shell(
        person=actor.person_name,
        post=own_words(actor),
        unit=actor.unit.name,
        units=others,
        nav=navigation(actor, request.path),
        theme=theme,
        language="en" if (get_language() or "").startswith("en") else "zh-hans",
        is_demo=is_demo(),
        search_url=reverse("search"),
        tokens_url=reverse("tokens") if actor.may("org.token.make") else "",
    )
    return {"shell": frame, "theme": frame.theme}


def member_shell(person: Person, theme: str, path: str) -> Shell:
    """The frame for a member without any post: his account, his file and nothing else."""
    own = [(reverse("account"), _("我的账号"), "lock"), (reverse("privacy.file"), _("我的档案"), "me")]
    here = current_place(path, [url for url, _label, _icon in own])
    return Shell(
        person=person.name,
        post=_("会员"),
        unit=person.unit.name,
        units=[],
        nav=[NavGroup("", [NavItem(url, label, icon, None, url == here) for url, label, icon in own])],
        theme=theme,
        language="en" if (get_language() or "").startswith("en") else "zh-hans",
        is_demo=is_demo(),
        search_url="",
        tokens_url="",
    )


def own_words(actor: Actor) -> str:
    """The post beside the person's name; for a stand-in, whose it is."""
    return _("代%(name)s") % {"name": actor.acting_for} if actor.acting_for else actor.post_label


def post_words(actor: Actor) -> str:
    """A post as the switcher names it; a colleague's says whose it is."""
    label = _("代%(name)s") % {"name": actor.acting_for} + " · " if actor.acting_for else ""
    return f"{actor.unit.label} · {label}{actor.post_label}"


def navigation(actor: Actor, path: str) -> list[NavGroup]:
    """Where this actor can go: work first, then the registers, then traces."""
    unsigned = Receipt.objects.filter(Q(unit=actor.unit, state="issued", notice__state="issued")).count()
    places: list[tuple[str, str, str, int | None]] = [(reverse("desk"), _("我的桌面"), "desk", None)]
    if actor.may("dispatch.notice.read"):
        places.append((reverse("notices"), _("通知"), "notice", unsigned or None))
        places.append((reverse("progress"), _("办理进展"), "matrix", None))
    if actor.may("reports.report.read"):
        places.append((reverse("reports"), _("报告"), "report", None))
    if actor.may("dispatch.incoming_document.read"):
        places.append((reverse("incoming"), _("收文"), "download", None))
    if actor.may("reports.official_document.read"):
        places.append((reverse("outgoing"), _("发文"), "pen", None))
    if actor.may("org.unit.read"):
        places.append((reverse("dashboard", args=(actor.unit.code,)), _("看板"), "chart", None))
        places.append((reverse("unit", args=(actor.unit.code,)), _("单位"), "units", None))
    rooms = [
        (reverse(f"{each.key}.list"), each.title(), each.icon, None)
        for each in registers()
        if actor.may(each.right("read"))
    ]
    if actor.may("privacy.request.decide"):
        places.append((reverse("privacy.requests"), _("个人信息申请"), "shield", None))
    house = []
    if any(actor.may(right) for right in ("org.post.give", "org.account.close", "org.account.secure")):
        house.append((reverse("posts"), _("岗位和账号"), "users", None))
    elif actor.may("signin.invitation.invite"):
        house.append((reverse("invitations"), _("邀请码"), "users", None))
    if actor.may("org.person.merge"):
        house.append((reverse("people.doubles"), _("重复人员"), "users", None))
    if actor.may("org.rule.read"):
        house.append((reverse("rules"), _("规则值"), "book", None))
    traces = [(reverse("traces"), _("操作记录"), "history", None)] if actor.may("trace.entry.read") else []
    groups = [("", places), (_("登记簿"), rooms), (_("内务"), house), (_("留痕"), traces)]
    here = current_place(path, [place[0] for _label, group in groups for place in group])
    return [
        NavGroup(label, [NavItem(url, name, icon, badge, url == here) for url, name, icon, badge in group])
        for label, group in groups
        if group
    ]


def current_place(path: str, places: list[str]) -> str:
    """The place of the navigation that a page belongs to, "" where it belongs to none."""
    if path.startswith("/assignments/") or path.endswith("/matrix/"):
        return reverse("progress")
    fitting = [place for place in places if path.startswith(place) and (place != "/" or path == "/")]
    return max(fitting, key=len, default="")
