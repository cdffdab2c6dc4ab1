# SPDX-License-Identifier: Apache-2.0
"""A deadline's last minute on real servers: officers who each save once at random, and three times too many of them.

The server is `guantong serve` on this machine with two workers, over the bench's own database; it ends with the bench.
"""

from __future__ import annotations

import http.client
import os
import random
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, connections

from guantong.dispatch.models import LightChange
from guantong.kernel import clock
from guantong.learning.models import MediaPiece
from guantong.org.models import Account, Theme, Unit
from guantong.rollup.models import Pending

from ..visits import BACKEND, officers_at
from .made import SAVED, TODAY

OFFICERS, A_MINUTE = 100, 6.0  # the province's minute has 1,000; a small run keeps the same pace
PER_SECOND = 1000 / 60
WORKERS, TOO_MANY, OVERLOAD_SECONDS, MEASURING_SECONDS = 2, 3, 6.0, 3.0
HANDS, PATIENCE = 96, 60.0
TARGETS = (
    ("last minute: p95 from arrival to answer, ms", "≤", 500),
    ("last minute: errors", "≤", 0),
    ("officers whose light did not turn", "≤", 0),
    ("*: acknowledged and not stored", "≤", 0),
    ("three times too many: answers that are no record and no retry", "≤", 0),
    ("three times too many: seconds until told, p95", "≤", 10),
)


def measured(officers: int = OFFICERS) -> dict[str, Any]:
    """Both minutes, in the bench's database, which holds units and a theme."""
    units = list(Unit.objects.filter(kind="basic").order_by("-pk")[:officers])
    keys = _sessions(officers_at(units))
    theme = Theme.objects.get()
    connections.close_all()
    with _server() as port:
        office = Office(port, theme.pk)
        office.warm(keys)
        rate = office.rate(keys)
        calm = office.crowd(keys[:officers], officers / PER_SECOND)
        crowd = office.crowd(keys * (1 + int(TOO_MANY * rate * OVERLOAD_SECONDS) // len(keys)), 0, rate * TOO_MANY)
        return said(calm, crowd, rate, office) | {"officers whose light did not turn": _unlit(units)}


class Office:
    """Officers at their desks, each with a session of his own, saving one piece each time."""

    def __init__(self, port: int, theme: int) -> None:
        self.port, self.theme = port, theme
        self.saved = 0

    def warm(self, keys: list[str]) -> None:
        """Let every thread of the server see the database once."""
        with ThreadPoolExecutor(16) as hands:
            list(hands.map(self.save, keys[:32]))

    def rate(self, keys: list[str]) -> float:
        """How many saves a second the server does when it is asked without pause."""
        until, counts = time.perf_counter() + MEASURING_SECONDS, []

        def keep_on(at: int) -> None:
            number = 0
            while time.perf_counter() < until:
                number += self.save(keys[(at * 97 + number) % len(keys)])[0] == 302
            counts.append(number)

        with ThreadPoolExecutor(8) as hands:
            list(hands.map(keep_on, range(8)))
        return sum(counts) / MEASURING_SECONDS

    def crowd(self, keys: list[str], seconds: float, rate: float = 0) -> list[tuple[int, float]]:
        """Saves that begin at random moments within these seconds, or at a rate; status and seconds of each."""
        chance = random.Random(4)
        seconds = seconds or OVERLOAD_SECONDS
        moments = sorted(chance.uniform(0, seconds) for _each in range(int(rate * seconds) if rate else len(keys)))
        started, found = time.perf_counter() + 0.2, []

        def arrive(place: int) -> None:
            due = started + moments[place]
            time.sleep(max(0.0, due - time.perf_counter()))
            status, _took = self.save(keys[place % len(keys)])
            found.append((status, time.perf_counter() - due))

        with ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(arrive, range(len(moments))))
        return found

    def save(self, key: str) -> tuple[int, float]:
        """One save as a browser makes it; status 0 where no answer came."""
        token = secrets.token_hex(16)
        typed = {"csrfmiddlewaretoken": token, "title": f"作品{token}", "published_on": TODAY.isoformat()}
        typed |= {"channel": "portal", "form": "story", "unit": key.partition(":")[0], "themes": str(self.theme)}
        headers = {"Cookie": f"sessionid={key.partition(':')[2]}; csrftoken={token}"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
        asked, started = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE), time.perf_counter()
        try:
            asked.request("POST", "/learning/media/new/", urlencode(typed), headers)
            answer = asked.getresponse()
            answer.read()
            status = answer.status if answer.status != 503 or answer.getheader("Retry-After") else 0
        except (OSError, http.client.HTTPException):
            status = 0
        finally:
            asked.close()
        self.note(status)
        return status, time.perf_counter() - started

    _lock = threading.Lock()

    def note(self, status: int) -> None:
        """Count what was acknowledged."""
        with self._lock:
            self.saved += status == 302


def said(calm: list[tuple[int, float]], crowd: list[tuple[int, float]], rate: float, office: Office) -> dict[str, Any]:
    stored = MediaPiece.objects.count()
    return {
        "saves a second at most": round(rate, 1),
        "last minute: officers": len(calm),
        "last minute: p50 from arrival to answer, ms": round(_quantile(calm, 0.5) * 1000),
        "last minute: p95 from arrival to answer, ms": round(_quantile(calm, 0.95) * 1000),
        "last minute: errors": sum(status != 302 for status, _took in calm),
        "three times too many: asked": len(crowd),
        "three times too many: saved": sum(status == 302 for status, _took in crowd),
        "three times too many: told to retry": sum(status == 503 for status, _took in crowd),
        "three times too many: answers that are no record and no retry": sum(
            status not in (302, 503) for status, _took in crowd
        ),
        "three times too many: seconds until told, p95": round(_quantile(crowd, 0.95), 2),
        "all: acknowledged": office.saved,
        "all: acknowledged and not stored": max(0, office.saved - stored),
        "cells that wait for the folder": Pending.objects.count(),
    }


def _unlit(units: list[Unit]) -> int:
    lit = LightChange.objects.filter(requirement__indicator=SAVED, unit__in=units, light="met")
    return len(units) - int(lit.values("unit").distinct().count())


def _quantile(found: list[tuple[int, float]], share: float) -> float:
    times = sorted(took for _status, took in found)
    return times[min(len(times) - 1, int(len(times) * share))]


def _sessions(accounts: list[Account]) -> list[str]:
    """A session for each account, as signing in would leave it: `unit:key`."""
    store, expires = SessionStore(), clock.real_now() + timedelta(hours=1)
    rows, found = [], []
    for account in accounts:
        key = secrets.token_hex(16)
        said = {SESSION_KEY: str(account.pk), BACKEND_SESSION_KEY: BACKEND}
        said[HASH_SESSION_KEY] = account.get_session_auth_hash()
        rows.append(Session(session_key=key, session_data=store.encode(said), expire_date=expires))
        found.append(f"{account.person.unit_id}:{key}")
    Session.objects.bulk_create(rows)
    return found


@contextmanager
def _server() -> Iterator[int]:
    """`guantong serve` on a free port, over the database at hand; ended with its whole group of processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "guantong.site.cli", "serve", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--no-worker"]
    environment = os.environ | {"GUANTONG_DATABASE_URL": _address()}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int) -> None:
    for _time in range(600):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asked.request("GET", "/readyz")
            if asked.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            asked.close()
        time.sleep(0.1)
    raise RuntimeError("the server of the bench did not come up within a minute")


def _address() -> str:
    """The bench's database as an address."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    who = f"{said['USER']}:{said['PASSWORD']}" if said["PASSWORD"] else str(said["USER"])
    return f"postgresql://{who}@{said['HOST']}:{said['PORT'] or 5432}/{said['NAME']}"
