# SPDX-License-Identifier: Apache-2.0
"""What happened at the door, as the trace keeps it."""

from __future__ import annotations

from typing import Any

from guantong.org.actors import actors_of
from guantong.org.models import Account
from guantong.org.services import SYSTEM, trace
from guantong.trace.services import Changes, Stamp, writes


def stamp_of(account: Account) -> Stamp:
    """The account's person in his first post; one without a post by his unit."""
    actors = [actor for actor in actors_of(account) if not actor.acting_for]
    if actors:
        return actors[0].stamp()
    person = account.person
    return Stamp(person.pk, person.name, person.unit_id, person.unit.name)


@writes
def note(account: Account, verb: str, *, proven: bool = True, **said: Any) -> None:
    """Leave an entry about an account. Who has not proven to be its person is written down as nobody."""
    trace(stamp_of(account) if proven else SYSTEM, verb, account, Changes(after=said))
