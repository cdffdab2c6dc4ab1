# SPDX-License-Identifier: Apache-2.0
"""The door to one report."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import NotFound
from guantong.kernel.numbering import gaps
from guantong.org.actors import Actor

from .models import Report


def number_gaps() -> list[str]:
    """One sentence for each code word and year whose numbers have gaps."""
    taken: dict[tuple[str, int], list[int]] = defaultdict(list)
    rows = Report.objects.exclude(serial=None).values_list("code_word", "year", "serial")
    for word, year, serial in rows:
        taken[word, year].append(serial)
    return [
        f"{word}〔{year}〕缺号：{'、'.join(str(each) for each in gaps(serials))}"
        for (word, year), serials in sorted(taken.items())
        if gaps(serials)
    ]


def fetch_report(actor: Actor, pk: int) -> Report:
    """A report that the actor may see: one's own unit's, or one that was sent up from below."""
    report = Report.objects.visible_to(actor).select_related("unit", "notice__theme").filter(pk=pk).first()
    if report is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    actor.must("reports.report.read", report.unit)
    return report
