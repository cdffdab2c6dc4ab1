# SPDX-License-Identifier: Apache-2.0
"""Bad files through the pages: each is refused in one sentence, or read for what it is; nothing goes in unseen."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guantong.intake.models import Upload
from guantong.learning.models import Lecture
from tests.sheets.books import encrypted, repacked, xlsx

from .sheets import FIRST, HEADS, SECOND, proposed, text, work

START = "learning.lecture.upload"


def given(client, content, name="讲座.csv"):
    """A file put into the page, and the upload that it became."""
    response = client.post(reverse(START), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()
    return Upload.objects.order_by("-pk")[0], response


def looked_at(client, upload):
    """The upload with its columns confirmed as proposed, and its rows looked at."""
    upload = work(upload)
    data = {"read_0": "on"} | {f"c0_{name}": at for name, at in upload.found[0]["proposed"].items()}
    assert client.post(reverse("upload.columns", args=(upload.pk,)), data).status_code == 302
    return work(upload)


def shown(client, upload):
    """The page of an upload."""
    return client.get(reverse("upload", args=(upload.pk,))).content.decode()


def test_two_gigabytes_are_refused_by_the_length_they_announce_and_not_a_byte_is_read(sign_in):
    client = sign_in("school")
    kind = "multipart/form-data; boundary=x"
    length = str(2 * 2**30)  # nothing follows: whoever read on would fail
    response = client.generic("POST", reverse(START), b"", content_type=kind, CONTENT_LENGTH=length)
    assert response.status_code == 413
    assert "2048 兆" in response.content.decode()
    assert "51 兆" in response.content.decode()
    assert not Upload.objects.exists()


def test_a_form_of_several_files_may_be_as_large_as_they_all_are_together(sign_in):
    client = sign_in("school")
    kind = "multipart/form-data; boundary=x"
    respond = client.generic("POST", reverse("learning.lecture.new"), b"", content_type=kind, CONTENT_LENGTH=str(2**31))
    assert respond.status_code == 413


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (xlsx([range(500)]), "宽.xlsx", "500"),
        (",".join(map(str, range(500))).encode(), "宽.csv", "500"),
        (encrypted(), "加密.xlsx", "密码"),
    ],
    ids=["500 columns", "500 columns of text", "encrypted"],
)
def test_a_file_that_cannot_be_read_says_why_on_its_page_and_leaves_nothing(sign_in, content, name, word):
    client = sign_in("school")
    upload = work(given(client, content, name)[0])
    assert upload.state == "failed"
    assert word in upload.message
    assert upload.message in shown(client, upload)
    assert not upload.rows.exists()


def test_a_book_with_macros_is_read_for_its_cells_and_the_macros_stay_where_they_are(sign_in, federation, world):
    client = sign_in("school")
    book = repacked(xlsx([HEADS, FIRST, SECOND]), **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0Sub AutoOpen()" * 50})
    upload = looked_at(client, given(client, book, "讲座.xlsm")[0])
    assert (upload.state, upload.counts["new"]) == ("ready", 2)
    assert client.post(reverse("upload.apply", args=(upload.pk,))).status_code == 302
    assert work(upload).state == "applied"
    assert {row.title for row in Lecture.objects.all()} == {FIRST[0], SECOND[0]}


def test_of_two_officers_who_give_one_list_the_second_sees_that_it_is_there_already(sign_in, federation, world):
    school, county = sign_in("school"), sign_in("datong")
    content = text(FIRST, SECOND)
    first, second = (looked_at(client, given(client, content)[0]) for client in (school, county))
    assert first.pk != second.pk
    for client, upload in ((school, first), (county, second)):
        client.post(reverse("upload.apply", args=(upload.pk,)))
    assert work(first).state == "applied"
    second = work(second)
    assert (second.state, second.counts["same"], Lecture.objects.count()) == ("ready", 2, 2)
    assert "一条也没写" in shown(county, second)
    assert school.get(reverse("upload", args=(second.pk,))).status_code == 404


def test_the_same_officer_gives_one_list_twice_and_comes_to_the_same_page(sign_in, federation, world):
    client = sign_in("school")
    first, second = (given(client, text(FIRST))[1] for _time in range(2))
    assert first.url == second.url
    assert Upload.objects.count() == 1


def test_the_columns_of_a_plain_file_are_those_that_the_page_proposes(sign_in, federation, world):
    client = sign_in("school")
    upload = work(given(client, text(FIRST))[0])
    assert proposed(upload)[0]["columns"]["title"] == 0
    assert "核对列名" in shown(client, upload)
