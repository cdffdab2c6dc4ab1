# SPDX-License-Identifier: Apache-2.0
"""The ways in, walked: one-time codes and recovery codes, a real identity provider, an invitation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readers import DESKTOP, NARROW, PASSWORDS
from tests.browser.sites import Site, served_copy
from tests.signin.houses import CLIENT, SECRET, House, open_house

VIEWS = pytest.mark.parametrize("viewport", [DESKTOP, NARROW], ids=["desktop", "phone"])
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def code_at(secret: str, moment: float) -> str:
    """What an authenticator shows (RFC 6238), computed apart from the product."""
    mac = hmac.new(base64.b32decode(secret), int(moment // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def fresh_code(secret: str, used: set[str]) -> str:
    """A code that was not used yet: each is taken once, and the one before and after the present one hold too."""
    code = next(code for shift in (0, -30, 30) if (code := code_at(secret, time.time() + shift)) not in used)
    used.add(code)
    return code


def type_password(page: Page, username: str, password: str) -> None:
    """Name and password, and the button."""
    page.goto("/login/")
    page.get_by_label("账号", exact=True).fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def leave(page: Page) -> None:
    """Sign out by the page of sessions, which a phone shows too."""
    page.goto("/account/sessions/")
    page.get_by_role("button", name="退出这里").click()
    page.wait_for_url("**/login/")


@VIEWS
def test_a_second_factor_is_set_up_asked_for_and_replaced_by_a_recovery_code(demo_to_write, reader, viewport):
    username = "jiceng" if viewport == DESKTOP else "bumen"
    page, used = reader(demo_to_write, viewport=viewport).sign_in(username), set()
    page.goto("/account/")
    assert page.evaluate(WIDER) <= 0
    page.get_by_role("link", name="设第二道验证").click()
    expect(page.get_by_role("img", name="给验证器扫的图")).to_be_visible()
    assert page.evaluate("() => document.querySelector('.gt-qr').naturalWidth") > 0
    assert page.evaluate(WIDER) <= 0
    secret = page.locator("#secret").inner_text().strip()
    page.get_by_label("验证器显示的六位数字").fill(fresh_code(secret, used))
    page.get_by_role("button", name="设好").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
    codes = page.locator(".gt-codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="抄好了").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的桌面")
    leave(page)
    type_password(page, username, PASSWORDS[username])
    expect(page.get_by_role("heading", level=1)).to_have_text("第二道验证")
    assert page.evaluate(WIDER) <= 0
    answer_second_factor(page, "000000")
    expect(page.locator(".invalid-feedback")).to_contain_text("验证码不对")
    answer_second_factor(page, codes[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("我的桌面")
    leave(page)
    type_password(page, username, PASSWORDS[username])
    answer_second_factor(page, codes[0])
    expect(page.locator(".invalid-feedback")).to_contain_text("验证码不对")
    answer_second_factor(page, fresh_code(secret, used))
    expect(page.get_by_role("heading", level=1)).to_have_text("我的桌面")


def answer_second_factor(page: Page, code: str) -> None:
    """What the authenticator shows, or a recovery code."""
    page.get_by_label("验证码或恢复码").fill(code)
    page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def provider() -> Iterator[House]:
    """An identity provider that answers."""
    with open_house() as house:
        yield house


@pytest.fixture(scope="module")
def with_provider(homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory, provider: House) -> Iterator[Site]:
    """The demo, with the provider set up in its settings."""
    said = {"SERVER": provider.url, "CLIENT": CLIENT, "SECRET": SECRET, "NAME": "青海统一身份认证"}
    settings = {f"GUANTONG_OIDC_{name}": value for name, value in said.items()}
    with served_copy(homes["whole"], tmp_path_factory.mktemp("copy") / "home", settings) as site:
        yield site


@VIEWS
def test_an_identity_provider_signs_in_whoever_has_linked_it(with_provider, reader, viewport):
    person = reader(with_provider, viewport=viewport)
    person.watch.refusals_meant = True
    page = person.page
    page.goto("/login/")
    page.get_by_role("button", name="用青海统一身份认证登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("还没有绑定账号")
    page.get_by_role("link", name="用密码登录").click()
    person.sign_in("jiceng")
    page.goto("/account/linked/")
    page.get_by_role("button", name="绑定青海统一身份认证").click()
    expect(page.get_by_role("button", name="解除绑定")).to_be_visible()
    assert page.evaluate(WIDER) <= 0
    leave(page)
    page.get_by_role("button", name="用青海统一身份认证登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的桌面")
    page.goto("/account/linked/")
    page.get_by_role("button", name="解除绑定").click()
    expect(page.get_by_text("还没有绑定")).to_be_visible()


@VIEWS
def test_an_invitation_opens_an_account(demo_to_write, reader, viewport):
    officer = reader(demo_to_write, viewport=viewport).sign_in("xian")
    officer.goto("/invitations/")
    officer.get_by_role("searchbox", name="姓名").fill("样" if viewport == DESKTOP else "例")
    officer.get_by_role("button", name="找", exact=True).click()
    name = officer.locator("[aria-label='找到的人'] li b").first.inner_text()
    officer.get_by_role("button", name="发邀请码").first.click()
    said = officer.get_by_role("alert").inner_text()
    assert officer.evaluate(WIDER) <= 0
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", said)
    assert code, said
    username = "xin" if viewport == DESKTOP else "xin-er"
    page = reader(demo_to_write, viewport=viewport, java_script_enabled=False).page
    page.goto("/login/")
    page.get_by_role("link", name=re.compile("邀请码")).click()
    page.get_by_role("textbox", name="邀请码").fill(code[0].lower())
    page.get_by_role("textbox", name="姓名").fill("错的名字")
    page.get_by_label("给自己起一个账号名").fill(username)
    page.get_by_role("textbox", name="密码").fill("yi-ge-xin-mima")
    page.get_by_role("button", name="开通账号").click()
    expect(page.locator("main")).to_contain_text("对不上")
    expect(page.get_by_label("给自己起一个账号名")).to_have_value(username)
    page.get_by_role("textbox", name="姓名").fill(name)
    page.get_by_role("textbox", name="密码").fill("yi-ge-xin-mima")
    page.get_by_role("button", name="开通账号").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto("/account/")
    expect(page.locator("main")).to_contain_text(f"{name}，账号 {username}")
    page.goto("/login/invited/")
    expect(page.get_by_role("textbox", name="邀请码")).to_have_count(0)
