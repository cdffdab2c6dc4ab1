# SPDX-License-Identifier: Apache-2.0
"""A register as its users have it: list, form and history, at a desk and on a phone."""

from __future__ import annotations

import csv
import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.readers import DESKTOP, NARROW

VIEWS = pytest.mark.parametrize("viewport", [DESKTOP, NARROW], ids=["desktop", "phone"])
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LECTURES = "/learning/lectures/"
WRITTEN_BY_MACHINE = re.compile(r"\d{4}-\d{2}-\d{2}")


def asked(page: Page, entry: str) -> None:
    """The list of lectures in one kind of place; on a phone the conditions are folded away."""
    fold = page.locator(".gt-conditions > summary")
    if fold.is_visible():
        fold.click()
    page.get_by_role("combobox", name="进哪里").select_option(label=entry)
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".gt-token-on")).to_contain_text(entry)


def column(page: Page, label: str) -> list[str]:
    """What the rows of a page say in one column."""
    return page.locator(f"#records td[data-label='{label}']").all_inner_texts()


def menu(page: Page, name: str) -> Locator:
    """One of the tools above the list, opened."""
    fold = page.locator("#records details.gt-menu", has=page.locator("summary", has_text=name)).first
    fold.locator("summary").click()
    return fold


def sorted_by(page: Page, label: str) -> list[int]:
    """The numbers of a column after the list was told to go by it."""
    head = page.get_by_role("link", name=label, exact=True).locator("visible=true")
    if head.count() == 0:  # a phone has no heads; the order is a menu there
        head = menu(page, "排序").get_by_role("link", name=label, exact=True)
    head.click()
    page.wait_for_url(re.compile("sort="))
    return [int(number) for number in column(page, label)]


@VIEWS
def test_a_list_is_filtered_sorted_paged_and_shows_chosen_columns(demo, reader, viewport):
    page = reader(demo, viewport=viewport).sign_in("sheng")
    page.goto(LECTURES)
    assert page.evaluate(WIDER) <= 0
    asked(page, "社区")
    assert set(column(page, "进哪里")) == {"社区"}
    heads = sorted_by(page, "听众人数")
    assert heads == sorted(heads, reverse=True)
    assert set(column(page, "进哪里")) == {"社区"}, "sorting lost the condition"
    assert len(heads) > 1
    page.get_by_role("link", name="去掉进哪里条件").click()
    first = column(page, "听众人数")
    assert len(first) == 50
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_role("link", name="上一页")).to_be_visible()
    assert int(column(page, "听众人数")[0]) <= int(first[-1])
    page.get_by_role("link", name="上一页").click()
    expect(page.get_by_role("link", name="下一页")).to_be_visible()
    assert column(page, "听众人数") == first
    columns = menu(page, "列")
    columns.get_by_label("地点").check()
    columns.get_by_label("宣讲人", exact=True).uncheck()
    columns.get_by_role("button", name="换成这些列").click()
    page.wait_for_url(re.compile("column="))
    assert len(column(page, "地点")) == 50
    assert column(page, "宣讲人") == []
    assert page.evaluate(WIDER) <= 0


@VIEWS
def test_a_list_is_kept_under_a_name_and_handed_over_as_it_stands(demo_to_write, reader, viewport):
    page = reader(demo_to_write, viewport=viewport).sign_in("shi" if viewport == DESKTOP else "xian")
    page.goto(LECTURES)
    asked(page, "车间")
    rows = len(column(page, "题目"))
    kept = menu(page, "存为视图")
    kept.get_by_role("textbox").fill("进车间的")
    kept.get_by_role("button", name="存为视图").click()
    views = page.get_by_role("navigation", name="保存的视图")
    expect(views.get_by_role("link", name="进车间的")).to_have_attribute("aria-current", "page")
    page.goto(LECTURES)
    views.get_by_role("link", name="进车间的").click()
    expect(page.locator(".gt-token-on")).to_contain_text("车间")
    assert page.evaluate(WIDER) <= 0
    text = csv.reader(exported(page, "CSV").decode("utf-8-sig").splitlines())
    assert len([line for line in text if "车间" in line]) == rows
    book = load_workbook(BytesIO(exported(page, "Excel")))
    lines = [line for sheet in book for line in sheet.iter_rows(values_only=True)]
    assert len([line for line in lines if "车间" in line]) == rows


def exported(page: Page, form: str) -> bytes:
    """The file of the list as it stands."""
    fold = menu(page, "导出")
    with page.expect_download() as taken:
        fold.get_by_role("button", name=form).click()
    fold.locator("summary").click()
    return Path(taken.value.path()).read_bytes()


@VIEWS
def test_what_was_not_finished_is_there_again(demo_to_write, reader, viewport):
    page = reader(demo_to_write, viewport=viewport).sign_in("bumen" if viewport == DESKTOP else "sheng")
    page.goto(f"{LECTURES}new/")
    page.get_by_label("题目").press_sequentially("写到一半的一场")
    expect(page.locator(".gt-draft-said")).to_contain_text("已替您存下")
    assert page.evaluate(WIDER) <= 0
    page.goto(LECTURES)
    page.goto(f"{LECTURES}new/")
    expect(page.get_by_label("题目")).to_have_value("写到一半的一场")
    expect(page.locator("main")).to_contain_text("您上次没写完")
    assert page.evaluate(WIDER) <= 0
    page.get_by_role("button", name="从头写").click()
    expect(page.get_by_label("题目")).to_have_value("")


@VIEWS
def test_the_second_writer_is_told_about_the_first_and_history_tells_of_both(demo_to_write, reader, viewport, picture):
    chair = reader(demo_to_write, viewport=viewport, color_scheme="light").sign_in("jiceng")
    record = a_lecture(chair)
    office = reader(demo_to_write, viewport=viewport, color_scheme="light")
    office.watch.refusals_meant = True  # the second save is answered 409
    page = office.sign_in("xian")
    for each in (chair, page):
        each.goto(f"{record}edit/")
    chair.get_by_label("听众人数").fill("46")
    chair.locator(".gt-dock button[type=submit]").click()
    expect(chair.get_by_role("status")).to_contain_text("已更正")
    page.get_by_label("听众人数").fill("52")
    page.get_by_label("地点").fill("二楼会议室")
    page.locator(".gt-dock button[type=submit]").click()
    expect(page.get_by_role("heading", name="两个人都改了的，选一个")).to_be_visible()
    assert page.evaluate(WIDER) <= 0
    page.get_by_role("group", name="听众人数").get_by_text("46").click()
    page.get_by_role("button", name="合在一起保存").click()
    expect(page.get_by_role("status")).to_contain_text("已更正")
    expect(page.locator("main")).to_contain_text("二楼会议室")
    page.get_by_role("link", name="谁在什么时候改过").click()
    past = page.get_by_role("region", name="经过").get_by_role("listitem")
    expect(past).to_have_count(3)
    expect(past.nth(0)).to_contain_text("李样禾")
    expect(past.nth(0)).to_contain_text("二楼会议室")
    expect(past.nth(1).locator(".gt-old")).to_have_text("45")
    expect(past.nth(1).locator(".gt-new")).to_have_text("46")
    expect(past.nth(2)).to_contain_text("2021年1月13日")
    assert not WRITTEN_BY_MACHINE.search(page.locator("main").inner_text())
    assert page.evaluate(WIDER) <= 0
    picture(page, "history" if viewport == DESKTOP else "history-phone")


def a_lecture(page: Page) -> str:
    """The address of a lecture that was just recorded."""
    page.goto(f"{LECTURES}new/")
    page.get_by_label("题目").fill("班组里的一课")
    page.get_by_label("宣讲日期").fill("2021-01-13")
    page.get_by_label("进哪里").select_option("workshop")
    page.get_by_role("textbox", name="宣讲人").fill("例先生")
    page.get_by_label("听众人数").fill("45")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已登记讲座")
    return page.url
