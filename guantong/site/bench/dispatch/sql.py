# SPDX-License-Identifier: Apache-2.0
"""The floor of issuing: the same rows, in bulk and in one transaction, with nothing beside them."""

from __future__ import annotations

from django.db import connection, transaction

BATCH = 5_000


def copied_receipts() -> list[tuple[int, ...]]:
    """The receipts of every issue, taken out of the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notice_id, issue_id, unit_id FROM dispatch_receipt ORDER BY id")
        rows = cursor.fetchall()
        cursor.execute("DELETE FROM dispatch_receipt")
    return rows


def bare_receipts(rows: list[tuple[int, ...]]) -> None:
    """Put them back, many at a time, in one transaction."""
    names = "notice_id, issue_id, unit_id, state, signed_by, version"
    with transaction.atomic(), connection.cursor() as cursor:
        for at in range(0, len(rows), BATCH):
            some = rows[at : at + BATCH]
            marks = ", ".join(["(%s, %s, %s, 'issued', '', 1)"] * len(some))
            values = [each for row in some for each in row]
            cursor.execute(f"INSERT INTO dispatch_receipt ({names}) VALUES {marks}", values)
