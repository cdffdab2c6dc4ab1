# SPDX-License-Identifier: Apache-2.0
"""Rendered pages against measurements in millimetres that the standard asks for."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guantong.gongwen.model import Annex, Document, Paragraph
from guantong.gongwen.write import Style, write
from tests.gongwen_write.paper import lines_of, page_count, rules_of, text_of
from tests.gongwen_write.samples import BY_KIND, COUNTS, LETTER, NOTICE, OPINION, PROSE, REPORT, REQUEST, SOLID

MEASURES = tomllib.loads(Path(__file__).with_name("measures.toml").read_text(encoding="utf-8"))
ORDINARY, LETTER_FORM = MEASURES["ordinary"], MEASURES["letter"]
HALF_LEAD = 2.29
"""A line of the grid has this much air above and below its characters."""


def near(value, air=0.0):
    return pytest.approx(value + air, abs=0.3)


@pytest.fixture(scope="module")
def notice():
    return write(NOTICE, "pdf")


def test_the_masthead_stands_35_mm_below_the_type_area(notice):
    masthead, number, *_ = lines_of(notice, 1)
    assert masthead.text == NOTICE.masthead
    assert masthead.top == near(ORDINARY["masthead_top"])
    assert number.text == NOTICE.number
    assert number.top - masthead.bottom == near(ORDINARY["number_drop"], HALF_LEAD)


def test_the_red_rule_is_4_mm_below_the_number_and_as_wide_as_the_type_area(notice):
    number = lines_of(notice, 1)[1]
    [(height, left, right)] = rules_of(notice, 1)
    assert height - number.bottom == near(ORDINARY["rule_drop"])
    assert (left, right) == (near(ORDINARY["rule_left"]), near(ORDINARY["rule_right"]))


def test_the_title_stands_two_lines_below_the_rule_and_the_addressees_one_below_the_title(notice):
    lines = lines_of(notice, 1)
    rule = rules_of(notice, 1)[0][0]
    title = [line for line in lines if line.size == 22]
    addressees = next(line for line in lines if line.text.endswith("："))
    body = lines[lines.index(addressees) + 1]
    assert title[0].top - rule == near(ORDINARY["title_drop"], 1.23)
    assert addressees.top - title[-1].bottom == near(ORDINARY["addressee_drop"], HALF_LEAD + 1.23)
    assert addressees.left == near(28.0)
    assert body.left == near(28.0, ORDINARY["body_indent"])


def test_a_page_holds_22_lines_of_28_characters():
    pdf = write(Document(title="关于试印的通知", kind="通知", blocks=(Paragraph(SOLID),)), "pdf")
    lines = [line for line in lines_of(pdf, 2) if line.size == 16]
    assert len(lines) == 22
    assert {len(line.text) for line in lines} == {28}
    assert lines[0].top == near(ORDINARY["first_line_top"])
    assert (lines[-1].top - lines[0].top) / 21 == pytest.approx(ORDINARY["line_pitch"], abs=0.01)
    assert lines[0].left == near(28.0)
    assert lines[0].right == near(184.0)


def test_page_numbers_change_sides(notice):
    odd, even = lines_of(notice, 1)[-1], lines_of(notice, 2)[-1]
    assert (odd.text, even.text) == ("— 1 —", "— 2 —")
    assert (odd.top + odd.bottom) / 2 == near(ORDINARY["page_number_middle"])
    # The em dash of a face may reach past its advance.
    assert odd.right == pytest.approx(ORDINARY["odd_right"], abs=1.0)
    assert even.left == near(ORDINARY["even_left"])


def test_a_sealed_date_stands_four_characters_in_with_the_issuer_centered_above_it(notice):
    lines = lines_of(notice, 2)
    day = next(line for line in lines if line.text == "2020年12月4日")
    issuer = lines[lines.index(day) - 1]
    assert day.right == near(ORDINARY["date_right"])
    assert (issuer.left + issuer.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=1.0)


def test_an_unsealed_date_starts_two_characters_right_of_the_issuer():
    pdf = write(NOTICE, "pdf", Style(sealed=False))
    lines = lines_of(pdf, 2)
    day = next(line for line in lines if line.text == "2020年12月4日")
    issuer = lines[lines.index(day) - 1]
    assert issuer.right == near(184.0 - ORDINARY["body_indent"])
    # Figures of a stand-in face are wider than the half character of FangSong.
    assert day.left - issuer.left == pytest.approx(ORDINARY["body_indent"], abs=2)


def test_the_imprint_stands_on_the_bottom_of_an_even_page():
    for document in (NOTICE, REPORT, OPINION, replace(NOTICE, blocks=(Paragraph("照此办理。"),))):
        pdf = write(replace(document, copies=("中共平川市委",)), "pdf")
        assert page_count(pdf) % 2 == 0
        assert rules_of(pdf, page_count(pdf))[-1][0] == near(ORDINARY["imprint_bottom"])


def test_a_blank_page_before_the_imprint_and_the_imprint_itself_carry_no_number():
    crowd = tuple(f"第{number}直属工会" for number in range(1, 90))
    pdf = write(replace(NOTICE, addressees=(), copies=crowd, blocks=(Paragraph(PROSE * 5),)), "pdf")
    assert page_count(pdf) == 4
    assert lines_of(pdf, 3) == []
    assert not any("—" in line.text for line in lines_of(pdf, 4))


def test_a_letter_has_its_own_head():
    pdf = write(LETTER, "pdf")
    masthead, number, *_ = lines_of(pdf, 1)
    first, *_, last = rules_of(pdf, 1)
    assert masthead.top == near(LETTER_FORM["masthead_top"])
    assert first[0] - masthead.bottom == near(LETTER_FORM["rule_drop"])
    assert first[1:] == (near(LETTER_FORM["rule_left"]), near(LETTER_FORM["rule_right"]))
    assert last[0] == near(LETTER_FORM["lower_rule"], 0.42)
    assert number.top - first[0] == near(LETTER_FORM["number_drop"])
    assert number.right == near(184.0)
    assert not any("—" in line.text for line in lines_of(pdf, 1))
    assert lines_of(pdf, 2)[-1].text == "— 2 —"


def test_an_upward_document_names_two_signatories_a_row_beside_its_number():
    pdf = write(REQUEST, "pdf")
    first, second = lines_of(pdf, 1)[1:3]
    assert first.text == "签发人：张晓堃　李喆"
    assert second.text == "平工〔2021〕5号王珺"
    assert second.left == near(28.0, ORDINARY["body_indent"] / 2)


@pytest.mark.parametrize("filler", range(1, 23))
def test_a_signature_never_stands_on_a_page_without_text(filler):
    blocks = (*(Paragraph("按此办理，抓好落实。"),) * filler, Paragraph("特此通知，请认真执行。"))
    pdf = write(replace(NOTICE, blocks=blocks, copies=(), printer="", printed_on=None), "pdf")
    page = next(p for p in range(1, page_count(pdf) + 1) if any("2020年12月4日" in x.text for x in lines_of(pdf, p)))
    assert any(line.text.startswith("特此通知") for line in lines_of(pdf, page))


def test_an_annex_begins_on_a_new_page_with_its_mark_first_and_its_title_on_the_third_line():
    pdf = write(replace(NOTICE, annexes=(Annex("任务分工表", (COUNTS,)), Annex("名词解释")), copies=()), "pdf")
    page = next(p for p in range(2, page_count(pdf) + 1) if lines_of(pdf, p)[0].text == "附件1")
    mark, title, *_ = lines_of(pdf, page)
    assert mark.left == near(28.0)
    assert title.text == "任务分工表"
    assert (title.top - mark.top) / ORDINARY["line_pitch"] == pytest.approx(2, abs=0.15)


@pytest.mark.parametrize("kind", BY_KIND)
def test_every_kind_prints_all_of_its_words(kind):
    document = BY_KIND[kind]
    printed = text_of(write(document, "pdf"))
    for words in (document.title, document.masthead, document.number, *document.signature, *document.copies):
        assert words in printed
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert block.text in printed


def test_addressees_that_push_the_body_off_the_first_page_move_to_the_imprint():
    crowd = tuple(f"平川市第{number}直属基层工会" for number in range(1, 41))
    pdf = write(replace(NOTICE, addressees=crowd), "pdf")
    assert not any(crowd[0] in line.text for line in lines_of(pdf, 1))
    last = lines_of(pdf, page_count(pdf))
    assert any(line.text.startswith("主送：" + crowd[0]) for line in last)
    assert any(line.text.startswith("今年以来") for line in lines_of(pdf, 1))


def test_a_long_date_keeps_its_distance_when_it_is_longer_than_the_issuer():
    short = replace(NOTICE, signature=("工会",), issued_on=date(2020, 12, 14))
    lines = lines_of(write(short, "pdf", Style(sealed=False)), 2)
    day = next(line for line in lines if line.text == "2020年12月14日")
    issuer = lines[lines.index(day) - 1]
    assert day.right == near(184.0 - ORDINARY["body_indent"])
    # Figures of a stand-in face are wider than the half character of FangSong.
    assert day.left - issuer.left == pytest.approx(ORDINARY["body_indent"], abs=2)
