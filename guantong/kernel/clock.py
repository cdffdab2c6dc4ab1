# SPDX-License-Identifier: Apache-2.0
"""The business clock: what day it is for deadlines, lights and periods, always in Asia/Shanghai.

Sign-in and audit keep `real_now`. The business clock can be held still (tests) or set apart from real time (the demo).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE_OPENS = time(9)

Source = Callable[[], datetime]
_source: Source | None = None
_held: ContextVar[datetime | list[datetime] | None] = ContextVar("business_moment", default=None)


def real_now() -> datetime:
    """The true moment, whatever the business clock says."""
    return datetime.now(ZONE)


def now() -> datetime:
    """The business moment: the one held by `at`, else the source's, else the true one."""
    held = _held.get()
    if isinstance(held, datetime):
        return held
    if held:
        return held[0]
    moment = real_now() if _source is None else _in_zone(_source())
    if held is not None:
        held.append(moment)
    return moment


def today() -> date:
    """The business day."""
    return now().date()


def set_source(source: Source | None) -> Source | None:
    """Let the whole process take its business time from ``source``; None is true time. Returns the one before."""
    global _source
    before, _source = _source, source
    return before


@contextmanager
def at(moment: datetime | date) -> Iterator[datetime]:
    """Hold the business clock still within the block; a bare date means nine in the morning of that day."""
    held = _in_zone(moment) if isinstance(moment, datetime) else datetime.combine(moment, OFFICE_OPENS, ZONE)
    token = _held.set(held)
    try:
        yield held
    finally:
        _held.reset(token)


@contextmanager
def one_moment() -> Iterator[None]:
    """Let the whole block happen at one business moment: the one held already, else the first that is asked for."""
    if _held.get() is not None:
        yield
        return
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def _in_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"the business clock takes moments with a time zone, not {moment.isoformat()}")
    return moment.astimezone(ZONE)
