# SPDX-License-Identifier: Apache-2.0
"""Forms of dispatch: they read what was typed; every rule is the service's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Theme, Unit, UnitKind, UnitLevel
from guantong.org.queries import children_of
from guantong.org.rights import ROLES
from guantong.register.catalogue import indicators

from .models import Answer, Programme, Question, QuestionKind, Reach, Repeats, Requirement, UnitList, UrgeLevel
from .services import Correction, within_reach

DATE = {"type": "date"}
PLACES = 200


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
    reach = forms.ChoiceField(label=_("算谁的"), choices=Reach.choices, required=False)
    share = forms.IntegerField(label=_("达到的单位占百分之几"), required=False, min_value=1, max_value=100)
    repeats = forms.ChoiceField(label=_("多久一次"), choices=Repeats.choices, required=False)
    due_on = forms.DateField(label=_("期限"), required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    is_undated = forms.BooleanField(label=_("不设期限"), required=False)
    post = forms.ChoiceField(label=_("责任岗位"), choices=[("", _("不限")), *ROLES.items()], required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        known = [name for name in self.base_fields if hasattr(requirement, name)]
        initial = {name: getattr(requirement, name) for name in known}
        super().__init__(*args, initial=initial, **kwargs)
        measures = [(each.key, f"{each.title}（{each.measure}）") for each in indicators()]
        self.fields["indicator"].choices = [("", _("没有指标，写一句话")), *measures]  # type: ignore[attr-defined]

    def correction(self) -> Correction:
        """What was typed, as the service takes it."""
        said = {name: self.cleaned_data[name] for name in Correction.__slots__}
        return Correction(**said | {"reach": said["reach"] or Reach.SUBTREE})


class AmendForm(RequirementForm):
    """What changes on a requirement that was issued already, and why."""

    reason = forms.CharField(label=_("为什么变更"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class OwnRequirementForm(RequirementForm):
    """A duty of one's own, added before a notice is handed on."""

    text = forms.CharField(label=_("要办什么"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("text",)


class ReasonForm(forms.Form):
    """One sentence that says why."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ExtensionForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(label=_("延到哪一天"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    why = forms.CharField(label=_("为什么要延期"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class UrgeForm(forms.Form):
    """How firmly, and in which words; the units are ticked beside it."""

    level = forms.TypedChoiceField(label=_("级别"), choices=UrgeLevel.choices, coerce=int)
    text = forms.CharField(label=_("要说的话"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class QuestionForm(forms.Form):
    """What to ask, and what kind of answer it takes."""

    text = forms.CharField(label=_("问题"), max_length=120)
    kind = forms.ChoiceField(label=_("要什么样的回答"), choices=QuestionKind.choices)
    choices = forms.CharField(
        label=_("可选项"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只在“选一项”时填，一行一个。"),
    )


class ValueForm(forms.Form):
    """The answer to one question, in the shape that the question takes."""

    value = forms.CharField(max_length=300)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, widget = self.fields["value"], forms.TextInput()
        if question.kind == QuestionKind.NUMBER:
            widget = forms.NumberInput(attrs={"min": 0, "step": 1, "inputmode": "numeric"})
        elif question.kind == QuestionKind.DATE:
            widget = forms.DateInput(attrs=DATE)
        elif question.kind == QuestionKind.CHOICE:
            widget = forms.RadioSelect(choices=[(each, each) for each in question.choices])
        field.widget, field.label = widget, question.text


class ChooserForm(forms.Form):
    """Units chosen by what and where they are instead of one by one."""

    scope = forms.ChoiceField(
        label=_("成批选"),
        choices=[("", _("单独选")), ("children", _("直接下级")), ("all", _("各级下级"))],
        required=False,
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("按类别"), choices=UnitKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label=_("按层级"), choices=UnitLevel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    under = forms.ChoiceField(label=_("在哪个地方"), required=False)
    line = forms.ChoiceField(label=_("在哪条产业线"), required=False)
    saved = forms.TypedChoiceField(label=_("用存下的名单"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(children_of(unit).filter(numchild__gt=0)[:PLACES])
        lines = within_reach(unit).filter(kind=UnitKind.INDUSTRIAL)[:PLACES]
        lists = UnitList.objects.filter(unit=unit)
        self._offer("under", _("不限"), [(each.path, each.name) for each in places])
        self._offer("line", _("不限"), [(each.line, each.name) for each in lines])
        self._offer("saved", _("不用"), [(each.pk, each.title) for each in lists])

    def _offer(self, name: str, none: str, choices: list[Any]) -> None:
        if choices:
            self.fields[name].choices = [("", none), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def conditions(self) -> dict[str, Any]:
        """What was chosen, as a selection takes it; an odd choice is none."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


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
