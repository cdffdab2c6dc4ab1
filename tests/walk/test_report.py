# SPDX-License-Identifier: Apache-2.0
"""A report on its way up: composed from records, edited around its figures, signed, frozen, returned, accepted."""

import re
from datetime import date

import pytest

from guantong.gongwen import read
from guantong.gongwen.layout import check_layout
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken, Stale, WrongState
from guantong.kernel.numbering import gaps
from guantong.learning.services import LECTURE
from guantong.reports.models import Report
from guantong.reports.out import document_of, file_of, values_now
from guantong.reports.rules import TOKEN, tokens_of
from guantong.reports.services import (
    accept_report,
    address_report,
    check_report,
    compose_report,
    edit_paragraph,
    return_report,
    rework_report,
    send_report,
    sign_report,
)
from guantong.trace.queries import history_of

from .life import SHORT_NOTICE, issued_notice, lecture

DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def fresh(report):
    """The report as a page fetches it."""
    return Report.objects.select_related("unit", "notice__theme").get(pk=report.pk)


def sent(actor, notice):
    """A report taken all the way up by one post."""
    report = compose_report(actor, notice)
    for step in (check_report, sign_report, send_report):
        step(actor, report)
    return fresh(report)


def paragraph_with_figure(report):
    """The place and text of the first paragraph that holds a figure."""
    return next((at, each["text"]) for at, each in enumerate(report.paragraphs) if tokens_of(each["text"]))


@pytest.fixture
def row(world):
    """The only lecture there is."""
    return lecture(world)


@pytest.fixture
def draft(world, row):
    """The report of Xining, as composed."""
    return compose_report(world.federation.xining, world.notice)


def test_a_report_says_what_the_records_say_in_the_order_of_the_notice(draft):
    said = [block.text for block in document_of(draft).blocks]
    assert any("开展宣讲1场" in text for text in said)
    headings = [paragraph["text"] for paragraph in draft.paragraphs if paragraph["kind"] == "heading"]
    assert headings[-2:] == ["存在的问题", "下一步工作"]


def test_the_provincial_report_departs_nowhere_from_the_standard(world, row):
    lecture(world, "haidong", title="第二场", entry="workshop")
    report = compose_report(world.federation.province, world.notice)
    address_report(world.federation.province, report, addressee="中华全国总工会")
    for step in (check_report, sign_report, send_report):
        step(world.federation.province, report)
    assert check_layout(file_of(fresh(report), "docx")) == []


def test_no_digit_enters_the_prose_by_itself(draft):
    for paragraph in draft.paragraphs[1:]:
        words = DAY.sub("", TOKEN.sub("", paragraph["text"]))
        assert not any(letter.isdecimal() for letter in words), words


def test_composing_again_takes_the_newest_records(world, draft):
    before = values_now(draft)
    lecture(world, title="第二场", entry="workshop")
    again = compose_report(world.federation.xining, world.notice)
    assert again.pk == draft.pk
    assert sum(values_now(again).values()) > sum(before.values())


def test_words_around_a_figure_may_change(world, draft):
    at, text = paragraph_with_figure(draft)
    edited = edit_paragraph(world.federation.xining, draft, at=at, text=f"总的看，{text}", version=draft.version)
    assert fresh(edited).paragraphs[at]["text"] == f"总的看，{text}"
    assert [entry.verb for entry in history_of(draft)] == ["edit", "compose"]


@pytest.mark.parametrize("loss", ["dropped", "doubled", "replaced", "made up"])
def test_an_edit_that_loses_or_invents_a_figure_is_refused(world, draft, loss):
    at, text = paragraph_with_figure(draft)
    token = f"[[{tokens_of(text)[0]}]]"
    broken = {
        "dropped": text.replace(token, "", 1),
        "doubled": text + token,
        "replaced": text.replace(token, "99", 1),
        "made up": text + "[[999]]",
    }[loss]
    with pytest.raises(RuleBroken):
        edit_paragraph(world.federation.xining, draft, at=at, text=broken, version=draft.version)
    assert fresh(draft).paragraphs[at]["text"] == text


def test_an_edit_of_an_old_page_is_stale(world, draft):
    at, text = paragraph_with_figure(draft)
    old = draft.version
    edit_paragraph(world.federation.xining, draft, at=at, text=f"一、{text}", version=old)
    with pytest.raises(Stale):
        edit_paragraph(world.federation.xining, fresh(draft), at=at, text=f"二、{text}", version=old)


def test_an_edit_of_a_page_from_before_the_report_was_composed_anew_is_stale(world, draft):
    at, text = paragraph_with_figure(draft)
    old = draft.version
    compose_report(world.federation.xining, world.notice)
    with pytest.raises(Stale):
        edit_paragraph(world.federation.xining, fresh(draft), at=at, text=f"旧稿：{text}", version=old)


@pytest.mark.parametrize("at", [-1, 10_000])
def test_there_is_no_paragraph_beyond_the_ends(world, draft, at):
    with pytest.raises(NotFound):
        edit_paragraph(world.federation.xining, draft, at=at, text="字", version=draft.version)


def test_a_report_is_no_longer_edited_once_checked(world, draft):
    at, text = paragraph_with_figure(draft)
    check_report(world.federation.xining, draft)
    with pytest.raises(WrongState):
        edit_paragraph(world.federation.xining, draft, at=at, text=text, version=draft.version)
    with pytest.raises(WrongState):
        compose_report(world.federation.xining, world.notice)


def test_a_report_needs_an_addressee(world, draft):
    address_report(world.federation.xining, draft, addressee="")
    with pytest.raises(Invalid):
        check_report(world.federation.xining, draft)


def test_a_report_goes_to_the_unit_above_unless_told_otherwise(draft):
    assert draft.addressee == "青海省总工会"


def test_rework_takes_a_reason_and_gives_the_draft_back(world, draft):
    check_report(world.federation.xining, draft)
    with pytest.raises(Invalid):
        rework_report(world.federation.xining, draft, reason=" ")
    rework_report(world.federation.xining, draft, reason="第二段太长")
    assert fresh(draft).state == "draft"
    assert history_of(draft)[0].reason == "第二段太长"


def test_steps_cannot_be_left_out(world, draft):
    for step in (sign_report, send_report):
        with pytest.raises(WrongState):
            step(world.federation.xining, draft)


def test_a_sent_report_freezes_its_figures_against_later_changes(world, row):
    report = sent(world.federation.xining, world.notice)
    before = values_now(report)
    assert max(before.values()) == 1
    LECTURE.void(world.federation.school, row, reason="登记错了")
    report = fresh(report)
    assert values_now(report) == before
    snapshots = [figure.snapshot for figure in report.figures.select_related("snapshot")]
    kept = [pk for snapshot in snapshots for pk in snapshot.records.get("learning.lecture", [])]
    assert row.pk in kept
    assert {code for snapshot in snapshots for code in snapshot.units} == {"630121-01"}
    assert any(figure.asked.value() != before[figure.number] for figure in report.figures.all())


def test_a_sent_report_meets_the_duty_to_report_and_returning_it_opens_the_duty_again(world, row):
    federation = world.federation
    assert world.light("reports.sent", "xining") == "got"
    report = sent(federation.xining, world.notice)
    assert world.light("reports.sent", "xining") == "met"
    return_report(federation.province, report, reason="请补充典型做法")
    assert world.light("reports.sent", "xining") == "got"
    assert world.past_lights("reports.sent", "xining") == ["got", "met", "got"]
    assert not fresh(report).figures.exclude(snapshot=None).exists()


def test_the_report_of_a_unit_below_does_not_meet_the_duty_of_the_unit_above(world, row):
    sent(world.federation.datong, world.notice)
    assert world.light("reports.sent", "datong") == "met"
    assert world.light("reports.sent", "xining") == "got"


def test_a_report_is_returned_with_a_reason_or_accepted_by_the_unit_above_alone(world, row):
    federation = world.federation
    report = sent(federation.xining, world.notice)
    for refused in (federation.xining, federation.haidong, federation.leader):
        with pytest.raises(NotAllowed):
            accept_report(refused, fresh(report))
        with pytest.raises(NotAllowed):
            return_report(refused, fresh(report), reason="不行")
    with pytest.raises(Invalid):
        return_report(federation.province, fresh(report), reason="")
    accept_report(federation.province, fresh(report))
    assert fresh(report).state == "accepted"
    with pytest.raises(WrongState):
        return_report(federation.province, fresh(report), reason="晚了")


def test_a_returned_report_keeps_its_number_when_it_is_sent_again(world, row):
    federation = world.federation
    report = sent(federation.xining, world.notice)
    number = report.number
    return_report(federation.province, report, reason="请补充")
    assert sent(federation.xining, world.notice).number == number


def test_numbers_are_unique_and_gapless_for_each_code_word_and_year(world, row):
    federation = world.federation
    second = issued_notice(federation, SHORT_NOTICE.encode())
    reports = [sent(federation.xining, notice) for notice in (world.notice, second)]
    other = sent(federation.haidong, world.notice)
    with clock.at(date(2022, 1, 5)):
        third = issued_notice(federation, SHORT_NOTICE.replace("3号", "4号").encode())
    with clock.at(date(2022, 1, 6)):
        later = sent(federation.xining, third)
    said = [report.number for report in (*reports, other, later)]
    assert said == ["宁工〔2021〕1号", "宁工〔2021〕2号", "东工〔2021〕1号", "宁工〔2022〕1号"]
    assert gaps(Report.objects.filter(code_word="宁工", year=2021).values_list("serial", flat=True)) == []


def test_a_unit_without_a_code_word_sends_without_a_number(world, row):
    assert sent(world.federation.datong, world.notice).number == ""


def test_a_unit_that_does_not_bear_the_notice_has_nothing_to_report(world):
    with pytest.raises(NotFound):
        compose_report(world.federation.huzhu, world.notice)


def test_the_document_of_a_report_reads_back_as_the_same_document(world, row):
    report = sent(world.federation.xining, world.notice)
    document = read(file_of(report, "docx"), kind="docx").document
    assert document == document_of(report)
