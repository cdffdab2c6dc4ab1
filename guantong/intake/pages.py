# SPDX-License-Identifier: Apache-2.0
"""Typed contexts of the pages of an upload: giving a file, work under way, columns, rows, one row; and the sheets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong import sheets
from guantong.kernel.keys import row_key
from guantong.org.actors import Actor
from guantong.register.pages import Action, Crumb
from guantong.register.register import Register
from guantong.register.veil import veiled
from guantong.sheets import Field

from . import queries
from .fields import KEY, sheet_fields
from .forms import ColumnsForm, FileForm, RowForm
from .judging import shown
from .models import StagedRow, Upload
from .services import KEPT_DAYS
from .states import Fate, Outcome, UploadState

TONES = {"new": "new", "change": "edit", "same": "", "refused": "no"}
STATE_TONES = {"applied": "new", "ready": "ask", "matching": "ask", "failed": "no", "cancelled": "", "undone": ""}
# What holding a row against the register said, by the word that is kept with the row; any other text is the reason.
NOTES = {
    "closed": gettext_noop("这个单位已撤销，或不在您的范围里。请改单位"),
    "unknown": gettext_noop("册里没有这个登记编号，或不在您的范围里。请删去编号，或照册里的写"),
    "many": gettext_noop("册里有几条登记和它对得上，认不出改哪一条。请写上登记编号"),
    "repeats": gettext_noop("与第 {row} 行完全相同，只收一条"),
    "resembles": gettext_noop("与第 {row} 行像是同一条，请核对；不要的话点“不入册”"),
    "twice": gettext_noop("与第 {row} 行指的是册里同一条登记，只能改一次。请留一行"),
}
MOST_REFUSED = 100_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an upload's way."""

    label: str
    state: str


def steps_of(upload: Upload) -> list[Step]:
    """How far an upload has come."""
    labels = [_("选文件"), _("认列名"), _("看结果"), _("入册")]
    at = {"waiting": 0, "matching": 1, "staging": 2, "ready": 2}.get(upload.state, 3)
    done = len(labels) if upload.state in ("applied", "undoing", "undone") else at
    return [
        Step(label, "done" if number < done else "now" if number == done else "next")
        for number, label in enumerate(labels)
    ]


def crumbs_to(register: type[Register], *steps: Crumb) -> list[Crumb]:
    """The way to a page of an upload."""
    return [Crumb(register.title(), reverse(f"{register.key}.list")), *steps]


@dataclass(frozen=True, slots=True)
class Recent:
    """An upload of this unit."""

    name: str
    url: str
    word: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """Giving a file."""

    title: str
    form: FileForm
    limit_text: str
    template_url: str
    recent: list[Recent]
    cancel_url: str
    crumbs: list[Crumb]


def start_page(actor: Actor, register: type[Register], form: FileForm) -> StartPage:
    """The page that takes a file for a register."""
    recent = [
        Recent(
            each.name,
            reverse("upload", args=(each.pk,)),
            str(UploadState(each.state).label),
            STATE_TONES.get(each.state, "edit"),
            _("{who}，{when}").format(who=each.made_by, when=worded_date(localtime(each.made_at), _("n月j日 H:i"))),
        )
        for each in queries.recent_uploads(actor, register)
    ]
    title = _("上传%s表格") % register.title()
    return StartPage(
        title=title,
        form=form,
        limit_text=_("最大 {limit} 兆。先看结果，您点了入册才写进登记簿；入册后 {days} 天内可以整批撤销。").format(
            limit=settings.CONF["upload_mb"], days=KEPT_DAYS
        ),
        template_url=reverse(f"{register.key}.template"),
        recent=recent,
        cancel_url=reverse(f"{register.key}.list"),
        crumbs=crumbs_to(register, Crumb(title)),
    )


def asked_of(upload: Upload, actor: Actor) -> tuple[Field, ...]:
    """The fields that an upload's sheet is asked for."""
    return sheet_fields(queries.register_of(upload), actor)


def empty_sheet(register: type[Register], actor: Actor) -> bytes:
    """The empty sheet of a register; units are written by name, examples are the officer's own."""
    fields = [each for each in sheet_fields(register, actor) if each.name != KEY]
    own = {"unit": actor.unit.name}
    return sheets.template([replace(each, example=own.get(each.name, "")) for each in fields], register.title())


@dataclass(frozen=True, slots=True)
class WorkPage:
    """An upload that the worker has, or that came to nothing."""

    title: str
    lead: str
    state: str
    steps: list[Step]
    text: str
    count_text: str
    message: str
    url: str
    cancel_url: str
    resume_url: str
    again_url: str
    crumbs: list[Crumb]


def work_page(upload: Upload) -> WorkPage:
    """What the worker is at, or why there is nothing to do."""
    register = queries.register_of(upload)
    so_far = queries.staged_so_far(upload) if upload.state == "staging" else 0
    may_stop, is_over = upload.state in ("waiting", "staging"), upload.state in ("failed", "cancelled")
    return WorkPage(
        title=_("文件没有读成") if upload.state == "failed" else str(UploadState(upload.state).label),
        lead=upload.name,
        state=upload.state,
        steps=[] if is_over else steps_of(upload),
        text=str(UploadState(upload.state).label),
        count_text=_("已看到第 {n} 行").format(n=f"{so_far:,}") if so_far else "",
        message=upload.message,
        url=reverse("upload", args=(upload.pk,)),
        cancel_url=reverse("upload.cancel", args=(upload.pk,)) if may_stop else "",
        resume_url="" if is_over else reverse("upload.resume", args=(upload.pk,)),
        again_url=reverse(f"{register.key}.upload"),
        crumbs=crumbs_to(register, Crumb(_("上传"), reverse(f"{register.key}.upload")), Crumb(upload.name)),
    )


@dataclass(frozen=True, slots=True)
class TablePart:
    """One table whose columns are to be confirmed."""

    label: str
    read: Any
    selects: list[Any]
    doubts: list[str]
    known_text: str


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """Which column is what."""

    title: str
    lead: str
    steps: list[Step]
    form: ColumnsForm
    parts: list[TablePart]
    themes: Any
    without: list[str]
    submit_url: str
    cancel_url: str
    crumbs: list[Crumb]


def columns_page(upload: Upload, form: ColumnsForm) -> ColumnsPage:
    """The columns of an upload's tables, as they are proposed."""
    register = queries.register_of(upload)
    parts = [
        TablePart(
            _("工作表“{sheet}”").format(sheet=table["sheet"])
            + (_("，{place} 列起").format(place=table["place"]) if table.get("place") else ""),
            read,
            selects,
            table["doubts"],
            _("按上次认过的列名填好了。") if table.get("known") else "",
        )
        for table, read, selects in form.parts()
    ]
    without = [
        _("“{sheet}”是隐藏的，不读").format(sheet=each["sheet"])
        if each["is_hidden"]
        else _("“{sheet}”里没有找到表格").format(sheet=each["sheet"])
        for each in upload.found
        if not each["columns"]
    ]
    return ColumnsPage(
        title=_("核对列名"),
        lead=_("{name}。每一栏取自哪一列？认好一次，下回同样的表就不用再认。").format(name=upload.name),
        steps=steps_of(upload),
        form=form,
        parts=parts,
        themes=form["themes"],
        without=without,
        submit_url=reverse("upload.columns", args=(upload.pk,)),
        cancel_url=reverse("upload.cancel", args=(upload.pk,)),
        crumbs=crumbs_to(register, Crumb(_("上传"), reverse(f"{register.key}.upload")), Crumb(upload.name)),
    )


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
    asked = _columns_shown(upload, asked_of(upload, actor))
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


def _columns_shown(upload: Upload, asked: Sequence[Field]) -> list[Field]:
    used = {name for table in upload.chosen if table["read"] for name in (*table["columns"], *table["constants"])}
    return [each for each in asked if each.name in used]


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
                reasons=_reasons(row, earlier),
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


def _reasons(row: StagedRow, earlier: dict[int, str]) -> list[str]:
    said = [reason[1] for reason in row.reasons]
    if row.note:
        note = _(NOTES[row.note]) if row.note in NOTES else row.note
        said.append(note.format(row=earlier.get(row.repeats or 0, "")) if row.note in NOTES else note)
    return list(dict.fromkeys(said))


def _notes(upload: Upload, row: StagedRow) -> list[str]:
    """What holding a row against the register said, and nothing of what was said when it was read."""
    earlier = queries.places_of(upload, [row.repeats] if row.repeats else [])
    said = {reason[1] for reason in row.reasons}
    return [each for each in _reasons(row, earlier) if each not in said]


def cell_texts(row: StagedRow, asked: Sequence[Field]) -> dict[str, str]:
    """The cells of a row as a person would type them."""
    return {
        each.name: str(row.said[each.name]) if row.said.get(each.name) else shown(each, row.values.get(each.name))
        for each in asked
    }


@dataclass(frozen=True, slots=True)
class RowPage:
    """Mending one row."""

    title: str
    reasons: list[str]
    form: RowForm
    url: str
    cancel_url: str
    columns: int
    crumbs: list[Crumb]


def row_page(upload: Upload, row: StagedRow, form: RowForm, asked: Sequence[Field]) -> RowPage:
    """One row, its cells to be mended."""
    register = queries.register_of(upload)
    back = reverse("upload", args=(upload.pk,))
    title = _("改“{sheet}”第 {row} 行").format(sheet=row.sheet, row=row.row)
    return RowPage(
        title=title,
        reasons=[said for name, said, *_more in row.reasons if name not in form.fields] + _notes(upload, row),
        form=form,
        url=reverse("upload.row", args=(upload.pk, row.number)),
        cancel_url=f"{back}?after={row.number - 1}#r{row.number}",
        columns=len(_columns_shown(upload, asked)) + 4,
        crumbs=crumbs_to(register, Crumb(upload.name, back), Crumb(title)),
    )


def refused_sheet(upload: Upload, actor: Actor) -> bytes:
    """The refused rows with the reason beside each, under the register's own heads, to be mended and given again."""
    asked = _columns_shown(upload, asked_of(upload, actor))
    out = io.BytesIO()
    rows = queries.rows_of(upload, "refused").order_by("number")[:MOST_REFUSED]
    earlier = queries.places_of(upload, [row.repeats for row in rows if row.repeats])

    def lines() -> Any:
        for row in rows:
            texts = cell_texts(row, asked)
            reasons = "；".join(_reasons(row, earlier))
            yield [reasons, f"{row.sheet} {row.row}", *(texts[each.name] for each in asked)]

    sheets.write(lines(), [_("拒收的原因"), _("原来的行"), *(each.label for each in asked)], out)
    return out.getvalue()
