# SPDX-License-Identifier: Apache-2.0
"""Work after the commit: enqueue a job with the transaction that needs it, and each periodic job once a slot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django_tasks import task
from django_tasks.base import Task

from guantong.kernel import clock

from . import services
from .models import Slot


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that runs by the clock: `every` is "hour" or "day"; a daily one is enqueued from `hour` on."""

    task: Task[Any, Any]
    every: str
    hour: int = 0

    def slot(self, moment: datetime) -> str | None:
        """The name of the slot that this moment falls into; None before the hour of a daily job."""
        if self.every == "hour":
            return f"{moment:%Y-%m-%dT%H}"
        return f"{moment:%Y-%m-%d}" if moment.hour >= self.hour else None


def enqueue_due(table: tuple[Periodic, ...]) -> int:
    """Enqueue each periodic job whose slot has come and was not enqueued yet; returns how many were."""
    moment, count = clock.real_now(), 0
    for job in table:
        slot = job.slot(moment)
        if slot is None:
            continue
        try:
            with transaction.atomic():
                Slot.objects.create(job=job.task.module_path, slot=slot, enqueued_at=moment)
                job.task.enqueue()
        except IntegrityError:  # another worker was first: its row is the promise
            continue
        count += 1
    return count


@task()
def daily_anchor() -> int:
    """Write the heads of the chains down outside the database."""
    return services.anchor_heads()
