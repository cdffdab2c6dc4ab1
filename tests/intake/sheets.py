# SPDX-License-Identifier: Apache-2.0
"""Uploads taken through the services and the worker as the cast would take them."""

from __future__ import annotations

import csv
import io
from typing import Any

from guantong.intake.jobs import carry_on
from guantong.intake.models import StagedRow, Upload
from guantong.intake.services import ask_to_enter, ask_to_undo, bring_in, confirm_columns
from guantong.learning.registers import LectureRegister
from guantong.org.actors import Actor

HEADS = ("题目", "宣讲日期", "进哪里", "宣讲人", "听众人数", "单位")
FIRST = ("学讲话进车间", "2021-01-05", "车间", "例先生", "40", "大通一中工会")
SECOND = ("班组里的劳模故事", "2021-01-06", "企业", "例女士", "25", "大通一中工会")
BAD = ("没有这一天", "2021-13-02", "企业", "例女士", "25", "大通一中工会")


def text(*rows: Any, heads: Any = HEADS) -> bytes:
    """A csv as an office saves it."""
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode()


def work(upload: Upload) -> Upload:
    """What the worker does, done at once."""
    carry_on.func(upload.pk)
    upload.refresh_from_db()
    return upload


def proposed(upload: Upload, **constants: Any) -> list[dict[str, Any]]:
    """The columns as they were proposed, every table read."""
    return [
        {"read": bool(table["columns"]), "columns": table["proposed"], "constants": constants} for table in upload.found
    ]


def brought(actor: Actor, content: bytes, *, name: str = "讲座.csv", register: Any = LectureRegister) -> Upload:
    """A file that was read and waits for its columns to be confirmed."""
    return work(bring_in(actor, register, content=content, name=name))


def seen(actor: Actor, content: bytes, *, themes: Any = (), **more: Any) -> Upload:
    """A file whose rows were looked at and wait to be entered."""
    upload = brought(actor, content, **more)
    assert upload.state == "matching", upload.message
    return work(confirm_columns(actor, upload, proposed(upload), themes=themes))


def entered(actor: Actor, content: bytes, **more: Any) -> Upload:
    """A file that was entered."""
    upload = seen(actor, content, **more)
    return work(ask_to_enter(actor, upload))


def undone(actor: Actor, upload: Upload) -> Upload:
    """An upload that was taken back."""
    return work(ask_to_undo(actor, upload))


def outcomes(upload: Upload) -> list[str]:
    """What became of each row."""
    return list(StagedRow.objects.filter(upload=upload).order_by("number").values_list("outcome", flat=True))
