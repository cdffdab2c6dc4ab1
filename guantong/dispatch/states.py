# SPDX-License-Identifier: Apache-2.0
"""States of a notice, of a requirement, and of any document that came in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.kernel.flow import Flow, Move


class NoticeState(models.TextChoices):
    """Where an incoming notice stands in the office that received it."""

    READ = "read", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    ISSUED = "issued", _("已下发")
    WITHDRAWN = "withdrawn", _("已撤回")


NOTICE_FLOW = Flow(
    NoticeState,
    start="read",
    moves=(
        Move("confirm", _("确认全部要求"), "read", "confirmed", right="dispatch.notice.confirm"),
        Move("reopen", _("退回再改"), "confirmed", "read", right="dispatch.notice.confirm"),
        Move("issue", _("下发"), "confirmed", "issued", right="dispatch.notice.issue"),
        Move("withdraw", _("撤回"), "issued", "withdrawn", right="dispatch.notice.issue", reason=True),
    ),
)


class RequirementState(models.TextChoices):
    """Whether a person has looked at what was read."""

    FOUND = "found", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    DROPPED = "dropped", _("不是要求")


REQUIREMENT_FLOW = Flow(
    RequirementState,
    start="found",
    moves=(
        Move("confirm", _("确认"), ("found", "dropped"), "confirmed", right="dispatch.notice.confirm"),
        Move("drop", _("不是要求"), ("found", "confirmed"), "dropped", right="dispatch.notice.confirm"),
    ),
)


class IncomingState(models.TextChoices):
    """Where an incoming document stands (党政机关公文处理工作条例, Article 24)."""

    RECEIVED = "received", _("已收件")
    REGISTERED = "registered", _("已登记")
    PRE_REVIEWED = "pre_reviewed", _("已初审")
    ROUTED = "routed", _("承办中")
    HANDLED = "handled", _("已办结")
    REPLIED = "replied", _("已回复")
    FILED = "filed", _("已归档")
    RETURNED = "returned", _("已退文")


INCOMING_FLOW = Flow(
    IncomingState,
    start="received",
    moves=(
        Move("register", _("登记"), "received", "registered", right="dispatch.incoming_document.register"),
        Move("pre_review", _("初审"), "registered", "pre_reviewed", right="dispatch.incoming_document.pre_review"),
        Move("route", _("交办"), "pre_reviewed", "routed", right="dispatch.incoming_document.route"),
        Move("handle", _("办结"), "routed", "handled", right="dispatch.incoming_document.handle"),
        Move("reply", _("答复"), "handled", "replied", right="dispatch.incoming_document.reply"),
        Move("file", _("归档"), ("handled", "replied"), "filed", right="dispatch.incoming_document.file"),
        Move("send_back", _("退回重办"), "handled", "routed", right="dispatch.incoming_document.route", reason=True),
        Move("return", _("退文"), "registered", "returned", right="dispatch.incoming_document.pre_review", reason=True),
    ),
)


class ReceiptState(models.TextChoices):
    """Where a notice stands between the unit that issued it and the one that bears it."""

    ISSUED = "issued", _("待签收")
    SIGNED = "signed", _("已签收")
    REFUSED = "refused", _("退回上级")
    RELEASED = "released", _("不用办")


RECEIPT_FLOW = Flow(
    ReceiptState,
    start="issued",
    moves=(
        Move("sign", _("签收"), "issued", "signed", right="dispatch.notice.sign"),
        Move("refuse", _("不归本单位，退回"), "issued", "refused", right="dispatch.notice.sign", reason=True),
        Move("insist", _("仍由该单位办"), "refused", "issued", right="dispatch.notice.issue", reason=True),
        Move(
            "release",
            _("同意不办"),
            ("issued", "signed", "refused"),
            "released",
            right="dispatch.notice.issue",
            reason=True,
        ),
    ),
)


class ExtensionState(models.TextChoices):
    """What became of a request for more time."""

    ASKED = "asked", _("等答复")
    GRANTED = "granted", _("同意延期")
    DENIED = "denied", _("不同意延期")


EXTENSION_FLOW = Flow(
    ExtensionState,
    start="asked",
    moves=(
        Move("grant", _("同意"), "asked", "granted", right="dispatch.extension.decide"),
        Move("deny", _("不同意"), "asked", "denied", right="dispatch.extension.decide", reason=True),
    ),
)


class VerificationState(models.TextChoices):
    """Where the check of a sample of records stands."""

    DRAWN = "drawn", _("核查中")
    DONE = "done", _("已核完")


VERIFICATION_FLOW = Flow(
    VerificationState,
    start="drawn",
    moves=(Move("finish", _("核完"), "drawn", "done", right="dispatch.verification.draw"),),
)


class ExperienceState(models.TextChoices):
    """How far an experience has come."""

    OFFERED = "offered", _("已推荐")
    CHOSEN = "chosen", _("上级选用")
    SPREAD = "spread", _("已推广")


EXPERIENCE_FLOW = Flow(
    ExperienceState,
    start="offered",
    moves=(
        Move("choose", _("选用"), "offered", "chosen", right="dispatch.experience.choose"),
        Move("spread", _("推广"), "chosen", "spread", right="dispatch.experience.choose"),
    ),
)


class DifficultyState(models.TextChoices):
    """Where a difficulty stands."""

    RAISED = "raised", _("待接手")
    TAKEN = "taken", _("正在解决")
    SOLVED = "solved", _("已解决")


DIFFICULTY_FLOW = Flow(
    DifficultyState,
    start="raised",
    moves=(
        Move("take", _("接手"), "raised", "taken", right="dispatch.difficulty.solve"),
        Move("solve", _("已解决，写怎么解决的"), "taken", "solved", right="dispatch.difficulty.solve", reason=True),
        Move("raise", _("没解决，再提出"), "solved", "raised", right="dispatch.difficulty.record", reason=True),
    ),
)


class Light(models.TextChoices):
    """A light is computed, never typed. `ANSWERED` is what a narrative requirement shows once its sentence is there."""

    NONE = "none", _("未签收")
    GOT = "got", _("已签收")
    SOON = "soon", _("临期")
    LATE = "late", _("逾期")
    MET = "met", _("已办成")
    ANSWERED = "answered", _("已答复")
