# SPDX-License-Identifier: Apache-2.0
"""A register (登记簿) is declared once; from the declaration come list, form, page, history and rights.

Each declaration compiles to ordinary objects that one can call: `form_class()`, `filter_class()`, `queryset(actor)`,
`urls()`. Nothing here knows a word of what unions do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import filterset_factory

from guantong.kernel.errors import NotFound, WrongState
from guantong.kernel.flow import Flow, Move
from guantong.org.actors import Actor
from guantong.org.models import Unit, UnitRecord
from guantong.org.queries import children_of, themes_to_pick, units_to_pick
from guantong.org.rights import OFFICERS, Right
from guantong.org.services import move
from guantong.trace.sealing import veiled_fields

from .fields import F, Panel
from .finding import filters_of
from .forms import RecordForm, form_class_of
from .picking import is_searched, offer_by_search
from .searching import ASKED, bound_to, search_filter

SETTINGS = frozenset(
    {"key", "model", "slug", "event_date", "fields", "panels", "create", "update", "void", "restore", "empty", "icon"}
) | {"flow", "moves"}
METHODS = frozenset({"first_line", "rights", "check"})
OPTIONAL = frozenset({"empty", "icon", "flow", "moves"})


class Register:
    """Declare `model`, `fields`, `panels` and the services that write; an unknown setting stops the process.

    `flow` is the state table of the model's `state`. A move needs no service of its own; where it must do more than
    move, `moves` names the service by the verb: it takes actor, row and `reason`, and ends in `org.services.move`.
    """

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
    flow: ClassVar[Flow | None] = None
    moves: ClassVar[Mapping[str, Callable[..., Any]]] = {}
    # What `create` and `update` ask of a record before they add or change it, and all that they ask. A register that
    # names it takes sheets, whose rows are checked by it one by one and then entered together.
    check: ClassVar[Callable[[Any], None] | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = {name for name in vars(cls) if not name.startswith("__")}
        if unknown := own - SETTINGS - METHODS:
            raise TypeError(f"{cls.__name__} sets {sorted(unknown)}; the settings are {sorted(SETTINGS | METHODS)}")
        if missing := SETTINGS - own - OPTIONAL:
            raise TypeError(f"{cls.__name__} lacks {sorted(missing)}")
        names = [field.name for field in cls.fields] + [name for panel in cls.panels for name in panel.fields]
        for name in [*names, cls.event_date]:
            try:
                cls.model._meta.get_field(name)
            except FieldDoesNotExist:
                have = sorted(field.name for field in cls.model._meta.get_fields())
                raise TypeError(f"{cls.__name__} names the field {name!r}; the model has {have}") from None
        cls._check_flow()
        cls._check_veils()

    @classmethod
    def _check_veils(cls) -> None:
        """What a page masks the trace seals, and the other way round: the model's `veiled` and the fields agree."""
        veiled = veiled_fields(cls.model)
        for field in cls.fields:
            if field.veil and field.name not in veiled:
                raise TypeError(
                    f"{cls.__name__} veils {field.name!r}, which {cls.model.__name__} writes open into the trace: "
                    f"name it in the model's `veiled` (one column, no joining table)"
                )
            if not field.veil and field.name in veiled:
                raise TypeError(f"{cls.__name__} shows {field.name!r} open, which {cls.model.__name__} veils")

    @classmethod
    def _check_flow(cls) -> None:
        """A state is declared as a field that no form shows, starts where the flow does, and has the flow's words."""
        name = cls.__name__
        if unknown := set(cls.moves) - set(cls.flow.verbs if cls.flow else ()):
            raise TypeError(f"{name} has services for moves that its flow does not make: {sorted(unknown)}")
        if cls.flow is None:
            return
        state = next((field for field in cls.fields if field.name == "state"), None)
        if state is None or state.is_on("form"):
            raise TypeError(f"{name} has a flow: it declares F('state') and keeps it off the form")
        kept: Any = cls.model._meta.get_field(state.name)
        if kept.default != cls.flow.start or {key for key, _label in kept.choices or ()} != cls.flow.names:
            raise TypeError(f"{name}: the model's state has the flow's choices and starts at {cls.flow.start!r}")

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
    def template(cls, page: str) -> list[str]:
        """The templates of a page, the room's own first: `learning/lecture_list.html`, else `register/list.html`."""
        return [f"{cls.key.replace('.', '/')}_{page}.html", f"register/{page}.html"]

    @classmethod
    def right(cls, verb: str) -> str:
        """The name of the right for a verb: read, record, correct, void."""
        return f"{cls.key}.{verb}"

    @classmethod
    def rights(cls) -> tuple[Right, ...]:
        """Its rights: every officer of a unit reads and writes its records; industry reads along its line.

        Each right that a move takes is one more. A room whose moves belong to other posts overrides this.
        """
        name = cls.title()
        moves = {step.right: step.label for step in reversed(cls.flow.moves)} if cls.flow else {}
        plain = (
            Right(cls.right("read"), _("查看%s") % name, OFFICERS, along_industry=True),
            Right(cls.right("record"), _("登记%s") % name, OFFICERS),
            Right(cls.right("correct"), _("更正%s") % name, OFFICERS),
            Right(cls.right("void"), _("作废%s") % name, OFFICERS),
        )
        have = {right.name for right in plain}
        more = [
            Right(key, format_lazy("{}{}", label, name), OFFICERS) for key, label in moves.items() if key not in have
        ]
        return (*plain, *reversed(more))

    @classmethod
    def queryset(cls, actor: Actor, *, voided: bool = False) -> models.QuerySet[Any]:
        """Rows in force (or void) within the actor's reach; empty where the post may not read this register."""
        if not actor.may(cls.right("read")):
            return cls.model._default_manager.none()
        rows = cls.model.objects.filter(voided_at__isnull=not voided).visible_to(actor)
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
    def step(cls, actor: Actor, row: Any, verb: str) -> Move:
        """The move of that name that this actor may take now; refused in words where there is none."""
        if cls.flow is None or verb not in cls.flow.verbs:
            raise NotFound(_("没有这一步。"))
        if row.voided_at is not None:
            raise WrongState(_("这条登记已作废，要先恢复。"))
        step = cls.flow.move(verb, row.state)
        actor.must(step.right, row.unit)
        return step

    @classmethod
    def move(cls, actor: Actor, row: Any, verb: str, *, reason: str = "") -> Any:
        """Take one move: by the service declared for it, else by the state table alone."""
        cls.step(actor, row, verb)
        if verb in cls.moves:
            return cls.moves[verb](actor, row, reason=reason)
        return move(row, cls.flow, verb, by=actor, reason=reason)  # type: ignore[arg-type]  # step found the flow

    @classmethod
    def veil_of(cls, name: str) -> str:
        """How a field is veiled, "" where it is open."""
        return next((field.veil for field in cls.fields if field.name == name), "")

    @classmethod
    def veiled_on_page(cls) -> frozenset[str]:
        """The fields that a record's page masks and that can be opened there for a reason."""
        return frozenset(field.name for field in cls.on("page") if field.veil)

    @classmethod
    def on(cls, place: str) -> tuple[F, ...]:
        """The fields that show at a place, in order."""
        return tuple(field for field in cls.fields if field.is_on(place))

    @classmethod
    def form_class(cls) -> type[RecordForm]:
        """The form that screen, sheet and API go through."""
        return form_class_of(cls.model, cls.on("form"))

    @classmethod
    def bound_form(cls, actor: Actor, *args: Any, **kwargs: Any) -> RecordForm:
        """A form whose pickers offer only what this actor may pick."""
        form = cls.form_class()(*args, **kwargs)
        form.veil(cls.fields)
        for name, pick in cls.picks().items():
            if name in form.fields:
                form.fields[name].queryset = pick(actor)  # type: ignore[attr-defined]
        offer_by_search(form, actor, cls.pick_url)
        return form

    @classmethod
    def picks(cls) -> dict[str, Callable[[Any], Any]]:
        """What an actor may pick, by the name of the field."""
        declared = {field.name: field.pick for field in cls.fields if field.pick}
        return {"unit": units_to_pick, "themes": themes_to_pick, **declared}

    @classmethod
    def pick_url(cls, name: str) -> str:
        """Where a picker of the form asks."""
        return reverse(f"{cls.key}.pick", args=("form", name))

    @classmethod
    @cache
    def filter_class(cls) -> type[django_filters.FilterSet]:
        """The filters of the list, as they stand in the address bar; a unit is asked with all below it."""
        found: dict[str, django_filters.Filter] = {ASKED: search_filter()}
        for field in cls.fields:
            found |= filters_of(cls.model._meta.get_field(field.name), field.find) if field.find else {}
        made: type[django_filters.FilterSet] = filterset_factory(cls.model, fields=[])
        made.base_filters.update(found)
        return made

    @classmethod
    def filters(cls, actor: Actor, query: Any, *, voided: bool = False) -> django_filters.FilterSet:
        """The filters bound to an address; a unit to ask for is any that the actor sees, those near at hand first."""
        bound = cls.filter_class()(query, queryset=cls.queryset(actor, voided=voided))
        bound_to(bound, cls, actor)
        picks = cls.picks() | {"unit": Unit.objects.visible_to}
        for name in bound.filters:
            if is_searched(bound.filters[name].field):
                bound.filters[name].field.queryset = picks[name](actor)
        near = partial(children_of, actor.unit)
        offer_by_search(bound.form, actor, lambda name: reverse(f"{cls.key}.pick", args=("filter", name)), near)
        return bound
