# SPDX-License-Identifier: Apache-2.0
"""A letter comes in and is answered by a document that goes out: every step by its post, at a desk and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guantong.gongwen import read
from guantong.gongwen.layout import check_layout
from tests.browser.readers import DESKTOP, NARROW

LETTER = """平川市总工会关于商请支援宣讲员的函

平工函〔2021〕{number}号

青海省总工会：

为做好宣讲，请支援宣讲员2名，于2021年1月20日前函复。

平川市总工会
2021年1月8日
"""
TITLE = "平川市总工会关于商请支援宣讲员的函"
ANSWER = "青海省总工会关于支援宣讲员的函"
TEXT = """你会《关于商请支援宣讲员的函》收悉。经研究，现函复如下。
一、支援人员
同意支援宣讲员2名。
二、有关事项
食宿由你会安排。
特此函复。"""


@pytest.fixture
def at_desk(demo_to_write, reader, request):
    """Opens the desk of one of the cast, each in a window of their own, of the size under test."""
    windows: dict[str, Page] = {}

    def desk(username: str) -> Page:
        if username not in windows:
            windows[username] = reader(demo_to_write, viewport=request.node.callspec.params["viewport"]).sign_in(
                username
            )
        windows[username].goto("/")
        return windows[username]

    return desk


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESKTOP, NARROW], ids=["desktop", "phone"])
def test_a_letter_comes_in_and_its_answer_goes_out(at_desk, viewport, tmp_path):
    letter_arrives(at_desk("sheng"), tmp_path, LETTER.format(number=viewport["width"]))
    routed_to_the_department(at_desk("sheng"))
    answer = written_by_the_department(at_desk("bumen"))
    taken(at_desk("sheng"), answer, "审核")
    taken(at_desk("lingdao"), answer, "签发", "同意。")
    for step in ("复核", "编号", "核发"):
        taken(at_desk("sheng"), answer, step)
    what_went_out_is_right(at_desk("sheng"), answer, tmp_path)
    handled_answered_and_filed(at_desk)


def task(page: Page, title: str, label: str) -> None:
    """Press the button of one task of the desk."""
    row = page.locator("article").filter(has_text=title)
    row.get_by_role("link", name=label, exact=True).first.click()


def fits(page: Page) -> None:
    """No page is wider than its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def letter_arrives(page: Page, folder: Path, letter: str) -> None:
    """The office signs for a letter and gives it the next number of its register."""
    page.goto("/incoming/receive/")
    file = folder / "letter.txt"
    file.write_text(letter, encoding="utf-8")
    page.get_by_label("文件").set_input_files(file)
    fits(page)
    page.get_by_role("button", name="签收", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.goto("/")
    task(page, TITLE, "登记")
    page.get_by_role("button", name="登记", exact=True).click()


def routed_to_the_department(page: Page) -> None:
    """It is pre-reviewed and given to the department with an instruction and a day."""
    task(page, TITLE, "初审")
    page.get_by_role("button", name="初审", exact=True).click()
    page.get_by_role("link", name="交办", exact=True).click()
    page.get_by_label("办件", exact=True).check()
    page.get_by_label("承办单位", exact=False).select_option(label="省总宣传教育部")
    page.get_by_label("拟办和批示").fill("请宣教部商定人选并函复。")
    page.get_by_label("办理期限").fill("2021-01-20")
    fits(page)
    page.get_by_role("button", name="交办", exact=True).click()
    expect(page.get_by_text("省总宣传教育部").first).to_be_visible()


def written_by_the_department(page: Page) -> str:
    """The department drafts the answer: a whole text pasted becomes paragraphs and headings, its pages beside it."""
    expect(page.locator("article").filter(has_text=TITLE)).to_be_visible()
    page.goto("/outgoing/new/")
    page.get_by_label("文种").select_option("函")
    page.get_by_label("标题").fill(ANSWER)
    page.get_by_label("主送机关").fill("平川市总工会")
    page.get_by_role("button", name="开始写").click()
    page.locator("textarea[name=block_text]").last.fill(TEXT)
    page.get_by_role("button", name="保存，看版面").click()
    expect(page.locator("textarea[name=block_text]").nth(1)).to_have_value("一、支援人员")
    expect(page.locator("select[name=block_kind]").nth(1)).to_have_value(re.compile("1"))
    first = page.locator("#beside img").first
    expect(first).to_be_visible()
    assert first.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 800
    fits(page)
    page.get_by_role("link", name="写好了，去送审").click()
    return page.url


def taken(page: Page, answer: str, step: str, opinion: str = "") -> None:
    """One step, by the one button that the page shows first."""
    if page.locator("article").filter(has_text=ANSWER).count():
        task(page, ANSWER, step)
    else:
        page.goto(answer)
    fits(page)
    button = page.get_by_role("button", name=step, exact=True)
    if not button.count():
        page.get_by_role("link", name=step, exact=True).click()
        page.get_by_label("意见").fill(opinion)
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ANSWER)


def what_went_out_is_right(page: Page, answer: str, folder: Path) -> None:
    """The file that was sent has a number, and departs nowhere from the standard."""
    page.goto(answer)
    with page.expect_download() as got:
        page.get_by_role("link", name="Word").click()
    file = folder / "answer.docx"
    got.value.save_as(file)
    assert check_layout(file.read_bytes()) == []
    document = read(file.read_bytes(), kind="docx").document
    assert re.fullmatch(r"青总办函?〔2021〕\d+号", document.number or "")
    assert document.title == ANSWER


def handled_answered_and_filed(at_desk) -> None:
    """The department says what came of the letter, the office notes the answer and files it."""
    page = at_desk("bumen")
    task(page, TITLE, "办结")
    page.get_by_role("link", name="办结", exact=True).click()
    page.get_by_label("办理结果").fill("已商定人选并函复。")
    page.get_by_role("button", name="办结", exact=True).click()
    page = at_desk("sheng")
    task(page, TITLE, "答复")
    page.get_by_role("link", name="答复", exact=True).click()
    page.get_by_label("答复情况").fill("已函复。")
    page.get_by_role("button", name="答复", exact=True).click()
    page.get_by_role("link", name="归档", exact=True).click()
    page.get_by_label("定期10年").check()
    page.get_by_role("button", name="归档", exact=True).click()
    page.goto("/")
    expect(page.locator("article").filter(has_text=TITLE)).to_have_count(0)
