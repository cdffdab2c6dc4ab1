# SPDX-License-Identifier: Apache-2.0
"""Who may bring a sheet in, have it entered, and take it back; the register's own rights are asked besides."""

from django.utils.translation import gettext_lazy as _

from guantong.org.rights import OFFICERS, Right

RIGHTS = (
    Right("intake.upload.add", _("上传表格"), OFFICERS),
    Right("intake.upload.apply", _("把表格入册"), OFFICERS),
    Right("intake.upload.undo", _("撤销整批入册"), OFFICERS),
)
