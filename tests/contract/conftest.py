# SPDX-License-Identifier: Apache-2.0
"""The shared fixtures, under the names by which tests ask for them, and one of each thing that has an address."""

import pytest

from guantong.kernel import clock
from tests.walk.federation import TODAY
from tests.walk.fixtures import (
    built,
    business_day,
    federation,
    guard,
    sign_in,
    undone_afterwards,
    walked,
    watched,
    world,
)

from .pages import things_of

__all__ = ["built", "business_day", "federation", "guard", "sign_in", "walked", "world"]


@pytest.fixture(scope="module")
def furnished(walked, django_db_blocker):
    """One of each thing, once a module."""
    with django_db_blocker.unblock(), undone_afterwards():
        with watched(), clock.at(TODAY):
            things = things_of(walked)
        yield things


@pytest.fixture
def signed_in(sign_in):
    """A client in which a member of the cast is signed in, by a session that the module made."""
    return sign_in


@pytest.fixture
def things(furnished, db):
    """One of each thing."""
    return furnished
