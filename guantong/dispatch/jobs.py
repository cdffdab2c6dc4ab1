# SPDX-License-Identifier: Apache-2.0
"""Background entry points of dispatch."""

from django_tasks import task

from . import services
from .reminders import services as reminders


@task()
def nightly_lights() -> int:
    """Note the lights that turned by the calendar alone."""
    return services.note_all_lights()


@task()
def light_issue(pk: int) -> int:
    """Note the first lights of one large issue, from where the last worker stopped."""
    return services.light_whole_issue(pk)


@task()
def light_issues() -> int:
    """Note the first lights of large issues, batch by batch; a run that died is taken up where it stopped."""
    return services.light_open_issues()


@task()
def send_reminders() -> int:
    """Send the digests whose hour it is."""
    return reminders.send_reminders()
