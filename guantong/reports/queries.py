# SPDX-License-Identifier: Apache-2.0
"""The door to one report."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import NotFound
from guantong.org.actors import Actor

from .models import Report


def fetch_report(actor: Actor, pk: int) -> Report:
    """A report that the actor may see: one's own unit's, or one that was sent up from below."""
    report = Report.objects.visible_to(actor).select_related("unit", "notice__theme").filter(pk=pk).first()
    if report is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    actor.must("reports.report.read", report.unit)
    return report
