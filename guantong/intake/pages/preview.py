# SPDX-License-Identifier: Apache-2.0
"""All rows of an upload with what becomes of each, before and after it is entered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.register.pages import Action, Crumb
from guantong.register.register import Register
from guantong.register.veil import veiled
from guantong.sheets import Field

from .. import queries
from ..fields import KEY
from ..judging import shown
from ..models import StagedRow, Upload
from ..services import KEPT_DAYS
from ..states import Fate, Outcome, UploadState
from .one_row import reasons_of
from .parts import Step, asked_of, columns_shown, crumbs_to, steps_of

TONES = {"new": "new", "change": "edit", "same": "", "refused": "no"}


@dataclass(frozen=True, slots=True)
class Stat:
    """How many rows came out one way."""

    word: str
    tone: str
    number: int
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """One way of looking at the rows."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """One value of a row, with the one that it takes the place of."""

    label: str
    text: str
    old: str = ""
    is_wrong: bool = False
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row with what becomes of it."""

    number: int
    place: str
    word: str
    tone: str
    cells: list[PreviewCell]
    reasons: list[str]
    record_url: str
    mend_url: str
    leave_url: str
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """All rows of an upload with what becomes of each, before and after it is entered."""

    title: str
    lead: str
    state: str
    steps: list[Step]
    note: str
    stats: list[Stat]
    tokens: list[Token]
    heads: list[Any]
    rows: list[PreviewRow]
    show: str
    after: int
    next_url: str
    first_url: str
    refused_url: str
    foot: str
    apply_url: str
    apply_label: str
    columns_url: str
    cancel_url: str
    undo_url: str
    crumbs: list[Crumb]
    actions: list[Action] = field(default_factory=list)


def preview_page(upload: Upload, actor: Actor, show: str, after: str) -> PreviewPage:
    """One page of rows, those that need the officer first."""
    register, counts = queries.register_of(upload), upload.counts
    url = reverse("upload", args=(upload.pk,))
    urgent = next((each for each in ("refused", "doubts") if counts.get(each) and upload.state == "ready"), "all")
    show = show if show in (*queries.WANTED, "all") else "kept" if counts.get("kept") else urgent
    start = row_key(after) or 0
    rows, has_more = queries.page_of_rows(upload, show, start)
    asked = columns_shown(upload, asked_of(upload, actor))
    is_ready = upload.state == "ready"
    return PreviewPage(
        title=_("先看一遍，再入册") if is_ready else str(UploadState(upload.state).label),
        lead=_lead(upload),
        state=upload.state,
        steps=steps_of(upload) if is_ready else [],
        note=_note(upload),
        stats=_stats(upload, url),
        tokens=_tokens(upload, url, show),
        heads=[(each.label, each.kind == "integer") for each in asked],
        rows=_rows(upload, register, asked, rows),
        show=show,
        after=start,
        next_url=f"{url}?show={show}&after={rows[-1].number}" if has_more else "",
        first_url=f"{url}?show={show}" if start else "",
        refused_url=reverse("upload.refused", args=(upload.pk,)) if counts.get("refused") else "",
        foot=_foot(upload),
        apply_url=reverse("upload.apply", args=(upload.pk,)) if is_ready and counts.get("to_enter") else "",
        apply_label=_("入册 {n} 条").format(n=f"{counts.get('to_enter', 0):,}"),
        columns_url=f"{url}?step=columns" if is_ready else "",
        cancel_url=reverse("upload.cancel", args=(upload.pk,)) if is_ready else "",
        undo_url=reverse("upload.undo", args=(upload.pk,)) if upload.state == "applied" else "",
        crumbs=crumbs_to(register, Crumb(_("上传"), reverse(f"{register.key}.upload")), Crumb(upload.name)),
    )


def _lead(upload: Upload) -> str:
    total = sum(upload.counts.get(each, 0) for each in ("new", "change", "same", "refused"))
    said = _("{name}，{n} 行。").format(name=upload.name, n=f"{total:,}")
    return said + (_("现在还没有写入任何一条。") if upload.state == "ready" else "")


def _note(upload: Upload) -> str:
    if upload.message:
        return upload.message
    if upload.state == "ready" and (twin := queries.entered_twin(upload)) and twin.entered_at:
        when = worded_date(localtime(twin.entered_at), _("n月j日"))
        return _("同一份文件{who}{when}已经入册过一次，册里有的这次不会重复登记。").format(who=twin.made_by, when=when)
    return ""


def _foot(upload: Upload) -> str:
    if upload.state == "ready":
        return _("入册后 {days} 天内可以整批撤销；此后被改过的行会列出来，由您决定。").format(days=KEPT_DAYS)
    if upload.state == "applied":
        return _("撤销会把这批登记撤出登记簿，更正过的改回原值；此后被人改过的不动，列出来给您看。")
    kept = upload.counts.get("kept", 0)
    return _("有 {n} 条入册后又被改过或用到，没有撤，列在上面。").format(n=kept) if kept else _("这批登记都撤出来了。")


def _stats(upload: Upload, url: str) -> list[Stat]:
    texts = {
        "new": _("入册后就是新登记"),
        "change": _("在册的会改，旧值留痕"),
        "same": _("册里已有，不动"),
        "refused": _("改好再收，或下载后另传"),
    }
    if upload.state != "ready":
        texts = dict.fromkeys(texts, "")
    return [
        Stat(str(Outcome(key).label), TONES[key], upload.counts.get(key, 0), f"{url}?show={key}#rows", text)
        for key, text in texts.items()
    ]


def _tokens(upload: Upload, url: str, show: str) -> list[Token]:
    words = {
        "all": _("全部"),
        "refused": str(Outcome.REFUSED.label),
        "doubts": _("要核对"),
        "change": str(Outcome.CHANGE.label),
        "new": str(Outcome.NEW.label),
        "same": str(Outcome.SAME.label),
        "left": _("不入册"),
        "kept": str(Fate.KEPT.label),
    }
    return [
        Token(word if key == "all" else f"{word} {upload.counts[key]:,}", f"{url}?show={key}#rows", key == show)
        for key, word in words.items()
        if key == "all" or key == show or upload.counts.get(key)
    ]


def _rows(upload: Upload, register: type[Register], asked: list[Field], rows: list[StagedRow]) -> list[PreviewRow]:
    changed = [row.record for row in rows if row.record and row.outcome == "change" and row.before is None]
    records = queries.records_by_id(register, changed)
    earlier = queries.places_of(upload, [row.repeats for row in rows if row.repeats])
    made, is_several = [], sum(1 for table in upload.chosen if table["read"]) > 1
    for row in rows:
        old = row.before or _held(register, records.get(row.record or 0), asked)
        word = str(Fate(row.fate).label) if row.fate in ("taken_back", "kept") else str(Outcome(row.outcome).label)
        is_open = upload.state == "ready" and row.outcome != "same"
        here = (row.fate == "entered" or row.outcome in ("change", "same") or row.fate == "kept") and row.record
        made.append(
            PreviewRow(
                number=row.number,
                place=f"{row.sheet} {row.row}{row.place}" if is_several else f"{row.row}{row.place}",
                word=_("不入册") if row.is_left_out else word,
                tone="" if row.is_left_out else TONES[row.outcome],
                cells=[_cell(register, each, row, old) for each in asked],
                reasons=reasons_of(row, earlier),
                record_url=reverse(f"{register.key}.page", args=(row.record,)) if here else "",
                mend_url=reverse("upload.row", args=(upload.pk, row.number)) if is_open else "",
                leave_url=reverse("upload.leave", args=(upload.pk, row.number))
                if is_open and row.outcome != "refused"
                else "",
                is_left_out=row.is_left_out,
            )
        )
    return made


def _held(register: type[Register], record: Any, asked: list[Field]) -> dict[str, Any]:
    """What a record holds, as staging says it."""
    held: dict[str, Any] = {}
    for each in asked if record is not None else []:
        if each.name != KEY:
            value = register.model._meta.get_field(each.name).value_from_object(record)  # type: ignore[union-attr]
            held[each.name] = value.isoformat() if hasattr(value, "isoformat") else value
    return held


def _cell(register: type[Register], asked: Field, row: StagedRow, old: dict[str, Any]) -> PreviewCell:
    wrong = any(reason[0] == asked.name for reason in row.reasons)
    value = row.values.get(asked.name)
    text = shown(asked, value) if value is not None else str(row.said.get(asked.name, ""))
    was = old.get(asked.name)
    is_changed = row.outcome == "change" and value is not None and was not in (None, "") and was != value
    before = veiled(register.veil_of(asked.name), shown(asked, was)) if is_changed else ""
    return PreviewCell(asked.label, text, before, wrong, asked.kind)
