# SPDX-License-Identifier: Apache-2.0
"""What somebody typed and has not saved: kept as they type, shown again to them alone, gone once it is saved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.datastructures import MultiValueDict

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.trace.services import writes

from ..models import Draft
from ..register import Register

KEPT_DAYS = 30
LONGEST = 20_000
Typed = dict[str, list[str]]


def typed_in(register: type[Register], posted: MultiValueDict[str, str]) -> Typed:
    """What a posted form says, without what is veiled; nothing of a form too long to have been typed."""
    names = [field.name for field in register.on("form") if not field.veil] + ["version"]
    typed = {name: [text.replace("\x00", "") for text in posted.getlist(name)] for name in names if name in posted}
    return typed if sum(len(text) for texts in typed.values() for text in texts) <= LONGEST else {}


@writes
def keep_draft(actor: Actor, register: type[Register], record_id: int, posted: MultiValueDict[str, str]) -> Draft:
    """Keep what was typed so far."""
    actor.must(register.right("correct" if record_id else "record"))
    draft, _made = Draft.objects.update_or_create(
        post_id=actor.post_id,
        register=register.key,
        record_id=record_id,
        defaults={"values": typed_in(register, posted), "saved_at": clock.real_now()},
    )
    return draft


@writes
def drop_draft(actor: Actor, register: type[Register], record_id: int) -> None:
    """It is saved, or not wanted any more."""
    Draft.objects.filter(post=actor.post_id, register=register.key, record_id=record_id).delete()


@writes
def drop_old_drafts() -> int:
    """Nobody comes back to a form after a month."""
    old = Draft.objects.filter(saved_at__lt=clock.real_now() - timedelta(days=KEPT_DAYS))
    return old.delete()[0]


def find_draft(actor: Actor, register: type[Register], record_id: int) -> MultiValueDict[str, Any] | None:
    """What was typed last time, None where nothing was."""
    draft = Draft.objects.filter(post=actor.post_id, register=register.key, record_id=record_id).first()
    return MultiValueDict(draft.values) if draft and any(any(texts) for texts in draft.values.values()) else None
