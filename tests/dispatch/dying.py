# SPDX-License-Identifier: Apache-2.0
"""Processes that die while a notice is issued to many units and while its lights are noted.

Run as a program by `test_issuing_killed.py` in a home of its own. Prints, as JSON, what stood after each death and
after the job was started again.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guantong.site.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402  # Django must stand before its models load
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.db.models import Count  # noqa: E402

from guantong.dispatch.models import Issue, LightChange, Lighting, Notice, Receipt  # noqa: E402
from guantong.dispatch.services import Selection, changes, issue_notice, issuing, receive_notice  # noqa: E402
from guantong.dispatch.services.notices import confirm_notice  # noqa: E402
from guantong.kernel import clock  # noqa: E402
from guantong.org.models import Unit  # noqa: E402
from guantong.org.services import SYSTEM, found_unit, use_theme  # noqa: E402
from guantong.trace.checks import broken_links  # noqa: E402
from guantong.trace.models import Entry  # noqa: E402
from tests.walk.federation import BEGINNING, build_federation  # noqa: E402
from tests.walk.life import SHORT_NOTICE  # noqa: E402

UNITS, BATCH = 40, 5
LATE = date(2021, 3, 9)
DATABASE = Path(settings.DATABASES["default"]["NAME"])


def child(act: Callable[[], object]) -> int:
    """Start a process that does something; returns its id."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        with clock.at(LATE):
            act()
        os._exit(0)
    return pid


def worker() -> None:
    """Take the jobs there are, then end."""
    call_command("db_worker", queue_name="*", batch=True, interval=0, startup_delay=False, verbosity=0)


def issue() -> None:
    """Issue the notice to every basic union."""
    federation_province = ACTORS["province"]
    theme = use_theme(federation_province, "冬季安全")
    selection = Selection(scope="all", levels=("basic",))
    issue_notice(federation_province, Notice.objects.get(), theme=theme, units=selection, without=set())


def keep(place: Path) -> None:
    """Put the database aside as it stands."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    shutil.copy(DATABASE, place)


def put_back(place: Path) -> None:
    """The database as it was put aside."""
    connections.close_all()
    for each in (DATABASE.with_name(f"{DATABASE.name}-wal"), DATABASE.with_name(f"{DATABASE.name}-shm")):
        each.unlink(missing_ok=True)
    shutil.copy(place, DATABASE)


def standing() -> dict[str, object]:
    """What stands in the database."""
    noted = LightChange.objects.values("requirement", "unit").annotate(n=Count("pk")).order_by()
    found = {
        "state": Notice.objects.get().state,
        "issues": Issue.objects.count(),
        "receipts": Receipt.objects.count(),
        "entries": Entry.objects.filter(verb="issue", object_kind="dispatch.issue").count(),
        "lit": Lighting.objects.filter(is_done=True).count(),
        "lights": noted.count(),
        "twice": noted.filter(n__gt=1).count(),
        "broken": list(broken_links()),
    }
    connections.close_all()
    return found


def deaths(act: Callable[[], object], again: Callable[[], object], times: int) -> list[dict[str, object]]:
    """Kill a process over the same database so many times, look, and let it be done again to its end."""
    place = settings.HOME / "aside"
    keep(place)
    begun = time.monotonic()
    os.waitpid(child(act), 0)
    whole = time.monotonic() - begun
    told = []
    for _at in range(times):
        put_back(place)
        pid = child(act)
        time.sleep(random.uniform(0, whole))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        died = standing()
        os.waitpid(child(again), 0)
        told.append({"died": died, "finished": standing()})
    put_back(place)
    return told


def issue_and_work() -> None:
    """Click once more after a death, then let the worker do its part."""
    if not Issue.objects.exists():
        issue()
    worker()


def work_again() -> None:
    """What the hourly round does after a worker died."""
    changes.light_open_issues()


ACTORS = {}


def main(times: int) -> None:
    """Build, and let processes die over issuing and over the lights."""
    changes.BATCH = issuing.BATCH = BATCH
    call_command("migrate", verbosity=0)
    federation = build_federation()
    ACTORS.update(federation.actors)
    with clock.at(BEGINNING):
        for number in range(UNITS - 4):
            unit = Unit(code=f"630121-{number + 10}", name=f"第{number}分工会", kind="basic", level="basic")
            found_unit(SYSTEM, federation.units["630121"], unit)
    with clock.at(date(2021, 1, 11)):
        confirm_notice(federation.province, receive_notice(federation.province, SHORT_NOTICE.encode(), "n.txt"))
    told = {"issuing": deaths(issue, issue_and_work, times)}
    with clock.at(LATE):
        issue()
    told["lights"] = deaths(worker, work_again, times)
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
