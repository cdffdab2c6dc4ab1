# SPDX-License-Identifier: Apache-2.0
"""Choosing a unit or a person among a hundred thousand: by name, short name, code or pinyin initials, or down the tree.

The field is a search box over a few radio buttons; units can also be come upon level by level. htmx refills the
buttons while one types; without a script a button does. Only what the actor may pick is ever offered, and what is
chosen stands with its place in the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.org.models import Person, Unit
from guantong.org.queries import ancestors_of, children_of
from guantong.org.scope import is_within
from guantong.search.queries import narrowed
from guantong.search.sources import source_of

if TYPE_CHECKING:
    from .register import Register

SEARCHED = (Unit, Person)
FEW, SHOWN, ON_A_LEVEL = 8, 20, 60
TYPED, STEP, LOOK = "__q", "__in", "_find"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One that may be picked, or that only leads further down; `place` is where it stands in the tree."""

    pk: int
    name: str
    place: str
    is_chosen: bool
    has_below: bool = False
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """A unit whose next level can be looked at."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The radio buttons of a picker; `steps` lead down the tree to the level that is shown."""

    name: str
    candidates: list[Candidate]
    query: str = ""
    empty_label: str = ""
    has_more: bool = False
    is_searched: bool = True
    url: str = ""
    steps: tuple[Step, ...] = ()
    is_level: bool = False


@dataclass(slots=True)
class Picker:
    """What one field offers to one actor."""

    name: str
    actor: Actor
    rows: models.QuerySet[Any]
    near: Callable[[], models.QuerySet[Any]] | None = None
    empty_label: str = ""
    query: str = ""
    level: int | None = None
    url: str = ""

    def hear(self, data: Mapping[str, Any]) -> None:
        """What was typed into the search box, and the level that was asked for by a button."""
        self.query = str(data.get(self.name + TYPED) or "").strip()[:60]
        name, _colon, level = str(data.get(LOOK) or "").partition(":")
        self.level = row_key(str(data.get(self.name + STEP) or (level if name == self.name else "")))

    def offer(self, value: Any) -> Offer:
        """The chosen one first, then what the query finds; where there are few to pick from, simply all of them."""
        few = list(self._ordered(self.rows)[: FEW + 1])
        if len(few) <= FEW:
            return Offer(self.name, self._candidates(few, value), "", self.empty_label, is_searched=False)
        key = row_key(str(value or ""))
        chosen = list(self.rows.filter(pk=key)) if key else []
        steps = self._steps()
        at = steps[-1] if self.level and len(steps) and steps[-1].pk == self.level else None
        found, most = (list(self._level(at.pk)), ON_A_LEVEL) if at else (list(self._found()[: SHOWN + 1]), SHOWN)
        shown = [*chosen, *(row for row in found[:most] if row.pk != key)]
        return Offer(
            self.name,
            self._candidates(shown, value),
            "" if at else self.query,
            self.empty_label,
            len(found) > most,
            url=self.url,
            steps=steps,
            is_level=at is not None,
        )

    def _steps(self) -> tuple[Step, ...]:
        """The way down the tree, from the actor's own unit to the one whose level was asked for."""
        if self.rows.model is not Unit:
            return ()
        own = self.actor.unit
        at = Unit.objects.in_force().filter(pk=self.level).first() if self.level else None
        line = [*ancestors_of(at), at] if at is not None and is_within(own.path, at.path) else [own]
        return tuple(Step(each.pk, each.label) for each in line if is_within(own.path, each.path))

    def _level(self, pk: int) -> Iterator[Unit]:
        """One level of the tree: what may be picked there, and what leads further down."""
        at = Unit.objects.get(pk=pk)
        level = [at, *children_of(at)[: ON_A_LEVEL + 1]]
        pickable = set(self.rows.filter(pk__in=[each.pk for each in level]).values_list("pk", flat=True))
        for each in level:
            each.is_offered = each.pk in pickable
            if each.is_offered or (each.numchild and each is not at):
                yield each

    def _found(self) -> models.QuerySet[Any]:
        if self.query:
            source = source_of(self.rows.model._meta.label_lower)
            return self._ordered(narrowed(source, self.actor, self.rows, self.query))
        return self._ordered(self.near()) if self.near else self.rows.none()

    def _ordered(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.order_by("path") if rows.model is Unit else rows.select_related("unit").order_by("name", "pk")

    def _candidates(self, rows: list[Any], value: Any) -> list[Candidate]:
        units = {row.pk: row if isinstance(row, Unit) else row.unit for row in rows}
        above = _labels_above(units.values(), self.actor.unit)
        return [
            Candidate(
                row.pk,
                row.name,
                self._place(row, units[row.pk], above),
                str(row.pk) == str(value),
                isinstance(row, Unit) and row.numchild > 0,
                getattr(row, "is_offered", True),
            )
            for row in rows
        ]

    def _place(self, row: Any, unit: Unit, above: Mapping[str, str]) -> str:
        ends = range(Unit.steplen, len(unit.path), Unit.steplen)
        line = [above[unit.path[:end]] for end in ends if unit.path[:end] in above]
        return " › ".join([*line, unit.label] if row is not unit else line)


def _labels_above(units: Any, own: Unit) -> dict[str, str]:
    """What the units above are called, from the actor's own downward, in one query for all."""
    paths = {unit.path[:end] for unit in units for end in range(Unit.steplen, len(unit.path), Unit.steplen)}
    below = [path for path in paths if path.startswith(own.path)]
    return {unit.path: unit.label for unit in Unit.objects.filter(path__in=below)} if below else {}


class PickWidget(forms.Widget):
    """A search box over radio buttons, in place of a list of everything."""

    template_name = "register/pick.html"

    def __init__(self, picker: Picker, url: str, label: str) -> None:
        super().__init__()
        self.picker, self.url, self.label = picker, url, label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        offer = self.picker.offer(value)
        return context | {"offer": offer, "url": self.url, "typed": f"{name}{TYPED}", "label": self.label}

    def use_required_attribute(self, initial: Any) -> bool:
        """The search box may stay empty."""
        return False


def is_searched(field: forms.Field) -> bool:
    """Whether a form's field picks one unit or one person."""
    if not isinstance(field, forms.ModelChoiceField) or isinstance(field, forms.ModelMultipleChoiceField):
        return False
    return getattr(field.queryset, "model", None) in SEARCHED


def offer_by_search(
    form: forms.BaseForm, actor: Actor, url_of: Callable[[str], str], near: Callable[[], Any] | None = None
) -> None:
    """Let the form's fields for units and people be searched."""
    typed = form.data or {}
    for name, field in form.fields.items():
        if not is_searched(field):
            continue
        empty = "" if field.required else str(getattr(field, "empty_label", "") or _("不填"))
        key = form.add_prefix(name)
        rows = field.queryset  # type: ignore[attr-defined]
        picker = Picker(key, actor, rows, near if rows.model is Unit else None, empty, url=url_of(name))
        picker.hear(typed)
        field.widget = PickWidget(picker, picker.url, str(field.label))


def picker_of(register: type[Register], actor: Actor, name: str, *, for_filter: bool) -> Picker | None:
    """The picker of one field, as the form or as the filters of a register offer it; None where none is searched."""
    form = register.filters(actor, {}).form if for_filter else register.bound_form(actor)
    field = form.fields.get(name)
    return field.widget.picker if field is not None and isinstance(field.widget, PickWidget) else None
