# SPDX-License-Identifier: Apache-2.0
"""What the pages of the door show, as typed contexts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guantong.kernel import clock
from guantong.kernel.errors import NotFound
from guantong.org.actors import Actor, actors_of
from guantong.org.models import Account, Deputy, Person, Post
from guantong.register.pages import Crumb

from . import queries
from .middleware import must_have_second_factor
from .models import Invitation

ACTS = ("close", "reopen", "unlock", "drop_second_factor", "end_sessions")


@dataclass(frozen=True, slots=True)
class Way:
    """One other house by which one may sign in."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post with what may be done about it."""

    id: int
    person: str
    unit: str
    label: str
    since: str
    until: str
    account: str
    account_url: str
    end_url: str
    extend_url: str
    deputy_url: str


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """Who stands in for whom."""

    text: str
    span: str
    reason: str
    end_url: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One's own account."""

    title: str
    lead: str
    username: str
    posts: list[PostRow]
    deputies: list[DeputyRow]
    has_password: bool
    has_second_factor: bool
    must_have_second_factor: bool
    linked: int
    ways: list[Way]
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class PostsPage:
    """Posts of a unit and below."""

    title: str
    lead: str
    word: str
    rows: list[PostRow]
    deputies: list[DeputyRow]
    appoint_url: str
    invite_url: str
    is_cut: bool
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was looked for."""

    id: int
    name: str
    unit: str
    url: str


@dataclass(frozen=True, slots=True)
class PickPage:
    """Looking for a person by name."""

    title: str
    lead: str
    word: str
    found: list[Found]
    label: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form that does one thing."""

    title: str
    lead: str
    form: Any
    label: str
    back_url: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Somebody's account, for those who keep accounts."""

    title: str
    lead: str
    username: str
    state: str
    has_second_factor: bool
    actions: list[Way]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One code that waits."""

    person: str
    unit: str
    until: str
    revoke_url: str


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """Codes that wait, and somebody new to invite."""

    title: str
    lead: str
    word: str
    found: list[Found]
    rows: list[InvitationRow]
    crumbs: tuple[Crumb, ...]


def posts_crumb() -> tuple[Crumb, ...]:
    """The way back to the posts."""
    return (Crumb(_("岗位和账号"), reverse("posts")),)


def ways_in(request: HttpRequest, process: str) -> list[Way]:
    """The other houses that are set up."""
    providers = get_adapter(request).list_providers(request)
    return [Way(str(each.name), each.get_login_url(request, process=process)) for each in providers]


def said_day(day: Any) -> str:
    """A day as people say it; for good where there is none."""
    return date_format(day, "Y年n月j日") if day else _("长期")


def post_row(post: Post, actor: Actor | None, *, own: bool = False) -> PostRow:
    """A post with what this actor may do about it."""
    may_give = bool(actor and actor.may("org.post.give", post.unit))
    account = getattr(post.person, "account", None)
    is_account_keeper = bool(actor and (actor.may("org.account.close") or actor.may("org.account.secure")))
    return PostRow(
        post.pk,
        post.person.name,
        post.unit.label,
        post.label,
        said_day(post.starts_on),
        said_day(post.ends_on),
        account.username if account else "",
        reverse("person_account", args=(account.pk,)) if account and is_account_keeper else "",
        reverse("post.end", args=(post.pk,)) if may_give and not own else "",
        reverse("post.extend", args=(post.pk,)) if may_give and post.ends_on and not own else "",
        reverse("post.deputy", args=(post.pk,)) if own or (actor and actor.may("org.deputy.give", post.unit)) else "",
    )


def deputy_row(deputy: Deputy, actor: Actor | None) -> DeputyRow:
    """Who stands in for whom, and whether this actor may end it."""
    mine = actor is not None and actor.person_id in (deputy.person_id, deputy.post.person_id)
    may_end = mine or bool(actor and actor.may("org.deputy.give", deputy.post.unit))
    text = _("%(person)s代%(colleague)s（%(unit)s%(post)s）") % {
        "person": deputy.person.name,
        "colleague": deputy.post.person.name,
        "unit": deputy.post.unit.label,
        "post": deputy.post.label,
    }
    span = _("%(since)s至%(until)s") % {"since": said_day(deputy.starts_on), "until": said_day(deputy.ends_on)}
    return DeputyRow(text, span, deputy.reason, reverse("deputy.end", args=(deputy.pk,)) if may_end else "")


def own_page(request: Any) -> OwnPage:
    """One's own account: in which posts, by which ways in."""
    account, actor = request.user, request.actor
    actors = actors_of(account)
    posts = queries.posts_of(actors)
    deputies = queries.deputies_about(account.person_id, clock.today())
    return OwnPage(
        title=_("我的账号"),
        lead=_("%(name)s，账号 %(username)s") % {"name": account.person.name, "username": account.username},
        username=account.username,
        posts=[post_row(each, actor, own=each.person_id == account.person_id) for each in posts],
        deputies=[deputy_row(each, actor) for each in deputies],
        has_password=account.has_usable_password(),
        has_second_factor=queries.has_second_factor(account),
        must_have_second_factor=any(must_have_second_factor(each.role) for each in actors),
        linked=len(queries.linked_identities(account)),
        ways=ways_in(request, "connect"),
    )


def posts_page(actor: Actor, word: str) -> PostsPage:
    """Posts of the actor's unit and below, for those who give posts or keep accounts."""
    today = clock.today()
    rows = queries.posts_within(actor, today, word)
    return PostsPage(
        title=_("岗位和账号"),
        lead=_("岗位决定能办什么事；到期的岗位自动没有权限。"),
        word=word,
        rows=[post_row(post, actor) for post in rows],
        deputies=[deputy_row(each, actor) for each in queries.deputies_within(actor, today)],
        appoint_url=reverse("post.appoint") if actor.may("org.post.give") else "",
        invite_url=reverse("invitations") if actor.may("signin.invitation.invite") else "",
        is_cut=len(rows) == queries.MOST_SHOWN,
    )


def account_page(actor: Actor, account: Account) -> AccountPage:
    """Somebody's account, with what this actor may do about it."""
    named = [("close" if account.is_active else "reopen", "org.account.close")]
    named += [(each, "org.account.secure") for each in ("unlock", "drop_second_factor", "end_sessions")]
    actions = [
        Way(str(label_of(verb)), reverse("person_account.act", args=(account.pk, verb)))
        for verb, right in named
        if actor.may(right, account.person.unit)
    ]
    return AccountPage(
        title=account.person.name,
        lead=account.person.unit.name,
        username=account.username,
        state=_("在用") if account.is_active else _("已停用"),
        has_second_factor=queries.has_second_factor(account),
        actions=actions,
        crumbs=posts_crumb(),
    )


def label_of(verb: str) -> str:
    """What people call a thing to do about an account."""
    return {
        "close": _("停用账号"),
        "reopen": _("启用账号"),
        "unlock": _("解锁"),
        "drop_second_factor": _("撤掉第二道验证"),
        "end_sessions": _("结束所有登录"),
    }[verb]


def invitations_page(actor: Actor, word: str) -> InvitationsPage:
    """Codes that wait, and people who have no account yet."""
    people = [person for person in queries.people_to_pick(actor, word) if not hasattr(person, "account")]
    return InvitationsPage(
        title=_("邀请码"),
        lead=_("会员凭邀请码开通账号：一人一码，只用一次，要对得上姓名和证件号码。"),
        word=word,
        found=[Found(each.pk, each.name, each.unit.label, "") for each in people],
        rows=[invitation_row(each) for each in queries.invitations_within(actor)],
        crumbs=posts_crumb() if actor.may(keeper_right(actor)) else (),
    )


def invitation_row(invitation: Invitation) -> InvitationRow:
    """One code that waits."""
    until = date_format(localtime(invitation.expires_at), "Y年n月j日 H:i")
    url = reverse("invitation.revoke", args=(invitation.pk,))
    return InvitationRow(invitation.person.name, invitation.unit.label, until, url)


def found_people(actor: Actor, word: str, address: Any) -> list[Found]:
    """People whose name holds a word, each with where to go on."""
    return [Found(each.pk, each.name, each.unit.label, address(each)) for each in queries.people_to_pick(actor, word)]


def keeper_right(actor: Actor) -> str:
    """The right by which somebody sees posts and accounts of others: to give posts, else to keep accounts."""
    mine = [right for right in ("org.post.give", "org.account.close", "org.account.secure") if actor.may(right)]
    return mine[0] if mine else "org.post.give"


def appoint_whom_page(actor: Actor, word: str) -> PickPage:
    """Looking for the person to appoint."""
    found = found_people(actor, word, lambda person: reverse("post.appoint.person", args=(person.pk,)))
    lead = _("先找到人。只找得到本单位和下级的人员。")
    return PickPage(_("任命岗位"), lead, word, found, _("任命"), posts_crumb())


def appoint_page(person: Person, form: Any) -> FormPage:
    """Putting somebody in a post."""
    title = _("任命%(name)s") % {"name": person.name}
    return FormPage(title, person.unit.name, form, _("任命"), reverse("posts"), posts_crumb())


def end_page(post: Post, form: Any) -> FormPage:
    """Ending a post."""
    lead = _("最后一天以后，这个岗位不再有权限，代理也一起结束。")
    return FormPage(
        _("免去%(post)s") % {"post": post_words(post)}, lead, form, _("免职"), reverse("posts"), posts_crumb()
    )


def extend_page(post: Post, form: Any) -> FormPage:
    """Making a post last longer."""
    lead = _("现在到%(day)s为止。") % {"day": said_day(post.ends_on)}
    title = _("延长%(post)s") % {"post": post_words(post)}
    return FormPage(title, lead, form, _("延长任期"), reverse("posts"), posts_crumb())


def deputy_page(post: Post, form: Any) -> FormPage:
    """Letting a colleague act in a post."""
    lead = _("代理人在这段时间里用自己的账号办这个岗位的事，操作记录里两个人的名字都在。")
    title = _("请人代理%(post)s") % {"post": post_words(post)}
    return FormPage(title, lead, form, _("安排代理"), reverse("account"), ())


def act_page(account: Account, verb: str, form: Any) -> FormPage:
    """Something done about somebody's account. Raises NotFound for what cannot be done."""
    if verb not in ACTS:
        raise NotFound(_("没有这一页，或者不在您能看的范围里。"))
    back = reverse("person_account", args=(account.pk,))
    lead = _("%(name)s的账号 %(username)s") % {"name": account.person.name, "username": account.username}
    label = label_of(verb)
    return FormPage(label, lead, form, label, back, (*posts_crumb(), Crumb(account.person.name, back)))


def post_words(post: Post) -> str:
    """A post in words: whose, where, what."""
    return f"{post.person.name}（{post.unit.label}{post.label}）"
