# SPDX-License-Identifier: Apache-2.0
"""A database for one bench: made beside the configured one, never in it, and gone afterwards; and the stopwatch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from django.db import connection
from django.test.utils import override_settings


@contextmanager
def bench_database() -> Iterator[str]:
    """Make an empty database of the configured kind with all tables; yields its vendor.

    SQLite: a file in a temporary folder. PostgreSQL: a database whose name ends in `_bench`, on the same server. Files
    that a bench stores lie in the temporary folder too.
    """
    name = connection.settings_dict["NAME"]
    with TemporaryDirectory(prefix="guantong-bench-") as folder, override_settings(FILES_DIR=Path(folder) / "files"):
        is_file = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3") if is_file else f"{name}_bench"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield connection.vendor
        finally:
            connection.creation.destroy_test_db(str(name), verbosity=0)


def milliseconds(job: Callable[[], object], times: int = 7) -> float:
    """The median of several runs on the clock of the wall, after one that warms up."""
    job()
    taken = []
    for _run in range(times):
        started = time.perf_counter()
        job()
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken)
