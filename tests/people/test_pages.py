# SPDX-License-Identifier: Apache-2.0
"""The pages on which an office decides whether two rows are one human: merging, parting, telling two apart."""

import pytest
from django.urls import reverse

from guantong.org.models import IdentityDocument, NumberClash, Person
from guantong.org.queries import people_twice
from guantong.org.services import PersonFacts, add_document, add_person, merge_people

from .numbers import id_number

NUMBER, PHONE = id_number(123), "13909710001"
DOUBLES, MERGE = "/people/doubles/", "/people/merge/"


@pytest.fixture
def pair(federation):
    """One human entered twice, in two units of the county, with one number."""
    office = federation.datong
    first = add_person(office, name="韩样青", unit=federation.unit_of("school"), facts=PersonFacts(phone=PHONE))
    second = add_person(office, name="韩样清", unit=federation.unit_of("food"), facts=PersonFacts(phone=PHONE))
    for person in (first, second):
        add_document(office, person, kind="id_card", number=NUMBER)
    return tuple(Person.objects.get(pk=person.pk) for person in (first, second))


def compared(pair):
    """The address of both rows side by side."""
    return f"{MERGE}?one={pair[0].pk}&other={pair[1].pk}"


def said(client, pair, **more):
    """What an officer posts who saw both rows side by side."""
    hidden = client.get(compared(pair)).context["page"].form["versions"].value()
    return {"kept": pair[0].pk, "reason": "身份证原件核过", "versions": hidden} | more


def clash_url(verb):
    """The address of a decision on the shared number."""
    return reverse("people.clash", args=(NumberClash.objects.get().pk, verb))


def test_a_shared_number_waits_on_the_page_masked_and_leads_to_both_rows_side_by_side(pair, sign_in):
    client = sign_in("datong")
    text = client.get(DOUBLES).content.decode()
    for word in ("韩样青", "韩样清", "居民身份证", f"••••{NUMBER[-4:]}"):
        assert word in text
    assert NUMBER not in text
    assert compared(pair).replace("&", "&amp;") in text
    side_by_side = client.get(compared(pair))
    facts = {fact.label: fact for fact in side_by_side.context["page"].facts}
    assert facts["电话"].is_same
    assert facts["居民身份证"].is_same
    assert facts["姓名"].is_different
    for secret in (NUMBER, PHONE, "1980-01-05"):
        assert secret not in side_by_side.content.decode()


def test_two_rows_are_merged_on_the_page_and_parted_again(pair, sign_in):
    client, (kept, gone) = sign_in("datong"), pair
    assert client.post(compared(pair), said(client, pair)).url == DOUBLES
    assert Person.objects.get(pk=gone.pk).merged_into == kept
    assert NumberClash.objects.get().state == "one_person"
    text = client.get(DOUBLES).content.decode()
    assert "没有要认定的" in text
    parting = reverse("people.part", args=(gone.pk,))
    assert parting in text
    assert client.post(parting, {"reason": " "}).status_code == 400
    assert client.post(parting, {"reason": "后来查明是两个人"}).url == DOUBLES
    assert Person.objects.get(pk=gone.pk).merged_into is None
    assert NumberClash.objects.get().state == "undecided"
    assert client.get(parting).status_code == 404


def test_either_row_may_be_the_one_that_stays(pair, sign_in):
    client = sign_in("datong")
    client.post(compared(pair), said(client, pair, kept=pair[1].pk))
    assert Person.objects.get(pk=pair[0].pk).merged_into == pair[1]


def test_two_humans_with_one_number_are_told_apart_and_can_be_looked_at_again(pair, sign_in):
    client = sign_in("datong")
    assert client.post(clash_url("keep_apart"), {"reason": ""}).status_code == 400
    assert client.post(clash_url("keep_apart"), {"reason": "两人都拿来了证件"}).url == DOUBLES
    assert list(people_twice()) == []
    assert "已认定是两个人" in client.get(DOUBLES).content.decode()
    assert client.post(clash_url("keep_apart"), {"reason": "再来一次"}).status_code == 409
    assert client.post(clash_url("look_again"), {"reason": "发证机关来函"}).url == DOUBLES
    assert NumberClash.objects.get().state == "undecided"


def test_the_second_of_two_officers_is_told_and_what_was_typed_stays(pair, sign_in, federation):
    client = sign_in("datong")
    data = said(client, pair)
    third = add_person(federation.datong, name="韩样青", unit=federation.unit_of("school"))
    merge_people(federation.xining, third, Person.objects.get(pk=pair[1].pk), reason="同一个人，核过")
    answer = client.post(compared(pair), data)
    assert answer.status_code == 400
    assert Person.objects.get(pk=pair[1].pk).merged_into == third
    fresh = sign_in("datong")
    data = said(fresh, (pair[0], third))
    Person.objects.in_force()
    merge_people(federation.datong, pair[0], Person.objects.get(pk=third.pk), reason="同一个人，核过")
    assert fresh.post(compared((pair[0], third)), data).status_code == 400


def test_a_row_changed_since_it_was_compared_is_not_merged(pair, sign_in):
    client = sign_in("datong")
    data = said(client, pair, versions="1.999")
    answer = client.post(compared(pair), data)
    assert answer.status_code == 400
    assert "别人刚改过" in answer.content.decode()
    assert Person.objects.get(pk=pair[1].pk).merged_into is None


@pytest.mark.parametrize("odd", ["x", "", "1", "9999999999.1", "1.1.1", "²．1"])
def test_odd_versions_merge_nothing(odd, pair, sign_in):
    client = sign_in("datong")
    answer = client.post(compared(pair), said(client, pair, versions=odd))
    assert answer.status_code == 400
    assert not Person.objects.exclude(merged_into=None).exists()


def test_people_are_found_by_name_and_only_within_reach(pair, sign_in):
    pick = reverse("people.pick", args=("one",))
    found = sign_in("datong").get(pick, {"one__q": "韩样"}).context["offer"]
    assert {"韩样青", "韩样清"} <= {each.name for each in found.candidates}
    assert "王例安" not in {each.name for each in found.candidates}
    assert sign_in("haidong").get(compared(pair)).status_code == 400
    assert sign_in("school").get(MERGE).status_code == 403
    answer = sign_in("datong").get(f"{MERGE}?one={pair[0].pk}&other={pair[0].pk}")
    assert answer.status_code == 400
    assert "同一行" in answer.content.decode()


def test_a_number_shared_with_somebody_of_another_county_is_decided_above(pair, federation, sign_in):
    other = add_person(federation.province, name="别处人", unit=federation.unit_of("hospital"))
    add_document(federation.province, other, kind="passport", number="E12345678")
    mine = IdentityDocument.objects.get(person=pair[0])
    add_document(federation.province, pair[0], kind="passport", number="E12345678")
    text = sign_in("datong").get(DOUBLES).content.decode()
    assert "由两个单位共同的上级认定" in text
    assert "别处人" not in text
    clash = NumberClash.objects.exclude(first=mine).get()
    url = reverse("people.clash", args=(clash.pk, "keep_apart"))
    assert sign_in("datong").post(url, {"reason": "两人都拿来了证件"}).status_code == 403
    assert sign_in("province").post(url, {"reason": "两人都拿来了证件"}).status_code == 302
