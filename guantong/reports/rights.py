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
)
