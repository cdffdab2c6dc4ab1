# SPDX-License-Identifier: Apache-2.0
"""The actor: who does it, for which unit, in which post; what the post allows, and why not where it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import NotAllowed
from guantong.trace.services import Stamp

from .models import Account, Deputy, Person, Post, Unit
from .rights import ROLES, named
from .scope import is_within


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed and, where not, a sentence that says why."""

    allowed: bool
    msgid: str = ""
    role: str = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a post of a unit, or standing in for its person. Every service that writes takes one first."""

    person_id: int
    person_name: str
    unit: Unit
    role: str
    post_id: int
    post_label: str
    acting_for: str = ""
    limits: frozenset[str] | None = None

    @classmethod
    def in_post(cls, post: Post) -> Actor:
        """The actor that this post makes of its person."""
        return cls(post.person_id, post.person.name, post.unit, post.role, post.pk, post.label)

    @classmethod
    def for_colleague(cls, post: Post, person: Person) -> Actor:
        """The actor that this post makes of the one who stands in for its person."""
        return cls(person.pk, person.name, post.unit, post.role, post.pk, post.label, post.person.name)

    def limited(self, rights: frozenset[str], name: str) -> Actor:
        """The same actor with no more than these rights, as a program acts by a token of that name."""
        return replace(self, limits=rights, post_label=f"{self.post_label}（{name}）"[:60])

    def may(self, right: str, unit: Unit | None = None) -> Verdict:
        """Whether the post carries the right and, if a unit is given, reaches it."""
        wanted = named(right)
        if self.limits is not None and right not in self.limits:
            return Verdict(False, _("这个令牌不含“{label}”的权限。请换一个令牌，或者登录后办理。"))
        if self.role not in wanted.roles:
            return Verdict(False, _("您的岗位（{post}）没有“{label}”的权限；有这项权限的岗位：{roles}。"))
        if unit is None or is_within(self.unit.path, unit.path):
            return Verdict(True)
        if wanted.along_industry and self.unit.line and is_within(self.unit.line, unit.industry_path):
            return Verdict(True)
        return Verdict(False, _("“{unit}”不在{own}的范围内，这里不能“{label}”。"))

    def must(self, right: str, unit: Unit | None = None) -> None:
        """Raise NotAllowed, with the reason, unless `may` says yes."""
        verdict = self.may(right, unit)
        if verdict:
            return
        wanted = named(right)
        raise NotAllowed(
            verdict.msgid,
            right=right,
            post=self.post_label,
            label=wanted.label,
            roles="、".join(str(ROLES[role]) for role in wanted.roles),
            unit=unit.name if unit else "",
            own=self.unit.name,
        )

    def stamp(self) -> Stamp:
        """The actor by value, as the trace keeps it."""
        unit = self.unit
        return Stamp(self.person_id, self.person_name, unit.pk, unit.name, self.post_label, self.acting_for)


def actors_of(account: Account) -> list[Actor]:
    """Everybody as whom the account's person may act today: in posts of his own first, then for colleagues on leave.

    Empty where the person has left every post.
    """
    today = clock.today()
    standing_in = Deputy.objects.in_force(today).filter(person=account.person_id).values("post")
    mine = Q(person=account.person_id) | Q(pk__in=standing_in)
    rows = Post.objects.in_force(today).filter(mine, unit__closed_on=None)
    posts = rows.select_related("person", "unit").order_by("starts_on", "pk")
    own = [Actor.in_post(post) for post in posts if post.person_id == account.person_id]
    others = [post for post in posts if post.person_id != account.person_id]
    return own + [Actor.for_colleague(post, account.person) for post in others]
