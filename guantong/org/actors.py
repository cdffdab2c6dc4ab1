# SPDX-License-Identifier: Apache-2.0
"""The actor: who does it, for which unit, in which post; what the post allows, and why not where it does not."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import NotAllowed
from guantong.trace.services import Stamp

from .models import Account, Post, Unit
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
    """A person in a post of a unit. Every service that writes takes one first."""

    person_id: int
    person_name: str
    unit: Unit
    role: str
    post_id: int
    post_label: str

    @classmethod
    def in_post(cls, post: Post) -> Actor:
        """The actor that this post makes of its person."""
        return cls(post.person_id, post.person.name, post.unit, post.role, post.pk, post.label)

    def may(self, right: str, unit: Unit | None = None) -> Verdict:
        """Whether the post carries the right and, if a unit is given, reaches it."""
        wanted = named(right)
        if self.role not in wanted.roles:
            return Verdict(False, _("您的岗位（{post}）没有“{label}”的权限；有这项权限的岗位：{roles}。"))
        if unit is None or is_within(self.unit.path, unit.path):
            return Verdict(True)
        if wanted.along_industry and unit.industry_path and is_within(self.unit.path, unit.industry_path):
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
        return Stamp(self.person_id, self.person_name, self.unit.pk, self.unit.name, self.post_label)


def posts_of(account: Account) -> list[Post]:
    """The posts in force of the account's person, oldest first; empty where the person has left."""
    from guantong.kernel import clock

    posts = Post.objects.in_force(clock.today()).filter(person=account.person_id)
    return list(posts.select_related("person", "unit").order_by("starts_on", "pk"))
