# SPDX-License-Identifier: Apache-2.0
"""The docx as Word and WPS read it: grid, faces, places, imprint, identifier."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from guantong.gongwen.layout import check_layout
from guantong.gongwen.model import Annex, Document, Paragraph
from guantong.gongwen.write import CannotWrite, Style, code_of, write
from guantong.gongwen.write.word.paragraph import PROPERTY_ORDER
from tests.gongwen_write.samples import BY_KIND, COUNTS, LETTER, NOTICE, OPINION, REQUEST


def opened(document, style=None):
    return docx.Document(BytesIO(write(document, "docx", style)))


def paragraph(word, text):
    return next(p for p in word.paragraphs if text in p.text)


@pytest.mark.parametrize("kind", BY_KIND)
@pytest.mark.parametrize("sealed", [True, False])
def test_what_we_write_has_no_finding(kind, sealed):
    assert check_layout(write(BY_KIND[kind], "docx", Style(sealed=sealed))) == []


@pytest.mark.parametrize("kind", BY_KIND)
def test_paragraph_properties_stand_in_the_order_of_the_schema(kind):
    word = opened(BY_KIND[kind])
    for element in word.element.body.iter(qn("w:pPr")):
        order = [PROPERTY_ORDER.index(child.tag.replace(f"{{{word.element.nsmap['w']}}}", "w:")) for child in element]
        assert order == sorted(order)


def test_the_grid_holds_22_lines_of_28_characters():
    section = opened(NOTICE).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    height = section.page_height.pt - section.top_margin.pt - section.bottom_margin.pt
    width = section.page_width.pt - section.left_margin.pt - section.right_margin.pt
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert height // (int(grid.get(qn("w:linePitch"))) / 20) == 22
    assert width // (16 + int(grid.get(qn("w:charSpace"))) / 4096) == 28


def test_the_title_is_one_paragraph_with_forced_lines():
    title = paragraph(opened(NOTICE), "元旦春节")
    assert title.text.replace("\n", "") == NOTICE.title
    assert "\n" in title.text


def test_headings_are_hei_kai_and_fangsong():
    word = opened(BY_KIND["报告"])
    faces = {
        text: paragraph(word, text).runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))
        for text in ("一、主要做法", "（一）走访慰问", "1.时间安排")
    }
    assert list(faces.values()) == ["黑体", "楷体_GB2312", "仿宋_GB2312"]


def test_the_imprint_is_framed_on_the_bottom_of_the_last_face():
    frame = paragraph(opened(NOTICE), "抄送：")._p.pPr.find(qn("w:framePr"))
    assert frame.get(qn("w:vAnchor")) == "margin"
    assert frame.get(qn("w:yAlign")) == "bottom"


def test_an_imprint_that_needs_its_own_face_begins_an_even_page():
    short = replace(NOTICE, blocks=(Paragraph("照此办理。"),))
    kinds = [section._sectPr.find(qn("w:type")) for section in opened(short).sections]
    assert kinds[-1].get(qn("w:val")) == "evenPage"
    assert len(opened(NOTICE).sections) == 1


def test_an_annex_begins_a_page():
    marks = [p for p in opened(OPINION).paragraphs if p.text == "附件1"]
    assert [p.paragraph_format.page_break_before for p in marks] == [True]


def test_a_letter_shows_no_page_number_on_its_first_page_and_no_rules_in_its_imprint():
    word = opened(LETTER)
    section = word.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" not in section.first_page_footer._element.xml
    assert paragraph(word, "抄送：")._p.pPr.find(qn("w:pBdr")) is None


def test_signatories_stand_in_kai():
    line = paragraph(opened(REQUEST), "签发人：")
    assert line.runs[-1].text == "张晓堃　李喆"
    assert line.runs[-1]._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"


def test_a_table_repeats_its_head_and_fills_the_type_area():
    table = opened(BY_KIND["报告"]).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(row) for row in COUNTS.rows]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert sum(column.width.mm for column in table.columns) == pytest.approx(156, abs=0.5)


def test_the_same_document_gives_the_same_parts():
    first, second = (ZipFile(BytesIO(write(NOTICE, "docx"))) for _ in range(2))
    assert {name: first.read(name) for name in first.namelist()} == {
        name: second.read(name) for name in second.namelist()
    }


def test_the_code_of_a_report_is_found_again():
    assert code_of(write(NOTICE, "docx", Style(code="R-2021-0007"))) == "R-2021-0007"
    assert code_of(write(NOTICE, "docx")) == ""


def test_a_file_that_is_no_docx_has_no_code():
    with pytest.raises(CannotWrite, match="不是 docx"):
        code_of(b"%PDF-1.7")


def test_annexes_in_long_rows_keep_their_notes_with_hanging_names():
    annexes = tuple(Annex(f"第{number}份统计表") for number in range(1, 12))
    document = Document(title="关于报表的通知", kind="通知", blocks=(Paragraph("照此办理。"),), annexes=annexes)
    notes = [p.text for p in opened(document).paragraphs if "份统计表" in p.text]
    assert notes[0] == "附件：1.第1份统计表"
    assert notes[10] == "11.第11份统计表"
