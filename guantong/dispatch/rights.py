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
    Right("dispatch.incoming_document.read", _("查看收文"), OFFICERS),
    Right("dispatch.incoming_document.receive", _("签收文件"), ("office", "chair")),
    Right("dispatch.incoming_document.register", _("登记收文"), ("office", "chair")),
    Right("dispatch.incoming_document.pre_review", _("初审收文"), ("office", "chair")),
    Right("dispatch.incoming_document.route", _("交办收文"), ("office", "leader", "chair")),
    Right("dispatch.incoming_document.handle", _("承办收文"), OFFICERS),
    Right("dispatch.incoming_document.reply", _("答复来文"), ("office", "chair")),
    Right("dispatch.incoming_document.file", _("归档收文"), ("office", "chair")),
    Right("dispatch.extension.ask", _("申请延期"), OFFICERS),
    Right("dispatch.extension.decide", _("答复延期"), ("office", "leader")),
    Right("dispatch.urge.send", _("催办"), ("office", "leader")),
    Right("dispatch.verification.draw", _("抽查登记"), ("office", "leader")),
    Right("dispatch.question.ask", _("提问"), ("office",)),
    Right("dispatch.question.answer", _("回答提问"), OFFICERS),
)
