# SPDX-License-Identifier: Apache-2.0
"""Other systems side by side with ours: the same two questions by HTTP, for so many seconds each, one at a time.

Run as a program with a scenario such as `peers.toml`; a system that does not answer is named and left out.
"""

from __future__ import annotations

import os
import sys
import time
import tomllib
import uuid
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

SECONDS = 10.0
PATIENCE = 30


def measured(peers: list[dict[str, str]], seconds: float = SECONDS) -> dict[str, Any]:
    """Requests a second of each peer, for its list and for entering."""
    found: dict[str, Any] = {}
    for peer in peers:
        try:
            for question in ("list", "create"):
                found[f"{peer['name']}: {question}, requests a second"] = round(_rate(peer, question, seconds), 1)
        except URLError as wrong:
            found[f"{peer['name']}: left out"] = str(wrong.reason)
    return found


def _rate(peer: dict[str, str], question: str, seconds: float) -> float:
    body = peer["body"] if question == "create" else peer.get("list_body", "")
    done, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        _ask(peer, peer[question], body.replace("{n}", uuid.uuid4().hex))
        done += 1
    return done / (time.perf_counter() - started)


def _ask(peer: dict[str, str], url: str, body: str) -> None:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if key := os.environ.get(peer["key"], ""):
        headers["Authorization"] = peer["authorization"].replace("{key}", key)
    with urlopen(Request(url, body.encode() if body else None, headers), timeout=PATIENCE) as answer:
        answer.read()


if __name__ == "__main__":
    for line, figure in measured(tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["peer"]).items():
        print(f"  {line:<48} {figure}")
