# SPDX-License-Identifier: Apache-2.0
"""Documents of every kind that the tests write: an invented federation, plain office prose."""

from dataclasses import replace
from datetime import date

from guantong.gongwen.model import Annex, Document, Heading, Paragraph, Table

PROSE = (
    "今年以来，全市各级工会坚持把服务职工摆在首位，扎实开展走访慰问、技能竞赛和集体协商，"
    "职工的获得感稳步提升。各单位结合实际制定方案，明确责任，逐项抓好落实，工作取得新的进展。"
)
SOLID = "工会组织要牢牢把握为职工服务的根本宗旨不断增强凝聚力和战斗力" * 40
"""Full-width characters without marks: nothing for a typesetter to squeeze."""

COUNTS = Table((("单位", "场次", "人数"), ("东城区总工会", "12", "1,234"), ("西城区总工会", "8", "567")))

REPORT = Document(
    title="平川市总工会关于2020年劳模服务工作情况的报告",
    kind="报告",
    issuer="平川市总工会",
    masthead="平川市总工会文件",
    number="平工〔2021〕5号",
    signatories=("张晓堃",),
    addressees=("青原省总工会",),
    blocks=(
        Paragraph(PROSE),
        Heading(1, "一、", "主要做法"),
        Paragraph("一是摸清底数。" + PROSE, "一是摸清底数。"),
        COUNTS,
        Heading(2, "（一）", "走访慰问"),
        Paragraph(PROSE * 3),
        Heading(3, "1.", "时间安排"),
        Paragraph(PROSE * 3),
    ),
    signature=("平川市总工会",),
    issued_on=date(2021, 1, 13),
)
NOTICE = replace(
    REPORT,
    kind="通知",
    title="青原省总工会办公室关于做好2021年元旦春节期间送温暖工作的通知",
    issuer="青原省总工会办公室",
    masthead="青原省总工会办公室文件",
    number="青总办〔2020〕53号",
    signatories=(),
    addressees=("各市（州）总工会", "省级各产业工会"),
    blocks=(Paragraph(PROSE), Paragraph(PROSE)),
    signature=("青原省总工会办公室",),
    issued_on=date(2020, 12, 4),
    copies=("中共青原省委办公厅", "青原省人民政府办公厅"),
    printer="青原省总工会办公室",
    printed_on=date(2020, 12, 4),
)
REQUEST = replace(
    REPORT,
    kind="请示",
    title="平川市总工会关于召开第十八次代表大会的请示",
    signatories=("张晓堃", "李喆", "王珺"),
    blocks=(Paragraph(PROSE), Paragraph("妥否，请批示。")),
    note="联系人：赵祎，电话：0971-0000000",
)
LETTER = replace(
    NOTICE,
    kind="函",
    title="青原省总工会关于商请支持职工书屋建设的函",
    issuer="青原省总工会",
    masthead="青原省总工会",
    number="青工函〔2021〕3号",
    urgency="加急",
    addressees=("青原省文化厅",),
    blocks=(Paragraph(PROSE * 4), Paragraph(PROSE * 4)),
    signature=("青原省总工会",),
    printer="",
    printed_on=None,
)
MINUTES = replace(
    NOTICE,
    kind="纪要",
    title="青原省总工会第三次主席办公会议纪要",
    issuer="青原省总工会",
    masthead="青原省总工会主席办公会议纪要",
    number="〔2021〕3号",
    addressees=(),
    signature=(),
    issued_on=None,
    blocks=(Paragraph(PROSE), Paragraph("会议议定：按计划办理。"), Paragraph("出席：张三、李四、王五")),
)
CIRCULAR = replace(NOTICE, kind="通报", title="青原省总工会办公室关于2020年集体协商情况的通报", copies=())
OPINION = replace(
    NOTICE,
    kind="意见",
    title="关于推进产业工人队伍建设改革的实施意见",
    signature=("青原省总工会", "青原省人力资源和社会保障厅"),
    annexes=(Annex("任务分工表", (COUNTS,)), Annex("名词解释")),
)
REPLY = replace(
    NOTICE,
    kind="批复",
    title="青原省总工会关于同意平川市总工会换届选举结果的批复",
    addressees=("平川市总工会",),
    copies=(),
)
BY_KIND = {document.kind: document for document in (NOTICE, REPORT, REQUEST, LETTER, MINUTES, CIRCULAR, OPINION, REPLY)}
