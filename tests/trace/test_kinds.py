# SPDX-License-Identifier: Apache-2.0
"""A file is what its content is: a false name is refused with a sentence, and nothing is stored."""

import io
import zipfile

import pytest

from guantong.kernel.errors import Invalid
from guantong.trace import files
from guantong.trace.kinds import ENDINGS, kind_of
from guantong.trace.models import StoredFile
from guantong.trace.services import SYSTEM, Changes, add_note, writes


def package(*parts):
    """A zip with these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        for part in parts:
            file.writestr(part, "x")
    return kept.getvalue()


REAL = {
    "a.pdf": b"%PDF-1.7\n",
    "a.png": b"\x89PNG\r\n\x1a\n0000",
    "a.JPG": b"\xff\xd8\xff\xe0",
    "a.docx": package("[Content_Types].xml", "word/document.xml"),
    "a.xlsx": package("[Content_Types].xml", "xl/workbook.xml"),
    "a.ofd": package("OFD.xml", "Doc_0/Document.xml"),
    "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
    "a.txt": "一行字\n".encode("gb18030"),
    "a.csv": "姓名,单位\n".encode() * 9000,
}


@writes
def taken(content, name):
    """Store an upload, as a service of a room would."""
    stored = files.keep_upload(content, name=name)
    add_note(SYSTEM, "record", StoredFile, Changes())
    return stored


@pytest.mark.parametrize("name", REAL)
def test_a_file_that_is_what_it_says_is_stored_with_its_true_type(name, federation):
    stored = taken(REAL[name], name)
    assert stored.media_type == kind_of(REAL[name]) == ENDINGS["." + name[2:].lower()]
    assert files.content_of(stored) == REAL[name]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("照片.png", REAL["a.pdf"], "不是它的名字所说"),
        ("通知.pdf", b"MZ\x90\x00\x03", "不是它的名字所说"),
        ("表.xlsx", REAL["a.docx"], "不是它的名字所说"),
        ("表.xlsx", b"PK\x03\x04broken", "不是它的名字所说"),
        ("说明.txt", b"MZ\x90\x00\x03", "不是它的名字所说"),
        ("页面.html", b"<script>1</script>", "能收"),
        ("程序.exe", b"MZ\x90\x00\x03", "能收"),
        ("没有后缀", REAL["a.pdf"], "能收"),
        ("空.pdf", b"", "空的"),
    ],
)
def test_a_false_or_foreign_file_is_refused_and_nothing_is_stored(name, content, why, federation):
    before = StoredFile.objects.count()
    with pytest.raises(Invalid, match=why):
        taken(content, name)
    assert StoredFile.objects.count() == before


def test_a_file_over_the_limit_is_refused(settings, federation):
    settings.UPLOAD_LIMIT = 1_048_576
    with pytest.raises(Invalid, match=r"有 2\.0 兆，最多收 1 兆"):
        taken(b"%PDF-" + b"0" * (2 * 1_048_576 - 5), "大.pdf")
