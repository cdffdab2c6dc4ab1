# SPDX-License-Identifier: Apache-2.0
"""Real servers for browser tests: a home folder, `guantong serve` on a free port of this machine, ended by its id."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

PATIENCE = 60
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Site:
    """A server that answers, and the folder that it keeps everything in."""

    url: str
    home: Path


def environment(home: Path) -> dict[str, str]:
    """The caller's environment without the settings that the caller made for other homes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUANTONG_")}
    return {**kept, "GUANTONG_HOME": str(home)}


def start_building(home: Path, *words: str) -> subprocess.Popen[str]:
    """Fill a home folder by a command of its own process."""
    command = [sys.executable, *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, text=True)


def finish_building(process: subprocess.Popen[str]) -> str:
    """Wait for a build and return what it printed; a failed build fails whoever needs it."""
    said, _nothing = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


@contextmanager
def served(home: Path, settings: dict[str, str] | None = None, *, jobs: bool = False) -> Iterator[Site]:
    """Serve a home until the block ends, with further settings where some are given; jobs run only where asked for."""
    port = free_port()
    beside = [] if jobs else ["--no-worker"]  # a process less to start for every site
    command = [
        sys.executable,
        "-m",
        "guantong.site.cli",
        "serve",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers=1",
        *beside,
    ]
    with (home / "server.log").open("ab") as log:
        told = environment(home) | (settings or {})
        process = subprocess.Popen(command, cwd=ROOT, env=told, stdout=log, stderr=log)
        try:
            wait_for(port, process, home)
            yield Site(f"http://127.0.0.1:{port}", home)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@contextmanager
def served_copy(
    home: Path, place: Path, settings: dict[str, str] | None = None, *, jobs: bool = False
) -> Iterator[Site]:
    """Serve a copy of a home, so that what is written there reaches no other test."""
    shutil.copytree(home, place)
    with served(place, settings, jobs=jobs) as site:
        yield site


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], home: Path) -> None:
    """Return when the server reaches its database."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, (home / "server.log").read_text(encoding="utf-8")
        if answers(port):
            return
        time.sleep(0.1)
    raise AssertionError(f"the server did not answer within {PATIENCE} s")


def answers(port: int) -> bool:
    """Whether the readiness page answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (ConnectionError, TimeoutError):  # on a busy machine the first answer takes longer
        return False
    finally:
        connection.close()
