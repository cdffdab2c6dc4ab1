# SPDX-License-Identifier: Apache-2.0
"""A veiled value opens for a reason, for a set time; the trace and the person know of it."""

from datetime import timedelta

import pytest

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, NotFound
from guantong.org.models import Person
from guantong.org.queries import open_fields, reveals_of
from guantong.org.services import PersonFacts, add_document, add_person, reveal
from guantong.trace.queries import history_of

from .numbers import id_number

NUMBER = id_number(123)
REASON = "核对慰问金发放名册"


@pytest.fixture
def person(federation):
    """Somebody of the school."""
    unit = federation.unit_of("school")
    return add_person(federation.datong, name="韩样青", unit=unit, facts=PersonFacts(phone="13909710001"))


def test_a_value_opens_for_a_reason_and_for_five_minutes(federation, person, monkeypatch):
    assert reveal(federation.school, person, "phone", reason=REASON) == "13909710001"
    assert set(open_fields(federation.school, person)) == {"phone"}
    assert open_fields(federation.datong, person) == {}
    later = clock.real_now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert open_fields(federation.school, person) == {}


def test_the_trace_and_the_person_know_who_looked_and_why(federation, person):
    document = add_document(federation.datong, person, kind="id_card", number=NUMBER)
    assert reveal(federation.datong, document, "number", reason=REASON) == NUMBER
    (seen,) = reveals_of(person)
    assert (seen.reader_name, seen.unit_name, seen.field_label, seen.reason) == (
        "杨样禾",
        "大通县总工会",
        "证件号码",
        REASON,
    )
    entry = history_of(document).first()
    assert (entry.verb, entry.reason, entry.after) == ("reveal", REASON, {"field": "number"})


@pytest.mark.parametrize("reason", ["", "   ", "看看"])
def test_without_a_real_reason_nothing_opens(federation, person, reason):
    with pytest.raises(Invalid, match="为什么要看"):
        reveal(federation.school, person, "phone", reason=reason)
    assert not reveals_of(person).exists()


def test_nobody_opens_what_is_out_of_reach_or_not_veiled(federation, person):
    for word in ("industry", "hospital", "food", "auditor"):
        with pytest.raises(NotAllowed):
            reveal(federation.actors[word], person, "phone", reason=REASON)
    with pytest.raises(NotFound):
        reveal(federation.school, person, "name", reason=REASON)


def test_a_row_merged_into_the_person_still_tells_who_looked(federation, person):
    from guantong.org.services import merge_people

    reveal(federation.school, person, "phone", reason=REASON)
    kept = add_person(federation.datong, name="韩样青", unit=federation.unit_of("school"))
    merge_people(federation.datong, kept, Person.objects.get(pk=person.pk), reason="同一个人，核过")
    assert reveals_of(kept).count() == 1
