# SPDX-License-Identifier: Apache-2.0
"""A sheet as people keep it, from its file through preview and mending into the register and out again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readers import DESKTOP, PHONE

UGLY = Path(__file__).parents[1] / "sheets" / "ugly"
SLOW = 60_000  # the worker looks for work once a second, and reads the file before anything shows


def brought(page: Page, name: str) -> None:
    """Give a file to the register of lectures and confirm its columns, every row of it the reader's own unit's."""
    page.set_default_timeout(SLOW)
    page.goto("/learning/lectures/")
    page.get_by_role("link", name="上传表格").click()
    page.get_by_label("表格文件").set_input_files(UGLY / name)
    page.get_by_role("button", name="读这份表").click()
    expect(page.get_by_role("button", name="看结果")).to_be_visible(timeout=SLOW)
    for select in page.locator("select[name$=_unit]").all():
        select.select_option("own")
    for field, first in (("lecturer", 1), ("entry", 1), ("audience", 1)):
        for select in page.locator(f"select[name$=_{field}]").all():
            if not select.input_value():
                select.select_option(index=first)
    page.get_by_role("button", name="看结果").click()


def counts(page: Page) -> dict[str, int]:
    """How many rows came out how, as the page says."""
    cards = page.locator(".gt-stat").all()
    return {each.locator(".gt-tag").inner_text(): int(each.locator(".gt-fig-lg").inner_text()) for each in cards}


def test_a_sheet_is_brought_in_looked_at_mended_entered_and_taken_back(before_the_notice, reader, picture):
    page = reader(before_the_notice, viewport=DESKTOP).sign_in("xian")
    brought(page, "04-date-forms.xlsx")
    expect(page.locator("#rows")).to_be_visible(timeout=SLOW)
    before = counts(page)
    assert before["拒收"] > 0
    picture(page, "upload")
    page.get_by_role("link", name="改", exact=True).first.click()
    form = page.locator("#mend form")
    form.get_by_label("题目").fill("补好的一场")
    form.get_by_label("宣讲日期").fill("2021年1月5日")
    form.get_by_label("进哪里").select_option("企业")
    form.get_by_role("textbox", name="宣讲人").fill("例先生")
    form.get_by_label("听众人数").fill("30")
    form.get_by_role("button", name="改好了").click()
    expect(page.locator("#rows tbody tr").first).to_contain_text("补好的一场")
    assert counts(page)["拒收"] == before["拒收"] - 1
    page.get_by_role("button", name=re.compile("^入册 ")).click()
    expect(page.get_by_role("button", name="撤销这批入册")).to_be_visible(timeout=SLOW)
    page.goto("/learning/lectures/")
    expect(page.locator("#records")).to_contain_text("补好的一场")
    page.go_back()
    page.get_by_role("button", name="撤销这批入册").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已撤销", timeout=SLOW)
    page.goto("/learning/lectures/")
    expect(page.locator(".gt-empty")).to_be_visible()


@pytest.mark.parametrize("name", ["08-subtotals.xlsx", "02-two-level-head.xlsx"])
def test_sums_and_notes_and_two_level_heads_make_no_record(before_the_notice, reader, name):
    page = reader(before_the_notice, viewport=DESKTOP).sign_in("xian")
    brought(page, name)
    expect(page.locator("#rows")).to_be_visible(timeout=SLOW)
    expect(page.locator("#rows")).not_to_contain_text("合计")
    assert sum(counts(page).values()) > 0


def test_preview_and_undo_fit_a_phone(before_the_notice, reader):
    page = reader(before_the_notice, viewport=PHONE).sign_in("xian")
    brought(page, "04-date-forms.xlsx")
    expect(page.locator("#rows")).to_be_visible(timeout=SLOW)
    wider = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0
    assert counts(page)["拒收"] > 0
