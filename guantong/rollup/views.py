# SPDX-License-Identifier: Apache-2.0
"""The page behind a number."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guantong.kernel.keys import row_key

from .figures import Question
from .pages import check_is_near, figure_page

FARTHEST = 100_000


@require_GET
def figure(request: Any, key: str) -> HttpResponse:
    """What stands behind a figure of a unit within the reader's reach."""
    question = Question.from_query(key, request.GET.dict())
    check_is_near(request.actor, question)
    request.actor.must("org.unit.read")
    start = row_key(request.GET.get("start", "")) or 0
    page = figure_page(request.actor, question, start=min(start, FARTHEST))
    return render(request, "rollup/figure.html", {"page": page})
