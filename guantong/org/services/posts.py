# SPDX-License-Identifier: Apache-2.0
"""Verbs on posts: who is what, where, from when to when; and who stands in for a colleague on leave."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from guantong.kernel.errors import Invalid, NotAllowed, RuleBroken, Stale
from guantong.trace.services import Changes, Stamp, writes

from ..actors import Actor
from ..models import Deputy, Person, Post, Unit
from ..rights import ADMINISTRATORS, GIVEN_BY, ROLES
from .traces import trace, values_of

THREE_ADMINISTRATORS = "GB/T 22239-2019 安全管理中心：系统、安全、审计三员分立"


@writes
def give_post(by: Actor | Stamp, person: Person, *, unit: Unit, role: str, since: date, title: str = "") -> Post:
    """Put a person in a post of a unit from a day on, for good."""
    return appoint(by, Post(person=person, unit=unit, role=role, starts_on=since, title=title))


@writes
def appoint(by: Actor | Stamp, post: Post) -> Post:
    """Put somebody in a post that is not stored yet, for good or to a day. Nobody appoints himself."""
    if post.role not in ROLES:
        raise Invalid(_("没有这个岗位，请从列出的岗位里选。"), field="role")
    _check_giver(by, post.person, post.unit, post.role)
    if post.unit.closed_on is not None:
        raise Invalid(_("“{unit}”已撤销，不能再任命。"), field="unit", unit=post.unit.name)
    _check_span(post.starts_on, post.ends_on)
    with override(settings.LANGUAGE_CODE):  # the trace keeps the title, in the language of the house
        post.title = post.title.strip() or str(ROLES[post.role])
    _check_free(post)
    post.save(force_insert=True)
    trace(by, "appoint", post, Changes(after=values_of(post)))
    return post


@writes
def end_post(by: Actor | Stamp, post: Post, *, on: date, reason: str) -> Post:
    """Let a post end with a day; whoever stands in for its person stands in no longer after it."""
    _check_giver(by, post.person, post.unit, post.role, own=True)
    if on < post.starts_on:
        raise Invalid(_("免职日期不能早于任职日期{since}。"), field="on", since=post.starts_on)
    return _set_end(by, post, "end_post", on, reason)


@writes
def extend_post(by: Actor | Stamp, post: Post, *, until: date | None, reason: str) -> Post:
    """Let a post last longer, to a day or for good, unless another span of the same post is in the way."""
    _check_giver(by, post.person, post.unit, post.role)
    if post.ends_on is None or (until is not None and until <= post.ends_on):
        raise Invalid(_("延长后的日期要晚于现在的免职日期。"), field="until")
    longer = Post(pk=post.pk, person=post.person, unit=post.unit, role=post.role, starts_on=post.starts_on)
    longer.ends_on = until
    _check_free(longer)
    return _set_end(by, post, "extend_post", until, reason)


@writes
def give_deputy(by: Actor | Stamp, post: Post, person: Person, *, since: date, until: date, reason: str) -> Deputy:
    """Let a person act in the post of a colleague on leave. The colleague himself gives it, or the office."""
    is_own = isinstance(by, Actor) and by.person_id == post.person_id and by.post_id == post.pk and not by.acting_for
    if isinstance(by, Actor) and not is_own:
        by.must("org.deputy.give", post.unit)
        if by.acting_for or by.person_id == person.pk:
            raise NotAllowed(_("不能给自己安排代理，请本人或另一位办公室干部来办。"), right="org.deputy.give")
    if person.pk == post.person_id:
        raise Invalid(_("代理人不能是本人。"), field="person")
    _check_reason(reason)
    _check_span(since, until)
    if since < post.starts_on or (post.ends_on is not None and until > post.ends_on):
        raise Invalid(_("代理的日期不能超出任职的日期。"), field="until")
    _lock(person)
    _check_apart(Post(person=person, unit=post.unit, role=post.role, starts_on=since, ends_on=until))
    if post.deputies.filter(person=person, starts_on__lte=until, ends_on__gte=since).exists():
        raise RuleBroken(_("{person}这段时间已经在代理这个岗位。"), person=person.name)
    deputy = Deputy.objects.create(post=post, person=person, starts_on=since, ends_on=until, reason=reason.strip())
    trace(by, "give_deputy", deputy, Changes(after=values_of(deputy), reason=reason.strip()))
    return deputy


@writes
def end_deputy(by: Actor | Stamp, deputy: Deputy, *, on: date) -> Deputy:
    """Take the post back: from the day after on nobody acts in it but its person."""
    post = deputy.post
    if isinstance(by, Actor) and by.person_id not in (post.person_id, deputy.person_id):
        by.must("org.deputy.give", post.unit)
    before, last = deputy.ends_on, max(on, deputy.starts_on)
    if before <= last:
        raise Stale(_("这项代理已经结束，请刷新后再看。"))
    if not Deputy.objects.filter(pk=deputy.pk, ends_on=before).update(ends_on=last):
        raise Stale(_("没有办成。别人刚改过这项代理，请刷新后再看。"))
    deputy.ends_on = last
    trace(by, "end_deputy", deputy, Changes({"ends_on": before}, {"ends_on": last}))
    return deputy


def _check_giver(by: Actor | Stamp, person: Person, unit: Unit, role: str, *, own: bool = False) -> None:
    """Who appoints: the right, the role that may, and never for himself (laying down one's own post aside)."""
    if not isinstance(by, Actor):
        return
    by.must("org.post.give", unit)
    if by.role not in GIVEN_BY[role]:
        raise NotAllowed(
            _("“{role}”由{givers}任命，您的岗位（{post}）不能任命。"),
            right="org.post.give",
            role=ROLES[role],
            givers="、".join(str(ROLES[each]) for each in GIVEN_BY[role]),
            post=by.post_label,
        )
    if by.person_id == person.pk and not own:
        raise NotAllowed(_("不能任命自己，请另一位有权的人来办。"), right="org.post.give")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("请写一句理由。"), field="reason")


def _check_span(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise Invalid(_("结束日期不能早于开始日期。"), field="until")


def _lock(person: Person) -> None:
    """One at a time for each person: two offices that appoint at once must see each other's posts."""
    Person.objects.select_for_update().get(pk=person.pk)


def _check_free(post: Post) -> None:
    """The same post twice at a time is refused, and so are two administrators in one human."""
    _lock(post.person)
    spans = Post.objects.overlapping(post.starts_on, post.ends_on).exclude(pk=post.pk).filter(person=post.person)
    twin = spans.filter(unit=post.unit, role=post.role).first()
    if twin is not None:
        raise RuleBroken(
            _("{person}在“{unit}”已经任{post}（{since}起），同一岗位的时间不能重叠。请先免去，或延长原来的任期。"),
            person=post.person.name,
            unit=post.unit.name,
            post=ROLES[post.role],
            since=twin.starts_on,
        )
    _check_apart(post)


def _check_apart(post: Post) -> None:
    """The three administrators are never one human, standing in for one of them included."""
    if post.role not in ADMINISTRATORS:
        return
    others = set(ADMINISTRATORS) - {post.role}
    posts = Post.objects.overlapping(post.starts_on, post.ends_on).exclude(pk=post.pk)
    held = posts.filter(person=post.person, role__in=others).first()
    if held is None:
        deputies = Deputy.objects.filter(person=post.person, post__role__in=others, ends_on__gte=post.starts_on)
        if post.ends_on is not None:
            deputies = deputies.filter(starts_on__lte=post.ends_on)
        found = deputies.select_related("post").first()
        held = found.post if found else None
    if held is not None:
        raise RuleBroken(
            _("{person}已经是{held}，不能同时是{role}：系统管理员、安全管理员、审计员不能是同一个人。"),
            source=THREE_ADMINISTRATORS,
            person=post.person.name,
            held=ROLES[held.role],
            role=ROLES[post.role],
        )


def _set_end(by: Actor | Stamp, post: Post, verb: str, day: date | None, reason: str) -> Post:
    """Write the last day, unless somebody wrote another one since the post was read."""
    _check_reason(reason)
    before = post.ends_on
    if before == day:
        raise Stale(_("已经是这个日期，不用再改。"))
    if not Post.objects.filter(pk=post.pk, ends_on=before).update(ends_on=day):
        raise Stale(_("没有办成。别人刚改过这个岗位，请刷新后再看。"))
    post.ends_on = day
    trace(by, verb, post, Changes({"ends_on": before}, {"ends_on": day}, reason.strip()))
    return post
