# SPDX-License-Identifier: Apache-2.0
"""The one statement that a notice needs to reach any number of units."""

from __future__ import annotations

from django.core.exceptions import EmptyResultSet
from django.db import connection

from guantong.org.models import UnitQuerySet

from .models import Issue, Receipt


def insert_receipts(issue: Issue, units: UnitQuerySet) -> int:
    """One receipt for each of the units that has none yet; returns how many came to be. The list is frozen by it.

    One statement in one transaction: a process that dies leaves either all of them or none. Where two officers issue at
    the same moment, the one who comes second finds the rows of the first there and leaves them alone.
    """
    have = Receipt.objects.filter(notice=issue.notice_id).values("unit_id")
    try:
        rows, parameters = units.exclude(pk__in=have).order_by().values("id").query.sql_with_params()
    except EmptyResultSet:  # nothing was chosen
        return 0
    quote = connection.ops.quote_name
    into = ", ".join(quote(name) for name in ("notice_id", "issue_id", "state", "signed_by", "version", "unit_id"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(Receipt._meta.db_table)} ({into})"
            f" SELECT %s, %s, 'issued', '', 1, chosen.id FROM ({rows}) AS chosen WHERE true"
            f" ON CONFLICT ({quote('notice_id')}, {quote('unit_id')}) DO NOTHING",
            (issue.notice_id, issue.pk, *parameters),
        )
        return int(cursor.rowcount)
