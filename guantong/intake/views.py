# SPDX-License-Identifier: Apache-2.0
"""Pages of intake: fetch the upload of one's unit, call a service, hand a typed context to the template."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.kernel.errors import Invalid
from guantong.kernel.keys import row_key
from guantong.org.wording import worded
from guantong.register.register import Register

from . import pages, queries, services
from .forms import ColumnsForm, FileForm, RowForm
from .jobs import carry_on
from .states import AT_WORK

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def template(request: Any, register: type[Register]) -> HttpResponse:
    """The empty sheet of a register, with lists to choose from, an example and how to fill it."""
    request.actor.must(register.right("record"))
    return _file(pages.empty_sheet(register, request.actor), f"{register.title()}.xlsx")


@require_http_methods(["GET", "POST"])
def start(request: Any, register: type[Register]) -> HttpResponse:
    """Give a file to a register."""
    request.actor.must(register.right("record"))
    request.actor.must("intake.upload.add", request.actor.unit)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = services.bring_in(request.actor, register, content=file.read(), name=file.name)
        except Invalid as wrong:
            form.add_error("file", worded(wrong))
        else:
            if upload.state == "waiting":
                carry_on.enqueue(upload.pk)
            else:
                messages.info(request, _("这份文件{who}传过，还没办完，接着看就行。").format(who=upload.made_by))
            return redirect("upload", upload.pk)
    page = pages.start_page(request.actor, register, form)
    return render(request, "intake/start.html", {"page": page}, status=400 if form.errors else 200)


start.takes_files = 1  # type: ignore[attr-defined]  # a larger one is turned away unread


@require_GET
def upload(request: Any, pk: int) -> HttpResponse:
    """An upload at the step where it stands."""
    found = queries.fetch_upload(request.actor, pk)
    if found.state == "matching" or (found.state == "ready" and request.GET.get("step") == "columns"):
        form = ColumnsForm(upload=found, fields=pages.asked_of(found, request.actor), actor=request.actor)
        return render(request, "intake/columns.html", {"page": pages.columns_page(found, form)})
    if found.state in ("ready", "applied", "undone"):
        page = pages.preview_page(found, request.actor, request.GET.get("show", ""), request.GET.get("after", ""))
        return render(request, "intake/preview.html", {"page": page})
    return render(request, "intake/work.html", {"page": pages.work_page(found)})


@require_POST
def columns(request: Any, pk: int) -> HttpResponse:
    """Confirm which column is what."""
    found = queries.fetch_upload(request.actor, pk)
    form = ColumnsForm(request.POST, upload=found, fields=pages.asked_of(found, request.actor), actor=request.actor)
    if form.is_valid():
        try:
            services.confirm_columns(request.actor, found, form.chosen(), themes=form.cleaned_data["themes"])
        except Invalid as wrong:
            form.add_error(None, worded(wrong))
        else:
            carry_on.enqueue(pk)
            return redirect("upload", pk)
    return render(request, "intake/columns.html", {"page": pages.columns_page(found, form)}, status=400)


@require_POST
def apply(request: Any, pk: int) -> HttpResponse:
    """Have everything entered that may be."""
    services.ask_to_enter(request.actor, queries.fetch_upload(request.actor, pk))
    carry_on.enqueue(pk)
    return redirect("upload", pk)


@require_POST
def undo(request: Any, pk: int) -> HttpResponse:
    """Have an upload taken back."""
    services.ask_to_undo(request.actor, queries.fetch_upload(request.actor, pk))
    carry_on.enqueue(pk)
    return redirect("upload", pk)


@require_POST
def cancel(request: Any, pk: int) -> HttpResponse:
    """Stop before anything was entered."""
    found = services.cancel(request.actor, queries.fetch_upload(request.actor, pk))
    messages.success(request, _("停下了，什么也没有入册。"))
    return redirect(f"{found.register}.upload")


@require_POST
def resume(request: Any, pk: int) -> HttpResponse:
    """Start the worker's part again where a worker seems to have died over it."""
    found = queries.fetch_upload(request.actor, pk)
    if found.state in AT_WORK:
        services.take_over(request.actor, found)
        carry_on.enqueue(pk)
    return redirect("upload", pk)


@require_GET
def refused(request: Any, pk: int) -> HttpResponse:
    """The refused rows as a sheet, the reason beside each, to be mended there and given again."""
    found = queries.fetch_upload(request.actor, pk)
    return _file(pages.refused_sheet(found, request.actor), _("拒收的行 {name}.xlsx").format(name=found.name[:60]))


@require_http_methods(["GET", "POST"])
def row(request: Any, pk: int, number: int) -> HttpResponse:
    """Mend the cells of one row; it is judged again at once."""
    found = queries.fetch_upload(request.actor, pk)
    staged = queries.fetch_row(found, number)
    asked = pages.asked_of(found, request.actor)
    texts = pages.cell_texts(staged, asked)
    form = RowForm(request.POST or None, row=staged, asked=asked, texts=texts)
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in form.fields}
        services.mend_row(request.actor, found, staged, said=said)
        if staged.outcome != "refused":
            return redirect(reverse("upload", args=(pk,)) + f"?show={staged.outcome}&after={number - 1}#r{number}")
        form = RowForm(row=staged, asked=asked, texts=said)
    page = pages.row_page(found, staged, form, asked)
    return render(request, "intake/row.html", {"page": page}, status=400 if request.method == "POST" else 200)


@require_POST
def leave(request: Any, pk: int, number: int) -> HttpResponse:
    """Leave a row out, or take it in after all."""
    found = queries.fetch_upload(request.actor, pk)
    staged = queries.fetch_row(found, number)
    services.leave_out(request.actor, found, staged, is_left_out=request.POST.get("leave") == "yes")
    show, after = request.POST.get("show", ""), row_key(request.POST.get("after", "")) or 0
    here = f"?show={show if show in queries.WANTED else 'all'}&after={after}#r{number}"
    return redirect(reverse("upload", args=(pk,)) + here)
