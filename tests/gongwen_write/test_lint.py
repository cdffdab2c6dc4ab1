# SPDX-License-Identifier: Apache-2.0
"""What the linter says before a notice is sent."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guantong.gongwen import read
from guantong.gongwen.lint import Code, HeldField, Level, Weight, Work, constants, lint, predict, report_json
from guantong.gongwen.lint.cli import lint_command
from guantong.gongwen.model import Annex, Paragraph, Table
from guantong.gongwen.write import document_to_json
from tests.gongwen_write.samples import NOTICE, REQUEST

FOUNDING = files("guantong.site.demo").joinpath("notice.txt")


@pytest.fixture(scope="module")
def founding():
    return lint(FOUNDING.read_text(encoding="utf-8"))


def noticed(*sentences, **changes):
    """The report on a notice with these sentences as its body."""
    return lint(replace(NOTICE, blocks=tuple(Paragraph(sentence) for sentence in sentences), **changes))


def test_the_founding_notice_is_within_the_limit(founding):
    assert (founding.characters, founding.characters_copied) == (2842, 2854)
    assert not founding.of(Code.LENGTH)


def test_the_founding_notice_sets_no_date_and_no_numeric_target(founding):
    assert (founding.dates, founding.targets) == (0, 0)
    assert [len(finding.spans) for finding in founding.of(Code.NO_DATE)] == [len(founding.duties)]
    assert [len(finding.spans) for finding in founding.of(Code.NO_MEASURE)] == [len(founding.duties)]


def test_the_founding_notice_orders_about_29_things(founding):
    assert 27 <= len(founding.duties) <= 31


def test_the_founding_notice_says_jishi_twice_once_as_the_only_due_of_its_report_back(founding):
    vague = founding.of(Code.VAGUE_DUE)
    assert len(vague) == 2
    assert [finding.weight for finding in vague].count(Weight.COST) == 1
    assert "及时" in vague[0].message


def test_the_founding_notice_has_six_classes_of_addressee_and_three_that_report(founding):
    assert len(founding.addressees) == 6
    assert founding.reporters == ("各市（州）总工会", "省级各产业工会", "省总各直属工会")
    assert "省总机关各部室、干校、康复医院" in founding.of(Code.ADDRESSEES)[0].message


def test_the_founding_notice_asks_for_one_report_that_records_could_answer(founding):
    assert len(founding.of(Code.REPORT_BACK)) == 1


def test_spans_point_at_their_words():
    reading = read("关于试行的通知\n\n各单位：\n\n各单位要认真组织，请在结束后报送现场照片。")
    [photo] = lint(reading).of(Code.PHOTO)
    [span] = photo.spans
    assert reading.text[span.start : span.end] == "照片"


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("各单位要报送活动现场照片5张。", Code.PHOTO),
        ("请各单位组织职工每天在平台签到打卡。", Code.SIGN_IN),
        ("要按月通报各单位学习时长排名。", Code.RANKING),
        ("各单位要组织全体职工下载安装“工会通”APP。", Code.INSTALL),
        ("请组织职工关注本会微信公众号并转发朋友圈。", Code.INSTALL),
    ],
)
def test_demands_that_the_rules_forbid_are_found(sentence, code):
    [finding, *_] = noticed(sentence).of(code)
    assert finding.weight is Weight.BREACH
    assert "国办函" in finding.rule or "减负" in finding.rule


@pytest.mark.parametrize(
    "sentence",
    [
        "各级工会不得要求职工签到打卡。",
        "严禁以积分排名评价基层工作。",
        "不得要求报送照片、视频等材料。",
        "要挂好劳模照片墙。",
    ],
)
def test_a_prohibition_is_no_demand(sentence):
    report = noticed(sentence)
    assert not [f for f in report.findings if f.code in (Code.PHOTO, Code.SIGN_IN, Code.RANKING, Code.INSTALL)]


def test_contestants_may_be_ranked():
    report = noticed("各代表队要按成绩排名领奖。", title="青原省总工会关于举办职工技能大赛的通知")
    assert not report.of(Code.RANKING)


def test_a_vague_word_beside_a_date_is_left_alone():
    report = noticed("各单位要于2021年3月10日前及时报送落实情况。")
    assert not report.of(Code.VAGUE_DUE)


def test_a_complete_duty_lacks_nothing():
    report = noticed("各市（州）总工会要在2021年3月10日前至少举办3场宣讲。")
    assert [duty.lacks for duty in report.duties] == [()]


@pytest.mark.parametrize(("length", "weight"), [(3500, None), (4500, Weight.HINT), (5500, Weight.BREACH)])
def test_length_is_measured_against_both_limits(length, weight):
    report = noticed(*["职工之家建设取得新的进展。" * 10] * (length // 130))
    assert [finding.weight for finding in report.of(Code.LENGTH)] == ([weight] if weight else [])


def test_data_that_a_register_holds_is_not_asked_again():
    held = (HeldField("宣讲场次", "宣讲登记簿", ("场次",)), HeldField("会员人数", "会员登记簿"))
    report = lint(replace(NOTICE, blocks=(Paragraph("请各单位填报宣讲场次和会员人数。"),)), fields=held)
    assert {ask.held_by for ask in report.asks} == {"宣讲登记簿", "会员登记簿"}
    assert len(report.of(Code.HELD_DATA)) == 2
    assert not noticed("请各单位填报宣讲场次。").of(Code.HELD_DATA)


def test_an_empty_form_among_the_annexes_asks_for_each_of_its_columns():
    form = Annex("统计表", (Table((("单位", "宣讲场次", "困难户数"), ("", "", ""))),))
    report = noticed("请认真填写附件。", annexes=(form,))
    full = Annex("统计表", (Table((("单位", "宣讲场次"), ("东城区", "3"))),))
    assert len(report.asks) >= len(noticed("请认真填写附件。", annexes=(full,)).asks)


def test_short_names_that_nobody_explains_are_listed():
    report = noticed("各单位要落实“五比一创”要求。")
    assert "“五比一创”" in report.of(Code.ABBREVIATION)[0].message


def test_a_request_without_contact_or_signatory_is_found():
    bare = lint(replace(REQUEST, note="", signatories=()))
    assert len(bare.of(Code.DIRECTION)) == 2
    assert not lint(REQUEST).of(Code.DIRECTION)


def test_more_units_cost_more_minutes(founding):
    text = FOUNDING.read_text(encoding="utf-8")
    province = lint(text, units=(Level("市州", 8), Level("县区", 48), Level("基层", 960))).burden
    assert province.units == 1016
    assert province.minutes > 500 * founding.burden.minutes
    assert province.minutes == pytest.approx(sum(part.minutes for part in province.parts))


def test_every_constant_of_the_model_says_where_it_comes_from():
    assert {constant.source for constant in constants().values()} == {"our estimate"}
    assert all(constant.value > 0 and constant.unit and constant.meaning for constant in constants().values())


@given(
    st.builds(Work, *[st.integers(0, 5000)] + [st.integers(0, 20)] * 5),
    st.lists(st.builds(Level, st.just("级"), st.integers(0, 1000)), max_size=5),
)
def test_asking_more_never_costs_less(work, levels):
    less = predict(work, levels).minutes
    more = predict(replace(work, questions=work.questions + 1), levels).minutes
    assert more >= less
    assert predict(work, [*levels, Level("级", 1)]).minutes >= less


def test_the_command_prints_for_people_and_for_programs(tmp_path, capsys):
    path = tmp_path / "notice.txt"
    path.write_text(FOUNDING.read_text(encoding="utf-8"), encoding="utf-8")
    assert lint_command([str(path), "--units", "8,48"]) == 0
    assert "2842字（连同抄件标记2854字）" in capsys.readouterr().out
    assert lint_command([str(path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["characters"] == 2842
    assert printed == json.loads(json.dumps(report_json(lint(FOUNDING.read_text(encoding="utf-8")))))


def test_the_command_lints_a_document_in_json(tmp_path, capsys):
    path = tmp_path / "notice.json"
    path.write_text(json.dumps(document_to_json(NOTICE), ensure_ascii=False), encoding="utf-8")
    assert lint_command([str(path)]) == 0
    assert "负担" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["missing.txt"], ["notice.json"], ["notice.txt", "--units", "八"]])
def test_the_command_refuses_with_one_sentence(tmp_path, capsys, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notice.json").write_text("{", encoding="utf-8")
    (tmp_path / "notice.txt").write_text("关于试行的通知\n\n各单位：\n\n请照此办理。", encoding="utf-8")
    assert lint_command(arguments) == 2
    assert capsys.readouterr().err.strip()
