# SPDX-License-Identifier: Apache-2.0
"""The file store: content-addressed, outside the database, written once. Who may read a file is decided above."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from guantong.kernel import clock

from .models import StoredFile


def place_of(digest: str) -> Path:
    """Where the content with this digest lies."""
    root: Path = settings.FILES_DIR
    return root / digest[:2] / digest


def keep(content: bytes, *, name: str, media_type: str) -> StoredFile:
    """Store a file by its content; the same content twice is one file. Call inside a service marked `@writes`."""
    digest = hashlib.sha256(content).hexdigest()
    place = place_of(digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).replace(place)
    facts = {"name": name[:200], "media_type": media_type, "size": len(content), "stored_at": clock.real_now()}
    stored, _ = StoredFile.objects.get_or_create(digest=digest, defaults=facts)
    return stored


def content_of(stored: StoredFile) -> bytes:
    """The bytes of a stored file."""
    return place_of(stored.digest).read_bytes()
