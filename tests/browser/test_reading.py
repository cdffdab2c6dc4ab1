# SPDX-License-Identifier: Apache-2.0
"""Dropping a file in and seeing its reading beside the text; what a person corrects is kept and can be taken away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guantong.gongwen import read
from tests.browser.readers import DESKTOP

LAYOUTS = Path(__file__).parents[1] / "gongwen_read" / "layouts"
FILES = ("01-numbered-headings.docx", "04-running-header.pdf", "09-word-markup.html")
CUT = "03-tracked-changes.docx"  # the others have been received when its turn comes


def dropped(page: Page, name: str) -> None:
    """The page of a notice that was just received from a file."""
    page.goto("/notices/receive/")
    page.get_by_label("通知文件").set_input_files(LAYOUTS / name)
    page.get_by_role("button", name="读出要求").click()
    expect(page.locator("#paper")).to_be_visible()


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_any_kind_is_read_at_once_with_each_duty_lit_in_place(before_the_notice, reader, name):
    page = reader(before_the_notice, viewport=DESKTOP).sign_in("sheng")
    dropped(page, name)
    reading = read(LAYOUTS / name)
    numbers = page.locator("#paper .gt-duty .gt-no").all_inner_texts()
    assert numbers == [str(number) for number in range(1, len(reading.requirements) + 1)]
    lit = "".join(
        part.evaluate("each => each.lastChild.textContent") for part in page.locator("#paper a.gt-duty").all()
    )
    assert "".join(lit.split()) == "".join("".join(each.text.split()) for each in reading.requirements)


def test_a_requirement_is_cut_joined_dropped_and_taken_away_as_gold(before_the_notice, reader):
    page = reader(before_the_notice, viewport=DESKTOP).sign_in("sheng")
    dropped(page, CUT)
    reading = read(LAYOUTS / CUT)
    count = len(reading.requirements)
    longest = max(range(count), key=lambda at: reading.requirements[at].text.count("，"))
    page.locator("#paper a.gt-duty", has=page.locator(f".gt-no:text-is('{longest + 1}')")).first.click()
    page.get_by_role("link", name="拆成两项").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="拆成两项").click()
    expect(page.locator("#paper .gt-duty .gt-no")).to_have_count(count + 1)
    page.get_by_role("button", name="并入下一项").click()
    expect(page.locator("#paper .gt-duty .gt-no")).to_have_count(count)
    page.get_by_role("button", name="不是要求").click()
    expect(page.locator("#paper .gt-duty .gt-no")).to_have_count(count - 1)
    page.get_by_role("button", name="确认全部要求").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出核对过的读法").click()
    gold = json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))
    kept = [each.text for at, each in enumerate(reading.requirements) if at != longest]
    assert [each["text"] for each in gold["directives"]] == kept
    assert gold["title"] == reading.document.title


def test_a_file_that_is_no_notice_is_sent_back_with_a_sentence(before_the_notice, reader, tmp_path):
    page = reader(before_the_notice, viewport=DESKTOP).sign_in("sheng")
    poem = tmp_path / "poem.txt"
    poem.write_text("白日依山尽\n黄河入海流\n", encoding="utf-8")
    page.goto("/notices/receive/")
    page.get_by_label("通知文件").set_input_files(poem)
    page.get_by_role("button", name="读出要求").click()
    expect(page.locator("main form")).to_contain_text("不像公文")
    page.goto("/notices/")
    expect(page.locator("main")).not_to_contain_text("白日依山尽")
