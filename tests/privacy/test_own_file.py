# SPDX-License-Identifier: Apache-2.0
"""My file: what is held on me, who looked, taking it along, asking for corrections and erasure, consents."""

import json
from datetime import date

import pytest
from django.urls import reverse

from guantong.kernel.errors import Invalid, NotAllowed, NotFound, Stale
from guantong.org.models import BankAccount, Person
from guantong.org.services import (
    PersonFacts,
    add_bank_account,
    add_document,
    change_person,
    end_bank_account,
    reveal,
)
from guantong.privacy.models import PrivacyRequest
from guantong.privacy.queries import has_consented
from guantong.privacy.services import decide_request, give_consent, make_request, withdraw_consent
from guantong.trace.checks import bent_seals, broken_links
from guantong.trace.models import Sealed
from guantong.trace.queries import history_of
from tests.people.numbers import id_number

NUMBER, PHONE, ACCOUNT = id_number(123), "13909710001", "6222021111222233"
TODAY = date(2021, 1, 13)


@pytest.fixture
def me(federation):
    """The chair of the school, with numbers on file."""
    person = Person.objects.get(pk=federation.accounts["school"].person_id)
    change_person(federation.datong, person, PersonFacts(phone=PHONE))
    add_document(federation.datong, person, kind="id_card", number=NUMBER)
    add_bank_account(federation.datong, person, bank="示例银行", number=ACCOUNT)
    return Person.objects.get(pk=person.pk)


def test_my_file_shows_what_is_held_masked_and_who_looked_and_why(me, federation, sign_in):
    reveal(federation.datong, me, "phone", reason="核对慰问金发放名册")
    text = sign_in("school").get(reverse("privacy.file")).content.decode()
    assert "大通县总工会杨样禾" in text
    assert "核对慰问金发放名册" in text
    assert "居民身份证" in text
    assert PHONE not in text
    assert NUMBER not in text
    assert "杨样禾" not in sign_in("food").get(reverse("privacy.file")).content.decode()


def test_i_can_take_everything_along_and_that_leaves_a_trace(me, sign_in):
    answer = sign_in("school").post(reverse("privacy.take"))
    held = json.loads(answer.content)
    text = answer.content.decode()
    assert held["本人"][0]["电话"] == PHONE
    assert held["登记"]["证件"][0]["证件号码"] == NUMBER
    assert ACCOUNT in text
    assert "argon2" not in text
    assert "md5" not in text
    assert history_of(me).first().verb == "take_along"


def test_a_request_is_made_on_the_page_decided_by_the_office_and_answered_to_me(me, federation, sign_in):
    client = sign_in("school")
    assert client.post(reverse("privacy.file"), {"kind": "correct", "text": "名字里的云应当是芸"}).status_code == 302
    assert "名字里的云" in sign_in("datong").get(reverse("privacy.requests")).content.decode()
    asked = PrivacyRequest.objects.get()
    data = {"verb": "decline", "reason": "户口本上是云"}
    assert sign_in("datong").post(reverse("privacy.decide", args=(asked.pk,)), data).status_code == 302
    text = client.get(reverse("privacy.file")).content.decode()
    assert "户口本上是云" in text
    assert "未照办" in text


@pytest.mark.parametrize(
    "data", [{"kind": "burn", "text": "x"}, {"kind": "erase", "text": " "}, {"kind": "erase", "text": "长" * 301}]
)
def test_an_odd_request_is_refused_with_a_sentence(data, me, sign_in):
    assert sign_in("school").post(reverse("privacy.file"), data).status_code == 400
    assert not PrivacyRequest.objects.exists()


def test_erasure_erases_what_law_allows_says_what_remains_and_leaves_the_chain_whole(me, federation):
    account = BankAccount.objects.get(person=me)
    end_bank_account(federation.datong, account, on=TODAY, reason="卡销了")
    asked = make_request(me, kind="erase", text="请删除我的电话和旧账户")
    decide_request(federation.datong, asked, "grant", reason="本人申请，核过身份")
    asked.refresh_from_db()
    assert "已删除：电话、1 个停用的银行账户" in asked.answer
    assert "留下的和为什么" in asked.answer
    assert Person.objects.get(pk=me.pk).phone == ""
    assert not BankAccount.objects.exists()
    assert not any(PHONE in each.box or ACCOUNT in each.box for each in Sealed.objects.all())
    assert [*broken_links(), *bent_seals()] == []


def test_only_the_office_above_decides_and_only_once(me, federation):
    asked = make_request(me, kind="erase", text="请删除")
    for word in ("auditor", "food", "industry", "haidong"):
        with pytest.raises(NotAllowed):
            decide_request(federation.actors[word], PrivacyRequest.objects.get(), "grant", reason="好")
    again = PrivacyRequest.objects.get()
    decide_request(federation.datong, asked, "decline", reason="要核身份")
    with pytest.raises(Stale):
        decide_request(federation.datong, again, "decline", reason="要核身份")


def test_a_consent_holds_for_its_purpose_until_it_ends_or_is_withdrawn(me, federation, sign_in):
    span = {"since": TODAY, "until": date(2021, 12, 31)}
    consent = give_consent(me, purpose="疗休养体检", wording="同意把体检结论交给疗养院", **span)
    assert has_consented(me, "疗休养体检", TODAY)
    assert not has_consented(me, "疗休养体检", date(2022, 1, 1))
    assert not has_consented(me, "别的用途", TODAY)
    assert sign_in("food").post(reverse("privacy.withdraw", args=(consent.pk,))).status_code == 404
    assert sign_in("school").post(reverse("privacy.withdraw", args=(consent.pk,))).status_code == 302
    assert not has_consented(me, "疗休养体检", TODAY)
    with pytest.raises(Stale):
        withdraw_consent(me, consent.pk)


def test_odd_consents_are_refused(me):
    with pytest.raises(Invalid):
        give_consent(me, purpose=" ", wording="x", since=TODAY)
    with pytest.raises(Invalid):
        give_consent(me, purpose="x", wording="x", since=TODAY, until=date(2020, 1, 1))
    with pytest.raises(NotFound):
        withdraw_consent(me, 0)
