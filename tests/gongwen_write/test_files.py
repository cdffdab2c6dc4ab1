# SPDX-License-Identifier: Apache-2.0
"""JSON in and out, the write command, faces and rare characters."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from guantong.gongwen.write import (
    CannotWrite,
    document_from_json,
    document_to_json,
    font_roles,
    missing_glyphs,
    write,
)
from guantong.gongwen.write.cli import write_command
from guantong.gongwen.write.standard import Face
from tests.gongwen_write.paper import text_of
from tests.gongwen_write.samples import BY_KIND, NOTICE

RARE = "堃喆珺祎镕玥彧旻翀瑄昇峯"


@pytest.mark.parametrize("kind", BY_KIND)
def test_a_document_survives_json(kind):
    assert document_from_json(json.loads(json.dumps(document_to_json(BY_KIND[kind])))) == BY_KIND[kind]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "应当是一个对象"),
        ({"title": "关于某事的通知"}, "缺少 kind"),
        ({"title": "甲", "kind": "通知", "colour": "红"}, "colour"),
        ({"title": 3, "kind": "通知"}, "title 应当是文字"),
        ({"title": "甲", "kind": "通知", "issued_on": "昨天"}, "日期"),
        ({"title": "甲", "kind": "通知", "addressees": "各单位"}, "addressees 应当是一个列表"),
        ({"title": "甲", "kind": "通知", "blocks": [{"block": "picture"}]}, r"blocks\[0\]"),
        ({"title": "甲", "kind": "通知", "blocks": [{"block": "paragraph", "bold": True}]}, "bold"),
        ({"title": "甲", "kind": "通知", "blocks": [{"block": "table", "rows": [["一", 2]]}]}, r"rows\[0\]\[1\]"),
        ({"title": "甲", "kind": "通知", "blocks": [{"block": "heading", "level": "一"}]}, "整数"),
    ],
)
def test_json_that_does_not_fit_is_refused_at_its_place(given, message):
    with pytest.raises(CannotWrite, match=message):
        document_from_json(given)


def test_the_command_writes_both_files(tmp_path):
    source = tmp_path / "notice.json"
    source.write_text(json.dumps(document_to_json(NOTICE), ensure_ascii=False), encoding="utf-8")
    arguments = [str(source), "--docx", str(tmp_path / "a.docx"), "--pdf", str(tmp_path / "a.pdf")]
    assert write_command(arguments) == 0
    assert (tmp_path / "a.docx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "a.pdf").read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b'{"title": "x", "kind": "x"}', None])
def test_the_command_refuses_with_one_sentence_and_code_2(tmp_path, capsys, content):
    source = tmp_path / "notice.json"
    if content is not None:
        source.write_bytes(content)
    assert write_command([str(source), "--pdf", str(tmp_path / "a.pdf")]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_each_face_is_served_and_a_stand_in_is_named():
    roles = {role.face: role for role in font_roles()}
    assert set(roles) == set(Face)
    assert all(role.family == role.families[0] for role in roles.values())
    assert "Noto Sans CJK SC" in roles[Face.FANG].families


def test_an_operators_folder_is_searched(tmp_path):
    assert font_roles((tmp_path,)) == font_roles()


def test_rare_characters_of_names_print():
    named = replace(NOTICE, note=f"联系人：{RARE}")
    assert missing_glyphs(named) == []
    assert RARE in text_of(write(named, "pdf"))


def test_a_character_without_glyph_is_named_before_sending():
    named = replace(NOTICE, note="联系人：李\U0001f600\U00030000")
    assert [glyph.character for glyph in missing_glyphs(named)] == ["\U0001f600", "\U00030000"]
    with pytest.raises(CannotWrite, match="\U0001f600"):
        write(named, "pdf")


def test_importing_needs_no_django():
    rooms = ", ".join(f"guantong.gongwen.{name}" for name in ("write", "lint", "layout"))
    code = f"import sys, {rooms}; print('django' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "False"
