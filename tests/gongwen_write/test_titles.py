# SPDX-License-Identifier: Apache-2.0
"""Where titles break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.gongwen.write import title_lines
from guantong.gongwen.write.standard import width
from guantong.gongwen.write.titles import LINE_LIMIT

WORDS = (
    "青原省总工会",
    "关于",
    "做好",
    "2021年",
    "“五一”",
    "劳动奖章",
    "和",
    "工人先锋号",
    "评选",
    "推荐",
    "工作",
    "的",
    "通知",
    "《工会法》",
)


def inside(term, lines):
    """Whether a break falls inside a term."""
    return term in "".join(lines) and not any(term in line for line in lines)


@pytest.mark.parametrize(
    ("title", "terms"),
    [
        (
            "青原省总工会关于学习贯彻全国劳动模范和先进工作者表彰大会精神情况的报告",
            ("青原省总工会", "劳动模范", "先进工作者", "表彰大会"),
        ),
        (
            "平川市总工会关于同意平川特殊钢集团有限责任公司工会委员会换届选举结果的批复",
            ("平川特殊钢集团有限责任公司工会委员会",),
        ),
        ("青海省总工会关于授予青海盐湖工业股份有限公司工会先进单位称号的通报", ("青海盐湖工业股份有限公司工会",)),
        ("青原省总工会关于印发《青原省职工代表大会操作办法（试行）》的通知", ("职工代表大会", "（试行）")),
        ("平川市总工会关于2021年“五一”劳动奖章和工人先锋号评选推荐工作情况的报告", ("2021年", "“五一”", "工人先锋号")),
        ("关于授予张晓堃、欧阳建国等十名同志平川市五一劳动奖章荣誉称号的决定", ("张晓堃", "欧阳建国", "五一劳动奖章")),
    ],
)
def test_a_title_is_never_split_inside_a_name_or_a_term(title, terms):
    lines = title_lines(title)
    assert len(lines) > 1
    assert not [term for term in terms if inside(term, lines)]


def test_a_short_title_stays_on_one_line():
    assert title_lines("关于开展春季劳动竞赛的通知") == ("关于开展春季劳动竞赛的通知",)


def test_lines_are_balanced():
    lines = title_lines("青原省总工会办公室关于做好2021年元旦春节期间送温暖工作的通知")
    assert len(lines) == 2
    assert abs(width(lines[0]) - width(lines[1])) <= 6


@pytest.mark.parametrize("length", [1, 20, 21, 41, 120, 199])
def test_a_title_of_any_length_has_lines_that_fit(length):
    title = ("认真组织开展职工技能竞赛活动" * 20)[:length]
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(0 < width(line) <= LINE_LIMIT for line in lines)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map("".join))
def test_lines_join_to_the_title_and_never_open_with_a_closing_mark(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(width(line) <= LINE_LIMIT for line in lines)
    assert not any(line[0] in "”》）、，" for line in lines[1:])


def test_a_title_that_is_all_marks_is_cut_where_the_line_ends():
    assert title_lines("》" * 50) == ("》" * 20, "》" * 20, "》" * 10)


@given(st.text(min_size=1, max_size=150))
def test_any_text_at_all_is_broken_into_lines_that_join_to_it(title):
    assert "".join(title_lines(title)) == title
