# SPDX-License-Identifier: Apache-2.0
"""Pages of the own file, and of an office that decides what people asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.kernel.errors import Invalid
from guantong.org.wording import worded

from . import services
from .pages import file_page, requests_page
from .queries import fetch_request


@require_http_methods(["GET", "POST"])
def own_file(request: Any) -> HttpResponse:
    """My file; posting asks for a correction or an erasure."""
    person, status = request.user.person, 200
    if request.method == "POST":
        try:
            services.make_request(person, kind=request.POST.get("kind", ""), text=request.POST.get("text", ""))
        except Invalid as wrong:
            messages.error(request, worded(wrong))
            status = 400
        else:
            messages.success(request, _("已提出，办理结果会写在这一页。"))
            return redirect("privacy.file")
    return render(request, "privacy/file.html", {"page": file_page(person)}, status=status)


@require_POST
def take_along(request: Any) -> HttpResponse:
    """Everything held on me, as a file that programs and people can read."""
    held = services.take_along(request.user.person)
    answer = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="my-file.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def withdraw(request: Any, pk: int) -> HttpResponse:
    """Take a consent back."""
    services.withdraw_consent(request.user.person, pk)
    messages.success(request, _("已撤回。"))
    return redirect("privacy.file")


@require_GET
def requests(request: Any) -> HttpResponse:
    """What people asked of this office."""
    return render(request, "privacy/requests.html", {"page": requests_page(request.actor)})


@require_POST
def decide(request: Any, pk: int) -> HttpResponse:
    """Grant or decline, with a reason."""
    verb = "grant" if request.POST.get("verb") == "grant" else "decline"
    found = fetch_request(request.actor, pk)
    services.decide_request(request.actor, found, verb, reason=request.POST.get("reason", ""))
    messages.success(request, _("已办理，本人会看到。"))
    return redirect("privacy.requests")
