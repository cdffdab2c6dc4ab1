# SPDX-License-Identifier: Apache-2.0
"""`guantong why` names the records behind a light; `guantong verify` recomputes a report that left the house."""

from io import BytesIO

import docx
import pytest

from guantong.learning.services import LECTURE
from guantong.reports.out import file_of
from guantong.reports.services import check_report, compose_report, send_report, sign_report
from guantong.site.cli import main

from .life import lecture, narrative_of, requirement_for


@pytest.fixture
def row(world):
    """The only lecture."""
    return lecture(world)


@pytest.fixture
def paper(world, row, tmp_path):
    """The report of Xining as a Word file on somebody's desk."""
    actor = world.federation.xining
    report = compose_report(actor, world.notice)
    for step in (check_report, sign_report, send_report):
        step(actor, report)
    place = tmp_path / "report.docx"
    place.write_bytes(file_of(report, "docx"))
    return place


def ran(capsys, *words):
    """Exit code, what was printed, and what was complained of."""
    capsys.readouterr()
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_why_names_the_records_that_made_a_light_green(world, row, capsys):
    name = f"{requirement_for(world.notice, 'learning.lectures').pk}:630121"
    code, said, _err = ran(capsys, "why", name)
    assert code == 0
    assert said.startswith("大通县总工会")
    assert "已办成" in said
    assert f"大通一中工会  劳模身边的故事  /learning/lectures/{row.pk}/" in said


def test_why_names_what_is_missing_once_the_record_is_gone(world, row, capsys):
    LECTURE.void(world.federation.school, row, reason="登记错了")
    code, said, _err = ran(capsys, "why", f"{requirement_for(world.notice, 'learning.lectures').pk}:630121")
    assert code == 0
    assert "还缺" in said
    assert "劳模身边的故事" not in said


def test_why_names_each_part_that_is_missing(world, row, capsys):
    code, said, _err = ran(capsys, "why", f"{requirement_for(world.notice, 'learning.eight_entries').pk}:630121-01")
    assert code == 0
    assert "  还缺 office 1" in said
    assert "  还缺 school" not in said


def test_why_of_a_narrative_requirement_asks_for_the_sentence(world, capsys):
    code, said, _err = ran(capsys, "why", f"{narrative_of(world.notice).pk}:630121-01")
    assert code == 0
    assert "一句话" in said


@pytest.mark.parametrize("name", ["", "7", "x:630121", ":", "999999:630121", "1:000000", "²:630121", "9" * 40 + ":1"])
def test_why_of_what_is_not_there_is_one_sentence_and_code_two(world, capsys, name):
    code, said, complaint = ran(capsys, "why", name)
    assert (code, said) == (2, "")
    assert complaint.strip().endswith("。")
    assert len(complaint.strip().splitlines()) == 1


def test_every_figure_of_a_fresh_report_holds(world, paper, capsys):
    code, said, _err = ran(capsys, "verify", str(paper))
    assert code == 0
    lines = [line for line in said.splitlines() if line.startswith("  [")]
    assert lines
    assert all(line.endswith("相符") for line in lines)
    assert said.splitlines()[-1] == f"共 {len(lines)} 个数，{len(lines)} 个相符。"


def test_a_record_taken_away_shows_in_exactly_the_figures_that_counted_it(world, row, paper, capsys):
    LECTURE.void(world.federation.school, row, reason="登记错了")
    code, said, _err = ran(capsys, "verify", str(paper))
    assert code == 1
    wrong = [line for line in said.splitlines() if line.startswith("  [") and not line.endswith("相符")]
    assert wrong
    assert all(line.endswith("报送时 1，现在 0") for line in wrong)
    assert any("讲座场数" in line for line in wrong)


def altered(place, old, new):
    """The document with some characters changed by hand in Word."""
    document = docx.Document(BytesIO(place.read_bytes()))
    changed = [paragraph for paragraph in document.paragraphs if old in paragraph.text]
    assert changed
    for paragraph in changed:
        text = paragraph.text.replace(old, new)
        for run in paragraph.runs[1:]:
            run.text = ""
        paragraph.runs[0].text = text
    document.save(place)


def test_a_figure_changed_in_word_is_found(world, paper, capsys):
    altered(paper, "开展宣讲1场", "开展宣讲100场")
    code, said, _err = ran(capsys, "verify", str(paper))
    assert code == 1
    assert "文字被改过" in said


def test_a_paragraph_thrown_out_in_word_is_found(world, paper, capsys):
    altered(paper, "开展宣讲1场", "")
    code, said, _err = ran(capsys, "verify", str(paper))
    assert code == 1
    assert "文字被改过" in said


def test_a_document_of_another_house_is_refused(world, capsys, tmp_path):
    foreign = tmp_path / "foreign.docx"
    document = docx.Document()
    document.add_paragraph("别人写的报告。")
    document.save(foreign)
    code, _said, complaint = ran(capsys, "verify", str(foreign))
    assert code == 2
    assert "核验码" in complaint


@pytest.mark.parametrize("content", [b"", b"no document", b"PK\x03\x04broken", b"%PDF-1.7 broken"])
def test_what_is_no_word_file_is_refused(world, capsys, tmp_path, content):
    place = tmp_path / "report.docx"
    place.write_bytes(content)
    code, _said, complaint = ran(capsys, "verify", str(place))
    assert code == 2
    assert len(complaint.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_refused(capsys, tmp_path):
    code, _said, complaint = ran(capsys, "verify", str(tmp_path / "nothing.docx"))
    assert (code, "没有文件" in complaint) == (2, True)


def test_an_unknown_verb_lists_those_there_are(capsys):
    code, _said, complaint = ran(capsys, "fly")
    assert code == 2
    assert "verify" in complaint
