# SPDX-License-Identifier: Apache-2.0
"""Pages of reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.dispatch.queries import fetch_notice
from guantong.kernel.errors import Invalid, NotFound, RuleBroken, Stale
from guantong.org.actors import Actor
from guantong.org.wording import worded
from guantong.register.pages import Crumb

from . import services
from .models import Report
from .out import file_of
from .pages import EditPage, edit_page, report_list_page, report_page
from .queries import fetch_report
from .states import REPORT_FLOW

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
PLAIN_MOVES: dict[str, Callable[[Actor, Report], Report]] = {
    "check": services.check_report,
    "sign": services.sign_report,
    "send": services.send_report,
    "accept": services.accept_report,
}
MOVES_WITH_REASON: dict[str, Callable[..., Report]] = {
    "return": services.return_report,
    "rework": services.rework_report,
}


class ParagraphForm(forms.Form):
    """The words of one paragraph."""

    text = forms.CharField(label=gettext_lazy("这一段"), widget=forms.Textarea(attrs={"rows": 8}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class RemarkForm(forms.Form):
    """Why a report goes back."""

    reason = forms.CharField(label=gettext_lazy("意见"), widget=forms.Textarea(attrs={"rows": 4}), max_length=500)


@require_GET
def reports(request: Any) -> HttpResponse:
    """The list."""
    return render(request, "reports/report_list.html", {"page": report_list_page(request.actor)})


@require_POST
def compose(request: Any, pk: int) -> HttpResponse:
    """Draft the report on a notice from the records."""
    report = services.compose_report(request.actor, fetch_notice(request.actor, pk))
    messages.success(request, _("已由登记写成草稿，请您看一遍。"))
    return redirect("report", report.pk)


@require_GET
def report(request: Any, pk: int) -> HttpResponse:
    """One report."""
    page = report_page(request.actor, fetch_report(request.actor, pk))
    return render(request, "reports/report_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
def edit(request: Any, pk: int, at: int) -> HttpResponse:
    """Change the words of one paragraph."""
    found = fetch_report(request.actor, pk)
    services.check_may_edit(request.actor, found)
    if at >= len(found.paragraphs):
        raise NotFound(gettext_noop("没有这一段。"))
    initial = {"text": found.paragraphs[at]["text"], "version": found.version}
    form = ParagraphForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.edit_paragraph(request.actor, found, at=at, text=said["text"], version=said["version"])
        except (Invalid, RuleBroken, Stale) as wrong:
            form.add_error("text", worded(wrong))
        else:
            return redirect("report", pk)
    page = edit_page(found, at, form)
    return render(request, "reports/report_edit.html", {"page": page}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def move(request: Any, pk: int, verb: str) -> HttpResponse:
    """Take one move; the two that need a reason ask for it on a page."""
    found = fetch_report(request.actor, pk)
    if verb in MOVES_WITH_REASON:
        return _with_reason(request, found, verb)
    if verb not in PLAIN_MOVES:
        raise NotFound(gettext_noop("没有这一步。"))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    PLAIN_MOVES[verb](request.actor, found)
    messages.success(request, _("已{verb}。").format(verb=REPORT_FLOW.label(found.state)))
    return redirect("report", pk)


def _with_reason(request: Any, found: Report, verb: str) -> HttpResponse:
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        MOVES_WITH_REASON[verb](request.actor, found, reason=form.cleaned_data["reason"])
        return redirect("report" if verb == "rework" else "reports", *([found.pk] if verb == "rework" else []))
    back = found.get_absolute_url()
    page = EditPage(_("退回"), form, [], back, [Crumb(found.title, back), Crumb(_("退回"))])
    return render(request, "reports/report_edit.html", {"page": page}, status=400 if form.errors else 200)


@require_GET
def download(request: Any, pk: int, form: str) -> HttpResponse:
    """The report as docx or PDF."""
    found = fetch_report(request.actor, pk)
    if form not in TYPES:
        raise NotFound(gettext_noop("只有 Word 和 PDF 两种文件。"))
    content = file_of(found, form)  # type: ignore[arg-type]
    named = content_disposition_header(True, f"{found.title}.{form}")
    return HttpResponse(content, content_type=TYPES[form], headers={"Content-Disposition": named})
