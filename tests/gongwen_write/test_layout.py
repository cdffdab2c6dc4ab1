# SPDX-License-Identifier: Apache-2.0
"""The layout check finds each departure that is put into a right document, and only that one."""

from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from guantong.gongwen.layout import Severity, check_layout
from guantong.gongwen.model import Unreadable
from guantong.gongwen.write import write
from tests.gongwen_write.samples import NOTICE, OPINION, REPORT, REQUEST


def broken(document, mend):
    word = docx.Document(BytesIO(write(document, "docx")))
    mend(word)
    packed = BytesIO()
    word.save(packed)
    return check_layout(packed.getvalue())


def at(word, text):
    return next(p for p in word.paragraphs if text in p.text)


def set_text(text, new):
    def mend(word):
        at(word, text).runs[0].text = new

    return mend


def set_family(text, family):
    def mend(word):
        at(word, text).runs[-1]._r.rPr.rFonts.set(qn("w:eastAsia"), family)

    return mend


def set_size(text, size):
    def mend(word):
        at(word, text).runs[0].font.size = Pt(size)

    return mend


def set_color(text, color):
    def mend(word):
        at(word, text).runs[0].font.color.rgb = RGBColor.from_string(color)

    return mend


def align(text, side):
    def mend(word):
        at(word, text).alignment = side

    return mend


def set_before(text, points):
    def mend(word):
        at(word, text).paragraph_format.space_before = Pt(points)

    return mend


def drop_indent(text):
    def mend(word):
        properties = at(word, text)._p.pPr
        properties.remove(properties.ind)

    return mend


def set_margin(word):
    word.sections[0].top_margin = Mm(25.4)


def set_letter_paper(word):
    word.sections[0].page_width = Mm(215.9)


def drop_grid(word):
    word.sections[0]._sectPr.remove(word.sections[0]._sectPr.find(qn("w:docGrid")))


def widen_grid(word):
    word.sections[0]._sectPr.find(qn("w:docGrid")).set(qn("w:linePitch"), "640")


def loosen_characters(word):
    word.sections[0]._sectPr.find(qn("w:docGrid")).set(qn("w:charSpace"), "1200")


def one_footer_for_all(word):
    word.settings.odd_and_even_pages_header_footer = False


def center_page_number(word):
    word.sections[0].footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


CENTER, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
BREACHES = [
    (NOTICE, set_margin, "页面", "5.2.1", "天头"),
    (NOTICE, set_letter_paper, "页面", "5.1", "纸宽"),
    (NOTICE, drop_grid, "页面", "5.2.3", "没有设文档网格"),
    (NOTICE, widen_grid, "页面", "5.2.3", "每面排19行"),
    (NOTICE, loosen_characters, "页面", "5.2.3", "每行排27字|每行排26字"),
    (NOTICE, one_footer_for_all, "页码", "7.5", "单双页"),
    (NOTICE, center_page_number, "单页页码", "7.5", "居右"),
    (NOTICE, set_color("总工会办公室文件", "C00000"), "发文机关标志", "7.2.4", "FF0000"),
    (NOTICE, set_before("总工会办公室文件", 20), "发文机关标志", "7.2.4", "毫米"),
    (NOTICE, set_before("青总办〔", 0), "发文字号", "7.2.5", "空2行"),
    (NOTICE, set_text("青总办〔", "青总办[2020]53号"), "发文字号", "7.2.5", "六角括号"),
    (NOTICE, set_text("青总办〔", "青总办〔2020〕第53号"), "发文字号", "7.2.5", "第"),
    (NOTICE, set_text("青总办〔", "青总办〔2020〕05号"), "发文字号", "7.2.5", "虚位"),
    (NOTICE, set_family("元旦春节", "黑体"), "标题", "7.3.1", "小标宋"),
    (NOTICE, align("元旦春节", LEFT), "标题", "7.3.1", "居中"),
    (NOTICE, set_before("元旦春节", 0), "标题", "7.3.1", "空2行"),
    (NOTICE, set_text("各市（州）", "各市（州）总工会:"), "主送机关", "7.3.2", "全角冒号"),
    (NOTICE, set_before("各市（州）", 60), "主送机关", "7.3.2", "空1行"),
    (NOTICE, set_size("今年以来", 14), "正文", "7.3.3", "14磅"),
    (NOTICE, set_family("今年以来", "宋体"), "正文", "7.3.3", "仿宋"),
    (NOTICE, set_color("今年以来", "1F497D"), "正文", "7.3.3", "黑色"),
    (NOTICE, drop_indent("今年以来"), "正文", "7.3.3", "左空2字"),
    (REPORT, set_family("一、主要做法", "宋体"), "一级标题", "7.3.3", "黑体"),
    (REPORT, set_family("（一）走访慰问", "黑体"), "二级标题", "7.3.3", "楷体"),
    (REPORT, set_text("（一）走访慰问", "（1）走访慰问"), "四级标题", "7.3.3", "跳过"),
    (REPORT, set_text("2021年1月13日", "2021年01月13日"), "成文日期", "7.3.5", "虚位"),
    (REPORT, set_text("2021年1月13日", "二〇二一年一月十三日"), "成文日期", "7.3.5", "阿拉伯数字"),
    (REPORT, align("2021年1月13日", LEFT), "成文日期", "7.3.5", "右空4字"),
    (OPINION, set_text("附件：1.任务分工表", "附件：1.任务分工表。"), "附件说明", "7.3.4", "不加标点"),
    (OPINION, drop_indent("附件：1.任务分工表"), "附件说明", "7.3.4", "左空2字|应当左空"),
    (NOTICE, set_text("抄送：", "抄送：中共青原省委办公厅"), "版记", "7.4", "句号"),
    (NOTICE, set_size("抄送：", 16), "版记", "7.4", "4号"),
]


@pytest.mark.parametrize(("document", "mend", "where", "clause", "message"), BREACHES)
def test_a_departure_is_found_at_its_place(document, mend, where, clause, message):
    findings = broken(document, mend)
    matching = [f for f in findings if where in f.where and f.rule == clause]
    assert matching, findings
    assert any(part in finding.message for finding in matching for part in message.split("|"))
    # A page of another size or margin holds another number of lines and characters.
    assert {finding.rule for finding in findings} <= {clause, "5.2.3" if where == "页面" else clause}


def test_an_upward_document_without_signatory_is_warned_about():
    def forget(word):
        line = at(word, "签发人")
        line.runs[0].text = REQUEST.number
        for run in line.runs[1:]:
            run.text = ""

    findings = broken(REQUEST, forget)
    assert any(f.rule == "7.2.6" and f.severity is Severity.WARNING for f in findings)


def test_a_page_of_an_ordinary_text_processor_fails_at_every_position():
    word = docx.Document()
    for text in ("关于某项工作的通知", "各单位：", "请照此办理。", "二〇二一年一月三日"):
        word.add_paragraph(text)
    packed = BytesIO()
    word.save(packed)
    findings = check_layout(packed.getvalue())
    assert {"5.1", "5.2.1", "5.2.3", "7.3.1", "7.3.2", "7.3.3", "7.3.5", "7.5"} <= {f.rule for f in findings}


def test_fonts_that_come_from_a_style_count():
    word = docx.Document(BytesIO(write(NOTICE, "docx")))
    body = at(word, "今年以来")
    properties = body.runs[0]._r.rPr
    properties.remove(properties.rFonts)
    properties.remove(properties.find(qn("w:sz")))
    packed = BytesIO()
    word.save(packed)
    assert check_layout(packed.getvalue()) == []


def test_what_is_no_docx_is_refused(tmp_path):
    path = tmp_path / "notice.pdf"
    path.write_bytes(write(NOTICE, "pdf"))
    with pytest.raises(Unreadable, match="只能检查 docx"):
        check_layout(path)


def test_a_file_on_disk_is_checked_too(tmp_path):
    path = tmp_path / "notice.docx"
    path.write_bytes(write(NOTICE, "docx"))
    assert check_layout(path) == []
    assert check_layout(str(path)) == []
