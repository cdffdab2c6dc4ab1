# SPDX-License-Identifier: Apache-2.0
"""The doors: signing in and failing to, what is refused and how it is said."""

from __future__ import annotations

from playwright.sync_api import expect

from guantong.site.demo.cast import ACCOUNTS
from tests.browser.readers import DESKTOP
from tests.browser.sites import finish_building, served, start_building

LIMIT = 5


def test_a_wrong_password_gets_a_sentence_and_five_lock_the_account(demo_to_write, reader):
    person = reader(demo_to_write, viewport=DESKTOP)
    person.watch.refusals_meant = True
    page = person.page
    for attempt in range(LIMIT):
        page.goto("/login/")
        page.get_by_label("账号", exact=True).fill("xian")
        page.get_by_label("密码", exact=True).fill("not-the-password")
        page.get_by_role("button", name="登录", exact=True).click()
        if attempt < LIMIT - 1:
            expect(page.get_by_role("alert")).to_contain_text("账号和密码")
            expect(page.get_by_label("账号", exact=True)).to_have_value("xian")
    expect(page.get_by_role("alert")).to_contain_text("暂时锁定")
    page.goto("/login/")
    page.get_by_role("button", name="互助县总").click()
    expect(page.get_by_role("alert")).to_contain_text("暂时锁定")
    other = reader(demo_to_write, viewport=DESKTOP).sign_in("shi")
    expect(other.get_by_role("heading", level=1)).to_have_text("我的桌面")


def test_a_demo_account_signs_in_by_one_press(demo, reader):
    page = reader(demo, viewport=DESKTOP).page
    page.goto("/login/")
    expect(page.locator(".gt-demo li")).to_have_count(len(ACCOUNTS))
    page.get_by_role("button", name="海东市总").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的桌面")
    expect(page.locator("header .gt-unit")).to_contain_text("海东市总工会")


def test_accounts_are_listed_in_a_demo_only(reader, tmp_path):
    finish_building(start_building(tmp_path, "-m", "guantong.site.cli", "migrate"))
    with served(tmp_path) as site:
        page = reader(site, viewport=DESKTOP).page
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text("登录")
        expect(page.locator(".gt-demo")).to_have_count(0)
        expect(page.locator("body")).not_to_contain_text("guantong-")


def test_what_lies_outside_ones_scope_is_not_there_and_what_is_forbidden_says_why(demo, reader):
    person = reader(demo, viewport=DESKTOP)
    person.watch.refusals_meant = True
    page = person.sign_in("xian")
    assert page.goto("/units/630100/").status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("这一页不在您能看的范围里")
    assert page.goto("/notices/receive/").status == 200
    page.context.clear_cookies()
    page = person.sign_in("jiceng")
    assert page.goto("/notices/receive/").status == 403
    expect(page.get_by_role("alert")).to_contain_text("没有“收文”的权限")
    page.get_by_role("link", name="回我的桌面").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的桌面")


def test_a_file_that_is_no_notice_says_what_to_do_and_stores_nothing(demo, reader):
    page = reader(demo, viewport=DESKTOP).sign_in("sheng")
    page.goto("/notices/")
    before = page.locator(".gt-notice").count()
    page.goto("/notices/receive/")
    for name, content in (
        ("空的.txt", b""),
        ("坏的.docx", b"PK\x03\x04 not a document"),
        ("图.pdf", b"%PDF-1.4 broken"),
    ):
        page.get_by_label("通知文件").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
        page.get_by_role("button", name="读出要求").click()
        expect(page.get_by_role("alert")).to_contain_text("没有保存")
        expect(page.locator(".invalid-feedback")).to_be_visible()
    page.goto("/notices/")
    expect(page.locator(".gt-notice")).to_have_count(before)
