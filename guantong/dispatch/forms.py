# SPDX-License-Identifier: Apache-2.0
"""Forms of dispatch: they read what was typed; every rule is the service's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Theme
from guantong.register.catalogue import indicators

from .models import Answer, Programme, Requirement
from .services import Correction

DATE = {"type": "date"}


class ReceiveForm(forms.Form):
    """A notice as a file, or its text pasted."""

    file = forms.FileField(label=_("通知文件"), required=False, help_text=_("Word、PDF、OFD、网页或文本都可以。"))
    text = forms.CharField(
        label=_("或者粘贴正文"), required=False, widget=forms.Textarea(attrs={"rows": 8}), strip=False
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, and no more than the server takes."""
        cleaned: dict[str, Any] = super().clean() or {}
        file, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if not file and not text and "file" not in self.errors:
            self.add_error("file", _("请选一个文件，或者把正文粘贴进来。"))
        limit = settings.CONF["upload_mb"]
        if file and file.size > limit * 1024 * 1024:
            self.add_error("file", _("文件太大，最大 %(limit)s 兆。请只传通知本身。") % {"limit": limit})
        return cleaned

    def document(self) -> tuple[bytes, str]:
        """The content and its name."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(), str(_("粘贴的正文.txt"))


class RequirementForm(forms.Form):
    """What the office sets on one requirement."""

    label = forms.CharField(label=_("简称"), max_length=60)
    programme = forms.ChoiceField(label=_("归口"), choices=[("", _("未定")), *Programme.choices], required=False)
    indicator = forms.ChoiceField(label=_("指标"), required=False)
    target = forms.IntegerField(label=_("目标"), required=False, validators=[MinValueValidator(1)])
    each_part = forms.BooleanField(label=_("每一类都要达到"), required=False)
    due_on = forms.DateField(label=_("期限"), required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        initial = {name: getattr(requirement, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        measures = [(each.key, f"{each.title}（{each.measure}）") for each in indicators()]
        self.fields["indicator"].choices = [("", _("没有指标，写一句话")), *measures]  # type: ignore[attr-defined]

    def correction(self) -> Correction:
        """What was typed, as the service takes it."""
        return Correction(**{name: self.cleaned_data[name] for name in Correction.__slots__})


class AnswerForm(forms.Form):
    """One sentence."""

    text = forms.CharField(
        label=_("一句话"),
        max_length=Answer._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class IssueForm(forms.Form):
    """Under which theme a notice goes out; the units are ticked beside it."""

    theme = forms.CharField(
        label=_("主题"),
        max_length=Theme._meta.get_field("title").max_length,
        help_text=_("登记带上它，才算进这份通知。"),
    )
