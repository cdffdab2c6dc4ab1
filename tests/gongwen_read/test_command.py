# SPDX-License-Identifier: Apache-2.0
"""`guantong read`: a table for people, JSON for programs, exit codes for scripts."""

import json
from pathlib import Path

import pytest

from guantong.gongwen.__main__ import VERBS, main
from guantong.gongwen.cli import read_command

LAYOUT = Path(__file__).parent / "layouts" / "10-joint-gb18030.txt"


def test_json_has_the_stable_keys(capsys):
    assert read_command([str(LAYOUT), "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert {
        "issuer", "doc_number", "title", "kind", "addressees", "issued_on", "outline", "paragraphs", "requirements",
        "deadlines", "attachments",
    } <= value.keys()  # fmt: skip
    assert {"text", "programmes", "due", "bodies"} <= value["requirements"][0].keys()


def test_the_table_shows_title_and_requirements(capsys):
    assert read_command([str(LAYOUT), "--explain"]) == 0
    shown = capsys.readouterr().out
    assert "标题" in shown and "要求" in shown and "依据：" in shown


def test_an_unreadable_file_gives_two_and_a_sentence(capsys, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert read_command([str(empty)]) == 2
    assert "空" in capsys.readouterr().err


def test_a_folder_is_read_file_by_file(capsys):
    assert read_command([str(LAYOUT.parent), "--json"]) == 0
    files = [file for file in LAYOUT.parent.iterdir() if file.suffix != ".json"]
    assert len(capsys.readouterr().out.strip().splitlines()) == len(files)


def test_a_folder_without_documents_gives_two(capsys, tmp_path):
    assert read_command([str(tmp_path)]) == 2


def test_the_package_runs_its_verbs(capsys):
    assert main(["read", str(LAYOUT), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "通知"
    assert main(["unknown"]) == 2
    assert {"read", "lint", "write"} <= VERBS.keys()


@pytest.mark.parametrize("missing", ["/nowhere/notice.docx"])
def test_a_missing_file_gives_two(capsys, missing):
    assert read_command([missing]) == 2
    assert "找不到" in capsys.readouterr().err
