# SPDX-License-Identifier: Apache-2.0
"""The form of a register, made from its declaration; screen, sheet and API go through the same one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from django import forms
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fields import F
from .picking import PickWidget
from .veil import veiled

DAY = {"type": "date"}


class RecordForm(forms.ModelForm[Any]):
    """A record being written. A veiled value never comes back into a form: an empty field keeps it."""

    def veil(self, fields: Sequence[F]) -> None:
        """Hide what stands in the veiled fields of the record that is being corrected."""
        self.kept: dict[str, Any] = {}
        for field in fields:
            value = getattr(self.instance, field.name) if field.veil and self.instance.pk else ""
            if value and field.name in self.fields:
                self.kept[field.name], self.initial[field.name] = value, ""
                self.fields[field.name].required = False
                self.fields[field.name].help_text = _("现在是 {mask}。不改就空着。").format(
                    mask=veiled(field.veil, str(value))
                )

    def resume(self, data: MultiValueDict[str, str]) -> None:
        """Show what was typed elsewhere or earlier, without judging it."""
        for name, field in self.fields.items():
            key = self.add_prefix(name)
            if not field.widget.value_omitted_from_data(data, {}, key) or isinstance(field, forms.BooleanField):
                self.initial[name] = field.widget.value_from_datadict(data, {}, key)
            if isinstance(field.widget, PickWidget):
                field.widget.picker.hear(data)

    def clean(self) -> dict[str, Any]:
        """What was left empty on a veiled field stays as it is."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return cleaned | {name: value for name, value in self.kept.items() if cleaned.get(name) in (None, "")}


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


@cache
def form_class_of(model: type[models.Model], fields: Sequence[F]) -> type[RecordForm]:
    """The form over these fields of a model."""
    widgets: dict[str, type[forms.Widget] | forms.Widget] = {}
    for name in (field.name for field in fields):
        kind = model._meta.get_field(name)
        if isinstance(kind, models.DateField):
            widgets[name] = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
        elif kind.many_to_many:
            widgets[name] = forms.CheckboxSelectMultiple()
    names = [field.name for field in fields]
    made: Any = forms.modelform_factory(
        model, RecordForm, fields=names, widgets=widgets, formfield_callback=_form_field
    )
    return cast("type[RecordForm]", made)


def _form_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form's field; an address typed without its scheme means https, and what is not chosen yet says so."""
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    made = field.formfield(**kwargs)
    if isinstance(made, forms.TypedChoiceField) and field.choices and "" not in dict(field.flatchoices):
        nothing = gettext_lazy("不填") if field.blank else gettext_lazy("请选择")
        choices: Any = made.choices
        made.choices = [(key, label if key not in ("", None) else nothing) for key, label in choices]
    return made
