# SPDX-License-Identifier: Apache-2.0
"""Who asks the API and how often; what a JSON body says, as the register's form takes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.cache import caches
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from guantong.kernel.errors import Invalid
from guantong.kernel.keys import row_key
from guantong.org.models import Account, Token, Unit
from guantong.org.tokens import actor_by, find_token

from .problems import FieldsInvalid


class ByToken(BaseAuthentication):
    """`Authorization: Bearer gt_…`: the token's post, with the token's rights."""

    def authenticate(self, request: Request) -> tuple[Account, Token] | None:
        """The account and its token; None where another way of asking is meant."""
        words = request.headers.get("Authorization", "").split()
        if not words or words[0].lower() != "bearer":
            return None
        token = find_token(words[1]) if len(words) == 2 and words[1].isascii() else None
        if token is None:
            raise AuthenticationFailed(_("令牌不对，或者已经到期、停用。"))
        actor = actor_by(token)
        if actor is None:
            raise AuthenticationFailed(_("建这个令牌的人已经不在那个岗位上。"))
        request.actor = actor
        return token.account, token

    def authenticate_header(self, request: Request) -> str:
        """How a client says who it is."""
        return "Bearer"


class BySession(SessionAuthentication):
    """A signed-in person, for our own pages; what writes needs the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The account of the session."""
        found = super().authenticate(request)
        if found is not None:
            request.actor = request._request.actor
        return found


class PerToken(SimpleRateThrottle):
    """So many requests a minute for each token, or for each signed-in person."""

    cache = caches["rates"]

    scope = "api"

    def get_rate(self) -> str:
        """As the settings say."""
        return f"{settings.API_RATE}/min"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """Whose requests are counted together."""
        who = f"token-{request.auth.pk}" if request.auth else f"account-{request.user.pk}"
        return f"api-rate-{who}"


class Body(JSONParser):
    """JSON, and nothing that no database could hold."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """The body. Raises ParseError where it is too deep or holds half a character."""
        try:
            found = super().parse(*args, **kwargs)
            json.dumps(found, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError):
            raise ParseError from None
        return found


def said_in(request: Request) -> dict[str, Any]:
    """The body of a request as an object. Raises Invalid for anything else."""
    said = request.data
    if not isinstance(said, dict):
        raise Invalid(gettext_noop("请求的正文应当是一个 JSON 对象。"))
    return said


def check_names(said: dict[str, Any], known: frozenset[str]) -> None:
    """Raise FieldsInvalid, naming each, where a body has fields that mean nothing here."""
    if unknown := sorted(set(said) - known):
        names = "、".join(sorted(known))
        raise FieldsInvalid({name: [_("这里没有这个字段；有：{names}。").format(names=names)] for name in unknown})


def seen_version(request: Request, said: dict[str, Any]) -> int | None:
    """The version that the caller has seen, from `If-Match` or the body."""
    given = request.headers.get("If-Match", "").removeprefix("W/").strip('" ') or said.get("version")
    if given is None:
        return None
    found = row_key(str(given))
    if found is None or isinstance(given, bool) or found > 2**31 - 1:
        raise Invalid(gettext_noop("版本应当是一个整数。"), field="version")
    return found


def form_data(
    fields: Mapping[str, forms.Field], said: dict[str, Any], standing: forms.ModelForm[Any] | None = None
) -> dict[str, Any]:
    """What a body says, as a browser would post it; a field that is not said keeps what is `standing` in the record."""
    wrong: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in said:
            data[name] = _kept(standing, name) if standing else None
            continue
        try:
            data[name] = _posted(field, said[name])
        except ValueError as reason:
            wrong[name] = [str(reason)]
    if wrong:
        raise FieldsInvalid(wrong)
    return data


def _kept(form: forms.ModelForm[Any], name: str) -> Any:
    value = form.initial.get(name)
    if isinstance(value, list):
        return [getattr(each, "pk", each) for each in value]
    return form.fields[name].prepare_value(value)


def _posted(field: forms.Field, value: Any) -> Any:
    many = isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField)
    if many != isinstance(value, list) and value is not None:
        raise ValueError(_("应当是一列值。") if many else _("应当是一个值，不是一列。"))
    values = [_one(field, each) for each in value] if many and value is not None else _one(field, value)
    return values if values is not None or not many else []


def _one(field: forms.Field, value: Any) -> Any:
    if isinstance(field, forms.BooleanField) and not isinstance(value, bool):
        raise ValueError(_("应当是 true 或 false。"))
    if isinstance(field, forms.ModelChoiceField) and value is not None:
        return _key(field, value)
    if isinstance(value, dict | list):
        raise ValueError(_("应当是一个值。"))
    return value if value is None or isinstance(value, bool) else str(value)


def _key(field: forms.ModelChoiceField[Any], value: Any) -> Any:
    """The key of what is picked, from its number, its code where it is a unit, or the object as the API shows it."""
    given = value.get("id") if isinstance(value, dict) else value
    key = None if isinstance(given, bool) else row_key(str(given))
    model = cast("type[models.Model]", field.queryset.model) if field.queryset is not None else None
    if isinstance(given, str) and model is Unit:
        unit = Unit.objects.filter(code=given[:24].replace("\x00", "")).values_list("pk", flat=True).first()
        key = unit if unit is not None else key
    if key is None:
        raise ValueError(_("没有这一项。"))
    return str(key)


def fingerprint(request: Request) -> str:
    """What tells one request from another: method, address and body."""
    said = json.dumps(request.data, sort_keys=True, ensure_ascii=False)
    seen = request.headers.get("If-Match", "")
    return hashlib.sha256(f"{request.method} {request.path} {seen} {said}".encode()).hexdigest()
