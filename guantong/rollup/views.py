# SPDX-License-Identifier: Apache-2.0
"""The page behind a number."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET

from guantong.kernel.errors import NotFound
from guantong.org.models import Unit

from .figures import Question
from .pages import figure_page


@require_GET
def figure(request: Any, key: str) -> HttpResponse:
    """What stands behind a figure of a unit within the reader's reach."""
    question = Question.from_query(key, request.GET.dict())
    if not Unit.objects.visible_to(request.actor).filter(code=question.unit).exists():
        raise NotFound(_("这一页不在您能看的范围里。"))
    request.actor.must("org.unit.read")
    start = request.GET.get("start", "0")
    page = figure_page(request.actor, question, start=int(start) if start.isdigit() and len(start) < 7 else 0)
    return render(request, "rollup/figure.html", {"page": page})
