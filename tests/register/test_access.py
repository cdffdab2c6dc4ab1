# SPDX-License-Identifier: Apache-2.0
"""Every address of a register with a flow, every move from every state, for every member of the cast."""

import pytest
from django.db import transaction

from tests.contract.access_api import rows_of_api
from tests.contract.access_table import ACCOUNTS, MEMBERS, rows_of_register
from tests.contract.test_access import asked

from .visits import KEY, VISIT_FLOW, VisitRegister

ROWS = (*rows_of_register(VisitRegister), *rows_of_api(VisitRegister))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everyone_gets_what_the_table_says(row, things, sign_in):
    expected = dict(zip(MEMBERS, map(int, row.statuses.split()), strict=True))
    got = {}
    for member in MEMBERS:
        with transaction.atomic():
            got[member] = asked(sign_in(ACCOUNTS.get(member, "")), row, things).status_code
            transaction.set_rollback(True)
    assert got == expected


def test_the_table_holds_every_move_from_every_state():
    covered = {(row.note, row.method) for row in ROWS if row.name == f"{KEY}.move"}
    for step in VISIT_FLOW.moves:
        for source in step.sources:
            assert {(f"{step.verb} from {source}", "POST"), (f"{step.verb} {source}", "GET")} <= covered
