# SPDX-License-Identifier: Apache-2.0
"""Reads at the door: invitations, accounts and posts within reach, ways of signing in."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound
from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.models import Account, Deputy, IdentityDocument, Person, Post, Unit
from guantong.org.queries import ancestors_of
from guantong.org.rules.identity import document_number
from guantong.org.scope import within
from guantong.trace.sealing import fingerprints

from . import rules
from .models import CODE, Invitation

MOST_SHOWN = 200


def find_invitation(typed: str) -> Invitation | None:
    """The invitation of a typed code, whatever its state."""
    marks = fingerprints(rules.plain_code(typed), CODE)
    return Invitation.objects.select_related("person", "unit").filter(code_hash__in=marks).first()


def has_second_factor(account: Account) -> bool:
    """Whether the account has an app that makes one-time codes."""
    return Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).exists()


def linked_identities(account: Account) -> list[SocialAccount]:
    """Identities of other houses by which the account may be signed in to."""
    return list(SocialAccount.objects.filter(user_id=account.pk).order_by("pk"))


def posts_within(actor: Actor, day: date, word: str) -> list[Post]:
    """Posts of the actor's unit and below that have not ended, those that end first before the others."""
    rows = Post.objects.filter(within(actor.unit.path)).filter(Q(ends_on=None) | Q(ends_on__gte=day))
    if word:
        rows = rows.filter(Q(person__name__contains=word) | Q(unit__name__contains=word))
    return list(rows.select_related("person", "unit", "person__account").order_by("unit__path", "pk")[:MOST_SHOWN])


def deputies_within(actor: Actor, day: date) -> list[Deputy]:
    """Who stands in for whom in the actor's unit and below, today or later."""
    rows = Deputy.objects.filter(within(actor.unit.path, "post__unit__path"), ends_on__gte=day)
    return list(rows.select_related("person", "post__person", "post__unit").order_by("ends_on", "pk")[:MOST_SHOWN])


def invitations_within(actor: Actor) -> list[Invitation]:
    """Invitations of the actor's unit and below that wait to be used."""
    rows = Invitation.objects.open().filter(within(actor.unit.path), expires_at__gt=clock.real_now())
    return list(rows.select_related("person", "unit").order_by("-issued_at")[:MOST_SHOWN])


def posts_of(actors: list[Actor]) -> list[Post]:
    """The posts of these actors, in their order."""
    found = Post.objects.select_related("person", "unit").in_bulk([actor.post_id for actor in actors])
    return [found[actor.post_id] for actor in actors]


def deputies_about(person_id: int, day: date) -> list[Deputy]:
    """Where a person stands in for others or others for him, today or later."""
    rows = Deputy.objects.filter(Q(person=person_id) | Q(post__person=person_id), ends_on__gte=day)
    return list(rows.select_related("person", "post__person", "post__unit").order_by("ends_on", "pk"))


def fetch_post(actor: Actor, pk: int) -> Post:
    """A post of the actor's unit or below, or the actor's own. Raises NotFound."""
    mine = Q(pk=actor.post_id) if not actor.acting_for else Q(pk=None)
    return _one(Post.objects.filter(within(actor.unit.path) | mine).select_related("person", "unit"), pk)


def fetch_deputy(actor: Actor, pk: int) -> Deputy:
    """A stand-in in the actor's unit or below, or one of his own. Raises NotFound."""
    mine = Q(person=actor.person_id) | Q(post__person=actor.person_id)
    rows = Deputy.objects.filter(mine | within(actor.unit.path, "post__unit__path"))
    return _one(rows.select_related("person", "post__person", "post__unit"), pk)


def fetch_account(actor: Actor, pk: int) -> Account:
    """The account of a person of the actor's unit or below. Raises NotFound."""
    rows = Account.objects.filter(within(actor.unit.path, "person__unit__path"))
    return _one(rows.select_related("person__unit"), pk)


def fetch_invitation(actor: Actor, pk: int) -> Invitation:
    """An invitation of the actor's unit or below. Raises NotFound."""
    return _one(Invitation.objects.filter(within(actor.unit.path)).select_related("person", "unit"), pk)


def fetch_person(actor: Actor, pk: int) -> Person:
    """A person of the actor's unit or below. Raises NotFound."""
    return _one(Person.objects.filter(within(actor.unit.path)).select_related("unit"), pk)


def people_to_pick(actor: Actor, word: str) -> list[Person]:
    """People of the actor's unit and below whose name holds a word, few enough to choose from."""
    rows = Person.objects.filter(within(actor.unit.path), name__contains=word) if word else Person.objects.none()
    return list(rows.select_related("unit", "account").order_by("name", "pk")[:20])


def units_between(actor: Actor, unit: Unit) -> list[Unit]:
    """A unit and those above it up to the actor's own: where a person of that unit may be appointed."""
    return [*ancestors_of(unit).filter(within(actor.unit.path, "path")), unit]


def colleagues_of(post: Post) -> list[Person]:
    """People who may stand in: those with a post today in the same unit, right above it or below it."""
    unit = post.unit
    near = within(unit.path) | Q(unit__path=unit.path[: -Unit.steplen])
    posts = Post.objects.in_force(clock.today()).filter(near).exclude(person=post.person_id)
    rows = Person.objects.filter(pk__in=posts.values("person")).select_related("unit")
    return list(rows.order_by("unit__path", "name", "pk")[:MOST_SHOWN])


def is_document_of(person: Person, typed: str) -> bool:
    """Whether a typed number is that of one of the person's documents; where none is known the code and name decide."""
    documents = list(IdentityDocument.objects.filter(person=person))
    return not documents or any(_is_same_number(document, typed) for document in documents)


def _is_same_number(document: IdentityDocument, typed: str) -> bool:
    try:
        return document_number(document.kind, typed, clock.today()) == document.number
    except Invalid:
        return False


def as_key(text: str) -> int:
    """A posted key as a number; one that is none finds nothing."""
    return row_key(text) or 0


def _one(rows: Any, pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这一页，或者不在您能看的范围里。"))
    return found
