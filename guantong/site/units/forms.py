# SPDX-License-Identifier: Apache-2.0
"""The forms by which an officer changes units; a unit is named by its code or its name, never picked from thousands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import Person, Unit, UnitKind, UnitLevel
from guantong.org.queries import level_below, units_called

SHOWN = 8
TAKEN = 200


class UnitNamed(forms.CharField):
    """A unit within the actor's reach by its code or its name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=120, help_text=_("写单位代码或名称"), **options)
        self.actor: Actor | None = None

    def clean(self, value: Any) -> Unit | None:
        """The only open unit that is called so; where there are several, their codes."""
        words = super().clean(value).strip()
        if not words or self.actor is None:
            return None
        seen = Unit.objects.in_force().visible_to(self.actor)
        exact = list(seen.filter(code=words)[:1]) or list(seen.filter(name=words)[:2])
        found = exact if len(exact) == 1 else list(seen.filter(units_called(words))[: SHOWN + 1])
        if len(found) == 1:
            return found[0]  # type: ignore[no-any-return]
        if not found:
            raise forms.ValidationError(_t("您的范围里没有单位叫“%s”。") % words)
        listed = "、".join(f"{each.name}（{each.code}）" for each in found[:SHOWN])
        raise forms.ValidationError(_t("不止一个单位叫这个，请写代码：%s") % listed)


class ChangeForm(forms.Form):
    """What every change asks for: from which day, and on what ground."""

    on = forms.DateField(label=_("生效日期"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    reason = forms.CharField(label=_("依据或理由"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, actor: Actor, unit: Unit, data: Any = None) -> None:
        super().__init__(data, initial={"on": clock.today(), "version": unit.version} | self.first(unit))
        self.actor, self.unit = actor, unit
        for field in self.fields.values():
            if isinstance(field, UnitNamed):
                field.actor = actor

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

    to = UnitNamed(label=_("新的上级单位"))
    field_order = ("to",)


class PlaceForm(ChangeForm):
    """Another industrial union, or none."""

    industry = UnitNamed(label=_("产业工会（空着就是不在产业线上）"), required=False)
    field_order = ("industry",)


class MergeForm(ChangeForm):
    """The unit that goes on."""

    into = UnitNamed(label=_("并入哪个单位"))
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
    children_to = UnitNamed(label=_("转到哪个单位"), required=False)
    field_order = ("below", "children_to")

    def clean(self) -> dict[str, Any]:
        """Moving needs a place to go."""
        data = super().clean() or {}
        if data.get("below") == "move" and data.get("children_to") is None and "children_to" not in self.errors:
            self.add_error("children_to", _t("请写转到哪个单位。"))
        return data


class FoundForm(ChangeForm):
    """A new unit below."""

    code = forms.SlugField(label=_("单位代码"), max_length=24)
    name = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices, initial=UnitKind.BASIC)
    level = forms.ChoiceField(label=_("层级"), choices=UnitLevel.choices, initial=UnitLevel.BASIC)
    region_code = forms.CharField(label=_("行政区划代码"), max_length=12, required=False)
    field_order = ("code", "name", "kind", "level", "region_code")


class ReopenForm(ChangeForm):
    """Only the ground."""
