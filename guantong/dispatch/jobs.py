# SPDX-License-Identifier: Apache-2.0
"""Background entry points of dispatch."""

from django_tasks import task

from . import services


@task()
def nightly_lights() -> int:
    """Note the lights that turned by the calendar alone."""
    return services.note_all_lights()
