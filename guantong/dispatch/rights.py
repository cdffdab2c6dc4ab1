# SPDX-License-Identifier: Apache-2.0
"""Rights over notices."""

from django.utils.translation import gettext_lazy as _

from guantong.org.rights import OFFICERS, Right

RIGHTS = (
    Right("dispatch.notice.read", _("查看通知"), OFFICERS, along_industry=True),
    Right("dispatch.notice.receive", _("收文"), ("office",)),
    Right("dispatch.notice.confirm", _("确认要求"), ("office",)),
    Right("dispatch.notice.issue", _("下发通知"), ("office",), along_industry=True),
    Right("dispatch.notice.sign", _("签收通知"), OFFICERS),
    Right("dispatch.notice.answer", _("答复叙述要求"), OFFICERS),
)
