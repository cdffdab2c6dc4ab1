# SPDX-License-Identifier: Apache-2.0
"""The forms of merging: which two rows, which one stays, and why."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guantong.org.actors import Actor
from guantong.org.models import Person
from guantong.register.picking import offer_by_search

from .page import people_within


class PairForm(forms.Form):
    """Two rows that may be one human."""

    one = forms.ModelChoiceField(Person.objects.none(), label=_("一行"))
    other = forms.ModelChoiceField(Person.objects.none(), label=_("另一行"))

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.queryset = people_within(actor)  # type: ignore[attr-defined]
        offer_by_search(self, actor, lambda name: reverse("people.pick", args=(name,)))

    def clean(self) -> dict[str, Any]:
        """Two rows, not one."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("one") and cleaned.get("one") == cleaned.get("other"):
            self.add_error("other", _("这是同一行，不用合并。"))
        return cleaned


class MergeForm(forms.Form):
    """Which row stays, and why the two are one human; the versions are those that were compared."""

    kept = forms.ChoiceField(label=_("留哪一行"), widget=forms.RadioSelect({"class": "form-check-input"}))
    reason = forms.CharField(label=_("为什么认定是同一个人"), max_length=200)
    versions = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, one: Person, other: Person, data: Any = None) -> None:
        super().__init__(data, initial={"versions": f"{one.version}.{other.version}"})
        kept = [(str(each.pk), f"{each.name}，{each.unit.label}") for each in (one, other)]
        self.fields["kept"].choices = kept  # type: ignore[attr-defined]
        self.both = one, other

    def kept_and_gone(self) -> tuple[Person, Person]:
        """The two rows as they were when they were compared, the one that stays first."""
        one, other = self.both
        seen = re.fullmatch(r"(\d{1,9})\.(\d{1,9})", self.cleaned_data["versions"], re.ASCII)
        one.version, other.version = (int(each) for each in seen.groups()) if seen else (0, 0)
        return (one, other) if self.cleaned_data["kept"] == str(one.pk) else (other, one)
