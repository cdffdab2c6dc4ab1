# SPDX-License-Identifier: Apache-2.0
"""A document on its way out: each step by its post, returns, numbers, co-signatures, what the rules forbid."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from guantong.gongwen import read
from guantong.gongwen.layout import check_layout
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken, Stale, WrongState
from guantong.reports.models import OfficialDocument, TakenNumber
from guantong.reports.outgoing.numbers import enter_number, take_number
from guantong.reports.outgoing.paper import document_of, file_of
from guantong.reports.outgoing.queries import fetch_document, number_gaps, series_of
from guantong.reports.outgoing.services import name_co_signers
from guantong.reports.outgoing.steps import (
    check_document,
    co_sign_document,
    file_document,
    issue_document,
    number_document,
    return_document,
    sign_document,
    void_document,
)
from guantong.trace.files import content_of as bytes_of
from guantong.trace.queries import history_of

from .steps import a_draft, co_signed, fresh, saved, taken_to, written


@pytest.fixture
def draft(federation):
    """A draft of the provincial office."""
    return a_draft(federation.province)


def test_a_document_goes_from_draft_to_file_and_every_step_leaves_a_trace(federation, draft):
    done = taken_to("filed", federation, draft)
    assert (done.state, str(done.number), done.signed_by) == ("filed", "青总办〔2021〕1号", "李例兰")
    assert (done.signed_on, done.issued_on, done.get_retention_display()) == (clock.today(), clock.today(), "定期10年")
    verbs = [entry.verb for entry in history_of(draft)]
    assert verbs == ["file", "issue", "number", "re_check", "sign", "check", "draft"]


def test_what_went_out_is_the_file_that_is_kept_and_it_reads_back(federation, draft):
    done = taken_to("issued", federation, draft)
    again = read(bytes_of(done.file), kind="pdf").document
    assert (again.number, again.issued_on) == ("青总办〔2021〕1号", clock.today())
    assert again.addressees == ("各市（州）总工会",)


def test_the_word_file_of_a_document_departs_nowhere_from_the_standard(federation, draft):
    done = taken_to("issued", federation, draft)
    assert check_layout(file_of(done, "docx")) == []


@pytest.mark.parametrize(
    ("state", "act"),
    [
        ("draft", lambda f, d: check_document(f.department, d)),
        ("checked", lambda f, d: sign_document(f.province, d)),
        ("re_checked", lambda f, d: number_document(f.leader, d)),
        ("numbered", lambda f, d: issue_document(f.xining, d)),
        ("issued", lambda f, d: file_document(f.leader, d, retention="permanent")),
    ],
)
def test_a_step_belongs_to_its_post_in_the_issuing_body(state, act, federation, draft):
    document = draft if state == "draft" else taken_to(state, federation, draft)
    with pytest.raises(NotAllowed):
        act(federation, document)
    assert fresh(draft).state == state


def test_no_step_is_left_out(federation, draft):
    with pytest.raises(WrongState, match="只有“已审核”“已会签”才能签发"):
        sign_document(federation.leader, draft)
    with pytest.raises(WrongState):
        number_document(federation.province, draft)
    assert not TakenNumber.objects.exists()


def test_a_department_drafts_for_the_body_that_it_belongs_to(federation):
    draft = a_draft(federation.department, title="青海省总工会关于做好宣讲的通知")
    assert draft.issuer == federation.units["630000"]
    done = taken_to("numbered", federation, draft)
    assert str(done.number) == "青总办〔2021〕1号"


def test_whoever_is_asked_to_co_sign_signs_before_the_leader(federation, draft):
    name_co_signers(federation.province, draft, [federation.unit_of("department")])
    check_document(federation.province, draft)
    with pytest.raises(RuleBroken, match="还没有会签：省总宣教部"):
        sign_document(federation.leader, draft)
    co_sign_document(federation.department, fresh(draft), opinion="无意见。")
    assert fresh(draft).state == "co_signed"
    with pytest.raises(WrongState):
        co_sign_document(federation.department, fresh(draft), opinion="再签一次")
    sign_document(federation.leader, fresh(draft))


def test_only_departments_that_were_asked_co_sign(federation, draft):
    check_document(federation.province, draft)
    with pytest.raises(NotAllowed, match="没有请"):
        co_sign_document(federation.department, draft, opinion="")
    with pytest.raises(Invalid, match="不是本机关的部门"):
        name_co_signers(federation.xining, a_draft(federation.xining), [federation.unit_of("department")])


def test_a_returned_document_is_signed_anew(federation, draft):
    co_signed(federation, draft)
    sign_document(federation.leader, fresh(draft))
    return_document(federation.province, fresh(draft), reason="第二条写实一些")
    back = fresh(draft)
    assert (back.state, back.signed_by, back.signed_on) == ("draft", "", None)
    assert not back.co_signatures.exclude(signed_at=None).exists()
    with pytest.raises(Invalid, match="理由"):
        return_document(federation.province, taken_to("checked", federation, a_draft(federation.province)), reason=" ")


def test_numbers_run_on_and_a_void_one_keeps_its_place(federation):
    first = taken_to("numbered", federation, a_draft(federation.province))
    void_document(federation.province, first, reason="情况有变")
    second = taken_to("numbered", federation, a_draft(federation.province))
    assert str(second.number) == "青总办〔2021〕2号"
    [series] = series_of(federation.province)
    assert (series.last, series.missing) == (2, ())
    assert [(each.serial, each.void_reason) for each in series.void] == [(1, "情况有变")]


def test_a_number_given_out_on_paper_leaves_a_gap_that_is_reported(federation):
    enter_number(federation.province, federation.units["630000"], serial=5, title="纸面发文")
    enter_number(federation.province, federation.units["630000"], serial=2, title="纸面发文")
    assert series_of(federation.province)[0].missing == ("1", "3–4")
    assert number_gaps() == ["青总办〔2021〕缺号：1、3–4"]
    with pytest.raises(Invalid, match="已经用过"):
        enter_number(federation.province, federation.units["630000"], serial=5, title="再登一次")
    assert str(taken_to("numbered", federation, a_draft(federation.province)).number) == "青总办〔2021〕6号"


def test_the_database_holds_no_number_twice(federation):
    unit = federation.units["630000"]
    taken = enter_number(federation.province, unit, serial=1, title="一")
    with pytest.raises(IntegrityError), transaction.atomic():
        TakenNumber.objects.create(
            unit=unit, code_word=taken.code_word, year=taken.year, serial=1, title="二", taken_on=clock.today()
        )


def test_who_loses_the_race_for_a_number_gets_the_next_one(federation, monkeypatch):
    unit = federation.units["630000"]
    enter_number(federation.province, unit, serial=1, title="快了一步")
    seen, honest = [], QuerySet.aggregate

    def before_the_other_was_there(rows, **asked):
        seen.append(asked)
        return {"last": None} if len(seen) == 1 else honest(rows, **asked)

    monkeypatch.setattr(QuerySet, "aggregate", before_the_other_was_there)
    assert take_number(federation.province, unit, title="慢了一步").serial == 2
    assert len(seen) == 2


def test_a_report_and_a_document_share_one_series(federation, world):
    from guantong.reports.services import check_report, compose_report, sign_report

    report = compose_report(federation.province, world.notice)
    report.addressee = "中华全国总工会"
    check_report(federation.province, report)
    sign_report(federation.province, report)
    assert report.number == "青总办〔2021〕1号"
    assert str(taken_to("numbered", federation, a_draft(federation.province)).number) == "青总办〔2021〕2号"


def test_each_year_begins_at_one(federation):
    taken_to("numbered", federation, a_draft(federation.province))
    with clock.at(date(2022, 1, 4)):
        assert str(taken_to("numbered", federation, a_draft(federation.province)).number) == "青总办〔2022〕1号"


def test_a_body_without_a_code_word_cannot_number(federation):
    school = federation.school
    draft = a_draft(school)
    with pytest.raises(Invalid, match="发文代字"):
        take_number(school, draft.issuer, title=draft.title)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "报告", "blocks": written("情况如下。\n以上妥否，请批示。")}, "夹带请示"),
        ({"kind": "请示", "blocks": written("一事。妥否，请批示。\n又一事。当否，请批复。")}, "一文一事"),
        ({"kind": "报告", "addressees": ["中华全国总工会", "省委"]}, "只主送一个"),
        ({"blocks": []}, "首页必须显示正文"),
        ({"addressees": []}, "主送"),
        ({"blocks": written("请向\U0003fff0同志学习。")}, "字形"),
    ],
)
def test_what_breaks_a_rule_of_its_kind_is_not_checked(changes, sentence, federation):
    draft = a_draft(federation.province, **changes)
    with pytest.raises((RuleBroken, Invalid), match=sentence):
        check_document(federation.province, draft)
    assert fresh(draft).state == "draft"


def test_nobody_writes_past_the_body_above_without_copying_it(federation):
    draft = a_draft(federation.datong, kind="报告", addressees=["青海省总工会"])
    with pytest.raises(RuleBroken, match="越级"):
        check_document(federation.datong, draft)
    check_document(federation.datong, saved(federation.datong, draft, copies=["西宁市总工会"]))


def test_what_goes_up_is_not_copied_down(federation):
    draft = a_draft(federation.xining, kind="报告", addressees=["青海省总工会"], copies=["大通县总工会"])
    with pytest.raises(RuleBroken, match="不得抄送下级"):
        check_document(federation.xining, draft)


@pytest.mark.parametrize("mark", ["机密★1年", "秘密", "绝 密★长期"])
def test_secret_material_is_refused_at_the_door_and_nothing_is_kept(mark, federation):
    with pytest.raises(RuleBroken, match="涉密文件不得进入") as refused:
        a_draft(federation.province, blocks=written(f"{mark}\n关于某事。"))
    assert "保守国家秘密法" in refused.value.source
    assert not OfficialDocument.objects.exists()


def test_secrecy_as_a_subject_is_no_secret(federation):
    assert a_draft(federation.province, blocks=written("要做好保密工作，防止泄露商业秘密。")).pk


def test_a_draft_below_is_not_seen_above_until_it_went_out(federation, draft):
    below = a_draft(federation.xining)
    with pytest.raises(NotFound):
        fetch_document(federation.province, below.pk)
    with pytest.raises(NotFound):
        fetch_document(federation.xining, draft.pk)
    assert fetch_document(federation.leader, draft.pk) == draft


def test_an_issued_figure_stays_what_it_was(world, federation):
    from guantong.reports.outgoing.services import add_figure
    from guantong.rollup.figures import Question
    from tests.walk.life import lecture

    lecture(world)
    draft = a_draft(federation.province)
    add_figure(federation.province, draft, Question("learning.lectures", "630000", "2021"))
    draft = saved(federation.province, draft, blocks=written("全省已开展宣讲[[1]]场。"))
    done = taken_to("issued", federation, draft)
    lecture(world, title="第二场", entry="workshop")
    assert document_of(fresh(done)).blocks[0].text == "全省已开展宣讲1场。"


def test_a_second_click_takes_no_second_number(federation, draft):
    taken_to("re_checked", federation, draft)
    first, second = fresh(draft), fresh(draft)
    number_document(federation.province, first)
    with pytest.raises((WrongState, Stale)):
        number_document(federation.province, second)
    assert TakenNumber.objects.count() == 1
