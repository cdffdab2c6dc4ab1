# SPDX-License-Identifier: Apache-2.0
"""The file of anchors: heads of chains written down outside the database, one line a day, each chained to the last.

A file a year, append-only. On a medium where the operator of the database cannot write back (another machine, a
write-once share, or the last fingerprint on paper), it convicts even one who holds the keys.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from . import keys
from .models import canonical

Head = tuple[int, int, str]  # unit, number of the last entry, its digest


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the file, and what is wrong with it, if anything."""

    number: int
    at: datetime | None
    heads: list[Head]
    fingerprint: str
    faults: tuple[str, ...] = ()


def files_of_anchors() -> list[Path]:
    """The files, oldest first."""
    return sorted(settings.ANCHORS_DIR.glob("anchors-*.jsonl"))


def lines() -> Iterator[bytes]:
    """Every line, oldest first."""
    for place in files_of_anchors():
        with place.open("rb") as file:
            yield from file


def fingerprint(line: bytes) -> str:
    """What the next line says of this one."""
    return hashlib.sha256(line.rstrip(b"\n")).hexdigest()


def read() -> Iterator[Anchor]:
    """Every anchor, each judged by the line before it and by its own keyed hash."""
    previous = ""
    for number, line in enumerate(lines(), start=1):
        try:
            said = json.loads(line)
            faults = tuple(_faults(said, number, previous))
            heads = [(int(unit), int(length), str(head)) for unit, length, head in said["heads"]]
            previous = fingerprint(line)
            yield Anchor(number, datetime.fromisoformat(said["at"]), heads, previous, faults)
        except (ValueError, KeyError, TypeError):
            previous = fingerprint(line)
            yield Anchor(number, None, [], previous, (f"存证第{number}行读不懂",))


def _faults(said: dict[str, Any], number: int, previous: str) -> Iterator[str]:
    if said["number"] != number:
        yield f"存证第{number}行：前面少了或多了行"
    if said["previous"] != previous:
        yield f"存证第{number}行：与前一行接不上"
    key = keys.named(keys.trace_keys(), said["key"])
    if said["mac"] != key.mac(_said_in(said)):
        yield f"存证第{number}行：内容被改过"


def append(at: datetime, heads: Sequence[Head]) -> Anchor:
    """Write one more line and make sure that it lies on the disk. One process at a time."""
    with _only_one():
        number, previous = 0, ""
        for line in lines():
            number, previous = number + 1, fingerprint(line)
        key = keys.newest(keys.trace_keys())
        said: dict[str, Any] = {"number": number + 1, "at": at.isoformat(), "heads": heads, "previous": previous}
        said["key"] = key.id
        line = canonical(said | {"mac": key.mac(_said_in(said))}).encode() + b"\n"
        handle = os.open(settings.ANCHORS_DIR / f"anchors-{at:%Y}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        return Anchor(number + 1, at, list(heads), fingerprint(line))


def _said_in(said: dict[str, Any]) -> bytes:
    return canonical({name: value for name, value in said.items() if name != "mac"}).encode()


@contextmanager
def _only_one() -> Iterator[None]:
    folder: Path = settings.ANCHORS_DIR
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
