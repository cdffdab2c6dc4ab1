# SPDX-License-Identifier: Apache-2.0
"""States of a notice and of a requirement."""

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


class Light(models.TextChoices):
    """A light is computed, never typed. `ANSWERED` is what a narrative requirement shows once its sentence is there."""

    NONE = "none", _("未签收")
    GOT = "got", _("已签收")
    SOON = "soon", _("临期")
    LATE = "late", _("逾期")
    MET = "met", _("已办成")
    ANSWERED = "answered", _("已答复")
