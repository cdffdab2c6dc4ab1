# SPDX-License-Identifier: Apache-2.0
"""What is written is read back the same, from what a reader of the page sees."""

from dataclasses import replace

import pytest
from hypothesis import given

from guantong.gongwen import read
from guantong.gongwen.model import Heading, Paragraph
from guantong.gongwen.write import Style, write
from tests.gongwen_write.generated import documents
from tests.gongwen_write.samples import BY_KIND


def body(document):
    return [block for block in document.blocks if isinstance(block, (Heading, Paragraph))]


@given(documents())
def test_a_docx_reads_back_as_the_document_it_was_written_from(document):
    assert read(write(document, "docx")).document == document


@given(documents())
def test_the_code_in_a_docx_changes_nothing_that_is_read(document):
    assert read(write(document, "docx", Style(code="R-1", sealed=False))).document == document


@pytest.mark.parametrize("kind", ["通知", "报告", "通报", "意见", "批复", "函"])
def test_a_docx_of_a_sample_reads_back(kind):
    assert read(write(BY_KIND[kind], "docx")).document == BY_KIND[kind]


@pytest.mark.parametrize("kind", ["通知", "报告", "通报", "批复"])
def test_a_pdf_gives_back_headings_paragraphs_number_and_dates(kind):
    document = BY_KIND[kind]
    again = read(write(document, "pdf")).document
    assert body(again) == body(document)
    assert (again.title, again.number, again.issued_on) == (document.title, document.number, document.issued_on)


@given(documents())
def test_a_pdf_reads_back_all_that_it_shows(document):
    again = read(write(document, "pdf")).document
    assert body(again) == body(document)
    shown = {"blocks": (), "annexes": ()}
    assert replace(again, **shown) == replace(document, **shown)
    assert [annex.title for annex in again.annexes] == [annex.title for annex in document.annexes]


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("count", [3, 4, 5])
def test_several_signatories_read_back(form, count):
    document = replace(BY_KIND["报告"], signatories=("张晓堃", "李喆", "王珺", "欧阳祎", "刘旻")[:count])
    again = read(write(document, form)).document
    assert (again.signatories, again.number) == (document.signatories, document.number)
    assert body(again) == body(document)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_minutes_read_back_with_their_own_masthead_and_a_number_without_code_word(form):
    document = BY_KIND["纪要"]
    again = read(write(document, form)).document
    assert (again.masthead, again.number, again.title) == (document.masthead, document.number, document.title)
    assert replace(again, issued_on=None) == document


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_addressees_that_moved_to_the_imprint_read_back(form):
    crowd = tuple(f"平川市第{number}直属工会" for number in range(1, 56))
    again = read(write(replace(BY_KIND["通知"], addressees=crowd), form)).document
    assert again.addressees == crowd
    assert body(again) == body(BY_KIND["通知"])
