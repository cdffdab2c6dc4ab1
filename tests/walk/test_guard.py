# SPDX-License-Identifier: Apache-2.0
"""The guard itself: it catches what it is there to catch, and nothing else."""

from datetime import date

import pytest
from django.db import connection

from guantong.kernel.errors import Invalid
from guantong.org.models import Theme
from guantong.org.services import use_theme
from guantong.trace.services import writes

from .guard import NEED_NO_ENTRY, OUTSIDE_SERVICES, Guard, tables_of_ours


@writes
def silent_service() -> None:
    """Writes, and tells nobody."""
    Theme.objects.create(title="没有人知道的主题", created_on=date(2021, 1, 1))


@writes
def undecided_service() -> None:
    """Writes, then refuses."""
    Theme.objects.create(title="改了主意的主题", created_on=date(2021, 1, 1))
    raise Invalid("不写了。")


@pytest.fixture
def second(guard):
    """A guard of this test's own; the one over all tests looks away."""
    own = Guard()
    with guard.lifted("the rogue writes below are there to be caught"), connection.execute_wrapper(own):
        yield own


def test_a_write_outside_every_service_is_caught(second):
    Theme.objects.create(title="偷着建的主题", created_on=date(2021, 1, 1))
    Theme.objects.filter(title="偷着建的主题").update(title="偷着改的主题")
    Theme.objects.filter(title="偷着改的主题").delete()
    assert [fault.split(": ")[1].split()[0] for fault in second.faults() if fault.startswith("org_theme ")] == [
        "INSERT",
        "UPDATE",
        "DELETE",
    ]


def test_a_service_that_leaves_no_trace_is_caught(second):
    silent_service()
    assert second.faults() == ["an operation changed ['org_theme'] and left no trace"]


def test_a_service_that_refused_after_writing_is_forgiven_because_nothing_was_written(second):
    with pytest.raises(Invalid):
        undecided_service()
    assert not Theme.objects.filter(title="改了主意的主题").exists()
    assert second.faults() == []


def test_a_service_with_a_trace_passes(second, federation):
    use_theme(federation.province, "大家都知道的主题")
    assert second.changes
    assert second.faults() == []


def test_the_exceptions_name_tables_that_exist():
    assert set(OUTSIDE_SERVICES) | set(NEED_NO_ENTRY) <= tables_of_ours()
