# SPDX-License-Identifier: Apache-2.0
"""Forms of intake: a file, the columns of its tables, one row; they read what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guantong.org.actors import Actor
from guantong.org.queries import themes_to_pick
from guantong.sheets import Field

from .fields import KEY, SHEETS
from .models import StagedRow, Upload

OWN = "own"  # no column holds the unit: every row is the officer's own unit's


class FileForm(forms.Form):
    """One file, no larger than the server takes."""

    file = forms.FileField(
        label=gettext_lazy("表格文件"),
        help_text=gettext_lazy("xlsx、xls、ods、csv 都可以。有标题行、合并格、小计、备注也不要紧。"),
        widget=forms.FileInput(attrs={"accept": ",".join(SHEETS)}),
        error_messages={"required": gettext_lazy("请选一个文件。"), "empty": gettext_lazy("文件是空的，请另选一个。")},
    )

    def clean_file(self) -> Any:
        """The size is asked before a byte is read."""
        file, limit = self.cleaned_data["file"], settings.CONF["upload_mb"]
        if file.size > limit * 2**20:
            said = _("文件有 %(size)s 兆，一次最多收 %(limit)s 兆。请分成几份再传。")
            raise forms.ValidationError(said % {"size": file.size >> 20, "limit": limit})
        return file


class ColumnsForm(forms.Form):
    """Which column of which table holds which field; one part a table."""

    def __init__(self, *args: Any, upload: Upload, fields: Sequence[Field], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.upload, self.actor = fields, upload, actor
        self.tables = [(at, table) for at, table in enumerate(upload.found) if table["columns"]]
        before = upload.chosen if len(upload.chosen) == len(upload.found) else None
        for at, table in self.tables:
            was = before[at] if before else None
            self.fields[f"read_{at}"] = forms.BooleanField(
                label=_("读这张表"), required=False, initial=was["read"] if was else True
            )
            for field in fields:
                self.fields[f"c{at}_{field.name}"] = self._column(table, field, was)
        self.fields["themes"] = forms.ModelMultipleChoiceField(
            themes_to_pick(actor),
            label=_("这批登记计入哪些主题"),
            required=False,
            initial=[theme.pk for theme in upload.themes.all()],
            widget=forms.CheckboxSelectMultiple,
        )

    def _column(self, table: dict[str, Any], field: Field, was: dict[str, Any] | None) -> forms.Field:
        choices = [("", _("没有这一栏"))]
        if field.name == "unit":
            choices.append((OWN, _("都是{unit}").format(unit=self.actor.unit.label)))
        choices += [(str(each["index"]), _column_said(each)) for each in table["columns"]]
        picked = (was["columns"] if was else table["proposed"]).get(field.name, "")
        alone = field.name == "unit" and picked == "" and (was or not self.actor.unit.numchild)
        return forms.ChoiceField(
            label=f"{field.label}*" if field.required else field.label,
            choices=choices,
            required=False,
            initial=OWN if alone else str(picked),
        )

    def parts(self) -> list[tuple[dict[str, Any], Any, list[Any]]]:
        """Each table with the box that says whether to read it, and its selects."""
        return [
            (table, self[f"read_{at}"], [self[f"c{at}_{field.name}"] for field in self.asked])
            for at, table in self.tables
        ]

    def clean(self) -> dict[str, Any]:
        """Each table that is read has a column for what a record must have, and no column stands for two fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        for at, _table in self.tables:
            if not cleaned.get(f"read_{at}"):
                continue
            taken: dict[str, str] = {}
            for field in self.asked:
                said = cleaned.get(f"c{at}_{field.name}", "")
                if field.required and not said:
                    self.add_error(f"c{at}_{field.name}", _("请指明“%s”在哪一列。") % field.label)
                if said and said != OWN and said in taken:
                    self.add_error(f"c{at}_{field.name}", _("这一列已经用作“%s”。") % taken[said])
                taken.setdefault(said, field.label)
        return cleaned

    def chosen(self) -> list[dict[str, Any]]:
        """What was confirmed, a part for each sheet or table that was found."""
        parts: list[dict[str, Any]] = []
        for at, table in enumerate(self.upload.found):
            said = {field.name: self.cleaned_data.get(f"c{at}_{field.name}", "") for field in self.asked}
            own = {"unit": self.actor.unit.pk} if said.get("unit") == OWN else {}
            columns = {name: int(index) for name, index in said.items() if index not in ("", OWN)}
            is_read = bool(table["columns"] and self.cleaned_data.get(f"read_{at}"))
            parts.append({"read": is_read, "columns": columns, "constants": own})
        return parts


def _column_said(column: dict[str, Any]) -> str:
    samples = "、".join(column["samples"])[:24]
    said = _("{label}：{samples}").format(label=column["label"], samples=samples) if samples else column["label"]
    return _("{said}（隐藏）").format(said=said) if column["is_hidden"] else said


class RowForm(forms.Form):
    """One row as it was read, to be mended; what is wrong stands at its cell."""

    def __init__(
        self, *args: Any, row: StagedRow, asked: Sequence[Field], texts: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.asked = row, asked
        for field in asked:
            if field.name == KEY:
                continue
            self.fields[field.name] = self._cell(field, texts.get(field.name, ""))
        for name, text, *_candidates in row.reasons:
            if name in self.fields:
                self.fields[name].help_text += f"{text} "

    def _cell(self, field: Field, text: str) -> forms.Field:
        options = (_("是"), _("否")) if field.kind == "boolean" else tuple(field.choices)
        said = [each for reason in self.row.reasons if reason[0] == field.name for each in reason[2:]]
        if not options and not said:
            return forms.CharField(label=field.label, required=False, initial=text, max_length=2000)
        choices = [(each, each) for each in dict.fromkeys((text, "", *options, *said))]
        if options:
            return forms.ChoiceField(label=field.label, required=False, initial=text, choices=choices)
        hint = _("是不是：{names}").format(names="、".join(said))
        return forms.CharField(label=field.label, required=False, initial=text, help_text=f"{hint} ")
