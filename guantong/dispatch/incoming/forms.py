# SPDX-License-Identifier: Apache-2.0
"""Forms of incoming documents: they read what was typed; every rule is the service's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import IncomingDocument
from .models import Purpose, Retention
from .queries import handler_named, handlers_of
from .services import Routing


class ArrivalForm(forms.Form):
    """A file that came in."""

    file = forms.FileField(label=_("文件"), help_text=_("Word、PDF、OFD、网页或文本，扫描件也可以。"))
    title = forms.CharField(
        label=_("标题"), required=False, max_length=300, help_text=_("不写就用文件里读出来的；扫描件请写上。")
    )

    def clean_file(self) -> Any:
        """No more than the server takes."""
        file, limit = self.cleaned_data["file"], settings.CONF["upload_mb"]
        if file.size > limit * 1024 * 1024:
            raise forms.ValidationError(_("文件太大，最大 %(limit)s 兆。") % {"limit": limit})
        return file


class RoutingForm(forms.Form):
    """Into whose hands, for what, until when."""

    purpose = forms.ChoiceField(label=_("办件还是阅件"), choices=Purpose.choices, widget=forms.RadioSelect)
    handler = forms.ChoiceField(label=_("承办单位"))
    instruction = forms.CharField(
        label=_("拟办和批示"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(
        label=_("办理期限"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, document: IncomingDocument) -> None:
        super().__init__(data, initial={"purpose": Purpose.ACTION})
        self.document = document
        choices = [(unit.pk, unit.label) for unit in handlers_of(document.unit)]
        self.fields["handler"].choices = choices  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        said = self.cleaned_data
        handler = handler_named(self.document.unit, int(said["handler"]))
        return {"routing": Routing(said["purpose"], handler, said["instruction"], said["due_on"])}


class WordsForm(forms.Form):
    """One sentence, and what the service calls it."""

    name = "reason"
    label = _("理由")

    def __init__(self, data: Any, document: IncomingDocument) -> None:
        super().__init__(data)
        box = forms.Textarea(attrs={"rows": 4})
        self.fields[self.name] = forms.CharField(label=self.label, max_length=500, widget=box)

    def arguments(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return dict(self.cleaned_data)


class OutcomeForm(WordsForm):
    """What was done."""

    name, label = "outcome", _("办理结果")


class ReplyForm(WordsForm):
    """How the sender was answered."""

    name, label = "reply", _("答复情况")


class FilingForm(WordsForm):
    """How long it is kept."""

    def __init__(self, data: Any, document: IncomingDocument) -> None:
        forms.Form.__init__(self, data)
        self.fields["retention"] = forms.ChoiceField(
            label=_("保管期限"), choices=Retention.choices, widget=forms.RadioSelect
        )


class BareForm(WordsForm):
    """Nothing to say."""

    def __init__(self, data: Any, document: IncomingDocument) -> None:
        forms.Form.__init__(self, data)
