# SPDX-License-Identifier: Apache-2.0
"""Where tables are, which column is which, and what becomes of rows that are no plain record."""

import struct

import pytest

from guantong.kernel import clock
from guantong.sheets import UnreadableSheet, match, outcomes, read, rows, tables
from tests.sheets.books import HEAD, LECTURE, MILL, TODAY, judged, verdicts, xlsx
from tests.sheets.registers import LECTURES, MEMBERS, UGLY

OTHER = ["安全生产大讲堂", "2020-12-09", "澜湖一建", 25]


@pytest.fixture(autouse=True)
def held():
    with clock.at(TODAY):
        yield


def test_row_numbers_are_those_of_the_file_whatever_stands_above():
    data = xlsx([["宣讲统计表"], [], ["填报单位：云杉乳业", None, "2021年1月5日"], [], HEAD, LECTURE, [], OTHER])
    assert verdicts(data) == [(6, "right"), (8, "right")]


def test_a_table_is_what_its_head_says_and_the_officer_may_say_otherwise():
    data = xlsx([["题目", "日期", "甲", "单位"], ["劳模精神进车间", "2020-12-08", "云杉乳业", "澜湖一建"]])
    table = tables(read(data), LECTURES)[0]
    proposed = match(table, LECTURES)
    assert [column.label for column in proposed.unmatched] == ["甲"]
    corrected = proposed.having(unit=proposed.unmatched[0])
    assert next(rows(table, corrected)).values["unit"] == MILL
    assert [column.label for column in corrected.unmatched] == ["单位"]
    without = proposed.having(unit=None)
    assert [each.name for each in without.missing] == ["unit"]
    assert next(rows(table, without)).verdict == "refused"


def test_another_persons_column_is_never_the_members_own():
    head = ["姓名", "单位", "家属姓名", "紧急联系人电话", "联系电话（家属）"]
    data = xlsx([head, ["才旦", "云杉乳业", "卓玛", "13800000000", "13900000000"]])
    matching = match(tables(read(data), MEMBERS)[0], MEMBERS)
    assert {name: column.index for name, column in matching.columns.items()} == {"name": 0, "unit": 1}


def test_a_word_before_a_known_label_is_borne_out_by_what_stands_below():
    good = xlsx([["题目", "具体日期", "单位"], LECTURE[:3]])
    assert verdicts(good) == [(2, "right")]
    bad = xlsx([["题目", "具体日期", "单位"], ["劳模精神进车间", "见通知", "云杉乳业"]])
    assert "日期" in str(judged(bad)[0].reasons[0].text)


def test_a_field_from_a_hidden_column_is_told():
    def hide(book):
        book.active.column_dimensions["B"].hidden = True

    found = judged(xlsx([HEAD, LECTURE], hide))
    assert [each.verdict for each in found] == ["flagged"]
    assert "隐藏" in found[0].reasons[0].text


def test_a_lonely_title_is_a_lecture_that_lacks_the_rest_and_not_a_section():
    data = xlsx([["题目", "日期"], ["劳模精神进车间", "2020-12-08"], ["被忘了日期的一讲"]])
    assert verdicts(data) == [(2, "refused"), (3, "refused")]


def test_a_section_row_gives_its_unit_until_the_next():
    data = xlsx([["题目", "日期"], ["一、云杉乳业"], LECTURE[:2], ["二、澜湖一建（2场）"], OTHER[:2]])
    found = judged(data)
    assert [(each.row, each.verdict) for each in found] == [(3, "flagged"), (5, "flagged")]
    assert found[0].values["unit"] == MILL
    assert found[1].values["unit"] == "澜湖市第一建筑工程公司工会委员会"


def test_a_sum_makes_no_record_and_a_lecture_about_sums_does():
    data = xlsx([HEAD, LECTURE, ["小计", None, None, 40], ["合计与分配讲座", *OTHER[1:]], [None, None, "总  计", 65]])
    assert verdicts(data) == [(2, "right"), (4, "right")]


def test_a_repeat_is_told_with_the_place_of_the_first():
    found = judged(xlsx([HEAD, LECTURE, OTHER, LECTURE]))
    assert [each.verdict for each in found] == ["right", "right", "flagged"]
    assert "第 2 行" in found[2].reasons[0].text


def test_one_number_for_several_rows_is_never_counted_twice():
    found = judged(xlsx([HEAD, LECTURE, [*OTHER[:3], None]], lambda book: book.active.merge_cells("D2:D3")))
    assert [each.verdict for each in found] == ["flagged", "flagged"]
    assert [each.values["audience"] for each in found] == [40, None]


def test_a_second_sheet_without_a_head_goes_on_and_a_cover_does_not():
    def more(book):
        book.create_sheet("续").append(OTHER)
        cover = book.create_sheet("说明")
        cover.append(["导出人", "赵例宁"])
        cover.append(["时间", "2021-01-13"])

    found = judged(xlsx([HEAD, LECTURE], more))
    assert [(each.sheet, each.verdict) for each in found] == [("Sheet", "right"), ("续", "flagged")]


def test_a_file_without_any_table_is_refused_with_a_sentence():
    with pytest.raises(UnreadableSheet, match="没有找到表格"):
        list(outcomes(read("今天天气很好\n明天也好\n".encode()), LECTURES))


def test_old_books_tell_hidden_rows_and_errors_too():
    data = bytearray((UGLY / "27-phones.xls").read_bytes())
    with_phone = next(each for each in outcomes(read(bytes(data)), MEMBERS) if each.verdict == "right")
    at = data.find(struct.pack("<HHH", 0x208, 16, with_phone.row - 1))
    data[at + 4 + 12] |= 0x20
    hidden = {each.row: each for each in outcomes(read(bytes(data)), MEMBERS)}
    assert hidden[with_phone.row].verdict == "flagged"
    at = data.find(struct.pack("<HHHH", 0xFD, 10, with_phone.row - 1, 0))
    assert at > 0
    data[at : at + 2] = struct.pack("<H", 0x205)
    data[at + 10 : at + 14] = bytes([42, 1, 0, 0])
    broken = {each.row: each for each in outcomes(read(bytes(data)), MEMBERS)}
    assert any("#N/A" in reason.text for reason in broken[with_phone.row].reasons)
