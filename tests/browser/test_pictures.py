# SPDX-License-Identifier: Apache-2.0
"""The pages that the README shows, each at the state it is shown in; pictures are kept on request only."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readers import DESKTOP, EIGHT, FOUNDING, Reader


@pytest.fixture
def desktop(demo, reader):
    """Signs somebody in at a desk, in light or dark."""

    def sign_in(username: str, scheme: str = "light") -> Page:
        person: Reader = reader(demo, viewport=DESKTOP, color_scheme=scheme)
        return person.sign_in(username)

    return sign_in


def test_the_desk_shows_what_waits_and_what_is_missing(desktop, picture):
    page = desktop("shi")
    expect(page.locator(".gt-task .btn-primary")).to_have_count(1)
    expect(page.get_by_role("region", name="本单位还缺什么")).to_be_visible()
    expect(page.get_by_role("region", name="下级单位还缺什么")).to_be_visible()
    picture(page, "desk")


def test_the_notice_shows_the_chosen_duty_in_text_and_list(desktop, picture):
    page = desktop("sheng")
    page.goto(f"{FOUNDING}?choose={EIGHT}")
    expect(page.locator("#paper .gt-duty[aria-current=true]").first).to_be_in_viewport()
    expect(page.locator(".gt-req-card[aria-current=true]")).to_be_in_viewport()
    picture(page, "notice")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_matrix_opens_a_unit_in_place(desktop, picture, scheme):
    page = desktop("sheng", scheme)
    page.goto(f"{FOUNDING}matrix/")
    page.get_by_role("button", name="展开海东市总工会").click()
    expect(page.get_by_role("button", name="收起海东市总工会")).to_be_visible()
    expect(page.locator(".gt-matrix tr[data-level='2']")).not_to_have_count(0)
    page.locator("#matrix").evaluate("table => table.scrollTo(0, table.scrollHeight / 3)")
    picture(page, "matrix" if scheme == "light" else "matrix-dark")


def test_an_assignment_shows_parts_records_and_words(desktop, picture):
    page = desktop("shi")
    page.goto(f"/assignments/{EIGHT}/630200/")
    expect(page.get_by_role("list", name="分类办成情况").get_by_role("listitem")).to_have_count(8)
    picture(page, "assignment")


def test_a_figure_opens_over_the_page(desktop, picture):
    page = desktop("shi")
    page.goto("/units/630200/")
    page.locator(".gt-stat", has_text="讲座场数").locator("a.gt-fig").click()
    drawer = page.get_by_role("dialog", name="数字后面的登记")
    expect(drawer.get_by_role("heading", level=1)).to_have_text("讲座场数")
    picture(page, "figure")


def test_the_report_stands_on_its_paper_with_every_figure_open(desktop, picture):
    page = desktop("sheng")
    page.goto("/reports/")
    page.get_by_role("link", name=re.compile("^青海省总工会关于")).click()
    expect(page.locator(".gt-official a.gt-fig").first).to_be_visible()
    picture(page, "report")


def test_a_register_lists_its_records(desktop, picture):
    page = desktop("shi")
    page.goto("/learning/lectures/")
    expect(page.locator("#records tbody tr")).not_to_have_count(0)
    picture(page, "register")


def test_a_form_stands_in_panels_with_what_is_known_filled_in(desktop, picture):
    page = desktop("xian")
    page.goto("/learning/lectures/new/")
    expect(page.get_by_role("radiogroup", name="单位").get_by_role("radio", checked=True)).to_have_count(1)
    picture(page, "form")


def test_a_dashboard_says_what_this_period_brought_and_what_is_missing(desktop, picture):
    page = desktop("shi")
    page.goto("/units/630200/dashboard/")
    expect(page.locator("svg.gt-chart").first).to_be_visible()
    picture(page, "dashboard")
