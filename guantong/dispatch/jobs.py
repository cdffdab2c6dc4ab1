# SPDX-License-Identifier: Apache-2.0
"""Background entry points of dispatch."""

from django_tasks import task

from . import services


@task()
def nightly_lights() -> int:
    """Note the lights that turned by the calendar alone."""
    return services.note_all_lights()


@task()
def light_issues() -> int:
    """Note the first lights of large issues, batch by batch; a run that died is taken up where it stopped."""
    return services.light_open_issues()
