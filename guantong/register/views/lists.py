# SPDX-License-Identifier: Apache-2.0
"""What is done with a list as it stands: saved under a name, a step over chosen rows, exported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.kernel.errors import WrongState
from guantong.trace.files import place_of

from ..asked import Asked
from ..register import Register
from ..screens.bulk import BulkForm, bulk_page, undo_url
from ..screens.exports import exports_page
from ..screens.listing import list_page
from ..services import bulk as steps
from ..services import exports, saved
from ..services.exporting import run_export


@require_GET
def listing(request: Any, register: type[Register]) -> HttpResponse:
    """The list."""
    page = list_page(register, request.actor, request.GET)
    return render(request, register.template("list"), {"page": page}, status=400 if page.wrong else 200)


@require_POST
def save_view(request: Any, register: type[Register]) -> HttpResponse:
    """Keep the list under a name."""
    asked = Asked.again(register, request.POST.get("query", ""))
    saved.save_view(request.actor, asked, title=request.POST.get("title", ""))
    messages.success(request, _("已存为视图。把网址发给同事，他看到的是他能看的那部分。"))
    return redirect(asked.url())


@require_POST
def drop_view(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Take one's own view away."""
    saved.drop_view(request.actor, pk)
    messages.success(request, _("视图去掉了，登记都还在。"))
    return redirect(f"{register.key}.list")


@require_POST
def bulk(request: Any, register: type[Register]) -> HttpResponse:
    """A step over the chosen rows: shown first, then taken as one operation."""
    act = steps.act_named(register, request.actor, request.POST.get("act") or request.GET.get("act", ""))
    rows = steps.fetch_rows(register, request.actor, request.POST.getlist("pk") or request.GET.getlist("pk"))
    able, unable = steps.sorted_out(register, request.actor, act, rows)
    is_sure = "sure" in request.POST or act.key == "restore"
    form = BulkForm(request.POST if is_sure else None, act=act, actor=request.actor)
    if not (is_sure and able and form.is_valid()):
        page = bulk_page(register, act, able, unable, form)
        return render(request, "register/bulk.html", {"page": page}, status=400 if form.errors else 200)
    count = steps.take(request.actor, register, act, able, **form.said())
    done = _("{label}：已办 {count} 条。").format(label=act.label, count=count)
    messages.success(request, done, extra_tags=undo_url(register, act, able))
    return redirect(f"{register.key}.list")


@require_POST
def export(request: Any, register: type[Register]) -> HttpResponse:
    """Export what is filtered: a short file at once, a long one by a job whose progress the next page shows."""
    asked = Asked.again(register, request.POST.get("query", ""))
    found, is_short = exports.ask_export(request.actor, asked, form=request.POST.get("form", ""))
    if is_short:
        run_export(found.pk)
        return redirect("export.file", found.pk)
    messages.success(request, _("条数较多，正在后台写。写好后在这里取。"))
    return redirect("exports")


@require_GET
def own_exports(request: Any) -> HttpResponse:
    """The exports that one asked for."""
    return render(request, "register/exports.html", {"page": exports_page(request.actor)})


@require_GET
def export_file(request: Any, pk: int) -> FileResponse:
    """The file of one's own export."""
    found = exports.own_export(request.actor, pk)
    if found.file is None:
        raise WrongState(gettext_noop("这个文件还没有写好，请过一会儿再来取。"))
    content = place_of(found.file.digest).open("rb")
    return FileResponse(content, as_attachment=True, filename=found.file.name, content_type=found.file.media_type)


@require_http_methods(["POST"])
def stop_export(request: Any, pk: int) -> HttpResponse:
    """Stop one's own export."""
    exports.stop_export(request.actor, pk)
    messages.success(request, _("已停下，没有留下文件。"))
    return redirect("exports")
