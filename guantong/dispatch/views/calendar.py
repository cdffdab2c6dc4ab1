# SPDX-License-Identifier: Apache-2.0
"""The calendar page, and the feed that calendars of phones and computers read."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ..pages.calendar import calendar_page, feed_key, feed_of


@require_GET
def calendar(request: Any) -> HttpResponse:
    """What is due when."""
    feed = reverse("calendar.feed", args=(feed_key(request.user),))
    page = calendar_page(request.actor, request.build_absolute_uri(feed))
    return render(request, "dispatch/calendar.html", {"page": page})


@login_not_required
@require_GET
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The same as iCalendar; the key in the address stands for signing in, and opens nothing else."""
    content = feed_of(key, request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    return response
