# SPDX-License-Identifier: Apache-2.0
"""Invented notices of several kinds: what holds for official documents in general, one fact a test."""

from datetime import date

import pytest

from guantong.gongwen import is_notice_like, read
from guantong.gongwen.model import Programme, Role

MEETING = """关于召开全市工会工作会议的通知
各县（市、区）总工会，市级产业（系统）工会，市直机关工会：
经研究，定于3月15日召开全市工会工作会议。现将有关事项通知如下：
一、会议时间
2023年3月15日（星期三）上午9:00，会期半天。
二、参会人员
1．市总工会领导班子成员、各部室负责人；
2．各县（市、区）总工会主席、常务副主席。
三、有关事项
（一）请各单位于3月10日下午下班前将参会回执（附件1）报市总工会办公室。
（二）参会人员应提前15分钟入场，会议期间请将手机关闭或调至静音状态，原则上不得请假。
（三）请各县（市、区）总工会准备书面交流材料（1500字以内），3月12日前发送至邮箱sghbgs@example.com。
联系人：李明，联系电话：0000-1234567。

附件：1.参会回执
      2.交流发言材料要求

                              临水市总工会办公室
                               2023年3月6日
"""

SPRING = """首页 > 通知公告 > 正文
关于做好2021年春节期间有关工作的通知
发布日期：2021-01-25  来源：办公室  浏览次数：321
【字体：大 中 小】
云办发[2021]3号

各乡镇党委和人民政府,各街道党工委和办事处,县级各部门:
2021年春节将至,根据上级有关文件精神,经县委、县政府同意,现就有关事项通知如下:
一、抓好疫情防控。各地各部门要严格落实“外防输入、内防反弹”要求,减少人员流动。(牵头单位:县卫生健康局;责任单位:县公安局)
二、关心困难群众。要深入开展走访慰问活动,1月底前完成困难职工走访慰问全覆盖。
责任单位：县民政局、县总工会
三、确保安全稳定。一是深入排查整治安全隐患；二是严格执行领导带班制度；三是畅通信息报送渠道。
四、严守纪律规矩。严禁违规收送礼品礼金。对顶风违纪的，一律严肃查处、通报曝光。
特此通知。

中共云山县委办公室 云山县人民政府办公室
2021年1月24日
"""

PRAISE = """青阳县总工会
关于表彰2022年度先进基层工会的通报

各基层工会：
　　2022年，全县各级工会组织团结动员广大职工建功新时代，取得了显著成绩。县总工会决定，授予县人民医院工会等10个单位“先进基层工会”称号。
　　希望受表彰的单位珍惜荣誉，再接再厉。全县各级工会要以先进为榜样，开拓创新、扎实工作。
　　附件：2022年度先进基层工会名单

　　　　　　　　　　　　　　　　　　　　青阳县总工会
　　　　　　　　　　　　　　　　　　　二〇二三年一月十日

附件
2022年度先进基层工会名单
县人民医院工会
县第一中学工会
"""

ISSUED = """关于印发《清河市总工会2022年工作要点》的通知
清工发〔2022〕8号
各县（市）区总工会、各产业工会：
现将《清河市总工会2022年工作要点》印发给你们，请结合实际，认真贯彻落实。
清河市总工会
2022年2月18日
（此件公开发布）
清河市总工会2022年工作要点
2022年全市工会工作的总体要求是：团结引领广大职工建功新时代。
一、强化思想政治引领
1.深入学习宣传。组织开展百场宣讲进基层活动，年内实现县级以上工会全覆盖。（宣教部牵头，各部室配合）
2.加强思想政治工作。开展职工思想状况调查，6月底前形成调研报告。（宣教部）
二、加强维权服务
3.推进集体协商。建会企业集体合同签订率动态保持在90%以上。
抄送：市委办公室。
清河市总工会办公室                2022年2月18日印发
"""


def a_notice(sentence, issued="2024年3月5日"):
    """A notice whose only section holds the given words."""
    return f"关于做好有关工作的通知\n各基层工会：\n一、工作要求\n{sentence}\n清河市总工会\n{issued}"


@pytest.fixture(scope="module")
def meeting():
    return read(MEETING)


@pytest.fixture(scope="module")
def spring():
    return read(SPRING)


def test_a_meeting_notice_has_its_frame(meeting):
    document = meeting.document
    assert (document.kind, document.issuer, document.issued_on) == ("通知", "临水市总工会办公室", date(2023, 3, 6))
    assert document.addressees == ("各县（市、区）总工会", "市级产业（系统）工会", "市直机关工会")
    assert [annex.title for annex in document.annexes] == ["参会回执", "交流发言材料要求"]


def test_those_who_attend_are_listed_and_not_ordered(meeting):
    assert not any("常务副主席" in item.text for item in meeting.requirements)


def test_a_reply_slip_is_a_report_with_its_day_and_receiver(meeting):
    slip = meeting.reporting[0]
    assert (slip.due, slip.receiver, slip.reporters) == (date(2023, 3, 10), "市总工会办公室", ("各单位",))


def test_those_who_are_asked_are_named_with_their_brackets(meeting):
    assert meeting.requirements[-1].bodies == ("各县（市、区）总工会",)


def test_web_furniture_is_no_part_of_the_title(spring):
    assert spring.document.title == "关于做好2021年春节期间有关工作的通知"
    assert spring.document.number == "云办发〔2021〕3号"


def test_half_width_marks_divide_addressees(spring):
    assert spring.document.addressees == (
        "各乡镇党委和人民政府",
        "各街道党工委和办事处",
        "县级各部门",
    )


def test_a_line_of_responsibility_charges_the_order_above_it(spring):
    visit = next(item for item in spring.requirements if "走访慰问" in item.text)
    assert visit.bodies == ("县民政局", "县总工会")
    assert visit.due == date(2021, 1, 31)
    assert Programme.AID in visit.programmes


def test_a_bracket_of_responsibility_charges_the_order_before_it(spring):
    first = spring.requirements[0]
    assert first.bodies == ("各地各部门", "县卫生健康局", "县公安局")


def test_joint_signers_are_joint_issuers(spring):
    assert spring.document.issuer == "中共云山县委办公室、云山县人民政府办公室"


def test_a_series_inside_one_sentence_is_no_outline(spring):
    assert [entry.heading for entry in spring.outline] == [
        "抓好疫情防控",
        "关心困难群众",
        "确保安全稳定",
        "严守纪律规矩",
    ]


def test_praise_is_told_and_the_call_after_it_is_ordered():
    praise = read(PRAISE)
    assert praise.document.title == "青阳县总工会关于表彰2022年度先进基层工会的通报"
    assert praise.document.issued_on == date(2023, 1, 10)
    assert not any("取得了" in item.text for item in praise.requirements)
    assert any(item.text.startswith("全县各级工会要") for item in praise.requirements)


def test_a_notice_and_what_it_issues_are_told_apart():
    issued = read(ISSUED)
    assert issued.document.number == "清工发〔2022〕8号"
    assert issued.forwarded is not None
    assert issued.forwarded.document.title == "清河市总工会2022年工作要点"
    assert any("百场宣讲" in item.text for item in issued.requirements)
    assert issued.forwarded.text == issued.text


def test_a_department_alone_in_a_bracket_is_responsible():
    survey = next(item for item in read(ISSUED).requirements if "思想状况调查" in item.text)
    assert survey.bodies == ("宣教部",)
    assert survey.due == date(2022, 6, 30)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("请于5月20日前报送材料。", date(2024, 5, 20)),
        ("请于本月底前报送材料。", date(2024, 3, 31)),
        ("各单位要在二〇二四年六月三十日前完成。", date(2024, 6, 30)),
        ("4月1日至5日，各单位要开展自查。", None),
        ("4月1日至4月15日，各单位要开展自查。", date(2024, 4, 15)),
        ("请于年底前报送总结。", date(2024, 12, 31)),
        ("请于明年1月10日前报送总结。", date(2025, 1, 10)),
        ("各单位要于每月25日前报送情况。", None),
        ("请于7月上旬完成换届。", date(2024, 7, 10)),
    ],
)
def test_due_dates_take_their_year_from_the_date_of_issue(words, day):
    (item,) = read(a_notice(words)).requirements
    assert item.due == day


def test_a_deadline_in_january_of_a_december_notice_is_next_year():
    text = "关于报送总结的通知\n各基层工会：\n请各单位于1月10日前报送总结。\n清河市总工会\n2023年12月20日"
    assert read(text).requirements[0].due == date(2024, 1, 10)


def test_recurring_dues_are_words_and_no_deadline():
    reading = read(a_notice("各单位要于每月25日前报送进展情况。"))
    assert reading.requirements[0].recurs.startswith("每月25日前")
    assert reading.deadlines == ()


def test_targets_are_quantities_with_their_measure():
    text = a_notice("各县区工会要举办培训不少于3场，覆盖率达到80%以上。")
    quantities = read(text).requirements[0].quantities
    assert [(item.value, item.measure, item.is_target) for item in quantities] == [(3.0, "场", True), (80.0, "%", True)]


def test_a_short_name_is_found_with_the_sentence_that_spells_it_out():
    text = a_notice("要做好理论“八进”工作。推动理论进机关、进社区、进企业、进学校。")
    (short,) = read(text).abbreviations
    assert short.term == "八进"
    assert short.explained_by is not None


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("近年来，全市工会工作取得了显著成绩。", Role.INFORMATION),
        ("参训人员可以按规定申领补贴。", Role.PERMISSION),
        ("各支部提交1份调研报告。", Role.REPORTING),
        ("要坚持正确方向，弘扬劳模精神。", Role.EXHORTATION),
        ("不得以任何名义收取费用。", Role.DUTY),
        ("加大对困难职工的帮扶力度。", Role.DUTY),
        ("市总工会将组织专家进行评审。", Role.INFORMATION),
        ("习近平总书记强调，要加强和改进工会工作。", Role.INFORMATION),
    ],
)
def test_each_sentence_has_the_role_its_words_give_it(sentence, role):
    assert [item.role for item in read(a_notice(sentence)).sentences] == [role]


def test_every_requirement_says_why_it_was_read_so(meeting, spring):
    assert all(item.why for reading in (meeting, spring) for item in reading.requirements)


def test_a_text_that_is_no_document_is_told_apart(meeting):
    assert is_notice_like(meeting)
    assert not is_notice_like(read("今天天气很好，我们去公园散步。晚上回家做饭。"))
    assert not is_notice_like(read("def f(x):\n    return x + 1\n"))


def test_a_copy_that_lost_its_line_breaks_is_read_like_the_original():
    paragraphs = [
        "清河市总工会文件",
        "清工发〔2023〕12号",
        "关于开展职工服务月活动的通知",
        "各县（市）区总工会：",
        "为进一步做好职工服务工作，决定开展职工服务月活动。现将有关事项通知如下：",
        "一、活动内容",
        "各县（市）区总工会要组织送温暖活动不少于3场，走访慰问困难职工，建立服务台账，做到底数清、情况明、措施实、效果好。",
        "二、工作要求",
        "要加强组织领导，明确责任分工，广泛宣传发动，认真总结经验，确保活动取得实效，不断提升职工群众的获得感和满意度。",
        "各县（市）区总工会要于5月20日前将活动总结报市总工会。",
        "清河市总工会",
        "2023年4月3日",
    ]
    apart, together = read("\n".join(paragraphs)), read("".join(paragraphs))
    assert together.document.title == apart.document.title
    assert together.document.addressees == apart.document.addressees
    assert together.document.issued_on == apart.document.issued_on
    assert [entry.heading for entry in together.outline] == [entry.heading for entry in apart.outline]
    assert [item.text for item in together.requirements] == [item.text for item in apart.requirements]
