# SPDX-License-Identifier: Apache-2.0
"""The floor of the API: a plain view that reads JSON and calls the same service; no form, no token, no schema."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from guantong.learning.models import Lecture
from guantong.learning.registers import LectureRegister
from guantong.org.models import Unit
from guantong.site.urls import urlpatterns as house


@csrf_exempt
def plain_create(request: Any) -> JsonResponse:
    """Enter a lecture."""
    said = json.loads(request.body)
    unit = Unit.objects.get(pk=said.pop("unit"))
    row = Lecture(**said | {"unit": unit, "held_on": date.fromisoformat(said["held_on"])})
    LectureRegister.create(request.actor, row)
    return JsonResponse({"id": row.pk}, status=201)


urlpatterns = [path("plain/", plain_create), *house]
