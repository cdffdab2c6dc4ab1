# SPDX-License-Identifier: Apache-2.0
"""The page behind a number, the quality of records, one's own choice of indicators, and charts as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_http_methods

from guantong.kernel.errors import NotFound
from guantong.kernel.keys import row_key
from guantong.org.models import Unit
from guantong.register.catalogue import indicator_named

from .charts.files import TYPES, file_of
from .figures import Question
from .pages.choose import choose_page
from .pages.dashboard import chart_of
from .pages.figure import check_is_near, figure_page
from .pages.quality import list_page, quality_page
from .queries import unit_near
from .services import choose_indicators

FARTHEST = 100_000


@require_GET
def figure(request: Any, key: str) -> HttpResponse:
    """What stands behind a figure of a unit within the reader's reach."""
    question = Question.from_query(key, request.GET.dict())
    check_is_near(request.actor, question)
    request.actor.must("org.unit.read")
    was = row_key(request.GET.get("was", ""))
    page = figure_page(request.actor, question, start=_start(request), was=was)
    return render(request, "rollup/figure.html", {"page": page})


@require_GET
def quality(request: Any, code: str) -> HttpResponse:
    """How complete and how soon the records below a unit are."""
    unit = _unit(request, code)
    return render(
        request, "rollup/quality.html", {"page": quality_page(request.actor, unit, request.GET.get("period", ""))}
    )


@require_GET
def quality_list(request: Any, code: str) -> HttpResponse:
    """The units or records behind a number of that page."""
    asked = [request.GET.get(name, "") for name in ("what", "indicator", "period")]
    page = list_page(_unit(request, code), *asked, start=_start(request))
    return render(request, "rollup/quality_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def choose(request: Any, code: str) -> HttpResponse:
    """One's own choice of indicators."""
    unit = _unit(request, code)
    if request.method == "POST":
        choose_indicators(request.actor, request.POST.getlist("keys"))
        return redirect("dashboard", unit.code)
    return render(request, "rollup/choose.html", {"page": choose_page(request.actor, unit)})


@require_GET
def chart(request: Any, code: str, key: str, form: str) -> HttpResponse:
    """A chart, or its table, to take along."""
    if form not in TYPES:
        raise NotFound(_("没有这种文件。"))
    unit = _unit(request, code)
    drawn, cover = chart_of(unit, indicator_named(key), request.GET.get("period", ""))
    response = HttpResponse(file_of(drawn, form, cover), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{unit.code}-{key}.{form}"'
    return response


def _unit(request: Any, code: str) -> Unit:
    request.actor.must("org.unit.read")
    return unit_near(request.actor, code)


def _start(request: Any) -> int:
    return min(row_key(request.GET.get("start", "")) or 0, FARTHEST)
