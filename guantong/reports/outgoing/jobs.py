# SPDX-License-Identifier: Apache-2.0
"""Background entry points of outgoing documents."""

from django_tasks import task

from ..models import DocumentBundle
from .bundles import write_reports


@task()
def write_bundle(pk: int) -> None:
    """Write the reports of a bundle; one that was killed half-way is asked for again from its page."""
    write_reports(DocumentBundle.objects.select_related("unit", "notice").get(pk=pk))
