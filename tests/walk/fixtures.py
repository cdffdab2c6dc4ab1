# SPDX-License-Identifier: Apache-2.0
"""Fixtures that the walk and the contracts share: the guard, the cast built once a module, signed-in clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.client import ClientHandler

from guantong.kernel import clock
from guantong.org.models import Account
from guantong.signin.middleware import CONFIRMED

from .federation import TODAY, Federation, build_federation
from .guard import Guard
from .life import World, handed_down

SignIn = Callable[..., Client]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


# The sessions of the cast now built: signing in anew for each of a thousand tests is most of their time.
_KEYS: dict[str, str] = {}


def session_of(account: Account) -> str:
    """The key of a session in which an account has signed in, with its second factor."""
    client = Client()
    client.handler = handler(False)
    client.force_login(account, backend=BACKEND)
    session = client.session
    session[CONFIRMED] = True
    session.save()
    return str(session.session_key)


@cache
def handler(enforce_csrf_checks: bool) -> ClientHandler:
    """One handler for all clients: making one looks through all static files."""
    return ClientHandler(enforce_csrf_checks=enforce_csrf_checks)


@contextmanager
def watched() -> Iterator[Guard]:
    """A guard over the connection; whatever it saw wrong fails when the block ends."""
    guard = Guard()
    with connection.execute_wrapper(guard):
        yield guard
    assert not guard.faults(), "\n".join(guard.faults())


@contextmanager
def undone_afterwards() -> Iterator[None]:
    """A transaction around a module's fixtures, inside which each test has its own; nothing outlives the module."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Federation]:
    """The cast, once a module, its passwords hashed cheaply."""
    cheap = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), undone_afterwards():
        with cheap, watched():
            federation = build_federation()
            _KEYS.clear()
            _KEYS.update({word: session_of(account) for word, account in federation.accounts.items()})
        yield federation


@pytest.fixture(scope="module")
def walked(built: Federation, django_db_blocker: Any) -> Iterator[World]:
    """The founding notice handed down to one school, once a module."""
    with django_db_blocker.unblock(), undone_afterwards():
        with watched():
            world = handed_down(built)
        yield world


@pytest.fixture
def federation(built: Federation, db: None) -> Federation:
    """The named cast."""
    return built


@pytest.fixture
def world(walked: World, db: None) -> World:
    """The founding notice on its way."""
    return walked


@pytest.fixture(autouse=True)
def guard(db: None) -> Iterator[Guard]:
    """Every test is watched: no write outside a service, no service without a trace."""
    with watched() as guard:
        yield guard


@pytest.fixture(autouse=True)
def business_day() -> Iterator[None]:
    """The business clock stands at the day of the cast."""
    with clock.at(TODAY):
        yield


@pytest.fixture
def sign_in(federation: Federation) -> SignIn:
    """A client in which a member of the cast is signed in, or nobody."""

    def client_of(word: str = "", *, enforce_csrf_checks: bool = False) -> Client:
        client = Client(enforce_csrf_checks=enforce_csrf_checks)
        client.handler = handler(enforce_csrf_checks)
        if word:
            client.cookies[settings.SESSION_COOKIE_NAME] = _KEYS[word]
        return client

    return client_of
