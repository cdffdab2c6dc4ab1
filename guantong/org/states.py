# SPDX-License-Identifier: Apache-2.0
"""States of what org itself decides: whether two rows that share a document number are one human."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.kernel.flow import Flow, Move


class ClashState(models.TextChoices):
    """Two living people with one number: nobody has looked yet, they are one, or they are two."""

    UNDECIDED = "undecided", _("待核对")
    ONE_PERSON = "one_person", _("是同一个人")
    TWO_PEOPLE = "two_people", _("是两个人")


CLASH_FLOW = Flow(
    ClashState,
    start="undecided",
    moves=(
        Move("unite", _("认定是同一个人"), "undecided", "one_person", right="org.person.merge", reason=True),
        Move("keep_apart", _("认定是两个人"), "undecided", "two_people", right="org.person.merge", reason=True),
        Move(
            "look_again",
            _("重新核对"),
            ("one_person", "two_people"),
            "undecided",
            right="org.person.merge",
            reason=True,
        ),
    ),
    tones={"undecided": "ask"},
)
