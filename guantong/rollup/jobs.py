# SPDX-License-Identifier: Apache-2.0
"""Background entry points of rollup: the folder that never sleeps for long, and the nightly recount."""

from __future__ import annotations

import logging

from django_tasks import task

from .engine import fold, rebuild

logger = logging.getLogger(__name__)


def fold_waiting() -> int:
    """Fold what waits; a worker calls this twice a second, so that pages have little to add up themselves."""
    return fold.fold_all()


@task()
def nightly_recount() -> int:
    """Recount every total from the records; what differs is named in the log and mended."""
    found = rebuild.mend()
    for drift in found:
        logger.warning("%s，已按登记重算", drift)
    return len(found)
