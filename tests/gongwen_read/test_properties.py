# SPDX-License-Identifier: Apache-2.0
"""What holds for any text at all: nothing is lost, every span is literal, the same text gives the same reading."""

import json

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from guantong.gongwen import Unreadable, read, reading_json

WORDS = (
    "一、 二、 （一） 1. 2. （1） ① 一要 二要 第一， 关于 的通知 临水市总工会 文件 临工发〔2020〕53号 2020年12月31日 "
    "二〇二〇年 每月25日前 ： 。 ； ， 附件： "
    "附件1 抄送： 印发 （ ） “ ” 《 》 各单位 请 要 不得 责任单位： ** —3— 负责） 现将《甲》印发 底前 报送材料 abc 12"
)
PIECES = st.sampled_from([*WORDS.split(" "), "\n", "\n\n", " ", "　", "\t", "\f", "\u202e", "\0"])
MARKUP = [
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<br>",
    "甲。",
    "&nbsp;",
    "<b>",
    "<!--",
    "<o:p>",
    "<style>",
    "<h1>",
    "一、",
]
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))
BOUNDED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _reading(text):
    try:
        return read(text, kind="txt")
    except Unreadable as error:
        assert error.code
        return None


@BOUNDED
@given(TEXTS)
def test_every_character_of_a_paragraph_is_in_one_sentence_or_a_heading(text):
    reading = _reading(text)
    assume(reading is not None)
    for paragraph, span in zip(reading.paragraphs, reading.paragraph_spans, strict=True):
        assert reading.text[span.start : span.end] == paragraph
        held = [0] * len(paragraph)
        for sentence in reading.sentences:
            for at in range(max(span.start, sentence.span.start), min(span.end, sentence.span.end)):
                held[at - span.start] += 1
        heads = [entry.span for entry in reading.outline if span.start <= entry.span.start < span.end]
        for offset, (char, times) in enumerate(zip(paragraph, held, strict=True)):
            in_head = any(head.start <= span.start + offset < head.end for head in heads)
            assert times <= 1
            assert times == 1 or in_head or char.isspace()


@BOUNDED
@given(TEXTS)
def test_every_span_is_literal(text):
    reading = _reading(text)
    assume(reading is not None)
    for item in (*reading.sentences, *reading.requirements):
        assert reading.text[item.span.start : item.span.end] == item.text
    for requirement in reading.requirements:
        for quantity in requirement.quantities:
            assert reading.text[quantity.span.start : quantity.span.end] == quantity.text
    for place in reading.places.values():
        assert 0 <= place.start <= place.end <= len(reading.text)


@BOUNDED
@given(TEXTS)
def test_each_sentence_has_its_section_and_paragraph(text):
    reading = _reading(text)
    assume(reading is not None)
    for sentence in reading.sentences:
        assert sentence.section is None or 0 <= sentence.section < len(reading.outline)
        if sentence.paragraph >= 0:
            span = reading.paragraph_spans[sentence.paragraph]
            assert span.start <= sentence.span.start <= sentence.span.end <= span.end


@BOUNDED
@given(TEXTS)
def test_the_same_text_gives_the_same_reading(text):
    first = _reading(text)
    assume(first is not None)
    assert json.dumps(reading_json(first)) == json.dumps(reading_json(_reading(text)))


@BOUNDED
@given(st.lists(st.sampled_from(MARKUP), max_size=80))
def test_any_markup_is_read_or_refused(pieces):
    try:
        json.dumps(reading_json(read("<html>" + "".join(pieces), kind="html")))
    except Unreadable as error:
        assert error.code
