# SPDX-License-Identifier: Apache-2.0
"""The exports that somebody asked for, with the progress of those under way."""

from __future__ import annotations

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guantong.org.actors import Actor

from ..catalogue import registers
from ..models import Export, ExportState
from ..pages import ExportRow, ExportsPage, Progress
from ..services.exports import own_exports

SHOWN = 30
TONES = {"done": "new", "failed": "no", "stopped": "", "waiting": "edit", "running": "edit"}


def exports_page(actor: Actor) -> ExportsPage:
    """The newest thirty."""
    kept = {register.key: register for register in registers()}
    rows = [_row(kept[export.register].title(), export) for export in own_exports(actor)[:SHOWN]]
    return ExportsPage(
        title=_("我的导出"),
        lead=_("只有您自己能取。导出里遮住的内容和页面上一样遮住；每次导出都留痕。"),
        rows=rows,
        is_running=any(row.progress for row in rows),
        url=reverse("exports"),
    )


def _row(title: str, export: Export) -> ExportRow:
    list_url = reverse(f"{export.register}.list")
    return ExportRow(
        title=f"{title} {export.get_form_display()}",
        when=worded_date(localtime(export.asked_at), _("Y年n月j日 H:i")) or "",
        conditions=_("有条件") if export.query else _("全部"),
        state_word=str(ExportState(export.state).label),
        state_tone=TONES[export.state],
        rows_text=_("{number} 条").format(number=f"{export.written:,}") if export.state == "done" else "",
        file_url=reverse("export.file", args=(export.pk,)) if export.state == "done" else "",
        again_url=f"{list_url}?{export.query}" if export.query else list_url,
        progress=_progress(export) if export.state in ("waiting", "running") else None,
    )


def _progress(export: Export) -> Progress:
    whole = export.expected or 0
    return Progress(
        text=str(ExportState(export.state).label),
        count_text=_("{done} / {all} 条").format(done=f"{export.written:,}", all=f"{whole:,}") if whole else "",
        percent=min(100, 100 * export.written // whole) if whole else 0,
        left_text=_("可以离开这一页，写好后回来取。"),
        stop_url=reverse("export.stop", args=(export.pk,)),
        stop_text=_("停下就不留文件。"),
    )
