# SPDX-License-Identifier: Apache-2.0
"""One request as a browser or a program makes it, through every middleware: its time, and the time of its own SQL."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

from guantong.org.models import Account, Person, Post, Unit

from . import sql

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TIMES = 5
Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """A page visited several times, and the same statements asked bare beside it.

    What it costs above its SQL is the processor time of its thread, since other work on the machine only adds to what
    a clock on the wall shows; what its SQL costs is the least that such a clock showed.
    """

    above_ms: float
    sql_ms: float
    statements: tuple[Statement, ...]

    @property
    def ms(self) -> float:
        """The whole page."""
        return self.above_ms + self.sql_ms

    def rows_touched(self) -> int:
        """The rows that the statements look at, by the plans of PostgreSQL."""
        return sum(sql.rows_touched(text, params) for text, params in self.statements)


def visited(ask: Callable[[], HttpResponseBase]) -> Visit:
    """Visit a page and ask its statements bare, in turn, several times."""
    statements = statements_of(ask)
    taken = [(_spent(ask), _spent(lambda: sql.ask_all(statements))) for _time in range(TIMES)]
    above = min(page[0] for page, _bare in taken) - min(bare[0] for _page, bare in taken)
    return Visit(max(0.0, above), min(bare[1] for _page, bare in taken), tuple(statements))


def statements_of(ask: Callable[[], HttpResponseBase]) -> list[Statement]:
    """What a page asks of the database, reads alone. Raises AssertionError for a page that does not come."""
    found: list[Statement] = []

    def note(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        if text.lstrip("( ").startswith(("SELECT", "WITH")):
            found.append((text, params))
        return execute(text, params, many, context)

    ask()
    with connection.execute_wrapper(note):
        answer = ask()
    assert answer.status_code == 200, answer.status_code
    return found


def statements_count(job: Callable[[], object]) -> int:
    """How many statements a job puts to the database."""
    found: list[str] = []

    def note(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        found.append(text)
        return execute(text, params, many, context)

    with connection.execute_wrapper(note):
        job()
    return len(found)


def signed_in(unit: Unit) -> Client:
    """A browser in which the officer of a unit has signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(account_of(unit), backend=BACKEND)
    return client


def account_of(unit: Unit) -> Account:
    """The account of the first officer of a unit, made where there is none."""
    post = Post.objects.filter(unit=unit).select_related("person").order_by("pk")[0]
    return Account.objects.get_or_create(person=post.person, defaults={"username": f"bench{post.person_id}"})[0]


def officers_at(units: Sequence[Unit]) -> list[Account]:
    """A person, a post and an account in each of these units, made in bulk."""
    people = Person.objects.bulk_create(Person(name=f"例{unit.pk}", unit=unit) for unit in units)
    since = units[0].founded_on
    Post.objects.bulk_create(
        Post(person=each, unit_id=each.unit_id, role="office", title="办公室", starts_on=since) for each in people
    )
    return Account.objects.bulk_create(Account(person=each, username=f"bench{each.pk}") for each in people)


def _spent(job: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the processor, and on the wall."""
    worked, started = time.thread_time(), time.perf_counter()
    job()
    return (time.thread_time() - worked) * 1000, (time.perf_counter() - started) * 1000
