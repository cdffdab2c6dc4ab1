# SPDX-License-Identifier: Apache-2.0
"""Two writers of one record: what the first changed stands beside what the second typed, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict

from guantong.trace.models import Entry
from guantong.trace.queries import change_of, history_of
from guantong.trace.services import plain

from .forms import RecordForm
from .register import Register

CHOOSE = "choose."


@dataclass(frozen=True, slots=True)
class Merge:
    """What the first writers did: their last entry, the fields that both changed, and those that they alone did."""

    last: Entry | None
    both: list[str]
    theirs: list[str]


def merge_of(form: RecordForm, register: type[Register], current: Any) -> Merge:
    """Compare what was typed with what stands now, by what the trace says happened since the form was opened."""
    since = max(0, current.version - form.cleaned_data["version"])
    entries = list(history_of(current)[:since])
    before: dict[str, Any] = {}
    for entry in entries:  # newest first, so the oldest word about a field stays
        before |= {key: change_of(entry, current).before.get(key) for key in change_of(entry, current).after}
    both: list[str] = []
    theirs: list[str] = []
    for name in (field.name for field in register.on("form") if field.name in before):
        mine = _plain(form, name)
        if mine == _stands(current, name):
            continue
        untouched = mine == before[name] or (name in form.kept and not form.data.get(name))
        (theirs if untouched else both).append(name)
    return Merge(entries[0] if entries else None, both, theirs)


def _plain(form: RecordForm, name: str) -> Any:
    """A typed value as the trace keeps values."""
    value = form.cleaned_data[name]
    if hasattr(value, "all"):
        return sorted(str(each) for each in value)
    return plain({"": form.instance._meta.get_field(name).value_from_object(form.instance)})[""]


def _stands(row: Any, name: str) -> Any:
    """A value of the record as the trace keeps values."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return sorted(str(each) for each in getattr(row, name).all())
    return plain({"": field.value_from_object(row)})[""]


def chosen(posted: MultiValueDict[str, str], form: RecordForm) -> MultiValueDict[str, str]:
    """The posted form with the other writer's value wherever that one was chosen; `form` holds the record as it is."""
    data = posted.copy()
    for key in posted:
        name = key.removeprefix(CHOOSE)
        if key.startswith(CHOOSE) and posted[key] == "theirs" and name in form.fields:
            data.setlist(name, _as_posted(form, name))
    return data


def _as_posted(form: RecordForm, name: str) -> list[str]:
    value = form[name].value()
    if value in (None, "", False):
        return []
    if isinstance(value, list | tuple):
        return [str(getattr(each, "pk", each)) for each in value]
    return ["on"] if value is True else [str(value)]
