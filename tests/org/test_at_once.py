# SPDX-License-Identifier: Apache-2.0
"""Two officers change the tree at the same moment; a module of its own, since its rows are really committed."""

import threading

from django.db import connection, connections
from django.test import override_settings

from guantong.kernel import clock
from guantong.kernel.errors import Refused
from guantong.org.models import Unit
from guantong.org.queries import tree_faults
from guantong.org.services import merge_units
from tests.walk.federation import TODAY, build_federation


def merged(federation, one, other):
    """What came of merging one into the other, as two officers had them on their screens."""
    try:
        with clock.at(TODAY):
            merge_units(federation.xining, one, into=other, on=TODAY, reason="合署")
        return "done"
    except Refused as refused:
        return refused.code


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
def test_two_units_merged_into_each_other_at_once_leave_one(transactional_db):
    federation = build_federation()
    pair = [Unit.objects.get(code=code) for code in ("630121", "630122")]
    gate, outcomes = threading.Barrier(2), []

    def merge(one, other):
        gate.wait()
        try:
            outcomes.append(merged(federation, one, other))
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":  # a database in memory is one connection, so its callers come one after the other
        outcomes = [merged(federation, *pair), merged(federation, *pair[::-1])]
    else:
        callers = [threading.Thread(target=merge, args=each) for each in (pair, pair[::-1])]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
    assert sorted(outcomes) in (["done", "stale"], ["done", "wrong_state"])
    assert Unit.objects.in_force().filter(pk__in=[each.pk for each in pair]).count() == 1
    assert list(tree_faults()) == []
