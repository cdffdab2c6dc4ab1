# SPDX-License-Identifier: Apache-2.0
"""A notice handed in by a program: the same reader, the same refusals, the same service as the page."""

from __future__ import annotations

import base64
import binascii
from typing import Any, ClassVar

from django.conf import settings
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from drf_spectacular.openapi import AutoSchema
from rest_framework.request import Request
from rest_framework.response import Response

from guantong.kernel.errors import Invalid
from guantong.register.api.requests import check_names, said_in
from guantong.register.api.schema import Json, responses
from guantong.register.api.views import Door

from . import services
from .models import Notice

FIELDS = frozenset({"name", "content", "text"})
TEXT = {"type": "string"}


class NoticeSchema(AutoSchema):
    """What the address takes and answers."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Json:
        """A file in base64 with its name, or a text."""
        row = {"id": {"type": "integer"}, "title": TEXT, "number": TEXT, "state": TEXT, "url": TEXT}
        answer = {"type": "object", "properties": {**row, "requirements": {"type": "integer"}}}
        given = {"name": TEXT, "content": {"type": "string", "contentEncoding": "base64"}, "text": TEXT}
        return {
            "operationId": "notices_receive",
            "summary": _("收文"),
            "tags": ["notices"],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"type": "object", "properties": given}}},
            },
            "responses": responses("receive", answer, {"$ref": "#/components/schemas/problem"}),
        }


class Receive(Door):
    """Receiving a notice."""

    schema = NoticeSchema()  # type: ignore[assignment]
    http_method_names: ClassVar = ["post"]

    def post(self, request: Request) -> Response:
        """Read it and keep it with the requirements found in it; under an idempotency key only once."""
        self.actor.must("dispatch.notice.receive", self.actor.unit)
        said = said_in(request)
        check_names(said, FIELDS)
        return self.done(lambda: (201, _said(services.receive_notice(self.actor, *_document(said)))))


def _document(said: Json) -> tuple[bytes, str]:
    """The bytes and the name of what was handed in. Raises Invalid for neither, both, or what is no base64."""
    name, content, text = (said.get(key, "") for key in ("name", "content", "text"))
    if not all(isinstance(each, str) for each in (name, content, text)) or bool(content) == bool(text):
        raise Invalid(gettext_noop("请给 content（文件，base64）或 text（正文），两样给一样。"), field="content")
    if text:
        return text.encode(), name or "text.txt"
    try:
        found = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(gettext_noop("content 不是 base64。"), field="content") from None
    if len(found) > settings.CONF["upload_mb"] * 1024 * 1024:
        raise Invalid(gettext_noop("文件太大，最大 {limit} 兆。"), field="content", limit=settings.CONF["upload_mb"])
    return found, name


def _said(notice: Notice) -> Json:
    return {
        "id": notice.pk,
        "title": notice.title,
        "number": notice.number,
        "state": notice.state,
        "requirements": notice.requirements.count(),
        "url": reverse("notice", args=(notice.pk,)),
    }


URLS = (path("notices/", Receive.as_view(), name="api.notices"),)
