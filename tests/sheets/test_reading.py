# SPDX-License-Identifier: Apache-2.0
"""What is opened, what is refused, and that a refusal is quick and says one sentence."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from guantong.kernel import clock
from guantong.sheets import Broken, Limits, UnreadableSheet, read
from tests.sheets.books import HEAD, LECTURE, TODAY, encrypted, judged, repacked, verdicts, xlsx
from tests.sheets.registers import UGLY

SHEET = "xl_worksheets_sheet1_xml"


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableSheet) as caught:
        for sheet in read(data, limits).sheets:
            for _ in sheet.lines():
                pass
    sentence = str(caught.value)
    assert "{" not in sentence and any("\u4e00" <= each <= "\u9fff" for each in sentence)
    return sentence


def sheet_with(body: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return repacked(xlsx([HEAD]), **{SHEET: f"{head}{body}</sheetData></worksheet>".encode()})


def test_a_bomb_of_zeros_is_refused_before_it_is_unpacked():
    data = repacked(xlsx([HEAD]), **{"xl/media/image1.bin": bytes(64 * 2**20)})
    assert len(data) < 2**20
    assert "太大" in refusal(data)


def test_a_bomb_of_entities_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    assert "不安全" in refusal(repacked(xlsx([HEAD]), xl_styles_xml=bomb))
    assert "不安全" in refusal(repacked(xlsx([HEAD]), xl_workbook_xml=bomb))


def test_a_part_that_lies_about_its_length_is_refused():
    data = bytearray(xlsx([HEAD, *[LECTURE] * 50]))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", data, at + 24, 10)
    assert refusal(bytes(data))


def test_two_cells_at_the_far_corners_do_not_cost_the_space_between():
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>'
    assert refusal(sheet_with(far))
    assert refusal(sheet_with(far.replace("ZZ", "NZ")))


def test_five_hundred_columns_are_refused_with_the_number():
    assert "500" in refusal(xlsx([range(500)]))
    assert "500" in refusal(",".join(map(str, range(500))).encode())


def test_a_file_too_large_is_refused_by_its_size_alone(tmp_path):
    huge = tmp_path / "huge.xlsx"
    with huge.open("wb") as file:
        file.truncate(2 * 2**30)
    with pytest.raises(UnreadableSheet, match="MB"):
        read(huge)


def test_an_encrypted_zip_is_refused():
    data = bytearray(xlsx([HEAD]))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "密码" in refusal(bytes(data))


def test_other_kinds_of_file_are_named():
    assert "PDF" in refusal(b"%PDF-1.7 ...")
    assert "图片" in refusal(b"\x89PNG\r\n\x1a\n....")
    assert "空" in refusal(b"")
    assert "不是表格" in refusal(bytes(range(256)) * 40)
    assert refusal(b"PK\x03\x04 nonsense")
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_a_zip_without_a_book_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("readme.txt", "x")
    assert "压缩包" in refusal(out.getvalue())


def test_macros_are_not_touched_and_the_cells_are_read():
    assert verdicts(repacked(xlsx([HEAD, LECTURE]), **{"xl/vbaProject.bin": b"\xd0\xcf" * 100})) == [(2, "right")]


def test_a_formula_without_a_result_is_no_blank():
    found = judged(xlsx([HEAD, ["劳模精神进车间", "2020-12-08", "云杉乳业", "=20+20"]]))
    assert [each.verdict for each in found] == ["refused"]
    assert "公式" in found[0].reasons[0].text


def test_an_error_is_no_blank():
    data = sheet_with('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>')
    assert next(read(data).sheets[0].lines()) == (1, [Broken("error", "#N/A"), 1.0])


def test_cells_without_an_address_stand_in_order():
    data = sheet_with('<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>')
    assert next(read(data).sheets[0].lines()) == (1, [1.0, Broken("error", "#REF!")])


def test_hidden_rows_and_comments_are_told():
    def hide(book):
        book.active.row_dimensions[3].hidden = True
        book.active["A2"].comment = Comment("听众未核实", "某")

    data = xlsx([HEAD, LECTURE, ["安全生产大讲堂", *LECTURE[1:]]], hide)
    assert verdicts(data) == [(2, "right"), (3, "flagged")]
    assert "听众未核实" in read(data).sheets[0].anatomy.comments[2, 0]


@pytest.fixture(autouse=True)
def held():
    with clock.at(TODAY):
        yield


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_text_tables_of_any_encoding_and_separator(encoding, separator):
    text = "\r\n".join(separator.join(map(str, row)) for row in [HEAD, LECTURE])
    assert verdicts(text.encode(encoding)) == [(2, "right")]


def test_every_kind_of_book_is_told_by_what_it_holds():
    for path in sorted(UGLY.glob("[13]*.xlsx")) + sorted(UGLY.glob("*.ods")) + sorted(UGLY.glob("*.xls")):
        assert read(path.read_bytes()).kind == path.suffix[1:]


def test_text_that_was_decoded_wrongly_once_is_refused_and_true_text_is_not():
    text = "题目,日期,单位,听众人数\n劳模精神进车间,2020-12-08,云杉乳业,40\n"
    wrong = text.encode().decode("gb18030", "replace")
    assert "乱码" in refusal(wrong.encode())
    assert verdicts(text.encode("gb18030")) == [(2, "right")]


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_true_chinese_is_never_taken_for_wrongly_decoded(text):
    for encoding in ("utf-8", "gb18030"):
        assert list(read(f"题目,{text}".encode(encoding)).sheets[0].lines()) == [(1, ["题目", text])]


def test_an_encrypted_book_is_refused_though_it_looks_like_an_old_one():
    assert "密码" in refusal(encrypted())
