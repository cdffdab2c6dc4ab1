# SPDX-License-Identifier: Apache-2.0
"""What an officer does with an upload: bring it in, confirm its columns, mend a row, have it entered, take it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, WrongState
from guantong.org.actors import Actor
from guantong.org.models import Post, Theme
from guantong.org.services import move, trace
from guantong.register.register import Register
from guantong.sheets import Field
from guantong.sheets.values import Context, parse
from guantong.trace import files
from guantong.trace.services import Changes, writes

from .. import queries
from ..fields import KEY, SHEETS
from ..judging import Judge
from ..models import KnownHead, StagedRow, Upload
from ..states import UPLOAD_FLOW
from .staging import hold_against_register, judge_of

HOUSE = "zh-hans"  # reasons are kept with the row, in the language of the house
KEPT_DAYS = 30  # for so long an upload can be taken back as a whole, and a draft waits for its officer


def actor_of(upload: Upload) -> Actor:
    """Who acted last on an upload, while that post is in force. Refused where it has ended."""
    posts = Post.objects.in_force(clock.today()).filter(pk=upload.post_id).select_related("person", "unit")
    post = posts.first()
    if post is None:
        raise WrongState(_("经办人的岗位已经到期，请本单位在任的人重新上传。"))
    return Actor.in_post(post)


@writes
def bring_in(actor: Actor, register: type[Register], *, content: bytes, name: str) -> Upload:
    """Keep a file for a register; the worker reads it. The same file on its way already is that same upload."""
    actor.must("intake.upload.add", actor.unit)
    actor.must(register.right("record"), actor.unit)
    if register.check is None:
        raise Invalid(_("这本登记簿不收表格，请逐条登记。"), field="file")
    kept = files.keep_upload(content, name=name, taken=SHEETS)
    twin = queries.open_twin(actor, register, kept.digest)
    if twin is not None:
        return twin
    upload = Upload.objects.create(
        unit=actor.unit,
        post_id=actor.post_id,
        register=register.key,
        file=kept,
        name=name[:200],
        made_at=clock.now(),
        made_by=actor.person_name,
    )
    trace(actor, "add", upload, Changes(after={"register": register.key, "name": upload.name, "file": kept.digest}))
    return upload


@writes
def confirm_columns(actor: Actor, upload: Upload, chosen: list[dict[str, Any]], *, themes: Iterable[Theme]) -> Upload:
    """Set which column of which table holds which field, remember it for the unit, and have the rows looked at."""
    register = queries.register_of(upload)
    actor.must(register.right("record"), upload.unit)
    if not any(table["read"] for table in chosen):
        raise Invalid(_("请至少选一张要读的表。"), field="tables")
    StagedRow.objects.filter(upload=upload).delete()
    upload.chosen, upload.counts, upload.post_id = chosen, {}, actor.post_id
    upload.themes.set(list(themes))
    move(upload, UPLOAD_FLOW, "match", by=actor)
    _remember(upload)
    return upload


def _remember(upload: Upload) -> None:
    """What this unit's heads mean, for its next sheet."""
    heads: dict[str, str] = {}
    for table, picked in zip(upload.found, upload.chosen, strict=True):
        if picked["read"]:
            fields = {index: name for name, index in picked["columns"].items()}
            heads |= {each["label"]: fields.get(each["index"], "") for each in table["columns"] if each["has_label"]}
    rows = [
        KnownHead(unit=upload.unit, register=upload.register, head=head[:200], field=name)
        for head, name in heads.items()
    ]
    KnownHead.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("unit", "register", "head"), update_fields=("field",)
    )


@writes
def take_over(actor: Actor, upload: Upload) -> Upload:
    """Let the worker go on for this officer, where the one before has left the post."""
    if upload.post_id == actor.post_id:
        return upload
    actor.must("intake.upload.add", upload.unit)
    Upload.objects.filter(pk=upload.pk).update(post=actor.post_id)
    trace(actor, "take_over", upload, Changes({"post": upload.post_id}, {"post": actor.post_id}))
    upload.post_id = actor.post_id
    return upload


@writes
def cancel(actor: Actor, upload: Upload) -> Upload:
    """Stop an upload before anything of it was entered; its rows go at once."""
    move(upload, UPLOAD_FLOW, "cancel", by=actor)
    StagedRow.objects.filter(upload=upload).delete()
    return upload


@writes
def ask_to_enter(actor: Actor, upload: Upload) -> Upload:
    """Have the rows entered: from here on it is the worker's, as one transaction."""
    register = queries.register_of(upload)
    actor.must(register.right("record"), upload.unit)
    if upload.counts.get("change"):
        actor.must(register.right("correct"), upload.unit)
    if upload.state == "ready" and not upload.counts.get("to_enter"):
        raise WrongState(_("没有要入册的行：册里都有了，或者都拒收了。"))
    upload.post_id, upload.message = actor.post_id, ""
    return move(upload, UPLOAD_FLOW, "apply", by=actor)


@writes
def ask_to_undo(actor: Actor, upload: Upload) -> Upload:
    """Have an entered upload taken back: what was changed since stays and is listed."""
    register = queries.register_of(upload)
    actor.must(register.right("void"), upload.unit)
    if upload.state == "applied" and not StagedRow.objects.filter(upload=upload, fate="entered").exists():
        raise WrongState(_("这批入册已经太久，底稿清掉了，不能整批撤销。请逐条作废。"))
    upload.post_id = actor.post_id
    return move(upload, UPLOAD_FLOW, "undo", by=actor)


def check_is_ready(upload: Upload) -> None:
    """Raise WrongState unless the rows of an upload wait for its officer."""
    if upload.state != "ready":
        raise WrongState(_("现在不能改行：这份表还在处理，或已经入册。"))


@writes
def mend_row(actor: Actor, upload: Upload, row: StagedRow, *, said: Mapping[str, str]) -> StagedRow:
    """Judge a row again by what the officer typed in its cells, and hold it against the register."""
    check_is_ready(upload)
    actor.must(queries.register_of(upload).right("record"), upload.unit)
    judge, context = judge_of(upload, actor), Context()
    values: dict[str, Any] = {}
    reasons: list[list[str]] = []
    refused: set[str] = set()
    for field in judge.fields:
        text = said.get(field.name, "").strip()
        found = parse(text, field, context) if text else None
        if found is None:
            continue
        values[field.name] = found.value
        reasons += [[field.name, found.why, *found.candidates]] if found.why else []
        refused |= {field.name} if found.verdict == "refused" else set()
    with override(HOUSE):
        verdict = judge.judged(values, refused)
    is_refused = bool(refused or verdict.faults)
    reasons = [*(reasons if refused or not is_refused else []), *map(list, verdict.faults)]
    row.values, row.reasons, row.note = verdict.values, reasons, ""
    row.said = {name: text for name, text in said.items() if text.strip()} if reasons else {}
    row.outcome, row.has_doubts = ("refused", False) if is_refused else ("new", bool(reasons))
    row.record = row.record_version = row.repeats = None
    row.save(force_update=True)
    hold_against_register(upload, actor)
    trace(actor, "mend", upload, Changes(after={"row": row.row, "values": row.values}))
    row.refresh_from_db()
    return row


@writes
def leave_out(actor: Actor, upload: Upload, row: StagedRow, *, is_left_out: bool) -> StagedRow:
    """Say that a row shall not be entered, or shall after all."""
    check_is_ready(upload)
    actor.must(queries.register_of(upload).right("record"), upload.unit)
    row.is_left_out = is_left_out
    row.save(force_update=True, update_fields=("is_left_out",))
    upload.counts = queries.counted(upload)
    Upload.objects.filter(pk=upload.pk).update(counts=upload.counts)
    trace(actor, "leave_out" if is_left_out else "take_in", upload, Changes(after={"row": row.row}))
    return row


def mendable(judge: Judge) -> tuple[Field, ...]:
    """The fields that a row can be mended in."""
    return tuple(field for field in judge.fields if field.name != KEY)


def tidy() -> int:
    """Delete staged rows that no step needs any more, an upload at a time; returns how many uploads were tidied."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    count = 0
    for upload in queries.uploads_to_tidy(before):
        with transaction.atomic():
            StagedRow.objects.filter(upload=upload).delete()
        count += 1
    return count
