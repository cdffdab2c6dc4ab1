# SPDX-License-Identifier: Apache-2.0
"""Making and revoking the keys by which programs act for a person; remembering what was asked once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, Stale
from guantong.trace.services import Changes, running, writes

from ..actors import Actor
from ..models import Account, Once, Token
from ..models.tokens import MARK, digest_of
from .traces import trace

LONGEST_DAYS = 366
KEPT_HOURS = 24


@writes
def make_token(actor: Actor, account: Account, *, name: str, rights: Iterable[str], days: int) -> tuple[Token, str]:
    """Make a token for the post that the actor stands in; returns it with the key, which nobody can be shown again."""
    actor.must("org.token.make")
    chosen = sorted(set(rights))
    if account.person_id != actor.person_id:
        raise NotFound(_("令牌只能给自己建。"))
    if actor.acting_for:
        raise Invalid(_("代理期间不能建令牌，请用自己的岗位建。"))
    if not chosen:
        raise Invalid(_("请至少选一项权限。"), field="rights")
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(_("有效期最短一天，最长 {most} 天。"), field="days", most=LONGEST_DAYS)
    for right in chosen:
        actor.must(right)
    key, moment = MARK + secrets.token_urlsafe(32), clock.real_now()
    token = Token.objects.create(
        account=account,
        post_id=actor.post_id,
        name=name.strip(),
        start=key[:8],
        digest=digest_of(key),
        rights=chosen,
        created_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    trace(actor, "make_token", token, Changes(after={"name": token.name, "rights": chosen, "days": days}))
    return token, key


@writes
def revoke_token(actor: Actor, token: Token) -> Token:
    """Let a token open nothing any more."""
    actor.must("org.token.make")
    if token.account.person_id != actor.person_id:
        raise NotFound(_("没有这个令牌。"))
    moment = clock.real_now()
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=moment):
        raise Stale(_("这个令牌已经停用。"))
    token.revoked_at = moment
    trace(actor, "revoke_token", token, Changes({"revoked_at": None}, {"revoked_at": moment}))
    return token


@writes
def once(account_id: int, key: str, asked: str, act: Callable[[], tuple[int, Any]]) -> tuple[int, Any]:
    """Do what a request asks, or give the answer that the same request got before; another under the key is refused.

    The answer is kept in the transaction of what was done, so that neither can stand without the other.
    """
    kept = Once.objects.filter(account=account_id, key=key).first()
    if kept is not None:
        if kept.asked != asked:
            raise Invalid(_("这个幂等键已经用在别的请求上，请换一个。"), field="Idempotency-Key")
        return kept.status, kept.answer
    operation = running()
    assert operation is not None, "this function is a service"
    status, answer = act()
    Once.objects.create(
        account_id=account_id,
        key=key,
        asked=asked,
        operation=operation.id,
        status=status,
        answer=answer,
        at=clock.real_now(),
    )
    return status, answer


def forget_old_requests() -> int:
    """Drop the answers that nobody asks for any more; returns how many."""
    old = Once.objects.filter(at__lt=clock.real_now() - timedelta(hours=KEPT_HOURS))
    return int(old.delete()[0])
