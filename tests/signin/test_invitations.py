# SPDX-License-Identifier: Apache-2.0
"""Invitations: one code a person, used once, for the right person, in time; sent out, and shown in a demo alone."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils.html import escape

from guantong.kernel import clock
from guantong.kernel.errors import NotAllowed, RuleBroken, Stale, Unset
from guantong.org.models import Account, Installation
from guantong.org.services import SYSTEM, add_document, add_person
from guantong.signin import rules
from guantong.signin.models import Invitation
from guantong.signin.services import issue_invitation, redeem_invitation, revoke_invitation
from guantong.trace.models import Entry
from tests.signin.houses import open_house
from tests.walk.federation import TODAY

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def quick():
    """Cheap passwords, a messenger that is only named, and no count of tries from an earlier test."""
    cache.clear()
    cheap = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    with override_settings(CODE_WEBHOOK="http://127.0.0.1:9/", **cheap):
        yield


@pytest.fixture
def person(federation):
    """Somebody of the school, whose name has dots between its parts."""
    return add_person(SYSTEM, name="阿例·买样提", unit=federation.unit_of("school"))


def opened(code, client=None, **more):
    """The answer to a try at opening an account."""
    said = {"code": code, "name": "阿例·买样提", "username": "ali", "password": PASSWORD} | more
    return (client or Client()).post("/login/invited/", said)


def refused(code, sentence, **more):
    """A try that comes back with a sentence, and opens nothing."""
    answer = opened(code, **more)
    assert answer.status_code == 400
    assert escape(sentence) in answer.content.decode()
    assert not Account.objects.filter(username="ali").exists()


def test_a_member_opens_his_account_and_finds_it_and_nothing_else(federation, person):
    _invitation, code = issue_invitation(federation.school, person)
    client = Client()
    assert opened(code, client, name="阿例 买样提").url == "/"
    assert client.get("/", follow=True).status_code == 200
    page = client.get("/account/").content.decode()
    assert "阿例·买样提" in page
    assert client.get("/notices/").status_code == 403
    verbs = Entry.objects.filter(object_kind="org.account", object_label="ali").order_by("pk")
    assert [entry.verb for entry in verbs] == ["open_account", "sign_in"]
    assert Client().post("/login/", {"login": "ali", "password": PASSWORD}).url == "/"


def test_a_code_is_taken_in_whatever_case_and_spacing_it_is_typed(federation, person):
    _invitation, code = issue_invitation(federation.school, person)
    assert opened(f" {code.lower().replace('-', ' ')} ").url == "/"


def test_a_code_is_used_once(federation, person):
    invitation, code = issue_invitation(federation.school, person)
    opened(code)
    answer = opened(code, username="other")
    assert "已经用过" in answer.content.decode()
    stale = Invitation.objects.get(pk=invitation.pk)
    stale.used_at = None
    with pytest.raises((RuleBroken, Stale)):
        redeem_invitation(stale, username="third", password=PASSWORD)
    assert Account.objects.filter(person=person).count() == 1


def test_a_wrong_name_is_refused_and_after_five_the_code_holds_no_longer(federation, person):
    _invitation, code = issue_invitation(federation.school, person)
    for _attempt in range(rules.WRONG_TRIES):
        refused(code, "对不上", name="别人")
    refused(code, "已经收回")
    assert Entry.objects.filter(verb="fail_invitation").count() == rules.WRONG_TRIES


NUMBER = "11010519491231002X"


@pytest.mark.parametrize("typed", ["", "110105194912310011", "A1234567", "11010519491231002"])
def test_somebody_who_knows_code_and_name_but_not_the_document_number_does_not_get_in(federation, person, typed):
    add_document(SYSTEM, person, kind="id_card", number=NUMBER)
    _invitation, code = issue_invitation(federation.school, person)
    refused(code, "对不上", document=typed)
    assert Entry.objects.filter(verb="fail_invitation").count() == 1


@pytest.mark.parametrize("typed", [NUMBER, "110105 19491231 002x", "e1234567"])
def test_any_document_of_the_person_opens_however_it_is_typed(federation, person, typed):
    add_document(SYSTEM, person, kind="id_card", number=NUMBER)
    add_document(SYSTEM, person, kind="passport", number="E1234567")
    _invitation, code = issue_invitation(federation.school, person)
    assert opened(code, document=typed).url == "/"


def test_a_code_that_nobody_gave_out_is_refused(federation):
    refused("AAAA-BBBB-CCCC", "没有这个邀请码")
    assert opened("\x00").status_code == 400


def test_an_expired_code_is_refused(federation, person, guard):
    invitation, code = issue_invitation(federation.school, person)
    with guard.lifted("time passes"):
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=clock.real_now() - timedelta(seconds=1))
    refused(code, "已经过期")


def test_a_newer_code_takes_the_place_of_the_older(federation, person):
    _invitation, first = issue_invitation(federation.school, person)
    _invitation, second = issue_invitation(federation.datong, person)
    refused(first, "已经收回")
    assert opened(second).url == "/"


def test_a_code_is_taken_back_once(federation, person):
    invitation, code = issue_invitation(federation.school, person)
    revoke_invitation(federation.school, invitation)
    refused(code, "已经收回")
    with pytest.raises(Stale):
        revoke_invitation(federation.school, invitation)


@pytest.mark.parametrize("password", ["", "short", "password1234"])
def test_a_weak_password_opens_nothing_and_the_code_stays_good(federation, person, password):
    _invitation, code = issue_invitation(federation.school, person)
    refused(code, "密码", password=password)
    assert opened(code).url == "/"


def test_a_name_that_is_taken_is_refused(federation, person):
    _invitation, code = issue_invitation(federation.school, person)
    assert "已经有人用" in opened(code, username="school").content.decode()


def test_a_code_goes_out_for_ones_own_people_without_an_account(federation, person):
    with pytest.raises(NotAllowed):
        issue_invitation(federation.food, person)
    with pytest.raises(NotAllowed):
        issue_invitation(federation.leader, person)
    with pytest.raises(RuleBroken):
        issue_invitation(federation.datong, federation.accounts["school"].person)


def test_without_a_messenger_nothing_goes_out(federation, person):
    with override_settings(CODE_WEBHOOK=""), pytest.raises(Unset, match="GUANTONG_CODE_WEBHOOK"):
        issue_invitation(federation.school, person)


def test_the_messenger_gets_the_code_and_the_page_does_not(federation, person, sign_in):
    client = sign_in("school")
    with open_house() as house, override_settings(CODE_WEBHOOK=f"{house.url}/code"):
        page = client.post("/invitations/", {"person": person.pk}, follow=True).content.decode()
    [said] = house.said
    assert (said["person"], said["name"]) == (person.pk, person.name)
    assert said["code"] not in page
    assert person.name in page
    assert opened(said["code"]).url == "/"


def test_a_messenger_that_fails_is_told_on_the_page(federation, person, sign_in):
    page = sign_in("school").post("/invitations/", {"person": person.pk}, follow=True).content.decode()
    assert "没有送达" in page


def test_a_demo_shows_the_code(federation, person, sign_in, guard):
    with guard.lifted("a demo is made of an empty database only"):
        Installation.objects.create(pk=1, is_demo=True, business_date=TODAY)
    with override_settings(CODE_WEBHOOK=""):
        page = sign_in("school").post("/invitations/", {"person": person.pk}, follow=True).content.decode()
    assert "演示库不发短信" in page


def test_the_code_is_stored_nowhere(federation, person):
    invitation, code = issue_invitation(federation.school, person)
    kept = str(Invitation.objects.filter(pk=invitation.pk).values().get())
    assert rules.plain_code(code) not in kept
    assert code not in kept


@pytest.mark.parametrize(("one", "other"), [("阿例·买样提", "阿例•买样提"), ("ＡＬＩ", "ali"), ("王 例", "王例")])
def test_names_are_one_whatever_dots_stand_between(one, other):
    assert rules.same_name(one, other)
    assert not rules.same_name(one, other + "安")
    assert not rules.same_name("", "·")
