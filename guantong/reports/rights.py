# SPDX-License-Identifier: Apache-2.0
"""Rights over reports. Who sends a report up is not who accepts it: accepting takes a post of a unit above."""

from django.utils.translation import gettext_lazy as _

from guantong.org.rights import OFFICERS, Right

RIGHTS = (
    Right("reports.report.read", _("查看报告"), OFFICERS, along_industry=True),
    Right("reports.report.compose", _("起草报告"), ("office", "chair", "head")),
    Right("reports.report.check", _("核稿"), ("office", "chair", "head")),
    Right("reports.report.sign", _("签发报告"), ("leader", "office", "chair", "head")),
    Right("reports.report.send", _("报送报告"), ("office", "chair", "head")),
    Right("reports.report.accept", _("收下报告"), ("office",)),
    Right("reports.official_document.read", _("查看发文"), OFFICERS),
    Right("reports.official_document.draft", _("拟稿"), OFFICERS),
    Right("reports.official_document.check", _("审核公文"), ("office", "chair")),
    Right("reports.official_document.co_sign", _("会签公文"), ("head", "leader", "chair")),
    Right("reports.official_document.sign", _("签发公文"), ("leader", "chair")),
    Right("reports.official_document.return", _("退回公文"), ("office", "leader", "chair")),
    Right("reports.official_document.number", _("给公文编号"), ("office", "chair")),
    Right("reports.official_document.issue", _("核发公文"), ("office", "chair")),
    Right("reports.official_document.file", _("归档公文"), ("office", "chair")),
    Right("reports.official_document.void", _("作废公文"), ("office", "chair")),
)
