# SPDX-License-Identifier: Apache-2.0
"""People: numbers at rest and in the trace, one number of two people, merging and parting, two at once."""

from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.urls import reverse

from guantong.kernel.errors import Invalid, NotAllowed, RuleBroken, Stale, WrongState
from guantong.learning.registers import LectureRegister
from guantong.org.actors import actors_of
from guantong.org.models import Account, IdentityDocument, NumberClash, Person, Post, Reveal
from guantong.org.queries import documents_like, people_twice
from guantong.org.services import (
    PersonFacts,
    add_bank_account,
    add_document,
    add_person,
    change_person,
    end_bank_account,
    give_post,
    keep_people_apart,
    links_to_people,
    merge_people,
    part_people,
    remove_document,
    reveal,
)
from guantong.site.cli import main
from guantong.trace.checks import bent_seals, broken_links
from guantong.trace.models import Entry, Sealed
from guantong.trace.queries import history_of
from tests.contract.records import typed
from tests.trace.bending import bend
from tests.walk.federation import BEGINNING

from .numbers import id_number

NUMBER = id_number(123)


@pytest.fixture
def office(federation):
    """The office of the county above the school and the food company."""
    return federation.datong


@pytest.fixture
def pair(federation, office):
    """One human who was entered twice, in two units, the second time with a number that is known."""
    first = add_person(office, name="韩样青", unit=federation.unit_of("school"))
    second = add_person(office, name="韩样青", unit=federation.unit_of("food"), facts=PersonFacts(phone="13909710001"))
    add_document(office, first, kind="id_card", number=NUMBER)
    add_document(office, second, kind="id_card", number=NUMBER)
    first.refresh_from_db()
    second.refresh_from_db()
    return first, second


def raw(sql, *params):
    """What the database itself holds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_numbers_lie_encrypted_and_come_back(federation, office, pair):
    person = add_person(office, name="马样", unit=federation.unit_of("school"), facts=PersonFacts(phone="0971-6123456"))
    account = add_bank_account(office, person, bank="示例银行", number="6222 0211 1122 2233")
    held = raw("SELECT number FROM org_bankaccount") + raw("SELECT number, fingerprint FROM org_identitydocument")
    held += raw("SELECT phone FROM org_person WHERE id = %s", person.pk)
    assert not [
        row for row in held for text in row if "6222021111222233" in text or NUMBER in text or "6123456" in text
    ]
    account.refresh_from_db()
    person.refresh_from_db()
    assert (account.number, person.phone) == ("6222021111222233", "09716123456")
    with pytest.raises(FieldError, match="encrypted"):
        IdentityDocument.objects.filter(number=NUMBER).exists()


def test_the_trace_holds_salted_digests_and_the_values_sealed_beside(federation, office, pair):
    entry = history_of(pair[0].identitydocuments.get()).get(verb="add_document")
    assert set(entry.after["number"]) == {"veiled"}
    everything = str([(each.before, each.after) for each in Entry.objects.all()])
    assert NUMBER not in everything
    assert "13909710001" not in everything
    assert NUMBER in Sealed.objects.get(entry=entry).box
    assert not [row for row in raw("SELECT box FROM trace_sealed") if NUMBER in row[0]]


def test_sealed_values_can_be_erased_and_the_chain_stays_whole(pair, guard):
    bend(guard, "UPDATE trace_sealed SET box = '', erased_at = CURRENT_TIMESTAMP")
    assert [*broken_links(), *bent_seals()] == []


def test_a_sealed_value_that_was_bent_is_found(pair, guard, capsys):
    rows = raw("SELECT id, box FROM trace_sealed ORDER BY id")
    bend(guard, "UPDATE trace_sealed SET box = %s WHERE id = %s", rows[0][1][:-6] + "AAAA==", rows[0][0])
    assert main(["check"]) == 1
    assert f"密封内容 {rows[0][0]}" in capsys.readouterr().out
    bend(guard, "UPDATE trace_sealed SET box = %s WHERE id = %s", rows[1][1], rows[0][0])
    assert main(["check"]) == 1


def test_an_id_card_tells_birth_date_and_sex_once(federation, office):
    person = add_person(office, name="马样", unit=federation.unit_of("school"))
    add_document(office, person, kind="id_card", number=NUMBER)
    person.refresh_from_db()
    assert (person.born_on, person.sex) == (date(1980, 1, 5), "male")
    with pytest.raises(RuleBroken, match="已经登记"):
        add_document(office, person, kind="id_card", number=NUMBER)


def test_one_number_of_two_living_people_is_kept_flagged_and_named_by_check(pair, capsys):
    clash = NumberClash.objects.get()
    assert (clash.first.person, clash.second.person, clash.state) == (*pair, "undecided")
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "大通一中工会的韩样青" in said
    assert "青禾食品工会的韩样青" in said
    assert NUMBER not in said


def test_a_person_twice_is_found_even_where_somebody_bent_the_database(federation, office, guard, capsys):
    first = add_person(office, name="韩样青", unit=federation.unit_of("school"))
    second = add_person(office, name="韩样清", unit=federation.unit_of("food"))
    add_document(office, first, kind="id_card", number=NUMBER)
    add_document(office, second, kind="id_card", number=id_number(124))
    assert list(people_twice()) == []
    bend(
        guard,
        "UPDATE org_identitydocument SET fingerprint = (SELECT d.fingerprint FROM org_identitydocument d "
        "WHERE d.person_id = %s) WHERE person_id = %s",
        first.pk,
        second.pk,
    )
    assert main(["check"]) == 1
    assert "号码相同" in capsys.readouterr().out


def test_two_people_with_one_number_can_be_told_apart_for_a_reason(federation, office, pair):
    with pytest.raises(NotAllowed):
        keep_people_apart(federation.school, NumberClash.objects.get(), reason="两个人都拿来了证件")
    clash = keep_people_apart(office, NumberClash.objects.get(), reason="两个人都拿来了证件，发证机关在查")
    assert clash.state == "two_people"
    assert list(people_twice()) == []


def test_the_dead_and_the_merged_share_a_number_with_nobody(office, pair):
    change_person(office, pair[1], PersonFacts(died_on=date(2021, 1, 10)))
    assert list(people_twice()) == []
    assert [each.person for each in documents_like("id_card", NUMBER)] == [pair[0]]


def test_a_number_entered_wrongly_is_taken_away_with_its_clash(office, pair):
    remove_document(office, pair[1].identitydocuments.get(), reason="输成了别人的号码")
    assert not NumberClash.objects.exists()
    assert list(people_twice()) == []


def test_merging_moves_everything_and_parting_moves_it_back(federation, office, pair):
    kept, gone = pair
    post = give_post(federation.datong, gone, unit=federation.unit_of("food"), role="head", since=BEGINNING)
    account = add_bank_account(office, gone, bank="示例银行", number="6222021111222233")
    merge_people(office, kept, gone, reason="同一个人，身份证原件核过")
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert {row.person_id for row in (Post.objects.get(pk=post.pk), type(account).objects.get())} == {kept.pk}
    assert NumberClash.objects.get().state == "one_person"
    assert list(people_twice()) == []
    assert IdentityDocument.objects.get(person=gone).number == NUMBER  # the kept row has the like already
    assert [each.verb for each in history_of(gone)][:1] == ["merge_into"]
    part_people(office, gone, reason="后来查明是两个人")
    gone.refresh_from_db()
    assert gone.merged_into is None
    assert {row.person_id for row in (Post.objects.get(pk=post.pk), type(account).objects.get())} == {gone.pk}
    assert NumberClash.objects.get().state == "undecided"
    with pytest.raises(WrongState):
        part_people(office, gone, reason="再分一次")


def test_what_came_to_the_kept_row_after_merging_stays_there_when_they_part(federation, office, pair):
    kept, gone = pair
    merge_people(office, kept, gone, reason="同一个人，身份证原件核过")
    later = add_bank_account(office, kept, bank="示例银行", number="6222021111222233")
    part_people(office, gone, reason="后来查明是两个人")
    later.refresh_from_db()
    assert later.person == kept


def test_of_two_accounts_one_stays_open_and_parting_opens_both(federation, office):
    kept, gone = federation.accounts["school"].person, federation.accounts["food"].person
    merge_people(federation.datong, kept, gone, reason="同一个人，身份证原件核过")
    assert Account.objects.get(person=kept).is_active
    assert not Account.objects.get(person=gone).is_active
    part_people(federation.datong, gone, reason="后来查明是两个人")
    assert Account.objects.get(person=gone).is_active


def test_two_mergers_of_one_row_at_once_do_not_both_win(federation, office, pair):
    first, second = pair
    third = add_person(office, name="韩样青", unit=federation.unit_of("school"))
    again = Person.objects.get(pk=second.pk)
    merge_people(office, first, second, reason="同一个人，身份证原件核过")
    with pytest.raises(Stale):
        merge_people(office, third, again, reason="同一个人，身份证原件核过")
    with pytest.raises(Stale):
        merge_people(office, again, Person.objects.get(pk=first.pk), reason="反过来合并")
    assert Person.objects.get(pk=first.pk).merged_into is None


def test_a_later_merger_is_undone_first(federation, office, pair):
    first, second = pair
    third = add_person(office, name="韩样青", unit=federation.unit_of("school"))
    merge_people(office, first, second, reason="同一个人，身份证原件核过")
    merge_people(office, third, first, reason="同一个人，身份证原件核过")
    with pytest.raises(WrongState, match="请先分开那一次"):
        part_people(office, Person.objects.get(pk=second.pk), reason="弄错了")


def test_nobody_merges_people_of_other_units_or_a_row_with_itself(federation, office, pair):
    outside = add_person(federation.province, name="别处人", unit=federation.unit_of("hospital"))
    with pytest.raises(NotAllowed):
        merge_people(office, pair[0], outside, reason="同一个人，身份证原件核过")
    with pytest.raises(RuleBroken):
        merge_people(office, pair[0], Person.objects.get(pk=pair[0].pk), reason="同一个人")
    with pytest.raises(Invalid):
        merge_people(office, *pair, reason=" ")


def test_every_column_that_points_to_a_person_is_known_to_merging():
    found = {(field.model, field.name) for field in links_to_people()}
    assert {(Post, "person"), (Reveal, "person"), (IdentityDocument, "person")} <= found


def test_two_officers_editing_one_person_do_not_overwrite_each_other(office, pair):
    mine, yours = Person.objects.get(pk=pair[0].pk), Person.objects.get(pk=pair[0].pk)
    change_person(office, mine, PersonFacts(name="韩样卿"))
    with pytest.raises(Stale):
        change_person(office, yours, PersonFacts(phone="13909710002"))


@pytest.mark.parametrize(
    "facts",
    [PersonFacts(sex="x"), PersonFacts(born_on=date(2030, 1, 1)), PersonFacts(phone="十个字"), PersonFacts(name="")],
)
def test_odd_facts_are_refused(office, pair, facts):
    with pytest.raises(Invalid):
        change_person(office, pair[0], facts)


def test_an_account_is_ended_once(office, pair):
    account = add_bank_account(office, pair[0], bank="示例银行", number="6222021111222233")
    with pytest.raises(RuleBroken):
        add_bank_account(office, pair[0], bank="示例银行", number="6222021111222233")
    end_bank_account(office, account, on=date(2021, 1, 13), reason="卡丢了")
    with pytest.raises(Stale):
        end_bank_account(office, account, on=date(2021, 1, 13), reason="卡丢了")


def test_somebody_with_a_name_of_sixty_characters_signs_in_records_and_looks(federation, office, sign_in, world):
    name = "阿卜杜" * 20
    person = Person.objects.get(pk=federation.accounts["school"].person_id)
    change_person(office, person, PersonFacts(name=name, phone="13909710001"))
    client = sign_in("school")
    data = typed(LectureRegister, federation.school, world.theme)
    page = client.post(reverse("learning.lecture.new"), data).url
    reveal(next(iter(actors_of(federation.accounts["school"]))), person, "phone", reason="核对慰问金发放名册")
    merge = f"{reverse('people.merge')}?one={person.pk}&other={federation.accounts['food'].person_id}"
    for address in (page, f"{page}history/", "/", reverse("privacy.file"), reverse("unit", args=("630121-01",))):
        assert name in client.get(address).content.decode(), address
    assert name in sign_in("datong").get(merge).content.decode()
