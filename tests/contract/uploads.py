# SPDX-License-Identifier: Apache-2.0
"""Uploads of the writer, one at each step where its officer acts, and who gets what at their addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from guantong.intake.models import StagedRow, Upload
from guantong.org.actors import Actor
from tests.intake.sheets import BAD, FIRST, SECOND, brought, entered, seen, text


def uploads_of(writer: Actor) -> dict[str, Upload]:
    """One that waits for its columns, one for its officer, one that was entered."""
    return {
        "matching": brought(writer, text(FIRST)),
        "ready": seen(writer, text(SECOND, BAD)),
        "applied": entered(writer, text(("已经入册的一场", *FIRST[1:]))),
    }


@dataclass(frozen=True, slots=True)
class UploadRow:
    """What is asked at an address of an upload: the step, the data, who gets what."""

    name: str
    method: str
    step: str
    own: str
    data: Callable[[Upload], dict[str, Any]] = lambda upload: {}

    @property
    def statuses(self) -> str:
        """A sheet on its way belongs to its own unit alone."""
        return f"302 403 404 404 {self.own} 404 404 404"


def columns(upload: Upload) -> dict[str, Any]:
    """The columns as they were proposed, as a browser posts them."""
    said = {f"c0_{name}": str(index) for name, index in upload.found[0]["proposed"].items()}
    return {"read_0": "on", **said}


def row_args(upload: Upload) -> dict[str, Any]:
    """The first row of an upload."""
    return {"number": StagedRow.objects.filter(upload=upload).order_by("number")[0].number}


ROWS = (
    UploadRow("upload", "GET", "matching", "200"),
    UploadRow("upload", "GET", "ready", "200"),
    UploadRow("upload", "GET", "applied", "200"),
    UploadRow("upload.columns", "POST", "matching", "302", columns),
    UploadRow("upload.columns", "POST", "applied", "409", columns),
    UploadRow("upload.apply", "POST", "ready", "302"),
    UploadRow("upload.apply", "POST", "matching", "409"),
    UploadRow("upload.undo", "POST", "applied", "302"),
    UploadRow("upload.undo", "POST", "ready", "409"),
    UploadRow("upload.cancel", "POST", "ready", "302"),
    UploadRow("upload.cancel", "POST", "applied", "409"),
    UploadRow("upload.resume", "POST", "ready", "302"),
    UploadRow("upload.refused", "GET", "ready", "200"),
    UploadRow("upload.row", "GET", "ready", "200"),
    UploadRow("upload.row", "POST", "ready", "400"),
    UploadRow("upload.row", "POST", "applied", "409"),
    UploadRow("upload.leave", "POST", "ready", "302", lambda upload: {"leave": "yes"}),
    UploadRow("upload.leave", "POST", "applied", "409", lambda upload: {"leave": "yes"}),
)
