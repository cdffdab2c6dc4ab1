# SPDX-License-Identifier: Apache-2.0
"""What a record counts for, as the record's page shows it."""

from __future__ import annotations

from django.urls import reverse

from guantong.org.models import UnitRecord
from guantong.register.pages import CountsFor

from ..queries import counts_for
from .words import light_word


def counts_for_pages(record: UnitRecord) -> list[CountsFor]:
    """Each assignment of the record's unit that it counts for, with its light."""
    return [
        CountsFor(
            text=f"{each.requirement.notice.number} 第{each.requirement.number}项 {each.requirement.label}",
            url=reverse("assignment", args=(each.requirement.pk, each.unit.code)),
            light=each.light,
            light_word=light_word(each.light),
        )
        for each in counts_for(record)
    ]
