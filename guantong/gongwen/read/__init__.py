# SPDX-License-Identifier: Apache-2.0
"""Reading official documents: `read` takes a file, bytes or pasted text and gives a `Reading`.

Here is only the door. The steps behind it (sources, healing, frame, outline, sentences, requirements) are loaded
with the first reading, so that importing the package costs nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guantong.gongwen.model import Reading
from guantong.gongwen.read.limits import Limits

__all__ = ["Limits", "is_notice_like", "read", "reading_json"]


def read(source: Path | bytes | str, *, kind: str | None = None, limits: Limits | None = None) -> Reading:
    """Read an official document. A `Path` is a file, `str` is pasted text, `bytes` is a file's content.

    `kind` (txt, md, html, docx, doc, pdf, ofd, image) is found out from the content where it is not given.
    Raises `Unreadable` with one sentence for people and a code for programs.
    """
    from guantong.gongwen.read.pipeline import read_source

    return read_source(source, kind, limits or Limits())


def reading_json(reading: Reading) -> dict[str, Any]:
    """The stable outer form of a reading, as `guantong read FILE --json` prints it."""
    from guantong.gongwen.read.form import as_json

    return as_json(reading)


def is_notice_like(reading: Reading) -> bool:
    """Whether the text is an official document at all: it names itself, or has the frame of one."""
    document = reading.document
    has_frame = sum(
        map(bool, (document.number, document.addressees, document.signature, document.issued_on, document.masthead))
    )
    named = bool(document.title and document.kind)
    return (named and (has_frame >= 1 or bool(reading.requirements))) or has_frame >= 2
