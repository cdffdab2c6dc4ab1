# SPDX-License-Identifier: Apache-2.0
"""A register (登记簿) is declared once; from the declaration come list, form, page, history and rights.

Each declaration compiles to ordinary objects that one can call: `form_class()`, `filter_class()`, `queryset(actor)`,
`urls()`. Nothing here knows a word of what unions do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import filterset_factory

from guantong.kernel.errors import NotFound
from guantong.org.actors import Actor
from guantong.org.models import Unit, UnitRecord
from guantong.org.queries import children_of, themes_to_pick, units_to_pick
from guantong.org.rights import OFFICERS, Right

from .fields import F, Panel
from .finding import filters_of

SETTINGS = frozenset(
    {"key", "model", "slug", "event_date", "fields", "panels", "create", "update", "void", "restore", "empty", "icon"}
)
METHODS = frozenset({"first_line"})


class Register:
    """Declare `model`, `fields`, `panels` and the services that write; an unknown setting stops the process."""

    key: ClassVar[str]
    model: ClassVar[type[UnitRecord]]
    slug: ClassVar[str]
    event_date: ClassVar[str]
    fields: ClassVar[tuple[F, ...]]
    panels: ClassVar[tuple[Panel, ...]]
    create: ClassVar[Callable[..., UnitRecord]]
    update: ClassVar[Callable[..., UnitRecord]]
    void: ClassVar[Callable[..., UnitRecord]]
    restore: ClassVar[Callable[..., UnitRecord]]
    empty: ClassVar[str | Promise] = _("登记一条，和它有关的灯会自己变。")
    icon: ClassVar[str] = "register"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = {name for name in vars(cls) if not name.startswith("__")}
        if unknown := own - SETTINGS - METHODS:
            raise TypeError(f"{cls.__name__} sets {sorted(unknown)}; the settings are {sorted(SETTINGS | METHODS)}")
        if missing := SETTINGS - own - {"empty", "icon"}:
            raise TypeError(f"{cls.__name__} lacks {sorted(missing)}")
        names = [field.name for field in cls.fields] + [name for panel in cls.panels for name in panel.fields]
        for name in [*names, cls.event_date]:
            try:
                cls.model._meta.get_field(name)
            except FieldDoesNotExist:
                have = sorted(field.name for field in cls.model._meta.get_fields())
                raise TypeError(f"{cls.__name__} names the field {name!r}; the model has {have}") from None

    @classmethod
    def first_line(cls, row: Any) -> str:
        """How a row is called in lists and links."""
        return str(row)

    @classmethod
    def title(cls) -> str:
        """What people call the register."""
        return str(cls.model._meta.verbose_name)

    @classmethod
    def room(cls) -> str:
        """The room it belongs to."""
        return cls.key.split(".")[0]

    @classmethod
    def right(cls, verb: str) -> str:
        """The name of the right for a verb: read, record, correct, void."""
        return f"{cls.key}.{verb}"

    @classmethod
    def rights(cls) -> tuple[Right, ...]:
        """Its rights: every officer of a unit reads and writes its records; industry reads along its line."""
        name = cls.title()
        return (
            Right(cls.right("read"), _("查看%s") % name, OFFICERS, along_industry=True),
            Right(cls.right("record"), _("登记%s") % name, OFFICERS),
            Right(cls.right("correct"), _("更正%s") % name, OFFICERS),
            Right(cls.right("void"), _("作废%s") % name, OFFICERS),
        )

    @classmethod
    def queryset(cls, actor: Actor) -> models.QuerySet[Any]:
        """Rows in force within the actor's reach; empty where the post may not read this register."""
        if not actor.may(cls.right("read")):
            return cls.model._default_manager.none()
        rows = cls.model.objects.in_force().visible_to(actor)
        related = [field.name for field in cls.fields if cls.model._meta.get_field(field.name).many_to_one]
        return rows.select_related(*related)

    @classmethod
    def fetch(cls, actor: Actor, pk: int, verb: str = "read") -> Any:
        """The only door to one row: NotFound outside the actor's scope, NotAllowed with a reason inside it."""
        row = cls.model.objects.visible_to(actor).select_related("unit").filter(pk=pk).first()
        if row is None:
            raise NotFound(_("这一页不在您能看的范围里。"))
        actor.must(cls.right(verb), row.unit)
        return row

    @classmethod
    def on(cls, place: str) -> tuple[F, ...]:
        """The fields that show at a place, in order."""
        return tuple(field for field in cls.fields if field.is_on(place))

    @classmethod
    def form_class(cls) -> type[forms.ModelForm[Any]]:
        """The form that screen, sheet and API go through."""
        names = [field.name for field in cls.on("form")]
        widgets: dict[str, type[forms.Widget] | forms.Widget] = {}
        for name in names:
            field = cls.model._meta.get_field(name)
            if isinstance(field, models.DateField):
                widgets[name] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            elif field.many_to_many:
                widgets[name] = forms.CheckboxSelectMultiple()
        return forms.modelform_factory(cls.model, fields=names, widgets=widgets, formfield_callback=_form_field)

    @classmethod
    def bound_form(cls, actor: Actor, *args: Any, **kwargs: Any) -> forms.ModelForm[Any]:
        """A form whose pickers offer only what this actor may pick."""
        form = cls.form_class()(*args, **kwargs)
        picks: dict[str, Callable[[Any], Any] | None] = {"unit": units_to_pick, "themes": themes_to_pick}
        picks |= {field.name: field.pick for field in cls.on("form") if field.pick}
        for name, pick in picks.items():
            if pick is not None and name in form.fields:
                form.fields[name].queryset = pick(actor)  # type: ignore[attr-defined]
        return form

    @classmethod
    def filter_class(cls) -> type[django_filters.FilterSet]:
        """The filters of the list, as they stand in the address bar; a unit is asked with all below it."""
        found: dict[str, django_filters.Filter] = {}
        for field in cls.fields:
            found |= filters_of(cls.model._meta.get_field(field.name), field.find) if field.find else {}
        made: type[django_filters.FilterSet] = filterset_factory(cls.model, fields=[])
        made.base_filters.update(found)
        return made

    @classmethod
    def filters(cls, actor: Actor, query: Any) -> django_filters.FilterSet:
        """The filters bound to an address; units to choose from are the actor's own and those directly below."""
        bound = cls.filter_class()(query, queryset=cls.queryset(actor))
        if "unit" in bound.filters:
            near = Q(pk=actor.unit.pk) | Q(pk__in=children_of(actor.unit).values("pk"))
            bound.filters["unit"].field.queryset = Unit.objects.filter(near)
        return bound


def _form_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form's field; an address typed without its scheme means https."""
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)
