# SPDX-License-Identifier: Apache-2.0
"""Everybody can use the pages: no serious finding of axe, by keyboard, without scripts."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.readers import DESKTOP, EIGHT, FOUNDING, NARROW

GRAVE = ("serious", "critical")
COLORS = {"runOnly": ["color-contrast"]}  # all that light and dark can differ in
MAIN_PAGES = (
    "/",
    "/notices/",
    f"{FOUNDING}?choose={EIGHT}",
    f"{FOUNDING}matrix/",
    f"{FOUNDING}hand/",
    f"/assignments/{EIGHT}/630200/",
    "/units/630200/",
    "/units/630200/dashboard/",
    "/units/630200/requirements/?light=late&light=soon",
    "/learning/lectures/",
    "/learning/lectures/new/",
    "/reports/",
    "/figures/learning.lectures/?unit=630200&period=2020-01..2020-12",
    "/search/?q=讲座",
    "/account/",
)
OTHER_ON_A_PHONE = (
    "/",
    f"{FOUNDING}matrix/",
    f"/assignments/{EIGHT}/630200/",
    "/learning/lectures/",
    "/learning/lectures/new/",
)
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNDER_SOMETHING = """() => {
  const place = document.activeElement.getBoundingClientRect();
  const top = document.elementFromPoint(place.left + place.width / 2, place.top + place.height / 2);
  return top === null || top.closest('.gt-dock, .gt-bottom, .gt-top') !== null;
}"""
UNSEEN_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle === 'none' && style.boxShadow === 'none';
}"""


def test_no_main_page_has_a_grave_barrier_in_light_or_dark(demo, reader):
    page = reader(demo, viewport=DESKTOP, reduced_motion="reduce").sign_in("shi")
    record, found = first_link(page, "/learning/lectures/"), {}
    for address in (*MAIN_PAGES, record, f"{record}history/", first_link(page, "/reports/")):
        page.emulate_media(color_scheme="light")
        page.goto(address)
        found |= {f"{address} {name}": nodes for name, nodes in grave_findings(page).items()}
        page.emulate_media(color_scheme="dark")
        found |= {f"{address} {name} in the dark": nodes for name, nodes in grave_findings(page, COLORS).items()}
    assert found == {}


def test_what_a_phone_shows_otherwise_has_no_grave_barrier(demo, reader):
    page = reader(demo, viewport=NARROW, reduced_motion="reduce").sign_in("shi")
    found = {}
    for address in OTHER_ON_A_PHONE:
        page.goto(address)
        found |= {f"{address} {name}": nodes for name, nodes in grave_findings(page).items()}
    assert found == {}


def first_link(page: Page, listing: str) -> str:
    """The first row of a list."""
    page.goto(listing)
    return page.locator("td.gt-lead a").first.get_attribute("href") or ""


def grave_findings(page: Page, options: dict[str, object] | None = None) -> dict[str, list[str]]:
    """What axe calls serious or critical, with the places."""
    violations = Axe().run(page, options=options).response["violations"]
    return {
        each["id"]: [node["html"][:160] for node in each["nodes"]][:3] for each in violations if each["impact"] in GRAVE
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signing_in_has_no_grave_barrier(demo, reader, scheme):
    person = reader(demo, viewport=NARROW, color_scheme=scheme)
    person.page.goto("/login/")
    assert grave_findings(person.page) == {}
    assert person.page.evaluate(WIDER) <= 0


def test_a_field_in_focus_is_never_under_the_dock_of_a_phone(demo, reader):
    page = reader(demo, viewport=NARROW, reduced_motion="reduce").sign_in("jiceng")
    page.goto("/learning/lectures/new/")
    page.get_by_label("题目").focus()
    hidden = []
    while page.evaluate("() => document.activeElement.closest('form .gt-card') !== null"):
        hidden += [page.evaluate("() => document.activeElement.id")] if page.evaluate(UNDER_SOMETHING) else []
        page.keyboard.press("Tab")
    assert hidden == []


def test_the_keyboard_reaches_skip_link_navigation_and_main(demo, reader):
    page = reader(demo, viewport=DESKTOP).sign_in("shi")
    page.goto("/notices/")
    page.keyboard.press("Tab")
    expect(page.locator(".gt-skip")).to_be_focused()
    expect(page.locator(".gt-skip")).to_be_in_viewport()
    order, unseen = [], []
    while not page.evaluate("() => document.activeElement === document.body"):
        order.append(page.evaluate("() => document.activeElement.closest('nav, header, main')?.tagName"))
        unseen += [page.evaluate("() => document.activeElement.outerHTML")] if page.evaluate(UNSEEN_FOCUS) else []
        page.keyboard.press("Tab")
    assert unseen == []
    assert list(dict.fromkeys(place for place in order if place)) == ["NAV", "HEADER", "MAIN"]
    page.goto("/notices/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_slash_goes_to_the_search_and_escape_closes_the_drawer(demo, reader):
    page = reader(demo, viewport=DESKTOP).sign_in("shi")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("/讲座")
    expect(page.get_by_role("searchbox")).to_have_value("/讲座")
    figure = page.locator("a.gt-fig").first
    figure.focus()
    page.keyboard.press("Enter")
    drawer = page.locator("#drawer")
    expect(drawer).to_be_visible()
    assert page.evaluate("() => document.activeElement.closest('#drawer') !== null")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(figure).to_be_focused()


def test_the_arrows_move_through_the_matrix_and_open_a_unit(demo, reader):
    page = reader(demo, viewport=DESKTOP).sign_in("sheng")
    page.goto(f"{FOUNDING}matrix/")
    light = page.locator(".gt-matrix tbody tr").nth(2).locator("td a").first
    light.focus()
    here = light.get_attribute("href")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") != here
    page.keyboard.press("ArrowLeft")
    expect(light).to_be_focused()
    unit = page.locator(".gt-matrix .gt-twist[aria-expanded=false]").first
    name = unit.get_attribute("id")
    unit.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#{name}")).to_have_attribute("aria-expanded", "true")
    expect(page.locator(f"#{name}")).to_be_focused()


def test_everything_needed_works_without_scripts(demo_to_write, reader):
    page = reader(demo_to_write, viewport=DESKTOP, java_script_enabled=False).sign_in("jiceng")
    behind = "/figures/learning.lectures/?unit=630223-01&period=2021-01..2021-12"
    page.goto(behind)
    before = int(page.locator(".gt-fig-xl").inner_text())
    page.goto("/learning/lectures/new/")
    page.get_by_label("题目").fill("不用脚本也能登记")
    page.get_by_label("宣讲日期").fill("2021-01-13")
    page.get_by_label("进哪里").select_option("workshop")
    page.get_by_role("textbox", name="宣讲人").fill("例先生")
    page.get_by_label("听众人数").fill("21")
    page.get_by_role("button", name="登记讲座").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("不用脚本也能登记")
    page.goto(behind)
    expect(page.locator(".gt-fig-xl")).to_have_text(str(before + 1))
    expect(page.locator("#figure-records")).to_contain_text("不用脚本也能登记")
    page.goto("/units/630223-01/")
    page.locator(".gt-stat a.gt-fig").nth(1).click()
    expect(page).to_have_url(re.compile("/figures/"))
    expect(page.locator("#figure-records")).to_be_visible()
