# SPDX-License-Identifier: Apache-2.0
"""A worker that dies: in a home of its own, real worker processes are killed at random moments over one upload.

Run as a program by `test_killed.py`. Prints, as JSON, what stood in the database after each death and after the job
was started again.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guantong.site.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402  # Django must stand before its models load
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from guantong.intake.jobs import carry_on  # noqa: E402
from guantong.intake.models import StagedRow, Upload  # noqa: E402
from guantong.intake.services import (  # noqa: E402
    ask_to_enter,
    ask_to_undo,
    bring_in,
    confirm_columns,
    staging,
)
from guantong.learning.models import Lecture  # noqa: E402
from guantong.learning.registers import LectureRegister  # noqa: E402
from guantong.org.actors import Actor  # noqa: E402
from guantong.trace.checks import broken_links  # noqa: E402
from guantong.trace.models import Entry  # noqa: E402
from tests.intake.sheets import FIRST, proposed, text  # noqa: E402
from tests.walk.federation import build_federation  # noqa: E402

ROWS, BATCH, FINISHED = 500, 100, 4  # every fourth death is followed to its end
DATABASE = Path(settings.DATABASES["default"]["NAME"])


def worker() -> int:
    """Start a worker process that takes the jobs there are and ends; returns its id."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        call_command("db_worker", queue_name="*", batch=True, interval=0, startup_delay=False, verbosity=0)
        os._exit(0)
    return pid


def worked() -> float:
    """A worker that may live; returns how long it took."""
    begun = time.monotonic()
    os.waitpid(worker(), 0)
    return time.monotonic() - begun


def killed_after(seconds: float) -> None:
    """A worker that is killed."""
    pid = worker()
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def kept(place: Path) -> None:
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
    upload = Upload.objects.get()
    found = {
        "state": upload.state,
        "records": Lecture.objects.count(),
        "themed": Lecture.themes.through.objects.count(),
        "staged": StagedRow.objects.count(),
        "fates": StagedRow.objects.exclude(fate="").count(),
        "entries": Entry.objects.exclude(manifest="").count(),
        "broken": list(broken_links()),
    }
    connections.close_all()
    return found


def deaths(place: Path, times: int) -> list[dict[str, object]]:
    """Kill a worker over the upload as it was put aside, so many times, and look; then let another one finish."""
    put_back(place)
    whole = worked()
    told = []
    for at in range(times):
        put_back(place)
        killed_after(random.uniform(0, whole * 1.1))
        after = standing()
        told.append({"died": after})
        if at % FINISHED == 0:
            carry_on.enqueue(Upload.objects.get().pk)
            worked()
            told[-1]["finished"] = standing()
    put_back(place)
    worked()
    return told


def main(times: int) -> None:
    """Build, prepare each step, and let workers die over it."""
    staging.BATCH = BATCH
    call_command("migrate", verbosity=0)
    federation = build_federation()
    actor: Actor = federation.school
    rows = [(f"第{number}场", *FIRST[1:]) for number in range(ROWS)]
    upload = bring_in(actor, LectureRegister, content=text(*rows), name="讲座.csv")
    carry_on.func(upload.pk)
    upload.refresh_from_db()
    confirm_columns(actor, upload, proposed(upload), themes=())
    carry_on.enqueue(upload.pk)
    home = settings.HOME
    kept(home / "staging")
    told = {"staging": deaths(home / "staging", times // 4)}
    ask_to_enter(actor, Upload.objects.get())
    carry_on.enqueue(upload.pk)
    kept(home / "applying")
    told["applying"] = deaths(home / "applying", times)
    ask_to_undo(actor, Upload.objects.get())
    carry_on.enqueue(upload.pk)
    kept(home / "undoing")
    told["undoing"] = deaths(home / "undoing", times // 4)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
