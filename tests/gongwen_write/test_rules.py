# SPDX-License-Identifier: Apache-2.0
"""What is refused, each with the rule in one sentence, and what is laid out all the same."""

from dataclasses import replace

import pytest

from guantong.gongwen.model import Annex, Heading, Paragraph, Table
from guantong.gongwen.write import CannotWrite, write
from tests.gongwen_write.paper import page_count, text_of
from tests.gongwen_write.samples import LETTER, NOTICE, REPORT, REQUEST

WIDE = Table((tuple(f"第{number}栏" for number in range(1, 31)),))
CROWD = tuple(f"平川市第{number}直属基层工会委员会" for number in range(1, 301))


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (replace(NOTICE, kind="公告"), "只写通知、报告"),
        (replace(NOTICE, title=" "), "没有标题"),
        (replace(NOTICE, title="关于" + "加强学习" * 60 + "的通知"), "超过200字"),
        (replace(NOTICE, blocks=()), "首页必须显示正文"),
        (replace(NOTICE, blocks=(Paragraph("  "),)), "首页必须显示正文"),
        (replace(NOTICE, blocks=(Paragraph("好。"), Paragraph(""))), "空段落"),
        (replace(NOTICE, blocks=(Paragraph("一行\n两行"),)), "不能印出"),
        (replace(NOTICE, blocks=(Paragraph("空\x00字"),)), "不能印出"),
        (replace(NOTICE, blocks=(Heading(5, "①", "五级"), Paragraph("好。"))), "只有四级"),
        (replace(NOTICE, blocks=(Paragraph("好。"), WIDE)), "30栏"),
        (replace(NOTICE, blocks=(Paragraph("好。"), Table(()))), "空表"),
        (replace(NOTICE, annexes=(Annex("表", (WIDE,)),)), "30栏"),
        (replace(NOTICE, annexes=(Annex(""),)), "没有名称"),
        (replace(NOTICE, urgency="火急"), "紧急程度"),
        (replace(NOTICE, urgency="机密★1年"), "紧急程度|涉密"),
        (replace(NOTICE, number="机密★5年"), "涉密"),
        (replace(NOTICE, signatories=("张三",)), "只标注于上行文"),
        (replace(NOTICE, masthead="青原省总工会" * 5), "一行排不下"),
        (replace(REPORT, addressees=("青原省总工会", "平川市委")), "只主送一个"),
        (replace(REPORT, blocks=(Paragraph("以上妥否，请批示。"),)), "夹带请示"),
        (replace(REQUEST, blocks=(Paragraph("妥否，请批示。"), Paragraph("当否，请批复。"))), "一文一事"),
        (replace(LETTER, printer="办公室"), "不加印发机关"),
        (replace(NOTICE, addressees=CROWD), "版记一面排不下"),
    ],
)
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_what_breaks_a_rule_is_refused_with_the_rule(document, rule, form):
    with pytest.raises(CannotWrite, match=rule) as refused:
        write(document, form)
    assert "\n" not in str(refused.value)


def test_another_format_is_refused():
    with pytest.raises(CannotWrite, match="docx 和 pdf"):
        write(NOTICE, "odt")


def test_a_title_of_over_120_characters_is_laid_out_and_the_body_still_begins_on_the_first_page():
    title = "青原省总工会关于" + "深入开展劳动竞赛活动" * 11 + "的通知"
    assert len(title) > 120
    pdf = write(replace(NOTICE, title=title), "pdf")
    assert title in text_of(pdf)
    assert page_count(pdf) == 2


def test_a_table_of_many_columns_is_set_in_smaller_letters():
    table = Table((tuple(f"第{number}栏" for number in range(1, 13)),) * 3)
    assert "第12栏" in text_of(write(replace(NOTICE, blocks=(Paragraph("好。"), table)), "pdf"))


def test_a_table_over_several_pages_repeats_its_head():
    rows = (("单位", "人数"), *((f"第{number}分会", str(number)) for number in range(80)))
    printed = text_of(write(replace(NOTICE, blocks=(Paragraph("好。"), Table(rows))), "pdf"))
    assert printed.count("单位人数") >= 3
