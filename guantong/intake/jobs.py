# SPDX-License-Identifier: Apache-2.0
"""Background entry points of intake: one job takes an upload as far as the worker may, and can be started again."""

from django_tasks import task

from guantong.kernel.errors import Refused

from . import queries, services
from .models import Upload


@task()
def carry_on(pk: int) -> str:
    """Take an upload on from where it stands; a job that was killed half-way is simply started again."""
    upload = Upload.objects.select_related("unit", "file").get(pk=pk)
    actor = services.actor_of(upload)
    try:
        if upload.state == "waiting":
            services.find_tables(actor, upload)
        elif upload.state == "staging":
            if not services.stage_rows(actor, upload):
                carry_on.enqueue(pk)  # other jobs have their turn
                return str(upload.state)
            upload = services.finish_staging(actor, upload)
        elif upload.state == "applying":
            upload = services.enter(actor, upload)
        elif upload.state == "undoing":
            upload = services.take_out(actor, upload)
    except Refused as refused:
        upload.refresh_from_db()
        if upload.state not in ("waiting", "staging"):
            raise
        services.fail(actor, upload, refused)
    return str(upload.state)


@task()
def carry_on_all() -> int:
    """Start again whatever a worker left: harmless for an upload that another worker has in hand."""
    pks = list(queries.uploads_at_work())
    for pk in pks:
        carry_on.enqueue(pk)
    return len(pks)


@task()
def tidy() -> int:
    """Let go of the rows of uploads whose time to be taken back is over, and of drafts that nobody came back to."""
    return services.tidy()
