# SPDX-License-Identifier: Apache-2.0
"""What the API is, in OpenAPI: bodies from the register's form, answers from its model, parameters from its filters."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from guantong.org.models import Unit

from ..listing import LARGEST, PAGE, sortable
from ..register import Register

Json = dict[str, Any]
PROBLEM: Json = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": True},
        "source": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
STEP: Json = {
    "type": "object",
    "properties": {"reason": {"type": "string", "maxLength": 200}, "version": {"type": "integer", "minimum": 1}},
    "additionalProperties": False,
}
REFUSALS = {
    400: gettext_noop("正文或地址看不懂"),
    401: gettext_noop("没有令牌，或者令牌不对"),
    403: gettext_noop("没有权限"),
    404: gettext_noop("不在能看的范围里"),
    405: gettext_noop("这个地址不接受这种请求"),
    409: gettext_noop("版本、状态或规则不允许"),
    429: gettext_noop("请求太快"),
}
KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 80, "pattern": "^[!-~]+$"},
}


class RegisterSchema(AutoSchema):
    """One operation of one register."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Json:
        """What the address does with this method."""
        register: type[Register] = self.view.register
        self.registry, kind = registry, type(self.view).__name__
        verb = getattr(self.view, "verb", "")
        name = {"Records": {"GET": "list", "POST": "create"}, "One": {"GET": "read", "PATCH": "change"}}
        act = verb or name.get(kind, {}).get(method, "bulk")
        record = self.part(register, "record", answer_of(register))
        answer = record
        if kind in ("Records", "Many") and act != "create":
            answer = {"type": "object", "properties": {"results": {"type": "array", "items": record}}}
        if act == "list":
            answer["properties"] |= {each: {"type": ["string", "null"]} for each in ("next", "previous")}
        said: Json = {
            "operationId": f"{register.key.replace('.', '_')}_{act}",
            "summary": f"{register.title()}: {act}",
            "tags": [register.key],
            "parameters": self.parameters(register, act),
            "responses": responses(act, answer, self.problem()),
        }
        if method != "GET":
            body = STEP if kind == "Step" else self.part(register, "entry", entry_of(register, act))
            if act == "change":
                body = self.part(register, "change", entry_of(register, act))
            if act == "bulk":
                rows = {"type": "array", "items": {"type": "object"}, "minItems": 1, "maxItems": LARGEST}
                body = {"type": "object", "properties": {"rows": rows}, "required": ["rows"]}
            said["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
        return said

    def part(self, register: type[Register], name: str, schema: Json) -> Json:
        """A schema under a name of its own, so that it stands once."""
        return self.registered(f"{register.key}.{name}", schema)

    def problem(self) -> Json:
        """How every refusal looks."""
        return self.registered("problem", PROBLEM)

    def registered(self, name: str, schema: Json) -> Json:
        """The reference to a named schema."""
        part = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name)
        self.registry.register_on_missing(part)
        return dict(part.ref)

    def parameters(self, register: type[Register], act: str) -> list[Json]:
        """What stands in the address and the head of a request."""
        if act == "list":
            own = [
                _query("at", {"type": "string"}, _("翻页的位置，取自 next 或 previous")),
                _query("size", {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": PAGE}, _("一页多少条")),
                _query("sort", {"enum": [s + name for name in sortable(register) for s in ("", "-")]}, _("排序")),
            ]
            filters = register.filter_class().base_filters
            return own + [_query(key, filter_of(each), str(each.label)) for key, each in filters.items()]
        found = [] if act == "create" or act == "bulk" else [_pk()]
        if act == "change":
            match = {"type": "string", "pattern": '^"?[0-9]{1,9}"?$'}
            found.append({"name": "If-Match", "in": "header", "schema": match})
        return found if act == "read" else [*found, KEY]


def _pk() -> Json:
    return {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}


def _query(name: str, schema: Json, about: str) -> Json:
    return {"name": name, "in": "query", "schema": schema, "description": about}


def responses(act: str, answer: Json, problem: Json) -> Json:
    """What may come back."""
    refused = {"application/problem+json": {"schema": problem}}
    done = {"description": _("办成了"), "content": {"application/json": {"schema": answer}}}
    kept = {str(code): {"description": _(about), "content": refused} for code, about in REFUSALS.items()}
    return {"201" if act == "create" else "200": done} | kept


def filter_of(given: django_filters.Filter) -> Json:
    """One condition of a list."""
    if isinstance(given, django_filters.DateFilter):
        return {"type": "string", "format": "date"}
    if isinstance(given, django_filters.ModelChoiceFilter):
        return {"type": "integer", "minimum": 1}
    if isinstance(given, django_filters.ChoiceFilter):
        return {"enum": [str(key) for key, _label in given.extra.get("choices", ())]}
    if isinstance(given, django_filters.NumberFilter):
        return {"type": "number"}
    return {"type": "string", "maxLength": 60}


def entry_of(register: type[Register], act: str) -> Json:
    """What a body may say: the fields of the form; a change names those that it changes."""
    form = register.form_class()
    fields = {name: body_of(field) for name, field in form.base_fields.items()}
    required = [name for name, field in form.base_fields.items() if field.required]
    if act == "change":
        fields["version"], required = {"type": "integer", "minimum": 1}, []
    found: Json = {"type": "object", "properties": fields, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def body_of(field: forms.Field) -> Json:
    """One field of a body, as the form takes it."""
    said: Json = {"type": "string"}
    if isinstance(field, forms.ModelMultipleChoiceField):
        said = {"type": "array", "items": {"type": "integer", "minimum": 1}}
    elif isinstance(field, forms.ModelChoiceField):
        model = getattr(field.queryset, "model", None)
        said = {"type": ["integer", "string"] if model is Unit else "integer"}
    elif isinstance(field, forms.BooleanField):
        said = {"type": "boolean"}
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        said = {"enum": [str(key) for key, _label in choices if key not in ("", None)]}
    elif isinstance(field, forms.IntegerField):
        bounds = {"minimum": field.min_value, "maximum": field.max_value}
        said = {"type": "integer"} | {key: value for key, value in bounds.items() if value is not None}
    elif isinstance(field, forms.DecimalField):
        said = {"type": ["number", "string"]}
    elif isinstance(field, forms.DateField):
        said = {"type": "string", "format": "date"}
    elif isinstance(field, forms.CharField) and field.max_length:
        said = {"type": "string", "maxLength": field.max_length}
    return said | {"title": str(field.label or ""), "description": str(field.help_text or "")}


def answer_of(register: type[Register]) -> Json:
    """What the API says of a record."""
    text, number, moment = {"type": "string"}, {"type": "integer"}, {"type": "string", "format": "date-time"}
    own: Json = {
        "id": number,
        "version": number,
        "url": text,
        "first_line": text,
        "recorded_at": moment,
        "recorded_by": text,
        "voided_at": {"type": ["string", "null"], "format": "date-time"},
    }
    fields = {each.name: value_of(register, each.name) for each in register.on("api")}
    return {"type": "object", "properties": own | fields, "required": [*own, *fields]}


def value_of(register: type[Register], name: str) -> Json:
    """One field of an answer."""
    field: Any = register.model._meta.get_field(name)
    thing = {"type": "object", "properties": {"id": {"type": "integer"}, "label": {"type": "string"}}}
    title = {"title": str(getattr(field, "verbose_name", name))}
    if register.veil_of(name):
        return {"type": ["string", "null"]} | title
    if field.many_to_many:
        return {"type": "array", "items": thing} | title
    kinds = (
        (models.ForeignKey, "object"),
        (models.BooleanField, "boolean"),
        (models.IntegerField, "integer"),
    )
    kind = next((each for model, each in kinds if isinstance(field, model)), "string")
    found: Json = {"type": [kind, "null"] if field.null else kind} | title
    return found | ({"properties": thing["properties"]} if kind == "object" else {})
