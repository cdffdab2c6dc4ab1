# SPDX-License-Identifier: Apache-2.0
"""Periodic jobs: enqueued once a slot whoever asks, run by the worker, and what they do is in history."""

import threading
from datetime import datetime
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django_tasks_db.models import DBTaskResult

from guantong.dispatch.jobs import nightly_lights
from guantong.kernel import clock
from guantong.site.catalogue import PERIODIC
from guantong.trace.jobs import Periodic, enqueue_due
from guantong.trace.models import Slot

DAILY = Periodic(nightly_lights, every="day", hour=1)
HOURLY = Periodic(nightly_lights, every="hour")


def moment(day, hour):
    """A true moment, in the office's zone."""
    return datetime(2021, 1, day, hour, 30, tzinfo=clock.ZONE)


def due_at(when, table=(DAILY,)):
    """How many jobs were enqueued at a moment."""
    with mock.patch.object(clock, "real_now", return_value=when):
        return enqueue_due(table)


def test_a_daily_job_is_enqueued_once_a_day_from_its_hour_on(db):
    counts = [due_at(moment(day, hour)) for day, hour in ((13, 0), (13, 1), (13, 2), (13, 23), (14, 0), (14, 9))]
    assert counts == [0, 1, 0, 0, 0, 1]
    assert DBTaskResult.objects.count() == 2
    assert list(Slot.objects.order_by("slot").values_list("slot", flat=True)) == ["2021-01-13", "2021-01-14"]


def test_an_hourly_job_is_enqueued_once_an_hour(db):
    assert [due_at(moment(13, hour), (HOURLY,)) for hour in (8, 8, 9, 9)] == [1, 0, 1, 0]


def test_what_was_missed_is_not_made_up_for(db):
    assert due_at(moment(13, 9)) == 1
    assert due_at(moment(20, 9)) == 1
    assert DBTaskResult.objects.count() == 2


def test_the_promise_and_the_job_stand_or_fall_together(db):
    broken = mock.Mock(module_path="guantong.broken", **{"enqueue.side_effect": RuntimeError("no queue")})
    with pytest.raises(RuntimeError):
        due_at(moment(13, 9), (Periodic(broken, every="day"),))
    assert not Slot.objects.exists()


def test_every_periodic_job_of_the_house_can_be_enqueued_and_is_run_by_the_worker(transactional_db):
    assert due_at(moment(13, 23), PERIODIC) == len(PERIODIC)
    call_command("db_worker", queue_name="*", batch=True, interval=0, startup_delay=False, verbosity=0)
    results = DBTaskResult.objects.all()
    assert [(result.status, result.return_value) for result in results] == [("SUCCESSFUL", 0)] * len(PERIODIC)


def test_two_callers_at_the_same_moment_enqueue_it_once(transactional_db):
    gate, counts = threading.Barrier(2), []

    def call():
        gate.wait()
        try:
            counts.append(enqueue_due((DAILY, HOURLY)))
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":  # a database in memory is one connection, so its callers come one after the other
        counts = [due_at(moment(13, 9), (DAILY, HOURLY)) for _caller in range(2)]
    else:
        with mock.patch.object(clock, "real_now", return_value=moment(13, 9)):
            callers = [threading.Thread(target=call) for _caller in range(2)]
            for caller in callers:
                caller.start()
            for caller in callers:
                caller.join()
    assert sum(counts) == 2
    assert DBTaskResult.objects.count() == 2
