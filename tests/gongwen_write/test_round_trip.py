# SPDX-License-Identifier: Apache-2.0
"""What is written is read back the same, from what a reader of the page sees."""

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
