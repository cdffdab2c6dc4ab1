# SPDX-License-Identifier: Apache-2.0
"""The page behind a number."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .figures import Question
from .pages import check_is_near, figure_page


@require_GET
def figure(request: Any, key: str) -> HttpResponse:
    """What stands behind a figure of a unit within the reader's reach."""
    question = Question.from_query(key, request.GET.dict())
    check_is_near(request.actor, question)
    request.actor.must("org.unit.read")
    start = request.GET.get("start", "0")
    page = figure_page(request.actor, question, start=int(start) if start.isdigit() and len(start) < 7 else 0)
    return render(request, "rollup/figure.html", {"page": page})
