# SPDX-License-Identifier: Apache-2.0
"""Every number on every page opens a list of that length or sum, or says by a listed mark why there is none.

The same walk looks at each page on a narrow phone.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guantong.site.demo.cast import ACCOUNTS
from tests.browser.readers import DESKTOP, FOUNDING, NARROW
from tests.browser.walk import absolute, pages_within_reach

ROOT = Path(__file__).parents[2]
NOTICE = Path(str(resources.files("guantong.site.demo") / "notice.txt"))
LISTED = ROOT / "docs" / "plain-numbers.md"
NUMBERS = """() => {
  const outside = 'time, code, kbd, script, style, input, select, textarea, option, label, legend, .form-text, ' +
    '.invalid-feedback, [data-plain]';
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, holder = text.parentElement;
    if (!/\\d/.test(text.data) || holder.closest(outside) || !holder.checkVisibility()) continue;
    const link = holder.closest('a[href]');
    for (const number of text.data.match(/\\d[\\d,]*/g))
      found.push([number, link ? link.getAttribute('href') : null, text.data.trim().slice(0, 60)]);
  }
  return found;
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SUM_BEHIND = """async address => {
  const place = new URL(address, location).hash;
  const rows = place ? `${place} > :is(article, li)` : '#figure-records tbody tr';
  let sum = 0;
  while (address) {
    const answer = await fetch(address);
    const list = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!place && list.querySelector('#figure-records') === null) return null;
    for (const row of list.querySelectorAll(rows)) {
      const numbers = row.querySelectorAll('td.gt-num');
      sum += numbers.length ? Number(numbers[numbers.length - 1].textContent.replaceAll(',', '')) : 1;
    }
    const next = list.querySelector('#figure-records a[rel=next]');
    address = next === null ? null : next.getAttribute('href');
  }
  return sum;
}"""


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_every_number_on_every_page_opens_a_list_that_adds_up_to_it_and_no_page_is_wider_than_a_phone(
    demo, reader, account
):
    person = reader(demo, viewport=DESKTOP)
    page = person.sign_in(account.username)
    sums: dict[str, int | None] = {}
    walked, wrong, wide = 0, {}, {}
    sees_most = account.username == "sheng"  # walks every register, the others one of them
    for address in pages_within_reach(page, registers_alike=not sees_most):
        walked += 1
        for number, link, text in page.evaluate(NUMBERS):
            target = list_behind(link, address)
            if target and target not in sums:
                sums[target] = page.evaluate(SUM_BEHIND, target)
            if not target or sums[target] != int(number.replace(",", "")):
                wrong[f"{address}: {text}"] = f"{number}, but {sums.get(target)} behind {target or 'no link'}"
        page.set_viewport_size(NARROW)
        if (pixels := page.evaluate(WIDER)) > 0:
            wide[address] = pixels
        page.set_viewport_size(DESKTOP)
    assert wrong == {}
    assert wide == {}
    assert walked > 3 if account.role == "auditor" else walked > 20, "the walk did not leave the desk"
    assert sums or account.role == "auditor", "no page showed a number at all"


def list_behind(link: str | None, address: str) -> str:
    """The address of the list that a number's link opens; a figure's own page holds its list itself."""
    if link is None:
        return ""
    if link == "#figure-records":
        return re.sub(r"&start=\d+", "", address)
    path, mark, place = link.partition("#")
    return (absolute(path, address) or address) + mark + place


def test_every_plain_mark_of_a_template_is_listed_with_its_reason():
    listed = dict(re.findall(r"^\| `([a-z]+)` \| (.+?) \|", LISTED.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert all(len(reason) > 20 for reason in listed.values())
    assert set(listed) == marks_of_templates()


def marks_of_templates() -> set[str]:
    """The marks that templates carry, and those that pages hand to the one template that takes them by name."""
    marks = set()
    for path in ROOT.glob("guantong/*/templates/**/*.html"):
        marks |= set(re.findall(r'data-plain="([a-z]+)"', path.read_text(encoding="utf-8")))
    for path in ROOT.glob("guantong/*/**/*.py"):
        marks |= set(re.findall(r'Piece\(.*?plain="([a-z]+)"', path.read_text(encoding="utf-8")))
    return marks


def test_what_is_counted_beside_an_open_list_is_the_length_of_that_list(demo, before_the_notice, reader):
    page = reader(before_the_notice, viewport=DESKTOP).sign_in("sheng")
    page.goto("/notices/receive/")
    page.get_by_label("通知文件").set_input_files(NOTICE)
    page.get_by_role("button", name="读出要求").click()
    counts_of_a_notice_hold(page)
    page.goto(page.url + "?choose=1#c1")
    page.get_by_role("button", name="不是要求").click()
    counts_of_a_notice_hold(page)
    page = reader(demo, viewport=DESKTOP).sign_in("sheng")
    page.goto(FOUNDING)
    counts_of_a_notice_hold(page)
    page.goto(f"{FOUNDING}issue/")
    boxes = [page.locator(f"input[name={name}]").count() for name in ("units", "requirements")]
    assert numbers_in(page, ".gt-card-head [data-plain=progress]") == boxes
    page.goto("/reports/")
    page.locator("td.gt-lead a").first.click()
    figures = page.get_by_role("region", name="数字", exact=True)
    expect(figures.locator("[data-plain=progress]")).to_contain_text(str(figures.locator("li").count()))


def counts_of_a_notice_hold(page: Page) -> None:
    """Confirmed and waiting over all, in each part, under the title, and at the foot."""
    cards = page.locator(".gt-req-card")
    waiting = page.locator(".gt-req-card .gt-tag-ask").count()
    dropped = page.locator(".gt-req-card .gt-tag", has_text="不是要求").count()
    confirmed = cards.count() - waiting - dropped
    said = [confirmed, waiting] if waiting else [confirmed]
    assert numbers_in(page, ".gt-pane-list > .gt-card-head [data-plain=progress]") == said
    assert numbers_in(page, ".gt-head [data-plain=lead]") == [confirmed + waiting]
    for part in page.locator(".gt-fold").all():
        counts = re.findall(r"\d+", part.locator("summary [data-plain=progress]").inner_text())
        asked = part.locator(".gt-tag-ask").count()
        assert [int(each) for each in counts] == [part.locator(".gt-req-card").count(), *([asked] if asked else [])]
    foot = page.locator(".gt-card-foot [data-plain=progress]")
    assert re.findall(r"\d+", foot.inner_text()) == ([str(waiting)] if waiting else [])


def numbers_in(page: Page, selector: str) -> list[int]:
    """The numbers of one place of a page."""
    return [int(each) for each in re.findall(r"\d+", page.locator(selector).inner_text())]


def test_the_number_beside_notices_is_how_many_wait_for_a_signature(before_the_notice, demo, reader):
    for site, username in ((demo, "shi"), (demo, "jiceng"), (before_the_notice, "shi")):
        page = reader(site, viewport=DESKTOP).sign_in(username)
        badge = page.locator(".gt-side .gt-count")
        said = int(badge.inner_text()) if badge.count() else 0
        page.goto("/notices/")
        assert page.locator(".gt-tag", has_text="等您签收").count() == said
