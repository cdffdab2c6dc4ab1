# SPDX-License-Identifier: Apache-2.0
"""The addresses of every register's API; each takes the declaration that its address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import IntegrityError
from django.urls import URLPattern, path, reverse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from guantong.kernel.errors import Invalid, Stale
from guantong.org.actors import Actor
from guantong.org.services.tokens import once

from ..asked import Asked
from ..listing import page_of
from ..register import Register
from . import answers, problems, services
from .requests import Body, BySession, ByToken, PerToken, check_names, fingerprint, said_in, seen_version
from .schema import RegisterSchema

Done = tuple[int, Any]


class Door(APIView):
    """What all addresses share: who asks, how often, in which form, and how a refusal is said."""

    authentication_classes: ClassVar = [ByToken, BySession]
    permission_classes: ClassVar[list[Any]] = []
    throttle_classes: ClassVar = [PerToken]
    parser_classes: ClassVar = [Body]
    renderer_classes: ClassVar = [JSONRenderer]
    schema: RegisterSchema | None = RegisterSchema()
    metadata_class = None
    http_method_names: ClassVar = ["get", "post", "patch", "head"]
    register: type[Register] = Register
    verb = ""

    def get_exception_handler(self) -> Callable[..., Any]:
        """Refusals are problems."""
        return problems.answer_to

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nobody passes who is not somebody."""
        if not request.user or not request.user.is_authenticated:
            self.permission_denied(request)
        super().initial(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        """As whom the request acts."""
        found: Actor = self.request.actor
        return found

    def done(self, act: Callable[[], Done]) -> Response:
        """Do what is asked; under an idempotency key only the first time, and the same answer every time."""
        key = self.request.headers.get("Idempotency-Key", "")
        if not key:
            return self.answered(*act())
        if len(key) > 80 or not key.isascii() or not key.isprintable():
            raise Invalid("幂等键最长 80 个字符，只用字母、数字和符号。", field="Idempotency-Key")
        asked = (self.request.user.pk, key, fingerprint(self.request), act)
        try:
            return self.answered(*once(*asked))
        except IntegrityError:  # the same request is being answered beside this one: by now its answer is kept
            return self.answered(*once(*asked))

    def answered(self, status: int, answer: Any) -> Response:
        """The answer, with the version that the next change must name."""
        headers = {}
        if isinstance(answer, dict) and "version" in answer:
            headers["ETag"] = f'"{answer["version"]}"'
            if status == 201:
                headers["Location"] = reverse(f"api.{self.register.key}.one", args=(answer["id"],))
        return Response(answer, status=status, headers=headers)

    def said(self, row: Any) -> Any:
        """A record as it stands now."""
        return answers.said(self.register, row)


class Records(Door):
    """The list, and entering one."""

    def get(self, request: Request) -> Response:
        """A page of the list: filters, order, size and cursor as in the address bar of the screen."""
        self.actor.must(self.register.right("read"))
        asked = Asked.by(self.register, request.query_params)
        rows = answers.with_related(self.register, asked.rows(self.actor))
        part = page_of(rows, asked.order, asked.cursor, asked.size)
        return Response(
            {
                "results": [self.said(row) for row in part.rows],
                "next": self.at(asked, part.after),
                "previous": self.at(asked, part.before),
            }
        )

    def at(self, asked: Asked, cursor: str) -> str | None:
        """The address of a neighboring page."""
        query = asked.url(at=cursor).partition("?")[2]
        return f"{reverse(f'api.{self.register.key}.list')}?{query}" if cursor else None

    def post(self, request: Request) -> Response:
        """Enter a record."""
        body = said_in(request)
        return self.done(lambda: (201, self.said(services.create(self.actor, self.register, body))))


class One(Door):
    """One record."""

    def get(self, request: Request, pk: int) -> Response:
        """Read it."""
        return self.answered(200, self.said(self.register.fetch(self.actor, pk)))

    def patch(self, request: Request, pk: int) -> Response:
        """Correct the fields that the body names; `If-Match` or `version` says what was seen."""
        body, version = said_in(request), seen_version(request, said_in(request))
        return self.done(lambda: (200, self.said(services.change(self.actor, self.register, pk, body, version))))


class Step(Door):
    """Void, restore, or a move of the flow: the verb of the address."""

    def post(self, request: Request, pk: int) -> Response:
        """Take the step."""
        body = said_in(request)
        check_names(body, frozenset({"reason", "version"}))
        reason, version = body.get("reason") or "", seen_version(request, body)
        if not isinstance(reason, str) or len(reason) > 200 or "\x00" in reason:
            raise Invalid("理由应当是一句话，最多 200 个字。", field="reason")
        return self.done(lambda: (200, self.said(self.taken(pk, reason, version))))

    def taken(self, pk: int, reason: str, version: int | None) -> Any:
        """The record after the step."""
        is_plain = self.verb in ("void", "restore")
        row = self.register.fetch(self.actor, pk, "void" if is_plain else "read")
        if version is not None and row.version != version:
            raise Stale("没有办成。别人刚动过它，请刷新后再看。")
        if self.verb == "void":
            return self.register.void(self.actor, row, reason=reason)
        if self.verb == "restore":
            return self.register.restore(self.actor, row)
        return self.register.move(self.actor, row, self.verb, reason=reason)


class Many(Door):
    """Many records at once."""

    def post(self, request: Request) -> Response:
        """Enter and correct up to two hundred records in one operation."""
        body = said_in(request)
        check_names(body, frozenset({"rows"}))
        rows = body.get("rows")
        if not isinstance(rows, list):
            raise Invalid("rows 应当是一列对象。", field="rows")
        return self.done(lambda: (200, {"results": [self.said(row) for row in self.written(rows)]}))

    def written(self, rows: list[Any]) -> list[Any]:
        """The records as they stand after it."""
        return services.write_many(self.actor, self.register, rows)


def api_urls_of(register: type[Register]) -> list[URLPattern]:
    """The API's addresses of one register; every verb of its flow is one."""
    verbs = ("void", "restore", *(register.flow.verbs if register.flow else ()))
    start, name = f"{register.slug}/", f"api.{register.key}"
    return [
        path(start, Records.as_view(register=register), name=f"{name}.list"),
        path(f"{start}bulk/", Many.as_view(register=register), name=f"{name}.bulk"),
        path(f"{start}<int:pk>/", One.as_view(register=register), name=f"{name}.one"),
        *(
            path(f"{start}<int:pk>/{verb}/", Step.as_view(register=register, verb=verb), name=f"{name}.{verb}")
            for verb in verbs
        ),
    ]
