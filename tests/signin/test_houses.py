# SPDX-License-Identifier: Apache-2.0
"""Signing in through other houses: OIDC, 企业微信, 钉钉, each against a stand-in on this machine."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client, override_settings

from guantong.kernel import clock
from guantong.kernel.errors import RuleBroken
from guantong.org.models import Account, Post
from guantong.org.services import SYSTEM, add_person, end_post
from guantong.signin.services import issue_invitation, unlink_identity
from guantong.site.conf import houses, load, origins
from guantong.trace.models import Entry
from tests.signin.houses import CLIENT, SECRET, open_house
from tests.walk.federation import TODAY

LOGIN = {"oidc": "/by/oidc/oidc/login/", "wecom": "/by/wecom/login/", "dingtalk": "/by/dingtalk/login/"}


@pytest.fixture(scope="module")
def running():
    """A house that answers, once a module."""
    with open_house() as house:
        yield house


@pytest.fixture
def house(running):
    """The house, forgetful of earlier tests, and set up as each of the three."""
    running.person, running.name = "sub-0001", ""
    running.asked.clear()
    cache.clear()
    with set_up(running):
        yield running


def values(house, **more):
    """The settings that name the house."""
    given = {
        "GUANTONG_OIDC_SERVER": house.url,
        "GUANTONG_OIDC_CLIENT": CLIENT,
        "GUANTONG_OIDC_SECRET": SECRET,
        "GUANTONG_WECOM_CORP": CLIENT,
        "GUANTONG_WECOM_AGENT": "1000002",
        "GUANTONG_WECOM_SECRET": SECRET,
        "GUANTONG_WECOM_SERVER": house.url,
        "GUANTONG_WECOM_SIGNIN": f"{house.url}/authorize",
        "GUANTONG_DINGTALK_CLIENT": "ding",
        "GUANTONG_DINGTALK_SECRET": SECRET,
        "GUANTONG_DINGTALK_SERVER": house.url,
        "GUANTONG_DINGTALK_SIGNIN": f"{house.url}/authorize",
    }
    return load(given | more)


def set_up(house, **more):
    """The settings in force."""
    return override_settings(SOCIALACCOUNT_PROVIDERS=houses(values(house, **more)))


def sent_back(client, house, kind="oidc", process="login"):
    """Press the button, prove there who one is; the address that the other house sends the browser back to."""
    away = client.post(f"{LOGIN[kind]}?process={process}")
    assert away.url.startswith(f"{house.url}/authorize?"), away
    parts = urlsplit(away.url)
    status, back = house.answer(parts.path, dict(parse_qsl(parts.query)), {})
    assert status == 302
    found = urlsplit(back)
    return f"{found.path}?{found.query}"


def came_back(client, house, kind="oidc", process="login"):
    """The answer to coming back."""
    return client.get(sent_back(client, house, kind, process))


def linked(federation, house, kind="oidc", word="school"):
    """An account to which the person of the house is linked."""
    account = federation.accounts[word]
    SocialAccount.objects.create(user=account, provider=kind, uid=house.person, extra_data={})
    return account


@pytest.mark.parametrize("kind", LOGIN)
def test_a_linked_identity_comes_in_and_the_trace_says_by_which_house(federation, house, kind):
    linked(federation, house, kind)
    client = Client()
    assert came_back(client, house, kind).url == "/"
    assert client.get("/").status_code == 200
    entry = Entry.objects.filter(verb="sign_in").latest("pk")
    assert (entry.actor_name, entry.after) == ("周示云", {"ways": [kind]})


@pytest.mark.parametrize("kind", LOGIN)
def test_an_unknown_identity_opens_nothing_and_is_told_how_it_may(federation, house, kind):
    client = Client()
    assert came_back(client, house, kind).url == "/login/linking/"
    assert "还没有绑定账号" in client.get("/login/linking/").content.decode()
    assert client.get("/").url.startswith("/login/")
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("kind", LOGIN)
def test_nothing_of_the_person_is_kept_but_a_number(federation, house, kind, sign_in):
    client = sign_in("school")
    assert came_back(client, house, kind, "connect").url == "/account/linked/"
    kept = SocialAccount.objects.get()
    assert kept.uid == house.person
    assert kept.extra_data in ({}, {"account": ""})
    assert house.person in client.get("/account/linked/").content.decode()
    assert Entry.objects.filter(verb="link_identity").exists()


def test_an_answer_is_taken_once(federation, house):
    linked(federation, house)
    client = Client()
    back = sent_back(client, house)
    assert client.get(back).url == "/"
    client.post("/logout/")
    assert "没有登录成" in client.get(back).content.decode()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("kind", LOGIN)
def test_an_answer_that_was_not_asked_for_here_is_refused(federation, house, kind):
    linked(federation, house, kind)
    mine, victim = Client(), Client()
    back = sent_back(mine, house, kind)
    assert "没有登录成" in victim.get(back).content.decode()
    assert "没有登录成" in victim.get(urlsplit(back).path, {"code": "x", "state": "forged"}).content.decode()
    assert victim.get("/").status_code == 302


def test_a_code_that_the_house_does_not_know_is_refused(federation, house):
    linked(federation, house)
    client = Client()
    back = sent_back(client, house)
    house.codes.clear()
    assert "没有登录成" in client.get(back).content.decode()


def test_whoever_turns_round_there_is_told_so(house):
    client = Client()
    state = dict(parse_qsl(urlsplit(sent_back(client, house)).query))["state"]
    answer = client.get("/by/oidc/oidc/callback/", {"error": "access_denied", "state": state}, follow=True)
    assert "您在那边取消了登录" in answer.content.decode()


def test_a_person_who_left_does_not_come_in_this_way_either(federation, house):
    linked(federation, house)
    post = Post.objects.get(pk=federation.school.post_id)
    end_post(federation.datong, post, on=TODAY, reason="调离")
    with clock.at(TODAY + timedelta(days=1)):
        answer = came_back(Client(), house)
    assert answer.status_code == 403
    assert "没有在任的岗位" in answer.content.decode()


def test_the_second_factor_is_asked_after_another_house_too(federation, house):
    TOTP.activate(linked(federation, house), generate_totp_secret())
    client = Client()
    assert came_back(client, house).url == "/login/code/"
    assert client.get("/").status_code == 302


def test_a_house_that_is_trusted_with_names_of_accounts_links_at_the_first_time(federation, house):
    house.name = "school"
    with set_up(house, GUANTONG_OIDC_ACCOUNT="preferred_username"):
        assert came_back(Client(), house).url == "/"
    assert SocialAccount.objects.get().user == federation.accounts["school"]


def test_a_house_that_is_not_trusted_with_names_links_nothing(federation, house):
    house.name = "school"
    assert came_back(Client(), house).url == "/login/linking/"


def test_an_identity_of_another_account_cannot_be_linked(federation, house, sign_in):
    linked(federation, house, word="farm")
    answer = came_back(sign_in("school"), house, process="connect")
    assert "已经绑定了别的账号" in answer.content.decode()
    assert SocialAccount.objects.get().user == federation.accounts["farm"]


def test_the_last_way_in_stays(federation, house, sign_in):
    account = linked(federation, house)
    client, identity = sign_in("school"), SocialAccount.objects.get()
    client.post("/account/linked/", {"account": identity.pk})
    assert not SocialAccount.objects.exists()
    account.password = "!"
    linked(federation, house)
    with pytest.raises(RuleBroken, match="唯一的登录方式"):
        unlink_identity(SocialAccount.objects.get(), account)


def test_an_invitation_opens_an_account_for_an_identity_without_any_password(federation, house):
    person = add_person(SYSTEM, name="林样兰", unit=federation.unit_of("school"))
    with override_settings(CODE_WEBHOOK=f"{house.url}/code"):
        _invitation, code = issue_invitation(federation.school, person)
    client = Client()
    came_back(client, house)
    said = {"code": code, "name": "林样兰", "username": "lan"}
    assert client.post("/login/invited/", said).url == "/"
    assert client.get("/").url == "/account/"
    account = Account.objects.get(username="lan")
    assert (account.is_member, account.has_usable_password()) == (True, False)
    again = Client()
    assert came_back(again, house).url == "/"


def test_a_stranger_to_the_corporation_does_not_come_in(federation, house):
    linked(federation, house, "wecom")
    house.person = ""
    assert "没有登录成" in came_back(Client(), house, "wecom").content.decode()


def test_the_token_of_the_application_is_asked_for_once(federation, house):
    linked(federation, house, "wecom")
    for _time in range(3):
        came_back(Client(), house, "wecom")
    assert house.asked.count("/cgi-bin/gettoken") == 1


def test_the_page_lets_its_forms_lead_to_the_houses_set_up_and_to_no_other(house):
    assert origins(load({})) == []
    assert set(origins(values(house))) == {house.url}
    page = Client().get("/login/").content.decode()
    assert [name in page for name in ("统一身份认证", "企业微信", "钉钉")] == [True] * 3
