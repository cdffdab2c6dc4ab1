# SPDX-License-Identifier: Apache-2.0
"""Schemathesis asks every operation of the schema, as meant and otherwise: no 5xx, and answers as the schema says."""

import pytest
import schemathesis
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from guantong.register.catalogue import registers

from .asking import body, program_of

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
HARD = max(2, settings.default.max_examples // 12)
"""Examples for each operation and mode: a few in the small profile, some thirty in the full one."""


@pytest.fixture
def described(federation, monkeypatch):
    """The schema as the site serves it, and the head that opens it."""
    # A real request closes a connection that is in the midst of a transaction, as the one of a test is.
    monkeypatch.setattr(type(connections[DEFAULT_DB_ALIAS]), "close_if_unusable_or_obsolete", lambda _connection: None)
    program = program_of(federation, "school", *registers())
    for register in registers():
        for _ in range(2):
            program.post(f"/api/v1/{register.slug}/", body(register, federation))
    head = {"Authorization": f"Bearer {program.key}", "Host": "localhost"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application(), headers=head)
    return schema, head


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_operation_answers_with_a_server_error_or_otherwise_than_described(described, mode, guard):
    schema, head = described
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= len(registers()) * 7

    for operation in operations:
        exercised(operation, mode, head)


def exercised(operation, mode, head):
    """Ask one operation a number of times; nothing that it does outlives the question."""

    @settings(
        max_examples=HARD,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
    )
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case, known):
        if known and case.path_parameters:
            case.path_parameters["id"] = 1
        caches["rates"].clear()
        with transaction.atomic():
            case.call_and_validate(headers=head, checks=CHECKS)
            transaction.set_rollback(True)

    ask()
