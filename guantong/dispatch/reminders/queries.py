# SPDX-License-Identifier: Apache-2.0
"""A person's own choice."""

from __future__ import annotations

from guantong.org.actors import Actor

from .models import ReminderWish


def wish_of(actor: Actor) -> ReminderWish | None:
    """What the actor chose; None where nothing was chosen yet."""
    return ReminderWish.objects.filter(person=actor.person_id).first()
