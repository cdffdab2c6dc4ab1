# SPDX-License-Identifier: Apache-2.0
"""The shared fixtures, and the house with one more register: its table, its rights, its addresses."""

import pytest
from django.db import connection

from guantong.kernel import clock
from tests.contract.pages import things_of
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

from .visits import Visit, kept

__all__ = ["built", "business_day", "federation", "guard", "sign_in", "walked", "world"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with one more table; nothing refers from it, or no other table could be emptied any more."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Visit)
        editor.deferred_sql = [sql for sql in editor.deferred_sql if "FOREIGN KEY" not in str(sql)]


@pytest.fixture(scope="module", autouse=True)
def furnished_house():
    """The register is in the house as long as a module runs."""
    with kept():
        yield


@pytest.fixture(scope="module")
def furnished(walked, django_db_blocker):
    """One of each thing, once a module."""
    with django_db_blocker.unblock(), undone_afterwards():
        with watched(), clock.at(TODAY):
            things = things_of(walked)
        yield things


@pytest.fixture
def things(furnished, db):
    """One of each thing."""
    return furnished
