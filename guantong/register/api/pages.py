# SPDX-License-Identifier: Apache-2.0
"""The description of the whole API, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, include, path
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from guantong.kernel.errors import NotFound

from ..pages import Crumb
from ..register import Register
from .views import Door, api_urls_of

PREFIX = "api/v1/"
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}


@dataclass(frozen=True, slots=True)
class DocsPage:
    """The description for people."""

    title: str
    lead: str
    crumbs: tuple[Crumb, ...] = ()


class Schema(Door):
    """The description for programs."""

    schema = None  # it does not describe itself
    more: tuple[URLPattern, ...] = ()

    def get(self, request: Request) -> Response:
        """OpenAPI 3.1."""
        return Response(described(get_language() or "", self.more))


class Unknown(Door):
    """Whatever else somebody asks for."""

    schema = None

    def get(self, request: Request, rest: str) -> Response:
        """Nothing is there."""
        raise NotFound(gettext_noop("接口没有这个地址，请看 /api/v1/docs/。"))


@lru_cache(maxsize=4)
def described(language: str, more: tuple[URLPattern, ...]) -> dict[str, Any]:
    """The whole API in one language, `more` than the registers' too; made once, for it changes only with the code."""
    from .. import catalogue

    registers = [each for register in catalogue.registers() for each in api_urls_of(register)]
    urls = [path(PREFIX, include([*more, *registers]))]
    made: dict[str, Any] = SchemaGenerator(patterns=urls).get_schema(request=None, public=True)
    made["openapi"] = "3.1.0"
    made["info"] = {"title": _("贯通接口"), "version": "1", "description": _("每本登记簿的接口，和页面走同一张表单。")}
    made.setdefault("components", {})["securitySchemes"] = SCHEMES
    made["security"] = [{"token": []}, {"session": []}]
    return made


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page to read and try."""
    lead = _("在“我的令牌”建一个令牌，就能用程序登记和读取。")
    return render(request, "register/api_docs.html", {"page": DocsPage(_("接口说明"), lead)})


def api_urls(registers: Iterable[type[Register]], more: tuple[URLPattern, ...] = ()) -> list[URLPattern]:
    """Every address of the API; `more` are those of floors above the registers."""
    return [
        path("schema/", Schema.as_view(more=more), name="api.schema"),
        path("docs/", docs, name="api.docs"),
        *more,
        *(each for register in registers for each in api_urls_of(register)),
        path("<path:rest>", Unknown.as_view(), name="api.unknown"),
    ]
