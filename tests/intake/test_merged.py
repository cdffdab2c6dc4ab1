# SPDX-License-Identifier: Apache-2.0
"""An upload is taken back after two persons whom its rows name were found to be one."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from guantong.intake.models import StagedRow
from guantong.org.models import Person
from guantong.org.services import add_person, merge_people, merging
from guantong.register.fields import F
from tests.register.visits import Visit, VisitRegister, kept

from .sheets import entered, text, undone

HEADS = ("走访事由", "走访日期", "户主", "走访对象", "单位")


@pytest.fixture(scope="module", autouse=True)
def house_with_visits(django_db_setup, django_db_blocker):
    """A register whose records name persons is in the house, and takes sheets."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Visit)
    with kept():
        yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Visit)


@pytest.fixture
def visits(monkeypatch):
    """The register, with its persons on the sheet."""
    own = (*VisitRegister.fields, F("person", on="form page sheet", pick=lambda actor: Person.objects.in_force()))
    monkeypatch.setattr(VisitRegister, "fields", own)
    monkeypatch.setattr(VisitRegister, "check", lambda record: None)
    monkeypatch.setattr(merging, "links_to_people", lambda: iter([Visit._meta.get_field("person")]))
    return VisitRegister


def test_what_a_merge_of_two_persons_moved_is_left_alone_and_listed(federation, world, visits):
    unit = federation.unit_of("school")
    both = [add_person(federation.datong, name=name, unit=unit) for name in ("例重一", "例重二", "例独三")]
    rows = [(f"走访{each.name}", "2021-01-05", "例户", each.name, unit.name) for each in both]
    upload = entered(federation.school, text(*rows, heads=HEADS), register=visits)
    assert upload.state == "applied", upload.message
    assert [visit.person for visit in Visit.objects.order_by("pk")] == both
    kept_one, gone = (Person.objects.get(pk=each.pk) for each in both[:2])
    merge_people(federation.datong, kept_one, gone, reason="同一个人，核过")
    upload = undone(federation.school, upload)
    assert upload.state == "undone"
    assert [(visit.title, visit.person, visit.held_on) for visit in Visit.objects.all()] == [
        ("走访例重二", both[0], date(2021, 1, 5))
    ]
    assert (upload.counts["kept"], upload.counts["taken_back"]) == (1, 2)
    assert StagedRow.objects.get(upload=upload, fate="kept").record == Visit.objects.get().pk
