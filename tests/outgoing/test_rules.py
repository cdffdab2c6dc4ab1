# SPDX-License-Identifier: Apache-2.0
"""Text as it is typed becomes paragraphs, headings, tables and annexes; two drafts beside each other lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.gongwen.model import Annex, Heading, Paragraph, Table
from guantong.reports.outgoing.queries import stretches
from guantong.reports.outgoing.rules import blocks_of, changes_between, kind_of, names_of, paper_of

lines = st.lists(st.text(alphabet="一二三（）、。学习宣讲场abc 1", max_size=12), max_size=6)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("一、突出重点", "h1"),
        ("（二）深入车间", "h2"),
        ("3.认真组织", "h3"),
        ("（4）做好记录", "h4"),
        ("一、突出重点。各单位要认真组织。", "text"),
        ("3.5万人参加", "text"),
        ("一、" + "很长的标题" * 10, "text"),
        ("各单位要认真组织", "text"),
    ],
)
def test_the_marker_of_a_short_line_says_its_level(line, kind):
    assert kind_of(line) == kind


def test_a_whole_text_that_is_pasted_falls_into_its_parts():
    typed = "现通知如下。\n\n　　一、突出重点\n单位\t场次\n西宁市总工会\t3\n以上请落实。"
    body, annexes = paper_of(blocks_of([("text", typed), ("annex", "任务分工表"), ("table", "单位｜人\n甲 | 2")]))
    assert body == (
        Paragraph("现通知如下。"),
        Heading(1, "一、", "突出重点"),
        Table((("单位", "场次"), ("西宁市总工会", "3"))),
        Paragraph("以上请落实。"),
    )
    assert annexes == (Annex("任务分工表", (Table((("单位", "人"), ("甲", "2"))),)),)


def test_an_emptied_box_is_gone_and_a_chosen_level_stays():
    assert blocks_of([("text", "  \n "), ("h2", "没有序号的标题")]) == [{"kind": "h2", "text": "没有序号的标题"}]


def test_names_are_cut_at_any_usual_mark_and_kept_once():
    assert names_of("甲总工会、乙总工会，丙总工会；\n甲总工会：") == ["甲总工会", "乙总工会", "丙总工会"]


@given(lines, lines)
def test_both_drafts_can_be_told_from_their_changes(before, after):
    changes = changes_between(before, after)
    earlier = ["".join(s.text for s in c.stretches if s.mark != "added") for c in changes if c.mark != "added"]
    later = ["".join(s.text for s in c.stretches if s.mark != "removed") for c in changes if c.mark != "removed"]
    assert (earlier, later) == (before, after)


@given(st.sets(st.integers(1, 60)))
def test_stretches_of_numbers_name_each_number_once(numbers):
    named = []
    for stretch in stretches(sorted(numbers)):
        first, _dash, last = stretch.partition("–")
        named += range(int(first), int(last or first) + 1)
    assert named == sorted(numbers)
