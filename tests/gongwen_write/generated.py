# SPDX-License-Identifier: Apache-2.0
"""Documents of every kind as an office could write them, generated: the material of the round trip.

Names, matters and sentences come from invented stock, so that what is generated reads as official prose.
"""

from datetime import date

from hypothesis import strategies as st

from guantong.gongwen.model import Annex, Document, Heading, Paragraph, Table

ISSUERS = ("青原省总工会", "平川市总工会", "青原省总工会办公室", "东河县总工会")
ADDRESSEES = ("各市（州）总工会", "省级各产业工会", "省总各直属工会", "省总机关各部室", "干部学校", "康复医院")
MATTERS = ("2021年春季劳动竞赛", "劳动模范疗休养", "职工代表大会制度建设", "新就业形态劳动者入会", "元旦春节期间送温暖")
SENTENCES = (
    "今年以来，各级工会认真落实上级部署，服务职工的水平稳步提升。",
    "各单位要结合实际，制定方案，明确责任，逐项抓好落实。",
    "全年共走访慰问困难职工1280户，发放慰问金64.5万元。",
    "要加强集体协商，推动企业和职工共同发展。",
    "广大职工立足岗位，刻苦钻研，“五小”成果不断涌现。",
    "据统计，参加技能竞赛的职工比上年增长12%，其中女职工占38%。",
    "工会干部深入车间班组，面对面听取意见（建议）326条。",
)
TOPICS = ("加强组织领导", "深化技能竞赛", "做实维权服务", "扩大组织覆盖", "抓好宣传引导")
NAMES = ("张晓堃", "李喆", "王珺", "欧阳祎", "刘旻")
BODIES = ("中共平川市委办公室", "平川市人民政府办公室", "平川市人大常委会办公室")
NUMERALS = "一二三四五六七八九"
CODES = ("青总办", "平工", "青工函", "东工发")
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))

plain = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(lambda s: Paragraph("".join(s)))
opening = st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=4, unique=True).map(lambda s: Paragraph("".join(s)))


@st.composite
def tables(draw):
    columns = draw(st.integers(2, 5))
    heads = ("单位", "场次", "人数", "金额", "备注")[:columns]
    units = ("东城区总工会", "西城区总工会", "北山县总工会")
    rows = draw(
        st.lists(st.tuples(st.sampled_from(units), *[st.integers(1, 99999)] * (columns - 1)), min_size=1, max_size=4)
    )
    return Table((heads, *(tuple(map(str, row)) for row in rows)))


@st.composite
def sections(draw):
    """Numbered sections of the first level, some with a second and third level, some with run-in headings."""
    blocks = []
    for at in range(draw(st.integers(1, 3))):
        blocks.append(Heading(1, f"{NUMERALS[at]}、", draw(st.sampled_from(TOPICS))))
        shape = draw(st.sampled_from(["plain", "second", "run-in", "table"]))
        if shape == "second":
            for under in range(draw(st.integers(1, 2))):
                blocks.append(Heading(2, f"（{NUMERALS[under]}）", draw(st.sampled_from(TOPICS))))
                blocks.append(draw(plain))
        elif shape == "run-in":
            for under in range(draw(st.integers(2, 3))):
                lead = f"{NUMERALS[under]}是{draw(st.sampled_from(TOPICS))}。"
                blocks.append(Paragraph(lead + draw(st.sampled_from(SENTENCES)), lead))
        else:
            blocks.append(draw(plain))
            if shape == "table":
                blocks.append(draw(tables()))
                blocks.append(draw(plain))
    return tuple(blocks)


@st.composite
def documents(draw, kinds=("通知", "报告", "请示", "函", "通报", "意见", "批复")):
    """A document of one of the kinds, each part there or not as its kind allows."""
    kind = draw(st.sampled_from(kinds))
    issuer = draw(st.sampled_from(ISSUERS))
    upward = kind in ("报告", "请示")
    letter = kind == "函"
    copies = tuple(draw(st.lists(st.sampled_from(BODIES), max_size=3, unique=True)))
    is_printed = not letter and draw(st.booleans())
    day = draw(DAYS)
    annexes = draw(st.lists(st.sampled_from(("任务分工表", "数据统计表", "推荐名单")), max_size=2, unique=True))
    return Document(
        title=f"{issuer}关于{draw(st.sampled_from(MATTERS))}{'工作情况' if upward else '有关事项'}的{kind}",
        kind=kind,
        blocks=(draw(opening), *draw(st.one_of(st.just(()), sections()))),
        issuer=issuer,
        masthead=issuer + ("" if letter else "文件"),
        number=f"{draw(st.sampled_from(CODES))}〔{day.year}〕{draw(st.integers(1, 300))}号",
        urgency=draw(st.sampled_from(["", "", "特急", "加急"])),
        signatories=tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True)))
        if upward
        else (),
        addressees=("全国总工会",)
        if upward or kind == "批复"
        else tuple(draw(st.lists(st.sampled_from(ADDRESSEES), min_size=1, max_size=6, unique=True))),
        annexes=tuple(Annex(title, (draw(tables()),) if draw(st.booleans()) else ()) for title in annexes),
        signature=(issuer,),
        issued_on=day,
        note=draw(st.sampled_from(["", "联系人：张晓堃，电话：0971-0000000"])) if kind in ("请示", "通知") else "",
        copies=copies,
        printer=f"{issuer}办公室".replace("办公室办公室", "办公室") if is_printed else "",
        printed_on=day if is_printed else None,
    )
