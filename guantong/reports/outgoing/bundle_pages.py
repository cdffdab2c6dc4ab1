# SPDX-License-Identifier: Apache-2.0
"""The page of a bundle: how far the job has come, or its file."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.register.pages import Crumb, Progress

from .bundles import is_still
from .models import DocumentBundle


@dataclass(frozen=True, slots=True)
class BundlePage:
    """A job that writes many files."""

    title: str
    lead: str
    url: str
    progress: Progress
    message: str
    is_working: bool
    may_ask_again: bool
    file_url: str
    file_text: str
    crumbs: list[Crumb]


def bundle_page(bundle: DocumentBundle) -> BundlePage:
    """How far a bundle has come, or its file."""
    is_done = bundle.file is not None
    still = not is_done and is_still(bundle)
    left = "" if is_done else _("没有动静了，可以再来一次。") if still else _("可以离开这一页，写好了再回来。")
    megabytes = bundle.file.size / 1_000_000 if bundle.file else 0
    return BundlePage(
        title=_("成批写报告"),
        lead=bundle.notice.title,
        url=bundle.get_absolute_url(),
        progress=Progress(
            _("写好了") if is_done else _("正在写"),
            _("{done}/{total} 份").format(done=bundle.done, total=bundle.total),
            round(100 * bundle.done / bundle.total),
            left,
            "",
            "",
        ),
        message=bundle.message,
        is_working=not is_done and not still,
        may_ask_again=still,
        file_url=reverse("bundle.file", args=(bundle.pk,)) if is_done else "",
        file_text=_("下载压缩包（{size} 兆）").format(size=f"{megabytes:.1f}") if is_done else "",
        crumbs=[Crumb(_("报告"), reverse("reports")), Crumb(_("成批写报告"))],
    )
