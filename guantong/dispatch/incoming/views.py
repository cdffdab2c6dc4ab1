# SPDX-License-Identifier: Apache-2.0
"""Pages of incoming documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.kernel.errors import Invalid, NotFound, RuleBroken
from guantong.org.wording import worded
from guantong.trace.files import content_of

from ..models import IncomingDocument
from ..services import receive_notice
from ..states import INCOMING_FLOW
from . import services
from .forms import ArrivalForm, BareForm, FilingForm, OutcomeForm, ReplyForm, RoutingForm, WordsForm
from .pages import arrival_page, incoming_list_page, incoming_page, incoming_step_page
from .queries import fetch_incoming


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: the service that takes it, and the form that asks what it needs to know."""

    take: Callable[..., IncomingDocument]
    form: type[WordsForm] | type[RoutingForm] = BareForm


VERBS = {
    "register": Verb(services.register_document),
    "pre_review": Verb(services.pre_review_document),
    "route": Verb(services.route_document, RoutingForm),
    "handle": Verb(services.handle_document, OutcomeForm),
    "reply": Verb(services.reply_to_document, ReplyForm),
    "file": Verb(services.file_incoming, FilingForm),
    "send_back": Verb(services.send_back_document, WordsForm),
    "return": Verb(services.return_to_sender, WordsForm),
}


@require_GET
def documents(request: Any) -> HttpResponse:
    """What waits for whom."""
    return render(request, "dispatch/incoming_list.html", {"page": incoming_list_page(request.actor)})


@require_http_methods(["GET", "POST"])
def receive(request: Any) -> HttpResponse:
    """Sign for a file."""
    request.actor.must(services.RECEIVE, request.actor.unit)
    is_post = request.method == "POST"
    form = ArrivalForm(request.POST if is_post else None, request.FILES if is_post else None)
    if is_post and form.is_valid():
        file, title = form.cleaned_data["file"], form.cleaned_data["title"]
        try:
            found = services.receive_document(request.actor, file.read(), file.name, title=title)
            return redirect("incoming.document", found.pk)
        except (Invalid, RuleBroken) as wrong:
            form.add_error(getattr(wrong, "field", "") or None, worded(wrong))
    page = arrival_page(form)
    return render(request, "dispatch/incoming_step.html", {"page": page}, status=400 if form.errors else 200)


@require_GET
def document(request: Any, pk: int) -> HttpResponse:
    """One document."""
    page = incoming_page(request.actor, fetch_incoming(request.actor, pk))
    return render(request, "dispatch/incoming_page.html", {"page": page})


@require_GET
def original(request: Any, pk: int) -> HttpResponse:
    """The file as it came, served only through its document."""
    found = fetch_incoming(request.actor, pk)
    response = HttpResponse(content_of(found.file), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def read_requirements(request: Any, pk: int) -> HttpResponse:
    """Take a document as a notice: its requirements are read and can be issued."""
    found = fetch_incoming(request.actor, pk)
    notice = receive_notice(request.actor, content_of(found.file), found.file.name)
    return redirect("notice", notice.pk)


@require_http_methods(["GET", "POST"])
def move(request: Any, pk: int, verb: str) -> HttpResponse:
    """Take one step; those that need a word ask for it on a page."""
    found = fetch_incoming(request.actor, pk)
    if verb not in VERBS:
        raise NotFound(gettext_noop("没有这一步。"))
    form = VERBS[verb].form(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and form.is_valid():
        try:
            done = VERBS[verb].take(request.actor, found, **form.arguments())
            messages.success(request, _("现在是“{state}”。").format(state=INCOMING_FLOW.label(done.state)))
            return redirect("incoming.document", pk)
        except (Invalid, RuleBroken) as wrong:
            field = getattr(wrong, "field", "")
            form.add_error(field if field in form.fields else None, worded(wrong))
    page = incoming_step_page(found, verb, form)
    return render(request, "dispatch/incoming_step.html", {"page": page}, status=400 if form.errors else 200)
