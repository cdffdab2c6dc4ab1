# SPDX-License-Identifier: Apache-2.0
"""What reports can be asked: whether a duty to report is fulfilled is itself a view of records."""

from django.utils.translation import gettext_lazy as _

from guantong.register.indicator import Indicator, Source

from .models import Report

INDICATORS = (
    Indicator(
        key="reports.sent",
        title=_("已报送的报告"),
        short=_("报送情况"),
        measure=_("份"),
        definition=_("本单位就这份通知已经报送、没有被退回的报告，按报送日期归期。"),
        of=(Source(Report, "sent_on", where={"state__in": ("sent", "accepted")}, theme="notice__theme"),),
        said=_("已报送报告{value}份"),
        unsaid=_("报告尚未报送"),
        words=("报", "报送", "情况"),
        reporting=True,
        own=True,
        source=_("青总办〔2020〕53号末段"),
    ),
)
