# SPDX-License-Identifier: Apache-2.0
"""The forms by which an officer changes units; a unit is found by name, by code or down the tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Person, Unit, UnitKind, UnitLevel
from guantong.org.models.units import UnitQuerySet
from guantong.org.queries import ancestors_of, level_below
from guantong.org.scope import within, within_both_lines
from guantong.register.picking import PickWidget, offer_by_search

TAKEN = 200
LINE = _("在哪个产业工会的线上")


def unions_to_stand_on(actor: Actor) -> UnitQuerySet:
    """The open industrial unions on whose line a unit may be placed: those within reach, and those of a unit above."""
    reach = within_both_lines(actor.unit, "")
    for above in ancestors_of(actor.unit):
        reach |= within(above.path, "path") & Q(depth=above.depth + 1)
    return Unit.objects.in_force().filter(reach, kind=UnitKind.INDUSTRIAL)


def unit_picked(label: Any, *, required: bool = True) -> forms.ModelChoiceField:
    """A unit found by name or code or down the tree; which ones may be picked the form says."""
    return forms.ModelChoiceField(Unit.objects.none(), label=label, required=required, empty_label=_("不填"))


class ChangeForm(forms.Form):
    """What every change asks for: from which day, and on what ground."""

    on = forms.DateField(label=_("生效日期"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    reason = forms.CharField(label=_("依据或理由"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, actor: Actor, unit: Unit, data: Any = None) -> None:
        super().__init__(data, initial={"on": clock.today(), "version": unit.version} | self.first(unit))
        self.actor, self.unit = actor, unit
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField):
                field.queryset = self.pickable(name)

    def pickable(self, name: str) -> UnitQuerySet:
        """The units that a field may be set to: the open ones within reach."""
        seen = Unit.objects.in_force().visible_to(self.actor)
        return unions_to_stand_on(self.actor) if name == "industry" else seen.exclude(pk=self.unit.pk)

    def offer(self, url_of: Callable[[str], str], data: Any = None) -> ChangeForm:
        """Let its units be searched; `data` is what was typed so far, shown again without being judged."""
        offer_by_search(self, self.actor, url_of)
        for name, field in self.fields.items() if data is not None else ():
            many = isinstance(field, forms.ModelMultipleChoiceField)
            self.initial[name] = data.getlist(name) if many else data.get(name, "")
            if isinstance(field.widget, PickWidget):
                field.widget.picker.hear(data)
        return self

    def first(self, unit: Unit) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {}


class RenameForm(ChangeForm):
    """Another name."""

    name = forms.CharField(label=_("新名称"), max_length=120)
    short_name = forms.CharField(label=_("新简称"), max_length=60, required=False)
    field_order = ("name", "short_name")

    def first(self, unit: Unit) -> dict[str, Any]:
        """The present names, to be changed."""
        return {"name": unit.name, "short_name": unit.short_name}


class MoveForm(ChangeForm):
    """Another unit above."""

    to = unit_picked(_("新的上级单位"))
    field_order = ("to",)


class PlaceForm(ChangeForm):
    """Another industrial union, or none."""

    industry = unit_picked(LINE, required=False)
    field_order = ("industry",)


class MergeForm(ChangeForm):
    """The unit that goes on."""

    into = unit_picked(_("并入哪个单位"))
    field_order = ("into",)


class SplitForm(ChangeForm):
    """The new unit, and what it takes."""

    code = forms.SlugField(label=_("新单位代码"), max_length=24)
    name = forms.CharField(label=_("新单位名称"), max_length=120)
    children = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("分出的下级单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("分出的人员"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("code", "name", "children", "people")

    def __init__(self, actor: Actor, unit: Unit, data: Any = None) -> None:
        super().__init__(actor, unit, data)
        children = [each.pk for each in level_below(unit, limit=TAKEN)]
        people = list(unit.people.order_by("name").values_list("pk", flat=True)[:TAKEN])
        self.fields["children"].queryset = Unit.objects.filter(pk__in=children)  # type: ignore[attr-defined]
        self.fields["people"].queryset = Person.objects.filter(pk__in=people)  # type: ignore[attr-defined]


class CloseForm(ChangeForm):
    """What becomes of the units below."""

    BELOW = (("none", _("没有下级单位")), ("move", _("转到另一个单位")), ("close", _("一起撤销")))
    below = forms.ChoiceField(label=_("下级单位"), choices=BELOW)
    children_to = unit_picked(_("转到哪个单位"), required=False)
    field_order = ("below", "children_to")

    def clean(self) -> dict[str, Any]:
        """Moving needs a place to go."""
        data = super().clean() or {}
        if data.get("below") == "move" and data.get("children_to") is None and "children_to" not in self.errors:
            self.add_error("children_to", _t("请选转到哪个单位。"))
        return data


class FoundForm(ChangeForm):
    """A new unit below."""

    code = forms.SlugField(label=_("单位代码"), max_length=24)
    name = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices, initial=UnitKind.BASIC)
    level = forms.ChoiceField(label=_("层级"), choices=UnitLevel.choices, initial=UnitLevel.BASIC)
    region_code = forms.CharField(label=_("行政区划代码"), max_length=12, required=False)
    industry = unit_picked(LINE, required=False)
    field_order = ("code", "name", "kind", "level", "region_code", "industry")


class ReopenForm(ChangeForm):
    """Only the ground."""
