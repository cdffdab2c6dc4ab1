# SPDX-License-Identifier: Apache-2.0
"""Every address for every member of the cast: 404 outside scope, 403 with a reason inside, CSRF and methods."""

import json

import pytest
from django.db import transaction
from django.urls import reverse

from .access_api import api_table
from .access_people import PEOPLE
from .access_signin import SIGNIN
from .access_table import ACCOUNTS, MEMBERS, table
from .pages import named_patterns

ROWS = (*table(), *api_table(), *SIGNIN, *PEOPLE)
METHODS = {row.name: {other.method for other in ROWS if other.name == row.name} for row in ROWS}
DONE = (200, 302, 400, 404, 405, 409)


def asked(client, row, things):
    """The answer to one row of the table; a file is read to its end, by which the client closes it."""
    url, data = reverse(row.name, kwargs=row.args(things)), row.data(things)
    if row.name.startswith("api.") and row.method != "GET":
        return client.generic(row.method, url, json.dumps(data, default=str), content_type="application/json")
    ask = client.get if row.method == "GET" else client.post
    answer = ask(url, data)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def a_member_who_may(row):
    """The member of the cast for whom a row works, so that only what is under test can refuse."""
    statuses = dict(zip(MEMBERS, row.statuses.split(), strict=True))
    return next(
        (each for each in ("top", "above", "writer", "auditor") if int(statuses[each]) in (200, 201, 302)), "top"
    )


def test_every_address_is_in_the_table_and_every_row_has_an_address():
    assert set(named_patterns()) == set(METHODS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everyone_gets_what_the_table_says_and_a_refusal_inside_ones_scope_says_why(row, things, signed_in):
    expected = dict(zip(MEMBERS, map(int, row.statuses.split()), strict=True))
    got = {}
    for member in MEMBERS:
        with transaction.atomic():
            answer = asked(signed_in(ACCOUNTS.get(member, "")), row, things)
            transaction.set_rollback(True)
        got[member] = answer.status_code
        if member in MEMBERS[2:] and answer.status_code == expected[member] == 403:
            said = answer.content.decode()
            assert "没有“" in said or "不在" in said, member
    assert got == expected


@pytest.mark.parametrize("row", [row for row in ROWS if row.method != "GET"], ids=str)
def test_a_post_without_a_token_is_refused_before_anything_happens(row, things, sign_in):
    client = sign_in(ACCOUNTS[a_member_who_may(row)], enforce_csrf_checks=True)
    answer = asked(client, row, things)
    assert answer.status_code == 403
    assert "CSRF" in answer.content.decode()


@pytest.mark.parametrize("name", sorted(METHODS))
def test_other_methods_are_not_allowed(name, things, sign_in):
    row = next(row for row in ROWS if row.name == name)
    client = sign_in(ACCOUNTS[a_member_who_may(row)])
    url = reverse(name, kwargs=row.args(things))
    for method in {"GET", "POST"} - METHODS[name]:
        assert client.generic(method, url).status_code == 405, method
    for method in {"PUT", "DELETE", "PATCH"} - METHODS[name]:
        assert client.generic(method, url).status_code in (405, 302), method
