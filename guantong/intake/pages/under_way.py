# SPDX-License-Identifier: Apache-2.0
"""An upload that the worker has, and the one whose columns are to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.register.pages import Crumb

from .. import queries
from ..forms import ColumnsForm
from ..models import Upload
from ..states import UploadState
from .parts import Step, crumbs_to, steps_of


@dataclass(frozen=True, slots=True)
class WorkPage:
    """An upload that the worker has, or that came to nothing."""

    title: str
    lead: str
    state: str
    steps: list[Step]
    text: str
    count_text: str
    message: str
    url: str
    cancel_url: str
    resume_url: str
    again_url: str
    crumbs: list[Crumb]


def work_page(upload: Upload) -> WorkPage:
    """What the worker is at, or why there is nothing to do."""
    register = queries.register_of(upload)
    so_far = queries.staged_so_far(upload) if upload.state == "staging" else 0
    may_stop, is_over = upload.state in ("waiting", "staging"), upload.state in ("failed", "cancelled")
    return WorkPage(
        title=_("文件没有读成") if upload.state == "failed" else str(UploadState(upload.state).label),
        lead=upload.name,
        state=upload.state,
        steps=[] if is_over else steps_of(upload),
        text=str(UploadState(upload.state).label),
        count_text=_("已看到第 {n} 行").format(n=f"{so_far:,}") if so_far else "",
        message=upload.message,
        url=reverse("upload", args=(upload.pk,)),
        cancel_url=reverse("upload.cancel", args=(upload.pk,)) if may_stop else "",
        resume_url="" if is_over else reverse("upload.resume", args=(upload.pk,)),
        again_url=reverse(f"{register.key}.upload"),
        crumbs=crumbs_to(register, Crumb(_("上传"), reverse(f"{register.key}.upload")), Crumb(upload.name)),
    )


@dataclass(frozen=True, slots=True)
class TablePart:
    """One table whose columns are to be confirmed."""

    label: str
    read: Any
    selects: list[Any]
    doubts: list[str]
    known_text: str


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """Which column is what."""

    title: str
    lead: str
    steps: list[Step]
    form: ColumnsForm
    parts: list[TablePart]
    themes: Any
    without: list[str]
    submit_url: str
    cancel_url: str
    crumbs: list[Crumb]


def columns_page(upload: Upload, form: ColumnsForm) -> ColumnsPage:
    """The columns of an upload's tables, as they are proposed."""
    register = queries.register_of(upload)
    parts = [
        TablePart(
            _("工作表“{sheet}”").format(sheet=table["sheet"])
            + (_("，{place} 列起").format(place=table["place"]) if table.get("place") else ""),
            read,
            selects,
            table["doubts"],
            _("按上次认过的列名填好了。") if table.get("known") else "",
        )
        for table, read, selects in form.parts()
    ]
    without = [
        _("“{sheet}”是隐藏的，不读").format(sheet=each["sheet"])
        if each["is_hidden"]
        else _("“{sheet}”里没有找到表格").format(sheet=each["sheet"])
        for each in upload.found
        if not each["columns"]
    ]
    return ColumnsPage(
        title=_("核对列名"),
        lead=_("{name}。每一栏取自哪一列？认好一次，下回同样的表就不用再认。").format(name=upload.name),
        steps=steps_of(upload),
        form=form,
        parts=parts,
        themes=form["themes"],
        without=without,
        submit_url=reverse("upload.columns", args=(upload.pk,)),
        cancel_url=reverse("upload.cancel", args=(upload.pk,)),
        crumbs=crumbs_to(register, Crumb(_("上传"), reverse(f"{register.key}.upload")), Crumb(upload.name)),
    )
