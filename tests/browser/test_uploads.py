# SPDX-License-Identifier: Apache-2.0
"""A sheet as people keep it, from its file through preview and mending into the register and out again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readers import DESKTOP, NARROW
from tests.browser.sites import Site, served_copy

UGLY = Path(__file__).parents[1] / "sheets" / "ugly"
LECTURES = "/learning/lectures/"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SLOW = 60_000  # the worker looks for work once a second, and reads the file before anything shows


@pytest.fixture(scope="module")
def with_jobs(homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A federation without records, with the worker that reads sheets beside it."""
    with served_copy(homes["small"], tmp_path_factory.mktemp("copy") / "home", jobs=True) as site:
        yield site


def brought(page: Page, name: str) -> None:
    """Give a file to the register of lectures and confirm its columns, every row of it the reader's own unit's."""
    page.set_default_timeout(SLOW)
    page.goto(LECTURES)
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


@pytest.mark.parametrize("name", ["04-date-forms.xlsx", "09-audience-and-entry-words.xlsx", "22-ragged.csv"])
def test_a_sheet_is_brought_in_looked_at_mended_entered_and_taken_back(with_jobs, reader, picture, name):
    page = reader(with_jobs, viewport=DESKTOP, color_scheme="light").sign_in("xian")
    brought(page, name)
    expect(page.locator("#rows")).to_be_visible(timeout=SLOW)
    before = counts(page)
    assert before["拒收"] > 0
    if name.startswith("04"):
        picture(page, "upload")
    mended(page)
    expect(page.locator("#rows tbody tr", has_text="补好的一场").first).to_be_visible()
    assert counts(page)["拒收"] == before["拒收"] - 1
    entered(page)
    upload = page.url
    page.goto(LECTURES)
    expect(page.locator("#records")).to_contain_text("补好的一场")
    page.goto(upload)
    taken_back(page)
    page.goto(LECTURES)
    expect(page.locator(".gt-empty")).to_be_visible()


def mended(page: Page) -> None:
    """The first row that was refused, put right where it stands."""
    page.locator(".gt-filter").get_by_role("link", name=re.compile("^拒收")).click()
    page.get_by_role("link", name="改", exact=True).first.click()
    form = page.locator("#mend form")
    form.get_by_label("题目").fill("补好的一场")
    form.get_by_label("宣讲日期").fill("2021年1月5日")
    form.get_by_label("进哪里").select_option("企业")
    form.get_by_role("textbox", name="宣讲人").fill("例先生")
    form.get_by_label("听众人数").fill("30")
    form.get_by_role("button", name="改好了").click()


def entered(page: Page) -> None:
    """Every row that may go in, as one operation."""
    page.get_by_role("button", name=re.compile("^入册 ")).click()
    expect(page.get_by_role("button", name="撤销这批入册")).to_be_visible(timeout=SLOW)


def taken_back(page: Page) -> None:
    """The operation undone."""
    page.get_by_role("button", name="撤销这批入册").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已撤销", timeout=SLOW)


@pytest.mark.parametrize("name", ["08-subtotals.xlsx", "02-two-level-head.xlsx"])
def test_sums_and_notes_and_two_level_heads_make_no_record(with_jobs, reader, name):
    page = reader(with_jobs, viewport=DESKTOP).sign_in("xian")
    brought(page, name)
    expect(page.locator("#rows")).to_be_visible(timeout=SLOW)
    expect(page.locator("#rows")).not_to_contain_text("合计")
    assert sum(counts(page).values()) > 0


def test_preview_and_undo_fit_a_phone(with_jobs, reader, picture):
    page = reader(with_jobs, viewport=NARROW, color_scheme="light").sign_in("shi")
    brought(page, "04-date-forms.xlsx")
    expect(page.locator("#rows")).to_be_visible(timeout=SLOW)
    assert page.evaluate(WIDER) <= 0
    assert counts(page)["拒收"] > 0
    picture(page, "upload-phone")
    entered(page)
    assert page.evaluate(WIDER) <= 0
    taken_back(page)
    assert page.evaluate(WIDER) <= 0
