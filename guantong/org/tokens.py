# SPDX-License-Identifier: Apache-2.0
"""Finding tokens: by their key, by their person, and as whom they act."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import NotFound

from .actors import Actor, actors_of
from .models import Token
from .models.tokens import MARK, digest_of


def fetch_token(actor: Actor, pk: int) -> Token:
    """One of the actor's own tokens. Raises NotFound."""
    token = Token.objects.filter(pk=pk, account__person=actor.person_id).select_related("account", "post").first()
    if token is None:
        raise NotFound(_("没有这个令牌。"))
    return token


def tokens_of(actor: Actor) -> list[Token]:
    """The tokens that the actor's person made, newest first."""
    rows = Token.objects.filter(account__person=actor.person_id).select_related("post__unit")
    return list(rows.order_by("-pk")[:100])


def find_token(key: str) -> Token | None:
    """The token in force whose key this is."""
    rows = Token.objects.in_force(clock.real_now()).filter(digest=digest_of(key), account__is_active=True)
    return rows.select_related("account__person").first() if key.startswith(MARK) else None


def actor_by(token: Token) -> Actor | None:
    """As whom a token acts today, None where its person has left the post."""
    for actor in actors_of(token.account):
        if actor.post_id == token.post_id and not actor.acting_for:
            return actor.limited(frozenset(token.rights), token.name)
    return None
