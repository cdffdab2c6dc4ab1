# SPDX-License-Identifier: Apache-2.0
"""States of a report on its way up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.kernel.flow import Flow, Move


class ReportState(models.TextChoices):
    """A report is edited as a draft only; sending freezes its figures."""

    DRAFT = "draft", _("起草")
    CHECKED = "checked", _("已核稿")
    SIGNED = "signed", _("已签发")
    SENT = "sent", _("已报送")
    ACCEPTED = "accepted", _("上级已收下")


REPORT_FLOW = Flow(
    ReportState,
    start="draft",
    moves=(
        Move("check", _("核稿"), "draft", "checked", right="reports.report.check"),
        Move("sign", _("签发"), "checked", "signed", right="reports.report.sign"),
        Move("send", _("报送"), "signed", "sent", right="reports.report.send"),
        Move("rework", _("退回起草"), ("checked", "signed"), "draft", right="reports.report.check", reason=True),
        Move("return", _("退回"), "sent", "draft", right="reports.report.accept", reason=True),
        Move("accept", _("收下"), "sent", "accepted", right="reports.report.accept"),
    ),
)
