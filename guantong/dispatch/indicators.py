# SPDX-License-Identifier: Apache-2.0
"""What units planned, learned and found difficult, as numbers that a notice may ask for."""

from django.utils.translation import gettext_lazy as _

from guantong.register.indicator import Indicator, Source

from .models import Difficulty, Experience, WorkPlan

FOUNDING = _("青总办〔2020〕53号第四部分")

INDICATORS = (
    Indicator(
        key="dispatch.plans",
        title=_("工作措施条数"),
        short=_("制定计划和措施"),
        measure=_("条"),
        definition=_("登记的工作计划与措施，一条算一条，按制定日期归期。"),
        of=(Source(WorkPlan, "made_on"),),
        said=_("制定工作措施{value}条"),
        unsaid=_("工作措施尚未制定"),
        words=("有部署", "有措施", "制定工作计划", "细化措施", "制定方案", "实施方案"),
        source=FOUNDING,
        records_in="dispatch.plan",
        own=True,
    ),
    Indicator(
        key="dispatch.experiences",
        title=_("典型经验篇数"),
        short=_("总结典型经验"),
        measure=_("篇"),
        definition=_("登记的典型经验，一篇算一篇，按总结日期归期。"),
        of=(Source(Experience, "found_on"),),
        said=_("总结典型经验{value}篇"),
        unsaid=_("典型经验尚未总结"),
        words=("典型经验", "好经验好做法", "经验做法", "总结经验"),
        source=FOUNDING,
        records_in="dispatch.experience",
    ),
    Indicator(
        key="dispatch.difficulties_solved",
        title=_("解决困难问题件数"),
        short=_("解决困难和问题"),
        measure=_("件"),
        definition=_("已经解决的困难问题，一件算一件，按提出日期归期。"),
        of=(Source(Difficulty, "raised_on", where={"state": "solved"}),),
        said=_("解决困难问题{value}件"),
        unsaid=_("尚无已解决的困难问题"),
        words=("解决困难问题", "协调解决", "帮助解决"),
        source=FOUNDING,
        records_in="dispatch.difficulty",
    ),
)
