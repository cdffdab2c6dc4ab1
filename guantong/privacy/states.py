# SPDX-License-Identifier: Apache-2.0
"""States of a request."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.kernel.flow import Flow, Move


class RequestState(models.TextChoices):
    """A request waits, is granted, or is declined with a reason (个人信息保护法 Article 50)."""

    AWAITING = "awaiting", _("等待办理")
    GRANTED = "granted", _("已照办")
    DECLINED = "declined", _("未照办")


REQUEST_FLOW = Flow(
    RequestState,
    start="awaiting",
    moves=(
        Move("grant", _("照办"), "awaiting", "granted", "privacy.request.decide", reason=True),
        Move("decline", _("不照办"), "awaiting", "declined", "privacy.request.decide", reason=True),
    ),
    tones={"awaiting": "ask", "declined": "no"},
)
