# SPDX-License-Identifier: Apache-2.0
"""The way of an upload: read, matched, looked at row by row, entered as one, and perhaps taken back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.kernel.flow import Flow, Move


class UploadState(models.TextChoices):
    """Where an upload stands; what ends in -ing is the worker's, the rest waits for the officer or is over."""

    WAITING = "waiting", _("正在读文件")
    MATCHING = "matching", _("等您认列名")
    STAGING = "staging", _("正在逐行看")
    READY = "ready", _("看结果")
    APPLYING = "applying", _("正在入册")
    APPLIED = "applied", _("已入册")
    UNDOING = "undoing", _("正在撤销")
    UNDONE = "undone", _("已撤销")
    CANCELLED = "cancelled", _("不传了")
    FAILED = "failed", _("读不了")


ADD, APPLY, UNDO = "intake.upload.add", "intake.upload.apply", "intake.upload.undo"

UPLOAD_FLOW = Flow(
    UploadState,
    start="waiting",
    moves=(
        Move("find", _("读出表格"), "waiting", "matching", right=ADD),
        Move("fail", _("退回文件"), ("waiting", "staging"), "failed", right=ADD),
        Move("match", _("认好列名"), ("matching", "ready"), "staging", right=ADD),
        Move("stage", _("看完各行"), "staging", "ready", right=ADD),
        Move("cancel", _("停下"), ("waiting", "matching", "staging", "ready"), "cancelled", right=ADD),
        Move("apply", _("入册"), "ready", "applying", right=APPLY),
        Move("enter", _("写入登记簿"), "applying", "applied", right=APPLY),
        Move("give_back", _("退回再看"), "applying", "ready", right=APPLY),
        Move("undo", _("撤销"), "applied", "undoing", right=UNDO),
        Move("take_out", _("从登记簿撤出"), "undoing", "undone", right=UNDO),
    ),
)

AT_WORK = ("waiting", "staging", "applying", "undoing")  # the worker's turn
OPEN = ("waiting", "matching", "staging", "ready", "applying")  # not entered yet


class Outcome(models.TextChoices):
    """What becomes of one row."""

    NEW = "new", _("新增")
    CHANGE = "change", _("更正")
    SAME = "same", _("相同")
    REFUSED = "refused", _("拒收")


class Fate(models.TextChoices):
    """What became of one row after its upload was entered or taken back; before, it has none."""

    ENTERED = "entered", _("已入册")
    TAKEN_BACK = "taken_back", _("已撤回")
    KEPT = "kept", _("后来改过，没有撤")
