# SPDX-License-Identifier: Apache-2.0
"""States of a report on its way up, and of any document on its way out."""

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


class OutgoingState(models.TextChoices):
    """Where an outgoing document stands (党政机关公文处理工作条例, Articles 18 to 25)."""

    DRAFT = "draft", _("起草")
    CHECKED = "checked", _("已审核")
    CO_SIGNED = "co_signed", _("已会签")
    SIGNED = "signed", _("已签发")
    RE_CHECKED = "re_checked", _("已复核")
    NUMBERED = "numbered", _("已编号")
    ISSUED = "issued", _("已核发")
    FILED = "filed", _("已归档")
    VOID = "void", _("已作废")


_BEFORE_NUMBER = ("checked", "co_signed", "signed", "re_checked")

OUTGOING_FLOW = Flow(
    OutgoingState,
    start="draft",
    moves=(
        Move("check", _("审核"), "draft", "checked", right="reports.official_document.check"),
        Move("co_sign", _("会签"), "checked", "co_signed", right="reports.official_document.co_sign"),
        Move("sign", _("签发"), ("checked", "co_signed"), "signed", right="reports.official_document.sign"),
        Move("re_check", _("复核"), "signed", "re_checked", right="reports.official_document.check"),
        Move("number", _("编号"), "re_checked", "numbered", right="reports.official_document.number"),
        Move("issue", _("核发"), "numbered", "issued", right="reports.official_document.issue"),
        Move("file", _("归档"), "issued", "filed", right="reports.official_document.file"),
        Move("return", _("退回起草"), _BEFORE_NUMBER, "draft", right="reports.official_document.return", reason=True),
        Move(
            "void",
            _("作废"),
            ("draft", *_BEFORE_NUMBER, "numbered"),
            "void",
            right="reports.official_document.void",
            reason=True,
        ),
    ),
)
