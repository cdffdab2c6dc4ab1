# SPDX-License-Identifier: Apache-2.0
"""What a text is cut into, and what a query asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.search.tokens import plain, tokens_of, wanted

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30)
ANY = st.text(max_size=60)
SPECIAL = set("\"'\\ *&|!:<>()@^+-.,;%_\x00\t\n\r")


def finds(query, *texts, names=()):
    """Whether a record with these texts holds all that the query asks for."""
    tokens = tokens_of(texts, names)
    asked = wanted(query)
    return bool(asked) and all(
        any(token.startswith(each[:-1]) for token in tokens) if each.endswith("*") else each in tokens for each in asked
    )


@given(HAN, st.data())
def test_any_one_two_or_more_characters_of_a_text_find_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert finds(text[start:end], f"前言，{text}。1")


@given(ANY, ANY)
def test_tokens_are_letters_and_numbers_alone_so_that_no_query_can_leave_its_quotes(text, query):
    for token in (*tokens_of([text], [text], ["00010002"]), *(each.rstrip("*") for each in wanted(query))):
        assert token
        assert not set(token.removeprefix("@")) & SPECIAL


@given(ANY)
def test_a_text_is_found_by_itself(text):
    if wanted(text):
        assert finds(text, text)


@pytest.mark.parametrize("query", ["zsy", "ZSY", "zhoushiyun", "zhoushi", "周示", "示云", "云", "zs"])
def test_a_name_is_found_by_its_characters_and_by_its_pinyin(query):
    assert finds(query, names=["周示云"])


@pytest.mark.parametrize(
    ("query", "name"),
    [("sxf", "单雄飞"), ("shanxiongfei", "单雄飞"), ("zjw", "曾建文"), ("cjw", "曾建文"), ("ah", "艾河·海"[:2])],
)
def test_a_surname_is_found_by_each_of_its_readings(query, name):
    assert finds(query, names=[name])


@pytest.mark.parametrize("query", ["qhszgh", "zgh", "zonggonghui", "青海", "总工会"])
def test_a_unit_is_found_by_the_middle_of_its_name(query):
    assert finds(query, names=["青海省总工会"])


def test_a_text_that_is_one_or_several_names_is_found_by_pinyin_too():
    assert finds("ly", "李样、张例海")
    assert finds("zlh", "李样、张例海")
    assert not finds("jssb", "讲述身边的劳模故事和他们的一天")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("2021", "〔２０２１〕5号"),
        ("GB", "gb/t 9704"),
        ("9704", "GB/T 9704—2012"),
        ("ofd", "OFD文件"),
        ("𠮷野", "𠮷野家"),
    ],
)
def test_width_and_case_do_not_matter(query, text):
    assert finds(query, text)


@pytest.mark.parametrize("query", ["", "  ", "，。！", "\x00", "%", "_", "*", '"', "' OR 1=1 --"])
def test_what_has_no_letter_asks_for_nothing_and_what_has_is_quoted(query):
    assert all(each.removesuffix("*").isalnum() for each in wanted(query))


def test_two_characters_that_do_not_stand_together_are_not_a_word():
    assert not finds("劳模", "劳动模范")


@given(ANY)
def test_plain_is_plain(text):
    assert plain(plain(text)) == plain(text) or "\x00" in text
