# SPDX-License-Identifier: Apache-2.0
"""The file store: content-addressed, outside the database, written once. Who may read a file is decided above."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from django.conf import settings

from guantong.kernel import clock

from .kinds import BYTES, TAKEN, checked_kind, kind_of
from .models import StoredFile

DRAFT = "draft-"  # what stands under this name was never finished and is nobody's


def place_of(digest: str) -> Path:
    """Where the content with this digest lies."""
    root: Path = settings.FILES_DIR
    return root / digest[:2] / digest


def keep(content: bytes, *, name: str, media_type: str) -> StoredFile:
    """Store a file by its content; the same content twice is one file. Call inside a service marked `@writes`."""
    return keep_lines((content,), name=name, media_type=media_type)


def keep_upload(content: bytes, *, name: str, taken: Mapping[str, Collection[str]] = TAKEN) -> StoredFile:
    """Store what somebody uploaded, if it is what its name says and not too large; its type is that of its content.

    `taken` says which endings are taken here, and what a file so named may be.
    """
    return keep(content, name=name, media_type=checked_kind(content, name, settings.UPLOAD_LIMIT, taken))


def keep_foreign(content: bytes, *, name: str) -> StoredFile:
    """Store what came from outside, whatever it is called: its type is that of its content, else only bytes."""
    return keep(content, name=name, media_type=kind_of(content) or BYTES)


def keep_lines(lines: Iterable[bytes], *, name: str, media_type: str) -> StoredFile:
    """Store a file as its pieces come, never whole in memory. A process that dies half-way leaves a draft, no file."""
    root: Path = settings.FILES_DIR
    root.mkdir(parents=True, exist_ok=True)
    summed, size = hashlib.sha256(), 0
    handle, draft = tempfile.mkstemp(dir=root, prefix=DRAFT)
    try:
        with os.fdopen(handle, "wb") as file:
            for line in lines:
                file.write(line)
                summed.update(line)
                size += len(line)
            file.flush()
            os.fsync(file.fileno())
        place = place_of(summed.hexdigest())
        place.parent.mkdir(exist_ok=True)
        Path(draft).replace(place)
    finally:
        Path(draft).unlink(missing_ok=True)
    facts = {"name": name[:200], "media_type": media_type, "size": size, "stored_at": clock.real_now()}
    stored, _ = StoredFile.objects.get_or_create(digest=place.name, defaults=facts)
    return stored


def content_of(stored: StoredFile) -> bytes:
    """The bytes of a stored file."""
    return place_of(stored.digest).read_bytes()
