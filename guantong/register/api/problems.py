# SPDX-License-Identifier: Apache-2.0
"""Every refusal as `application/problem+json` (RFC 9457): the sentence that a page would show, and the fields meant."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework import exceptions
from rest_framework.response import Response

from guantong.kernel.errors import Invalid, NotAllowed, NotFound, Refused, RuleBroken
from guantong.org.wording import worded

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[Refused], int] = {NotFound: 404, NotAllowed: 403, Invalid: 400}
CONFLICT = 409
SAID = {
    exceptions.ParseError: gettext_noop("请求的正文不是能读懂的 JSON。"),
    exceptions.UnsupportedMediaType: gettext_noop("请求的正文要用 application/json。"),
    exceptions.NotAcceptable: gettext_noop("这里只答 application/json。"),
    exceptions.MethodNotAllowed: gettext_noop("这个地址不接受这种请求。"),
    exceptions.NotAuthenticated: gettext_noop("请带上令牌（Authorization: Bearer …），或者先登录。"),
    exceptions.Throttled: gettext_noop("请求太快，请等 {wait} 秒再来。"),
}


class FieldsInvalid(Invalid):
    """Several places of a body are wrong at once; `errors` has the sentences by the names of the fields."""

    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__(gettext_noop("有几处要改，见 errors。"))
        self.errors = errors


def problem(status: int, code: str, detail: str, **more: Any) -> dict[str, Any]:
    """What a refusal says."""
    return {"type": f"/api/v1/docs/#{code}", "title": code, "status": status, "detail": detail, **more}


def refused(refusal: Refused) -> Response:
    """A refusal of a service, form or filter."""
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), CONFLICT)
    more: dict[str, Any] = {}
    if isinstance(refusal, FieldsInvalid):
        more["errors"] = refusal.errors
    elif isinstance(refusal, Invalid) and refusal.field:
        more["errors"] = {refusal.field: [worded(refusal)]}
    if isinstance(refusal, RuleBroken) and refusal.source:
        more["source"] = refusal.source
    return _response(problem(status, refusal.code, worded(refusal), **more))


def outright(status: int, code: str, detail: str) -> JsonResponse:
    """A refusal that was spoken before the API was reached."""
    return JsonResponse(problem(status, code, detail), status=status, content_type=MEDIA_TYPE)


def answer_to(exception: Exception, context: dict[str, Any]) -> Response | None:
    """What the API answers instead of an exception; None for one that nobody expected."""
    if isinstance(exception, Refused):
        return refused(exception)
    if isinstance(exception, Http404):
        exception = exceptions.NotFound()
    if isinstance(exception, PermissionDenied):
        exception = exceptions.PermissionDenied(str(exception) or None)
    if not isinstance(exception, exceptions.APIException):
        return None
    wait = getattr(exception, "wait", None)
    said = next((_(text) for kind, text in SAID.items() if isinstance(exception, kind)), str(exception.detail))
    code = str(getattr(exception, "default_code", "error"))
    answer = _response(problem(exception.status_code, code, said.format(wait=int(wait or 0)) if wait else said))
    if header := getattr(exception, "auth_header", None):
        answer["WWW-Authenticate"] = header
    if wait:
        answer["Retry-After"] = str(int(wait) or 1)
    return answer


def _response(said: dict[str, Any]) -> Response:
    return Response(said, status=said["status"], content_type=MEDIA_TYPE)
