# SPDX-License-Identifier: Apache-2.0
"""Bad input says what is wrong and what to do, on a page and in the terminal, and nothing is stored half."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guantong.dispatch.services import receive_notice
from guantong.kernel.errors import Invalid
from guantong.site.cli import main

from .bad_files import BAD, MEGABYTE, NO_NOTICE, POEM
from .guard import is_ours
from .life import founding_notice

ALL_BAD = BAD | NO_NOTICE


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """A file store of this test's own."""
    settings.FILES_DIR = tmp_path / "store"
    return settings.FILES_DIR


def stored():
    """How many rows each table of ours holds, and every file of the store there is now."""
    models = [model for model in apps.get_models() if is_ours(model) and model._meta.managed]
    rows = {model._meta.label: model._default_manager.count() for model in models}
    return rows, sorted(path for path in settings.FILES_DIR.rglob("*") if path.is_file())


def uploaded(client, name, content):
    """The answer to a file given on the page."""
    return client.post(reverse("notice.receive"), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("case", ALL_BAD)
def test_a_file_that_is_no_notice_is_refused_on_the_page_and_nothing_is_stored(case, federation, sign_in):
    name, content, wanted = ALL_BAD[case]
    client, before = sign_in("province"), stored()
    answer = uploaded(client, name, content)
    assert answer.status_code == 400
    (sentence,) = answer.context["page"].form.errors["file"]
    assert wanted in sentence
    assert sentence in answer.content.decode()
    assert stored() == before


@pytest.mark.parametrize("case", ALL_BAD)
def test_the_service_refuses_it_too(case, federation):
    name, content, wanted = ALL_BAD[case]
    before = stored()
    with pytest.raises(Invalid, match=wanted):
        receive_notice(federation.province, content, name)
    assert stored() == before


def test_an_enormous_file_is_refused_with_the_limit(federation, sign_in):
    client, before = sign_in("province"), stored()
    answer = uploaded(client, "notice.pdf", b"%PDF-1.7\n" + b"\0" * (60 * MEGABYTE))
    assert answer.status_code == 400
    assert "最大 50 兆" in answer.content.decode()
    assert stored() == before


def test_a_file_within_the_limit_of_the_page_but_too_large_to_read_is_refused(federation, sign_in):
    client, before = sign_in("province"), stored()
    answer = uploaded(client, "notice.txt", "通知。".encode() * (4 * MEGABYTE))
    assert answer.status_code == 400
    assert "拆分" in answer.content.decode()
    assert stored() == before


def test_neither_file_nor_text_is_a_sentence(federation, sign_in):
    answer = sign_in("province").post(reverse("notice.receive"), {"text": "  "})
    assert answer.status_code == 400
    assert "请选一个文件" in answer.content.decode()


def test_a_pasted_poem_stays_in_the_box(federation, sign_in):
    client, before = sign_in("province"), stored()
    answer = client.post(reverse("notice.receive"), {"text": POEM})
    assert answer.status_code == 400
    assert "处处闻啼鸟" in answer.content.decode()
    assert stored() == before


def test_the_same_file_twice_is_one_notice(federation, sign_in):
    client = sign_in("province")
    assert uploaded(client, "notice.txt", founding_notice()).status_code == 302
    before = stored()
    answer = uploaded(client, "another name.txt", founding_notice())
    assert answer.status_code == 400
    assert "已经收过了" in answer.content.decode()
    assert stored() == before


def test_two_units_may_receive_the_same_file(federation, sign_in):
    for word in ("province", "xining"):
        assert uploaded(sign_in(word), "notice.txt", founding_notice()).status_code == 302


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "a" * 300 + ".txt", "通知\u202etxt.exe", "CON.txt", ""])
def test_a_strange_name_is_only_a_name(name, federation):
    notice = receive_notice(federation.province, founding_notice(), name)
    (file,) = stored()[1]
    assert file.name == notice.file.digest
    assert "/" not in notice.file.name


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\ufffe", "\u2028", "\U000e0001"])
def test_odd_characters_inside_a_notice_break_nothing(odd, federation):
    text = founding_notice().decode().replace("通知如下", f"通{odd}知如下")
    try:
        notice = receive_notice(federation.province, text.encode(), "notice.txt")
    except Invalid as refused:
        assert str(refused).endswith("。")
    else:
        notice.refresh_from_db()
        assert notice.requirements.exists()


@pytest.mark.parametrize("case", BAD)
def test_the_command_says_it_in_one_sentence_with_code_two(case, tmp_path, capsys):
    name, content, wanted = BAD[case]
    place = tmp_path / name
    place.write_bytes(content)
    assert main(["read", str(place)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert wanted in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_the_command_refuses_an_enormous_file_and_one_that_is_not_there(tmp_path, capsys):
    place = tmp_path / "notice.txt"
    with place.open("wb") as file:
        file.truncate(60 * MEGABYTE)
    for path in (place, tmp_path / "nothing.txt"):
        assert main(["read", str(path)]) == 2
        assert capsys.readouterr().err.strip().endswith("。")


def started(tmp_path: Path, words: list[str], **environ: str) -> subprocess.CompletedProcess[str]:
    """A process of its own under these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUANTONG_")}
    return subprocess.run(
        [sys.executable, *words],
        env=kept | {"GUANTONG_HOME": str(tmp_path)} | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


WRONG = {
    "GUANTONG_COLOUR": "red",
    "GUANTONG_HTTPS": "maybe",
    "GUANTONG_UPLOAD_MB": "0",
    "GUANTONG_SECRET_KEY": "short",
    "GUANTONG_TRACE_KEY": "short",
    "GUANTONG_DATABASE_URL": "mysql://root@127.0.0.1/test",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_or_unknown_setting_stops_the_start_with_its_name(name, tmp_path):
    ended = started(tmp_path, ["-m", "guantong.site.cli", "check"], **{name: WRONG[name]})
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert name in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert list(tmp_path.glob("*")) == []


def test_a_web_server_does_not_start_under_an_unknown_setting(tmp_path):
    ended = started(tmp_path, ["-c", "import guantong.site.wsgi"], GUANTONG_COLOUR="red")
    assert ended.returncode != 0
    assert "GUANTONG_COLOUR" in ended.stderr


def test_settings_of_the_tests_are_nobody_elses_business(tmp_path):
    ended = started(tmp_path, ["-c", "import guantong.site.settings"], GUANTONG_TEST_ANYTHING="1")
    assert ended.returncode == 0
