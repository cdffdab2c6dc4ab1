# SPDX-License-Identifier: Apache-2.0
"""Background work of the organization's own tables."""

from django_tasks import task

from .services.tokens import forget_old_requests


@task()
def forget_requests() -> int:
    """Each night: answers to requests that nobody will ask again."""
    return forget_old_requests()
