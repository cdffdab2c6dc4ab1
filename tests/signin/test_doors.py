# SPDX-License-Identifier: Apache-2.0
"""Coming in by password and by code: what fails, what locks, what the trace keeps, who needs a second factor."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt as opened
from allauth.usersessions.models import UserSession
from django.test import Client, override_settings

from guantong.kernel import clock
from guantong.org.models import Account, Post
from guantong.org.rights import ROLES
from guantong.org.services import SYSTEM, add_person, close_account, end_post, give_post, open_account
from guantong.signin.rights import WIDE, needs_second_factor
from guantong.signin.services import secure_account
from guantong.trace.models import Entry
from tests.walk.federation import TODAY

PASSWORD = "a long enough password"
CHEAP = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@pytest.fixture(autouse=True)
def cheap_passwords():
    """Argon2 is slow on purpose; one test elsewhere shows that it is what the house uses."""
    with CHEAP:
        yield


def somebody(federation, role="chair", code="630121-01"):
    """A person with a post and an account that no test has touched."""
    unit = federation.units[code]
    person = add_person(SYSTEM, name="何例青", unit=unit)
    give_post(SYSTEM, person, unit=unit, role=role, since=TODAY)
    return open_account(SYSTEM, person, username="qing", password=PASSWORD)


def tried(client, password=PASSWORD, login="qing"):
    """One try at the door."""
    return client.post("/login/", {"login": login, "password": password})


def verbs(account):
    """What the trace says of an account, oldest first."""
    rows = Entry.objects.filter(object_kind="org.account", object_id=str(account.pk)).order_by("pk")
    return [entry.verb for entry in rows]


def code_now(secret):
    """What an authenticator shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_second_factor(account):
    """An account with an authenticator; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


def test_coming_in_and_leaving_stand_in_the_trace(federation):
    account, client = somebody(federation), Client()
    assert tried(client).url == "/"
    assert client.get("/").status_code == 200
    client.post("/logout/")
    assert client.get("/").status_code == 302
    assert verbs(account) == ["open_account", "sign_in", "sign_out"]
    entry = Entry.objects.filter(verb="sign_in").latest("pk")
    assert (entry.actor_name, entry.after) == ("何例青", {"ways": ["password"]})


def test_five_wrong_passwords_lock_and_each_stands_in_the_trace_once(federation):
    account, client = somebody(federation), Client()
    for _attempt in range(4):
        answer = tried(client, "wrong")
        assert "账号和密码对不上" in answer.content.decode()
    assert "暂时锁定" in tried(client, "wrong").content.decode()
    assert tried(client).status_code == 429
    assert tried(client).status_code == 429
    assert verbs(account) == ["open_account", *["fail_sign_in"] * 4, "lock"]
    assert tried(Client(REMOTE_ADDR="127.0.0.2")).url == "/", "another address is not locked with it"


def test_the_security_administrator_unlocks(federation):
    account = somebody(federation)
    client = Client()
    for _attempt in range(5):
        tried(client, "wrong")
    unit = federation.units["630000"]
    security = add_person(SYSTEM, name="沈示安", unit=unit)
    post = give_post(SYSTEM, security, unit=unit, role="security", since=TODAY)
    actor = type(federation.province).in_post(post)
    secure_account(actor, account, "unlock", reason="本人来电，已核实")
    assert tried(client).url == "/"


def test_a_name_that_nobody_bears_is_written_nowhere_in_the_trace(federation):
    before = Entry.objects.count()
    tried(Client(), login="my secret typed in the wrong field")
    assert Entry.objects.count() == before


def test_a_closed_account_and_one_whose_person_left_are_told_why(federation):
    account = somebody(federation)
    post = Post.objects.get(person=account.person)
    end_post(federation.datong, post, on=TODAY, reason="调离")
    with clock.at(TODAY + timedelta(days=1)):
        answer = tried(Client())
        assert answer.status_code == 403
        assert "没有在任的岗位" in answer.content.decode()
    close_account(federation.datong, account, reason="调离")
    answer = tried(Client())
    assert answer.status_code == 403
    assert "已经停用" in answer.content.decode()
    assert verbs(account)[-1] == "refuse_sign_in"


def test_closing_an_account_ends_its_open_sessions(federation):
    account, client = somebody(federation), Client()
    tried(client)
    close_account(federation.datong, account, reason="手机丢了")
    assert client.get("/").url.startswith("/login/")


def test_the_second_factor_is_asked_and_a_code_is_taken_once(federation):
    account = somebody(federation)
    secret = with_second_factor(account)
    client = Client()
    assert tried(client).url == "/login/code/"
    assert client.get("/").url.startswith("/login/"), "a password alone opens nothing"
    assert "验证码不对" in client.post("/login/code/", {"code": "000000"}).content.decode()
    code = code_now(secret)
    assert client.post("/login/code/", {"code": code}).url == "/"
    again = Client()
    tried(again)
    assert "已经用过" in again.post("/login/code/", {"code": code}).content.decode()
    assert verbs(account)[1:] == ["fail_second_factor", "sign_in", "fail_second_factor"]


def test_wrong_codes_are_counted_too(federation):
    account = somebody(federation)
    with_second_factor(account)
    client = Client()
    tried(client)
    for _attempt in range(5):
        client.post("/login/code/", {"code": "000000"})
    assert "试的次数太多" in client.post("/login/code/", {"code": "000000"}).content.decode()


def test_a_secret_of_codes_is_sealed_in_the_database(federation):
    account = somebody(federation)
    secret = with_second_factor(account)
    stored = Authenticator.objects.get(user=account).data["secret"]
    assert secret not in stored
    assert opened(stored) == secret


@pytest.mark.parametrize("role", ["office", "leader", "system", "security", "auditor"])
def test_a_wide_right_needs_the_second_factor_and_its_set_up_opens_the_door(federation, role):
    somebody(federation, role=role, code="630000")
    client = Client()
    tried(client)
    assert client.get("/").url == "/account/factor/on/"
    assert client.get("/account/").status_code == 200
    page = client.get("/account/factor/on/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'id="secret"[^>]*>(\w+)<', page)[1]
    answer = client.post("/account/factor/on/", {"code": code_now(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == "/account/recovery/"
    codes = re.findall(r'<code data-plain="field">(\d+)</code>', client.get("/account/recovery/").content.decode())
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/recovery/").content.decode(), "they are shown once"
    assert client.get("/account/").status_code == 200
    assert client.get("/").status_code == 200, "let past the door"
    client.post("/logout/")
    tried(client)
    assert client.post("/login/code/", {"code": codes[0]}).url == "/"
    client.post("/logout/")
    tried(client)
    assert "验证码不对" in client.post("/login/code/", {"code": codes[0]}).content.decode(), "each works once"


def test_whoever_must_have_the_second_factor_cannot_turn_it_off(federation):
    account = somebody(federation, role="office", code="630000")
    secret = with_second_factor(account)
    client = Client()
    tried(client)
    client.post("/login/code/", {"code": code_now(secret)})
    answer = client.post("/account/factor/off/")
    assert "不能关掉" in answer.content.decode()
    assert Authenticator.objects.filter(user=account).exists()


def test_wide_rights_are_one_line_of_data():
    assert {role for role in ROLES if not needs_second_factor(role)} == {"head", "chair"}
    assert len(set(WIDE)) == len(WIDE)


def test_a_changed_password_ends_other_sessions_and_stands_in_the_trace(federation):
    account, here, there = somebody(federation), Client(), Client()
    tried(here)
    tried(there)
    new = {"oldpassword": PASSWORD, "password1": "quite another one", "password2": "quite another one"}
    assert "现在的密码不对" in here.post("/account/password/", new | {"oldpassword": "x"}).content.decode()
    assert here.post("/account/password/", new).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert verbs(account)[-1] == "change_password"
    assert Account.objects.get(pk=account.pk).check_password("quite another one")


def test_sessions_are_listed_and_ended_elsewhere(federation):
    account, here, there = somebody(federation), Client(), Client(HTTP_USER_AGENT="旧手机")
    tried(there)
    tried(here)
    assert "旧手机" in here.get("/account/sessions/").content.decode()
    here.post("/account/sessions/")
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert UserSession.objects.filter(user=account).count() == 1
