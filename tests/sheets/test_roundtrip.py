# SPDX-License-Identifier: Apache-2.0
"""What is written reads back with equal values; what could run does not; a broken file is refused, never a crash."""

import csv
import io
import random
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from guantong.kernel import clock
from guantong.sheets import (
    Field,
    Names,
    TooManyRows,
    UnreadableSheet,
    outcomes,
    read,
    template,
    write,
    write_text,
    writing,
)
from tests.sheets.books import TODAY
from tests.sheets.registers import LECTURES, MEMBERS, REGISTERS, UGLY

UNITS = ("澜湖市第一建筑工程公司工会委员会", "澜湖市云杉乳业公司工会委员会", "澜湖市红柳滩中学工会委员会")
FIELDS = (
    Field("title", "题目", required=True),
    Field("on", "日期", "date", required=True),
    Field("unit", "单位", "unit", required=True, units=Names((name, "") for name in UNITS)),
    Field("count", "人数", "integer"),
    Field("entry", "进哪里", "choice", choices={"机关": (), "学校": ()}),
    Field("paid", "已付", "boolean"),
    Field("phone", "手机", "phone"),
    Field("member", "姓名", "person"),
)
HEADS = [each.label for each in FIELDS]
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
ROW = st.tuples(
    st.text(st.one_of(HAN, st.sampled_from("=+-@'\"，,;\n 《》2Ab")), min_size=4, max_size=30).filter(
        lambda text: sum(each >= "\u4e00" for each in text) >= 4 and text == " ".join(text.split())
    ),
    st.dates(date(1950, 1, 1), date(2021, 1, 13)),
    st.sampled_from(UNITS),
    st.one_of(st.none(), st.integers(0, 10**9)),
    st.sampled_from([None, "机关", "学校"]),
    st.sampled_from([None, True, False]),
    st.one_of(st.none(), st.integers(13000000000, 19999999999).map(str)),
    st.one_of(st.none(), st.text("才旦扎西卓玛王赵例宁石头杨𠮷", min_size=2, max_size=8)),
)
ROWS = st.lists(ROW, min_size=1, max_size=12, unique_by=lambda row: (row[0].casefold(), row[1], row[2]))


def read_back(data: bytes) -> list[tuple]:
    with clock.at(TODAY):
        found = list(outcomes(read(data), FIELDS))
    return [tuple(each.values[field.name] for field in FIELDS) for each in found if each.verdict != "ignored"]


@given(ROWS)
def test_a_clean_table_written_as_xlsx_reads_back_equal(rows):
    out = io.BytesIO()
    write(iter(rows), HEADS, out, cover={"导出人": "赵例宁", "筛选": "=1+1"})
    assert read_back(out.getvalue()) == rows


@given(ROWS)
def test_a_clean_table_written_as_csv_reads_back_equal(rows):
    out = io.BytesIO()
    write_text(iter(rows), HEADS, out)
    assert read_back(out.getvalue()) == rows


@given(st.text(max_size=40))
def test_no_text_becomes_a_formula(text):
    out = io.BytesIO()
    write([[text]], ["题目"], out)
    cell = load_workbook(out)["数据"]["A2"]
    assert cell.data_type != "f"
    out = io.BytesIO()
    write_text([[text]], ["题目"], out)
    row = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))[1:]
    assert not any(cell[:1] in {*"=+-@\t\r＝＋－＠"} for cell in row[0] if cell) if row else not text


def test_the_cover_says_what_was_exported():
    out = io.BytesIO()
    write([["甲"]], ["题目"], out, cover={"导出时间": "2021-01-13 09:00", "筛选": "12月"})
    book = load_workbook(out)
    assert book.sheetnames == ["数据", "说明"]
    assert [[cell.value for cell in row] for row in book["说明"].iter_rows(min_row=2)] == [
        ["导出时间", "2021-01-13 09:00"],
        ["筛选", "12月"],
    ]


def test_an_empty_export_still_has_its_heads():
    out = io.BytesIO()
    write([], HEADS, out)
    assert [cell.value for cell in next(load_workbook(out)["数据"].iter_rows())] == HEADS


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(writing, "MOST_ROWS", 3)
    with pytest.raises(TooManyRows):
        write(([each] for each in range(4)), ["数"], io.BytesIO())


def test_rows_are_taken_one_by_one():
    taken = []

    def rows():
        for each in range(2000):
            taken.append(out.tell())
            yield [each, "字" * 400]

    out = io.BytesIO()
    write_text(rows(), ["数", "字"], out)
    assert taken[-1] > taken[1000] > taken[10]


def test_a_template_has_lists_an_example_and_help_and_gives_no_record_by_itself():
    for fields in (LECTURES, MEMBERS):
        data = template(fields)
        book = load_workbook(io.BytesIO(data))
        sheet = book.worksheets[0]
        assert [cell.value.rstrip("*") for cell in sheet[1]] == [each.label for each in fields]
        listed = sum(bool(each.choices) or each.kind == "boolean" for each in fields)
        assert len(sheet.data_validations.dataValidation) == listed
        assert book.sheetnames[1] == "怎么填"
        assert book.worksheets[2].sheet_state == "hidden"
        with clock.at(TODAY):
            assert not [each for each in outcomes(read(data), fields) if each.verdict != "ignored"]


def test_a_template_that_was_filled_is_read():
    book = load_workbook(io.BytesIO(template(FIELDS)))
    values = ("甲乙丙丁", "2020年12月8日", UNITS[0], 40, "机关", "是", "13800000000", "才旦")
    for at, value in enumerate(values, start=1):
        book.worksheets[0].cell(3, at, value)
    out = io.BytesIO()
    book.save(out)
    assert read_back(out.getvalue()) == [
        ("甲乙丙丁", date(2020, 12, 8), UNITS[0], 40, "机关", True, "13800000000", "才旦")
    ]


FILES = sorted(path for path in UGLY.glob("[0-9]*") if path.suffix != ".json")


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 2, 5, 20])):
        at = chance.randrange(max(len(changed), 1))
        how = chance.randrange(4)
        if how == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif how == 1:
            del changed[at : at + chance.choice([1, 4, 200])]
        elif how == 2:
            changed[at:at] = chance.randbytes(chance.choice([1, 8]))
        else:
            changed[at : at + 4] = chance.choice([b"\xff\xff\xff\x7f", bytes(4), b"1048576", b"99999999", b"1e999"])
    return bytes(changed)


def repacked(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, mutated(content, chance) if name in {chosen, "xl/worksheets/sheet1.xml"} else content)
    return out.getvalue()


@given(st.sampled_from(FILES), st.integers(0, 2**32), st.booleans())
def test_a_damaged_file_is_read_or_refused_and_never_crashes(path, seed, inside):
    chance = random.Random(seed)
    data = path.read_bytes()
    data = repacked(data, chance) if inside and path.suffix in {".xlsx", ".ods"} else mutated(data, chance)
    register = REGISTERS["lectures" if path.name < "24" else "members"]
    try:
        with clock.at(TODAY):
            found = list(outcomes(read(data), register))
    except UnreadableSheet as refused:
        assert str(refused)
    else:
        assert all(each.reasons for each in found if each.verdict in {"flagged", "refused"})
