# SPDX-License-Identifier: Apache-2.0
"""Bad files are refused in bounded time with one sentence and a code; never a crash, a hang or a file left behind."""

import io
import random
import time
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from guantong.gongwen import Limits, Unreadable, read, reading_json

LAYOUTS = Path(__file__).parent / "layouts"
FILES = sorted(file for file in LAYOUTS.iterdir() if file.suffix in (".docx", ".pdf", ".ofd", ".html", ".txt"))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(parts, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    return stream.getvalue()


def refusal(data, code, limits=None, kind=None):
    start = time.process_time()
    with pytest.raises(Unreadable) as caught:
        read(data, kind=kind, limits=limits)
    assert time.process_time() - start < 10
    assert caught.value.code == code
    message = str(caught.value)
    assert message.endswith("。") and message.count("。") == 1
    return message


def test_an_empty_file_is_refused():
    refusal(b"", "empty")
    refusal(b"\0\0\0  \n", "empty")
    refusal("  \n ", "empty")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "large.txt"
    with file.open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)
    assert "30 MB" in refusal(file, "too_large")


def test_a_zip_bomb_is_refused():
    refusal(packed({"word/document.xml": b"0" * 60_000_000}), "too_large")


def test_a_package_of_very_many_entries_is_refused():
    refusal(packed({f"part{index}": b"" for index in range(5000)}), "too_large")


def test_an_entity_bomb_is_refused():
    lol = '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    refusal(packed({"word/document.xml": f"{lol}<w:document {W}>&c;</w:document>"}), "broken")


def test_an_external_entity_is_refused():
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    refusal(packed({"word/document.xml": f"{outside}<w:document {W}>&b;</w:document>"}), "broken")


def test_abysmal_nesting_is_refused():
    deep = "<w:p>" * 5000 + "</w:p>" * 5000
    refusal(packed({"word/document.xml": f"<w:document {W}><w:body>{deep}</w:body></w:document>"}), "too_large")


@pytest.mark.parametrize("unit", ["<div>", "<b><font>", "<span x='1'>", "<table><tr><td>"])
def test_deeply_nested_markup_is_refused(unit):
    refusal("<html>" + unit * 100_000, "too_large")


def test_nested_markup_within_the_limit_is_read():
    assert read("<html>" + "<div>" * 1500 + "各单位要报送材料。").requirements


def test_a_pdf_of_very_many_pages_is_refused():
    document = pypdfium2.PdfDocument.new()
    for _ in range(310):
        document.new_page(100, 100)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    refusal(stream.getvalue(), "too_large")


def test_a_pdf_without_text_says_that_it_is_a_scan():
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    assert "扫描" in refusal(stream.getvalue(), "unsupported")


def test_a_word_file_with_a_password_says_so():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert "密码" in refusal(data, "encrypted")


def test_a_zip_with_a_password_says_so():
    data = bytearray(packed({"word/document.xml": b"<a/>"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    refusal(bytes(data), "encrypted")


@pytest.mark.parametrize(
    ("part", "code"),
    [("xl/workbook.xml", "not_a_document"), ("ppt/presentation.xml", "not_a_document"), ("readme", "unsupported")],
)
def test_other_packages_are_named(part, code):
    refusal(packed({part: b"<a/>"}), code)


def test_old_word_without_libreoffice_is_refused_with_advice(monkeypatch):
    monkeypatch.setenv("PATH", "")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600
    assert ".docx" in refusal(data, "unsupported")


def test_old_word_is_converted_where_libreoffice_is(monkeypatch, tmp_path):
    source = next(file for file in FILES if file.suffix == ".docx")
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != "--outdir" ]; do shift; done\ncp "{source}" "$2/source.docx"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600
    assert read(data).document == read(source).document


def test_a_conversion_that_hangs_is_ended(monkeypatch, tmp_path):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexec sleep 30\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600
    refusal(data, "too_large", limits=Limits(convert_seconds=1))


def test_a_binary_file_is_no_text():
    refusal(bytes(range(256)) * 40, "not_a_document")


def test_a_file_that_is_not_what_it_is_said_to_be_is_refused():
    refusal("各单位：".encode(), "broken", kind="pdf")


def test_direction_marks_and_controls_are_taken_out():
    reading = read("各单位要\u202e报送\u200b材料\x07。")
    assert reading.text == "各单位要报送材料。"


def test_macros_are_not_looked_at():
    document = packed(
        {
            "word/document.xml": f"<w:document {W}><w:body><w:p><w:r><w:t>请报送材料。</w:t></w:r></w:p></w:body>"
            "</w:document>",
            "word/vbaProject.bin": b"\x00" * 100,
        }
    )
    assert read(document).text == "请报送材料。"


def test_text_beyond_the_limit_is_refused():
    refusal("要" * 50, "too_large", limits=Limits(characters=40))
    refusal("要。\n" * 50, "too_large", limits=Limits(paragraphs=40))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_damaged_files_are_read_or_refused(file):
    data = file.read_bytes()
    chance = random.Random(file.name)
    for _ in range(12):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randint(0, 30)] = chance.randbytes(chance.randint(0, 10))
        try:
            reading_json(read(bytes(damaged)))
        except Unreadable as error:
            assert error.code


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.suffix in (".docx", ".ofd")], ids=lambda file: file.name
)
def test_packages_with_odd_xml_inside_are_read_or_refused(file):
    chance = random.Random(file.name)
    with zipfile.ZipFile(file) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    for _ in range(12):
        odd = {name: oddly(content, chance) if name.endswith(".xml") else content for name, content in parts.items()}
        try:
            reading_json(read(packed(odd, zipfile.ZIP_STORED)))
        except Unreadable as error:
            assert error.code


def oddly(content, chance):
    """The XML with one attribute changed to something no writer would put there."""
    at = content.find(b'="', chance.randrange(len(content)))
    end = content.find(b'"', at + 2)
    if at < 0 or end < 0:
        return content
    return content[: at + 2] + chance.choice((b"", b"-1", b"NaN", b"1e308", b"99999999999", b"g 9 9")) + content[end:]


@pytest.mark.parametrize(
    "unit", ["要", "（", "“", "《", "认真", "各级总工会、", "3月1日至", "附件1：甲\n", "一要做好。", "关于", "由"]
)
def test_monotonous_text_is_read_in_bounded_time(unit):
    start = time.process_time()
    try:
        read(unit * (20_000 // len(unit)))
    except Unreadable as error:
        assert error.code
    assert time.process_time() - start < 5
