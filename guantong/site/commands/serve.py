# SPDX-License-Identifier: Apache-2.0
"""The web server and the worker: side by side on a laptop, apart and many in production, the same code."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, OperationalError, close_old_connections
from gunicorn.app.base import BaseApplication

from guantong.rollup.jobs import fold_waiting
from guantong.search.jobs import index_waiting
from guantong.site.catalogue import PERIODIC
from guantong.site.middleware import AT_ONCE, WAITING
from guantong.trace.jobs import enqueue_due

TICK = 60
FOLD_PAUSE = 0.5
TURNING_AWAY = 4  # threads that are always free to say that there is no place


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with threads, told what to do by arguments alone."""

    def __init__(self, bind: str, workers: int) -> None:
        threads = AT_ONCE + WAITING + TURNING_AWAY
        self.chosen = {"bind": bind, "workers": workers, "threads": threads, "worker_class": "gthread", "timeout": 120}
        super().__init__()

    def load_config(self) -> None:
        """Take over the options."""
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application."""
        from guantong.site.wsgi import application

        return application


def serve_command(argv: list[str]) -> int:
    """Serve pages, with one worker process beside unless told otherwise."""
    parser = argparse.ArgumentParser(prog="guantong serve")
    parser.add_argument("--bind", default="127.0.0.1:8000", help="地址和端口")
    parser.add_argument("--workers", type=int, default=2, help="网页进程数")
    parser.add_argument("--no-worker", action="store_true", help="不开后台进程（另开 guantong worker）")
    args = parser.parse_args(argv)
    beside = None if args.no_worker else subprocess.Popen([sys.executable, "-m", "guantong.site.cli", "worker"])
    try:
        Server(args.bind, args.workers).run()
    finally:
        if beside is not None:
            beside.terminate()
            beside.wait(timeout=30)
    return 0


def worker_command(argv: list[str]) -> int:
    """Run jobs as they come, and enqueue the periodic ones when their slot has come."""
    argparse.ArgumentParser(prog="guantong worker").parse_args(argv)
    threading.Thread(target=_tick, daemon=True).start()
    threading.Thread(target=_fold, daemon=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guantong.site.settings")
    call_command("db_worker", queue_name="*", interval=1, verbosity=0)
    return 0


def _tick() -> None:
    pause = threading.Event()
    while True:
        try:
            enqueue_due(PERIODIC)
        except OperationalError as wrong:  # the database is away for a moment: the slot is tried again
            print(f"排任务没有成功，稍后再试：{wrong}", file=sys.stderr)
        close_old_connections()
        pause.wait(TICK)


def _fold() -> None:
    pause = threading.Event()
    while True:
        try:
            fold_waiting()
            index_waiting()
        except (DatabaseError, OSError) as wrong:  # away for a moment, or busy: what waits is there still
            print(f"汇总或编入检索没有成功，稍后再试：{wrong}", file=sys.stderr)
        close_old_connections()
        pause.wait(FOLD_PAUSE)
