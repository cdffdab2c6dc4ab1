# SPDX-License-Identifier: Apache-2.0
"""Asking for an export, stopping it, fetching its file; a short one is written at once, a long one by a job."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, WrongState
from guantong.org.actors import Actor
from guantong.org.services import trace
from guantong.trace.services import Changes, writes

from .. import jobs
from ..asked import Asked
from ..catalogue import register_named
from ..models import Export

SHORT = 2000


@writes
def ask_export(actor: Actor, asked: Asked, *, form: str) -> tuple[Export, bool]:
    """Enter an export of what is filtered; whether it is short enough to be written while its asker waits."""
    actor.must(asked.register.right("read"))
    if form not in ("xlsx", "csv"):
        raise Invalid(_("只能导出成 Excel 或 CSV。"), field="form")
    is_short = not asked.order.sorted(asked.rows(actor))[SHORT : SHORT + 1].exists()
    export = Export.objects.create(
        post_id=actor.post_id,
        unit=actor.unit,
        register=asked.register.key,
        query=asked.text()[:2000],
        form=form,
        asked_at=clock.real_now(),
    )
    facts = {"register": export.register, "query": export.query, "form": form}
    trace(actor, "export", export, Changes(after=facts))
    if not is_short:
        jobs.write_export.enqueue(export.pk)
    return export, is_short


@writes
def stop_export(actor: Actor, pk: int) -> None:
    """Stop an export that is under way; what was written so far is thrown away."""
    export = own_export(actor, pk)
    if not Export.objects.filter(pk=pk, state__in=("waiting", "running")).update(state="stopped"):
        raise WrongState(_("这次导出已经结束，不用停。"))
    trace(actor, "stop_export", export)


def own_exports(actor: Actor) -> models.QuerySet[Export]:
    """The exports that somebody asked for in this post, newest first."""
    return Export.objects.filter(post=actor.post_id).select_related("file")


def own_export(actor: Actor, pk: int) -> Export:
    """One's own export, whose register one may still read. Raises NotFound for anybody else's."""
    export = own_exports(actor).filter(pk=pk).first()
    if export is None:
        raise NotFound(_("没有这次导出，或者不是您导出的。"))
    actor.must(register_named(export.register).right("read"))
    return export
