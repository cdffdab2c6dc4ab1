# SPDX-License-Identifier: Apache-2.0
"""Those who are not in the table's columns: a member without a post, and the administrators, at every address."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from guantong.org.services import SYSTEM, add_document, add_person, give_post, open_account, reveal
from guantong.privacy.services import give_consent
from guantong.signin.services import issue_invitation, redeem_invitation
from tests.people.numbers import id_number
from tests.walk.federation import BEGINNING
from tests.walk.fixtures import handler, session_of

from .test_access import ROWS, asked

OWN = ("account", "mfa_", "usersessions_", "socialaccount_", "openid_connect_", "wecom_", "dingtalk_", "invited")
HOUSE = {"exports", "switch_post", "theme", "set_language", "healthz", "readyz", "desk", "privacy.file"}
# What each administrator gets besides his own account; everything else is refused to him or not there.
MAY = {
    "system": {"search", "progress", "rules", "rule", "posts", "person_account", "person_account.act"},
    "security": {"search", "progress", "posts", "person_account", "person_account.act"},
}
SHUT = (403, 404)
APART = ("api.", "tokens")  # a person's own tokens and the API are asked elsewhere


def signed_in(account):
    """A client in which an account has signed in."""
    client = Client()
    client.handler = handler(False)
    client.cookies["sessionid"] = session_of(account)
    return client


def opened_by(client, things):
    """The names of addresses that answer somebody with more than a refusal."""
    rows = [row for row in ROWS if row.method == "GET" and not row.name.startswith(APART)]
    return {row.name for row in rows if asked(client, row, things).status_code not in SHUT}


def is_own(name):
    """Whether an address is about one's own account, about how pages look, or of files one asked for."""
    return name.startswith(OWN) or name in HOUSE


@pytest.fixture
def member(things):
    """The account of a member of the writer's unit, opened by an invitation, without any post."""
    person = add_person(SYSTEM, name="林样兰", unit=things.world.federation.unit_of("school"))
    with override_settings(CODE_WEBHOOK="http://127.0.0.1:9/"):
        invitation, _code = issue_invitation(things.world.federation.school, person)
    return redeem_invitation(invitation, username="lan", password="a long enough password")


def test_a_member_without_a_post_finds_his_own_account_and_file_and_nothing_else(member, things):
    opened = opened_by(signed_in(member), things)
    assert {"account", "privacy.file"} <= opened
    assert {name for name in opened if not is_own(name)} == set()


def test_a_member_reads_the_own_file_takes_it_along_and_asks_for_a_correction(member, things):
    client, federation = signed_in(member), things.world.federation
    document = add_document(federation.datong, member.person, kind="id_card", number=id_number(123))
    reveal(federation.school, document, "number", reason="核对入会资料")
    text = client.get(reverse("privacy.file")).content.decode()
    for said in ("林样兰", "周示云", "核对入会资料"):
        assert said in text
    assert "我的档案" in client.get(reverse("account")).content.decode()
    assert client.post(reverse("privacy.file"), {"kind": "correct", "text": "名字里的兰应当是岚"}).status_code == 302
    assert "名字里的兰" in client.get(reverse("privacy.file")).content.decode()
    assert id_number(123) in client.post(reverse("privacy.take")).content.decode()
    consent = give_consent(member.person, purpose="体检", wording="同意", since=BEGINNING)
    assert client.post(reverse("privacy.withdraw", args=(consent.pk,))).status_code == 302
    assert client.get(reverse("privacy.requests")).status_code == 403


@pytest.mark.parametrize("role", MAY)
def test_an_administrator_opens_what_is_his_and_nothing_of_the_work(things, role):
    unit = things.world.federation.unit_of("province")
    person = add_person(SYSTEM, name="沈示安", unit=unit)
    give_post(SYSTEM, person, unit=unit, role=role, since=BEGINNING)
    account = open_account(SYSTEM, person, username="shen", password="")
    opened = opened_by(signed_in(account), things)
    assert {name for name in opened if not is_own(name)} <= MAY[role]
    assert "posts" in opened
