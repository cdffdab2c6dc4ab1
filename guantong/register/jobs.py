# SPDX-License-Identifier: Apache-2.0
"""Background entry points of registers."""

from django_tasks import task

from .services.drafts import drop_old_drafts
from .services.exporting import run_export


@task()
def write_export(pk: int) -> None:
    """Write the file of an export."""
    run_export(pk)


@task()
def old_drafts() -> int:
    """Throw away what nobody came back to finish."""
    return drop_old_drafts()
