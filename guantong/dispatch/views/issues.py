# SPDX-License-Identifier: Apache-2.0
"""Pages of what was issued to whom and what became of it, and of the lists of units that an office keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .. import services
from ..pages.issued import issued_page
from ..pages.lists import list_page, lists_page
from ..pages.timeline import timeline_page
from ..queries import fetch_issue, fetch_list, fetch_notice


@require_GET
def issue(request: Any, pk: int) -> HttpResponse:
    """One act of issuing: the frozen list, and how far the job has come."""
    page = issued_page(fetch_issue(request.actor, pk), after=request.GET.get("after", ""))
    return render(request, "dispatch/issued.html", {"page": page})


@require_GET
def timeline(request: Any, pk: int) -> HttpResponse:
    """What a notice went through."""
    page = timeline_page(request.actor, fetch_notice(request.actor, pk))
    return render(request, "dispatch/timeline.html", {"page": page})


@require_GET
def unit_lists(request: Any) -> HttpResponse:
    """The lists that the actor's unit keeps."""
    request.actor.must("dispatch.notice.issue", request.actor.unit)
    return render(request, "dispatch/unit_lists.html", {"page": lists_page(request.actor)})


@require_GET
def unit_list(request: Any, pk: int) -> HttpResponse:
    """The units of one list."""
    page = list_page(fetch_list(request.actor, pk), after=request.GET.get("after", ""))
    return render(request, "dispatch/unit_list.html", {"page": page})


@require_POST
def drop_list(request: Any, pk: int) -> HttpResponse:
    """Let go of a list."""
    services.drop_list(request.actor, fetch_list(request.actor, pk))
    messages.success(request, _("名单不再保留。"))
    return redirect("unit_lists")
