# SPDX-License-Identifier: Apache-2.0
"""Keys rotate: every encrypted value is closed anew, can be found meanwhile, and a run that stopped goes on."""

import pytest
from django.db import connection

from guantong.kernel.errors import Misconfigured
from guantong.org.models import IdentityDocument, Person
from guantong.org.queries import documents_like
from guantong.org.services import PersonFacts, add_document, add_person
from guantong.site.cli import main
from guantong.trace.models import Sealed
from guantong.trace.services import rotate_keys, rotation
from tests.people.numbers import id_number

NEW = b"a new secret of more than thirty-two letters"


@pytest.fixture
def people(federation):
    """Three people with documents and telephones."""
    unit = federation.unit_of("school")
    found = []
    for order in range(3):
        person = add_person(federation.datong, name="韩样青", unit=unit, facts=PersonFacts(phone=f"1390971000{order}"))
        add_document(federation.datong, person, kind="id_card", number=id_number(order))
        found.append(person)
    return found


def boxes():
    """Every encrypted value as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table, column in (("org_person", "phone"), ("org_identitydocument", "number"), ("trace_sealed", "box")):
            cursor.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")
            found += [row[0] for row in cursor.fetchall()]
    return found


def test_after_rotation_the_old_key_is_needed_no_more(people, settings, capsys):
    old = boxes()
    settings.DATA_KEYS = (NEW, *settings.DATA_KEYS)
    assert [each.person_id for each in documents_like("id_card", id_number(1))] == [people[1].pk]
    assert main(["rotate-keys"]) == 0
    assert "重新加密" in capsys.readouterr().out
    settings.DATA_KEYS = (NEW,)
    assert not set(old) & set(boxes())
    assert [row.number for row in IdentityDocument.objects.order_by("pk")] == [id_number(order) for order in range(3)]
    assert Person.objects.get(pk=people[2].pk).phone == "13909710002"
    assert [each.person_id for each in documents_like("id_card", id_number(1))] == [people[1].pk]
    assert all(sealed.box for sealed in Sealed.objects.all())
    assert main(["check"]) == 0


def test_a_rotation_that_stopped_half_way_goes_on_where_it_was(people, settings, monkeypatch):
    settings.DATA_KEYS = (NEW, *settings.DATA_KEYS)
    monkeypatch.setattr(rotation, "BATCH", 2)

    def stop(count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate_keys(stop)
    rest = rotate_keys()
    assert rest == len(boxes()) - 2
    assert rotate_keys() == 0


def test_the_cipher_of_the_country_is_a_setting(people, settings):
    settings.CIPHER = "sm4"
    rotate_keys()
    assert all(box.startswith("sm4.") for box in boxes())
    assert Person.objects.get(pk=people[0].pk).phone == "13909710000"


def test_a_key_that_was_thrown_away_too_early_is_named(people, settings):
    settings.DATA_KEYS = (NEW,)
    with pytest.raises(Misconfigured, match="没有编号"):
        Person.objects.get(pk=people[0].pk)
