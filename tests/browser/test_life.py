# SPDX-License-Identifier: Apache-2.0
"""One notice from its file to the accepted reports, walked by the cast at a desk and on a phone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect

from guantong.gongwen import read, reading_json
from tests.browser.readers import DESKTOP, PHONE, Reader
from tests.browser.sites import Site, served_copy

NOTICE = Path(str(resources.files("guantong.site.demo") / "notice.txt"))
THEME = "学习宣传贯彻表彰大会重要讲话精神"
LECTURES, EIGHT, REPORTING = "组织劳动模范和先进工作者在", "推动习近平总书记重要讲话精神进机关", "及时报省总工会"
DUE, DAY = "2021-01-20", "2021-01-13"
EDITED = "全市各级工会干部带头宣讲，职工反响热烈。"
COUNTY, BASIC = "互助土族自治县总工会", "630223-01"


@dataclass(slots=True)
class Life:
    """One federation, the people who have signed in so far, and what the notice turned out to be."""

    site: Site
    open_window: Callable[..., Reader]
    viewport: dict[str, int]
    picture: Callable[[Page, str], None]
    pages: dict[str, Page] = field(default_factory=dict)
    notice: str = ""
    lecture_no: str = ""

    def desk(self, username: str, viewport: dict[str, int] | None = None) -> Page:
        """The desk of one of the cast, each in a window of their own."""
        if username not in self.pages:
            options = {"viewport": viewport or self.viewport, "color_scheme": "light"}
            self.pages[username] = self.open_window(self.site, **options).sign_in(username)
        self.pages[username].goto("/")
        return self.pages[username]

    def page_of_notice(self, username: str) -> Page:
        """The notice as one of the cast sees it."""
        page = self.desk(username)
        page.goto(self.notice)
        return page

    def matrix(self, username: str) -> Page:
        """The lights as one of the cast sees them."""
        page = self.desk(username)
        page.goto(f"{self.notice}matrix/")
        return page


@pytest.fixture
def untouched(homes: dict[str, Path], tmp_path: Path) -> Iterator[Site]:
    """A federation that no notice has reached, for one life alone."""
    with served_copy(homes["small"], tmp_path / "home") as site:
        yield site


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_whole_life_of_a_notice(untouched, reader, viewport, picture):
    keep = picture if viewport == PHONE else (lambda page, name: None)
    life = Life(untouched, reader, viewport, keep)
    the_province_receives(life)
    the_province_corrects(life)
    the_province_issues(life)
    the_prefecture_hands_on(life)
    the_county_records_from_the_desk(life)
    the_basic_union_records_on_a_phone(life)
    deleting_the_only_record_turns_the_light_back(life)
    the_prefecture_reports(life)
    the_province_accepts_and_reports(life)


def the_province_receives(life: Life) -> None:
    page = life.desk("sheng")
    expect(page.locator(".gt-empty h2")).to_have_text("没有等您办的")
    page.locator("#main").get_by_role("link", name="收文").click()
    page.get_by_label("通知文件").set_input_files(NOTICE)
    page.get_by_role("button", name="读出要求").click()
    page.wait_for_url(re.compile(r"/notices/\d+/$"))
    life.notice = re.search(r"/notices/\d+/", page.url)[0]
    lit_text_is_what_was_read(page)


def lit_text_is_what_was_read(page: Page) -> None:
    """Each duty on the paper holds exactly the characters that the reader found, no more and no fewer."""
    reading = reading_json(read(NOTICE.read_bytes(), kind="txt"))
    expected = [bare(reading["text"][slice(*each["span"])]) for each in reading["requirements"]]
    lit = page.locator("#paper a.gt-duty").evaluate_all(
        """duties => duties.map(duty => [duty.getAttribute('href'), [...duty.childNodes]
             .filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join('')])"""
    )
    found: dict[str, str] = {}
    for address, text in lit:
        found[address] = found.get(address, "") + bare(text)
    assert list(found.values()) == expected


def bare(text: str) -> str:
    return "".join(text.split())


def the_province_corrects(life: Life) -> None:
    page = life.page_of_notice("sheng")
    form = chosen(page, EIGHT)
    form.get_by_label("指标").select_option("learning.eight_entries")
    form.get_by_label("目标").fill("1")
    form.get_by_label("每一类都要达到").check()
    form.get_by_label("期限", exact=True).fill(DUE)
    form.get_by_role("button", name="确认这一项").click()
    card = page.locator(".gt-req-card", has_text="八进")
    expect(card.first).to_contain_text("每类 1 场次")
    expect(card.first).to_contain_text("1月20日")
    form = chosen(page, LECTURES)
    life.lecture_no = form.locator(".gt-no").inner_text()
    form.get_by_label("简称").fill("开展宣讲")
    form.get_by_label("指标").select_option("learning.lectures")
    form.get_by_label("目标").fill("")
    form.get_by_label("每一类都要达到").uncheck()
    form.get_by_label("期限", exact=True).fill(DUE)
    form.get_by_role("button", name="确认这一项").click()
    form = page.locator("form.gt-req-card")
    expect(form).to_contain_text("有指标就要有目标")
    expect(form.get_by_label("简称")).to_have_value("开展宣讲")
    form.get_by_label("目标").fill("1")
    form.get_by_role("button", name="确认这一项").click()
    expect(page.locator(".gt-req-card", has_text="开展宣讲")).to_contain_text("1 场")


def chosen(page: Page, words: str) -> Locator:
    """The form of the requirement whose words in the text hold these."""
    page.locator("#paper a.gt-duty", has_text=words).first.click()
    form = page.locator("form.gt-req-card")
    expect(form).to_be_visible()
    return form


def the_province_issues(life: Life) -> None:
    page = life.page_of_notice("sheng")
    page.get_by_role("button", name="确认全部要求").click()
    page.get_by_role("link", name="下发到单位").click()
    page.get_by_label("主题").fill(THEME)
    for group in ("部门", "事业单位"):
        for box in page.get_by_role("group", name=group).get_by_role("checkbox").all():
            box.uncheck()
    page.get_by_role("button", name="下发", exact=True).click()
    page.wait_for_url("**/matrix/")
    expect(page.get_by_role("status")).to_contain_text("给 16 个单位")
    assert light(page, "海东市总工会", "开展宣讲") == "未签收"


def light(page: Page, unit: str, requirement: str) -> str:
    """The word of the light where a unit's row meets a requirement's column."""
    cell = page.locator(f'.gt-matrix a[aria-label^="{unit}，{requirement}"]')
    return (cell.get_attribute("aria-label") or "").rsplit("，", 1)[1]


def the_prefecture_hands_on(life: Life) -> None:
    page = life.desk("shi")
    sign_receipt(page)
    hand_to_all_below(page)
    assert light(page, COUNTY, "开展宣讲") == "未签收"


def sign_receipt(page: Page) -> None:
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_role("status")).to_contain_text("已签收")


def hand_to_all_below(page: Page) -> None:
    page.get_by_role("link", name="往下交办").click()
    page.locator("label.gt-choice", has_text="开展宣讲").get_by_role("checkbox").check()
    page.get_by_role("button", name="交办").click()
    page.wait_for_url("**/matrix/")


def the_county_records_from_the_desk(life: Life) -> None:
    page = life.desk("xian")
    sign_receipt(page)
    hand_to_all_below(page)
    record_lecture(life.desk("xian"), "劳模进车间", "workshop")
    assert light(life.matrix("shi"), COUNTY, "开展宣讲") == "已办成"


def record_lecture(page: Page, title: str, entry: str, look: Callable[[Page], None] = lambda page: None) -> None:
    """Record a lecture from the desk's own button; unit and theme are there already."""
    page.locator(".gt-task", has_text="开展宣讲").get_by_role("link", name="登记讲座").click()
    expect(page.get_by_text("已替您填好")).to_be_visible()
    expect(page.get_by_role("radiogroup", name="单位").get_by_role("radio", checked=True)).to_have_count(1)
    expect(page.get_by_label(THEME)).to_be_checked()
    page.get_by_label("题目").fill(title)
    page.get_by_label("宣讲日期").fill(DAY)
    page.get_by_label("进哪里").select_option(entry)
    page.get_by_role("textbox", name="宣讲人").fill("例先生")
    page.get_by_label("听众人数").fill("45")
    look(page)
    page.get_by_role("button", name="登记讲座").click()
    expect(page.get_by_role("status")).to_contain_text("已登记讲座")
    expect(page.locator("section", has_text="计入").locator('[data-light="met"]').first).to_be_visible()


def the_basic_union_records_on_a_phone(life: Life) -> None:
    page = life.desk("jiceng", PHONE)
    sign_receipt(page)
    desk = life.desk("jiceng")
    life.picture(desk, "desk-phone")
    record_lecture(desk, "班前会上的劳模故事", "enterprise", lambda page: life.picture(page, "form-phone"))
    assert basic_light(life) == "已办成"


def basic_light(life: Life) -> str:
    """The light of the basic union as its county sees it."""
    page = life.matrix("xian")
    cell = page.locator(f'.gt-matrix a[href$="/{BASIC}/"]').and_(page.locator('[aria-label*="开展宣讲"]'))
    return (cell.get_attribute("aria-label") or "").rsplit("，", 1)[1]


def deleting_the_only_record_turns_the_light_back(life: Life) -> None:
    page = life.desk("jiceng")
    page.goto("/learning/lectures/")
    page.get_by_role("link", name="班前会上的劳模故事").click()
    page.get_by_role("link", name="作废").click()
    page.get_by_label("为什么作废").fill("登记重了")
    page.get_by_role("button", name="作废这条登记").click()
    expect(page.get_by_role("status")).to_contain_text("已作废")
    record = page.url
    assert basic_light(life) == "已签收"
    missing = life.desk("jiceng").locator(".gt-task", has_text="开展宣讲")
    expect(missing.get_by_role("link", name="登记讲座")).to_be_visible()
    page.goto(record)
    page.locator(".gt-card").get_by_role("button", name="恢复").click()
    expect(page.get_by_role("status")).to_contain_text("已恢复")
    assert basic_light(life) == "已办成"
    expect(life.desk("jiceng").locator(".gt-task", has_text="开展宣讲")).to_have_count(0)


def the_prefecture_reports(life: Life) -> None:
    page = life.page_of_notice("shi")
    page.get_by_role("button", name="写报告").click()
    paragraph = page.locator('p[id^="p"]', has=page.locator(".gt-edit")).first
    paragraph.get_by_role("link", name="改这一段").click()
    box = page.get_by_label("这一段")
    box.fill(f"{box.input_value()}{EDITED}")
    page.locator("form.gt-form button[type=submit]").click()
    expect(page.locator(".gt-official")).to_contain_text(EDITED)
    for step in ("核稿", "签发", "报送"):
        page.get_by_role("button", name=step, exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("已")
    expect(page.get_by_text("报送时数字已封存")).to_be_visible()


def the_province_accepts_and_reports(life: Life) -> None:
    page = life.desk("sheng")
    page.locator(".gt-task", has_text="海东市总工会关于").get_by_role("link", name="看报告").click()
    page.get_by_role("button", name="收下").click()
    expect(page.get_by_role("status")).to_contain_text("上级已收下")
    page.goto(life.notice)
    page.get_by_role("button", name="写报告").click()
    expect(page.locator(".gt-official")).to_contain_text("青海省总工会")
    figure = page.locator(".gt-official a.gt-fig", has_text=re.compile(r"^2$")).first
    figure.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator("#figure-records tbody tr")).to_have_count(2)
    expect(drawer).to_contain_text("劳模进车间")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(figure).to_be_focused()
    files_open(page)


def files_open(page: Page) -> None:
    """The report as docx and PDF: real files that hold the report's own words."""
    title = bare(page.locator(".gt-official .gt-title").inner_text())
    docx, pdf = (downloaded(page, name) for name in ("Word", "PDF"))
    words = bare("".join(paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs))
    assert title in words
    assert "开展宣讲2场" in words
    assert zipfile.ZipFile(BytesIO(docx)).testzip() is None
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 10_000


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(download.value.path()).read_bytes()
