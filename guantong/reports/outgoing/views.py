# SPDX-License-Identifier: Apache-2.0
"""Pages of outgoing documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.dispatch.queries import fetch_notice
from guantong.gongwen.write import CannotWrite
from guantong.kernel.errors import Invalid, NotFound, RuleBroken, Stale
from guantong.kernel.keys import row_key
from guantong.org.wording import worded
from guantong.trace.files import content_of, place_of

from ..states import OUTGOING_FLOW
from . import bundles, numbers, services, steps
from .bundle_pages import bundle_page
from .editor import editor_page
from .forms import BeginForm, DraftForm, FigureForm, OpinionForm, PaperNumberForm, ReasonForm, RetentionForm
from .models import OfficialDocument
from .pages import begin_page, document_list_page, document_page, numbers_page, step_page, version_page
from .paper import document_of, file_of, picture_of
from .queries import departments_named, fetch_bundle, fetch_document, fetch_version

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
KEPT = "private, max-age=3600"


@dataclass(frozen=True, slots=True)
class Step:
    """One verb: the service that takes it, and the form that asks what it needs to know."""

    take: Callable[..., OfficialDocument]
    form: type[forms.Form] | None = None


STEPS = {
    "check": Step(steps.check_document),
    "co_sign": Step(steps.co_sign_document, OpinionForm),
    "sign": Step(steps.sign_document, OpinionForm),
    "re_check": Step(steps.re_check_document),
    "number": Step(steps.number_document),
    "issue": Step(steps.issue_document),
    "file": Step(steps.file_document, RetentionForm),
    "return": Step(steps.return_document, ReasonForm),
    "void": Step(steps.void_document, ReasonForm),
}


@require_GET
def documents(request: Any) -> HttpResponse:
    """What is on its way out, and what waits for this person."""
    return render(request, "reports/outgoing_list.html", {"page": document_list_page(request.actor)})


@require_http_methods(["GET", "POST"])
def begin(request: Any) -> HttpResponse:
    """Begin a document."""
    request.actor.must(services.DRAFT, request.actor.unit)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            document = services.draft_document(request.actor, form.content())
            return redirect("outgoing.edit", document.pk)
        except (Invalid, RuleBroken) as wrong:
            form.add_error(getattr(wrong, "field", "") or None, worded(wrong))
    return render(request, "reports/outgoing_step.html", {"page": begin_page(form)}, status=400 if form.errors else 200)


@require_GET
def document(request: Any, pk: int) -> HttpResponse:
    """One document on its paper."""
    page = document_page(request.actor, fetch_document(request.actor, pk))
    return render(request, "reports/outgoing_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """Write: the boxes at the left, the real pages at the right."""
    found = fetch_document(request.actor, pk)
    services.check_may_write(request.actor, found)
    form = DraftForm(request.POST if request.method == "POST" else None, found)
    stale = request.method == "POST" and form.is_valid() and not _saved(request, found, form)
    if request.method == "POST" and not form.errors and not stale and not request.htmx:
        messages.success(request, _("已保存。"))
        return redirect("outgoing.edit", pk)
    page = editor_page(request.actor, fetch_document(request.actor, pk), form, is_stale=stale)
    refused = bool(form.errors) or stale
    response = render(request, "reports/outgoing_edit.html", {"page": page})
    response.status_code = 400 if refused and not request.htmx else 200
    if request.htmx and not refused and "do" in request.POST:
        response["HX-Redirect"] = reverse("outgoing.edit", args=(pk,))
    return response


def _saved(request: Any, found: OfficialDocument, form: DraftForm) -> bool:
    """Save; what is wrong goes to the form. False where somebody else saved first."""
    version = row_key(request.POST.get("over", "")) or form.cleaned_data["version"]
    chosen = [int(pk) for pk in form.cleaned_data.get("co_signers", [])]
    try:
        services.save_document(request.actor, found, form.content(), version=version)
        services.name_co_signers(request.actor, found, departments_named(found.issuer, chosen))
    except Stale:
        return False
    except (Invalid, RuleBroken) as wrong:
        field = getattr(wrong, "field", "")
        form.add_error(field if field in form.fields else None, worded(wrong))
    return True


@require_POST
def add_figure(request: Any, pk: int) -> HttpResponse:
    """Give a number of the registers a token for the text."""
    found = fetch_document(request.actor, pk)
    form = FigureForm(request.POST, request.actor)
    if form.is_valid():
        figure = services.add_figure(request.actor, found, form.question())
        messages.success(request, _("把 {token} 写进正文，它就是这个数。").format(token=str(figure)))
    else:
        messages.error(request, _("没有选好，请再选一次。"))
    return redirect(reverse("outgoing.edit", args=(pk,)) + "#figures")


@require_http_methods(["GET", "POST"])
def move(request: Any, pk: int, verb: str) -> HttpResponse:
    """Take one step; those that need a word ask for it on a page."""
    found = fetch_document(request.actor, pk)
    if verb not in STEPS:
        raise NotFound(gettext_noop("没有这一步。"))
    step = STEPS[verb]
    form = (step.form or forms.Form)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = step.take(request.actor, found, **form.cleaned_data)
        messages.success(request, _("现在是“{state}”。").format(state=OUTGOING_FLOW.label(done.state)))
        return redirect("outgoing.document", pk)
    page = step_page(found, verb, form)
    return render(request, "reports/outgoing_step.html", {"page": page}, status=400 if form.errors else 200)


@require_GET
def picture(request: Any, pk: int, number: int) -> HttpResponse:
    """One printed page as a picture."""
    try:
        content = picture_of(document_of(fetch_document(request.actor, pk)), number)
    except (CannotWrite, IndexError):
        raise NotFound(gettext_noop("没有这一页。")) from None
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": KEPT})


@require_GET
def download(request: Any, pk: int, form: str) -> HttpResponse:
    """The document as docx or PDF; what went out is the very file that went out."""
    found = fetch_document(request.actor, pk)
    if form not in TYPES:
        raise NotFound(gettext_noop("只有 Word 和 PDF 两种文件。"))
    try:
        content = content_of(found.file) if found.file and form == "pdf" else file_of(found, form)
    except CannotWrite as cannot:
        raise RuleBroken(str(cannot), source="GB/T 9704-2012") from None
    named = content_disposition_header(True, f"{found.title}.{form}")
    return HttpResponse(content, content_type=TYPES[form], headers={"Content-Disposition": named})


@require_GET
def version(request: Any, pk: int, number: int) -> HttpResponse:
    """One version beside the one before it."""
    found = fetch_document(request.actor, pk)
    page = version_page(found, *fetch_version(found, number))
    return render(request, "reports/outgoing_version.html", {"page": page})


@require_http_methods(["GET", "POST"])
def taken_numbers(request: Any) -> HttpResponse:
    """Numbers by code word and year, what is missing, and the form for one that was given out on paper."""
    form = PaperNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = numbers.enter_number(request.actor, request.actor.unit, **form.cleaned_data)
            messages.success(request, _("已补登 {number}。").format(number=str(taken)))
            return redirect("outgoing.numbers")
        except Invalid as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, worded(wrong))
    page = numbers_page(request.actor, form)
    return render(request, "reports/outgoing_numbers.html", {"page": page}, status=400 if form.errors else 200)


@require_POST
def ask_for_bundle(request: Any, pk: int, form: str) -> HttpResponse:
    """Have every report on a notice written as files."""
    bundle = bundles.ask_for_bundle(request.actor, fetch_notice(request.actor, pk), form=form)
    return redirect("bundle", bundle.pk)


@require_http_methods(["GET", "POST"])
def bundle(request: Any, pk: int) -> HttpResponse:
    """How far the worker has come; a bundle whose worker has gone is asked for again."""
    found = fetch_bundle(request.actor, pk)
    if request.method == "POST":
        bundles.ask_again(request.actor, found)
        return redirect("bundle", pk)
    return render(request, "reports/bundle_page.html", {"page": bundle_page(found)})


@require_GET
def bundle_file(request: Any, pk: int) -> FileResponse:
    """The archive, streamed from disk."""
    found = fetch_bundle(request.actor, pk)
    if found.file is None:
        raise NotFound(gettext_noop("还没有写完。"))
    return FileResponse(place_of(found.file.digest).open("rb"), as_attachment=True, filename=found.file.name)
