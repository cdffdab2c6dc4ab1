# SPDX-License-Identifier: Apache-2.0
"""A file that is no sheet is refused at the door with a sentence; what is kept is kept by its content."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guantong.intake.models import Upload
from guantong.intake.services import bring_in
from guantong.learning.registers import LectureRegister
from guantong.trace.models import StoredFile
from tests.contract.pages import PNG

from .sheets import FIRST, text

START = "learning.lecture.upload"


def given(client, name, content):
    """A file handed in on the page."""
    return client.post(reverse(START), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("讲座.xlsx", PNG, "不是它的名字所说"),
        ("讲座.csv", b"MZ\x90\x00\x03", "不是它的名字所说"),
        ("讲座.xlsx", text(FIRST), "不是它的名字所说"),
        ("讲座.xls", b"%PDF-1.7\n", "不是它的名字所说"),
        ("讲座.pdf", b"%PDF-1.7\n", "能收"),
        ("讲座.exe", b"MZ\x90\x00\x03", "能收"),
    ],
)
def test_a_file_that_is_no_sheet_or_not_what_its_name_says_is_refused_with_a_sentence(name, content, why, sign_in):
    before = StoredFile.objects.count()
    answer = given(sign_in("school"), name, content)
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert (StoredFile.objects.count(), Upload.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("讲座.csv", text(FIRST)),
        ("讲座.csv", text(FIRST).decode().encode("gb18030")),
        ("讲座.txt", text(FIRST).decode().encode("utf-16")),
        ("讲座.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("讲座.csv", text(FIRST) + "例".encode("gb18030") + b"\n"),
    ],
)
def test_sheets_as_offices_keep_them_are_taken_and_their_type_is_that_of_their_content(name, content, sign_in):
    assert given(sign_in("school"), name, content).status_code == 302
    assert Upload.objects.get().file.media_type == "text/plain"


def test_one_content_is_one_stored_file_whoever_hands_it_in(federation):
    first = bring_in(federation.school, LectureRegister, content=text(FIRST), name="一.csv")
    second = bring_in(federation.food, LectureRegister, content=text(FIRST), name="二.csv")
    assert first.file == second.file
    assert first != second
