# SPDX-License-Identifier: Apache-2.0
"""Forms of outgoing documents: they read what was typed; every rule is the service's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guantong.dispatch.incoming.models import Retention
from guantong.gongwen.model import Kind
from guantong.gongwen.write.rules import URGENCIES
from guantong.kernel import clock
from guantong.kernel.periods import Period
from guantong.org.actors import Actor
from guantong.org.queries import children_of
from guantong.register.catalogue import indicators
from guantong.rollup.figures import Question

from .models import OfficialDocument
from .queries import departments_of
from .rules import blocks_of, names_of
from .services import LONGEST_TITLE, Content, content_of

NAMES = {"rows": 2}


class BeginForm(forms.Form):
    """What a new document is."""

    kind = forms.ChoiceField(label=_("文种"), choices=[(kind.value, kind.value) for kind in Kind])
    title = forms.CharField(
        label=_("标题"), max_length=LONGEST_TITLE, help_text=_("发文机关、事由和文种，如“某某总工会关于……的通知”。")
    )
    addressees = forms.CharField(
        label=_("主送机关"), required=False, widget=forms.Textarea(attrs=NAMES), help_text=_("几个机关之间用顿号隔开。")
    )

    def content(self) -> Content:
        """What was typed."""
        said = self.cleaned_data
        return Content(said["kind"], said["title"].strip(), addressees=names_of(said["addressees"]))


class DraftForm(BeginForm):
    """What stands around the text; the blocks of the text are read beside it."""

    urgency = forms.ChoiceField(
        label=_("紧急程度"), required=False, choices=[("", _("不标")), *((each, each) for each in URGENCIES)]
    )
    copies = forms.CharField(label=_("抄送机关"), required=False, widget=forms.Textarea(attrs=NAMES))
    note = forms.CharField(
        label=_("附注"), required=False, max_length=120, help_text=_("请示要写联系人和电话；括号会自动加上。")
    )
    co_signers = forms.MultipleChoiceField(
        label=_("请哪些部门会签"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("kind", "title", "addressees", "urgency", "copies", "note", "co_signers")

    def __init__(self, data: Any, document: OfficialDocument) -> None:
        content = content_of(document)
        initial = {
            "kind": content.kind,
            "title": content.title,
            "urgency": content.urgency,
            "addressees": "、".join(content.addressees),
            "copies": "，".join(content.copies),
            "note": content.note,
            "version": document.version,
            "co_signers": [each.unit_id for each in document.co_signatures.all()],
        }
        super().__init__(data, initial=initial)
        departments = [unit for unit in departments_of(document.issuer) if unit.pk != document.unit_id]
        self.fields["co_signers"].choices = [(unit.pk, unit.label) for unit in departments]  # type: ignore[attr-defined]
        if not departments:
            del self.fields["co_signers"]

    def content(self) -> Content:
        """What was typed, the blocks among it."""
        said = self.cleaned_data
        return Content(
            said["kind"],
            said["title"].strip(),
            said["urgency"],
            names_of(said["addressees"]),
            names_of(said["copies"]),
            said["note"].strip().strip("（）()"),
            blocks_of(typed_blocks(self.data)),
        )


def typed_blocks(data: Any) -> list[tuple[str, str]]:
    """The boxes of the text as a browser posts them: kind and words, side by side."""
    return list(zip(data.getlist("block_kind"), data.getlist("block_text"), strict=False))


class FigureForm(forms.Form):
    """A number from the registers, to be put into the text."""

    what = forms.ChoiceField(label=_("哪个数"))
    unit = forms.ChoiceField(label=_("哪个单位"))
    period = forms.ChoiceField(label=_("哪段时间"))

    def __init__(self, data: Any, actor: Actor) -> None:
        super().__init__(data)
        units = [actor.unit, *children_of(actor.unit)]
        self.fields["what"].choices = list(_measures())  # type: ignore[attr-defined]
        self.fields["unit"].choices = [(unit.code, unit.label) for unit in units]  # type: ignore[attr-defined]
        self.fields["period"].choices = list(_periods())  # type: ignore[attr-defined]

    def question(self) -> Question:
        """What the figure asks."""
        key, _bar, part = self.cleaned_data["what"].partition("|")
        return Question(key, self.cleaned_data["unit"], self.cleaned_data["period"], part=part)


def _measures() -> Any:
    for each in indicators():
        yield f"{each.key}|", f"{each.title}（{each.measure}）"
        for part, label in each.dimension.parts if each.dimension else ():
            yield f"{each.key}|{part}", f"　{each.title}·{label}"


def _periods() -> Any:
    today = clock.today()
    year, quarter, month = (
        Period.year(today.year),
        Period.quarter(today.year, (today.month + 2) // 3),
        Period.month(today.year, today.month),
    )
    for period in (year, year.previous(), quarter, quarter.previous(), month, month.previous()):
        yield period.key, period.label


class OpinionForm(forms.Form):
    """What somebody says when agreeing; it may stay empty."""

    opinion = forms.CharField(
        label=_("意见"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}), initial=_("同意。")
    )


class ReasonForm(forms.Form):
    """Why something goes back or is given up."""

    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 4}), max_length=500)


class RetentionForm(forms.Form):
    """How long a document is kept."""

    retention = forms.ChoiceField(
        label=_("保管期限"),
        choices=Retention.choices,
        widget=forms.RadioSelect,
        help_text=_("按本机关的归档范围和保管期限表选（国家档案局令第8号）。"),
    )


class PaperNumberForm(forms.Form):
    """A number that was given out on paper this year."""

    serial = forms.IntegerField(label=_("顺序号"), min_value=1)
    title = forms.CharField(label=_("用在哪份公文上"), max_length=300)
