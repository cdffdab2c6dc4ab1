# SPDX-License-Identifier: Apache-2.0
"""Reads of uploads: the one door to an upload, its rows page by page, counts, and what the unit confirmed before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import NotFound
from guantong.org.actors import Actor
from guantong.register import catalogue
from guantong.register.register import Register

from .fields import identity_of, names_on_sheet
from .models import KnownHead, StagedRow, Upload
from .sql import Shape
from .states import AT_WORK, OPEN

PAGE = 50
WANTED = ("refused", "doubts", "change", "new", "same", "left", "kept")


def register_of(upload: Upload) -> type[Register]:
    """The register that an upload is for."""
    return catalogue.register_named(upload.register)


def shape_of(register: type[Register]) -> Shape:
    """The register's table as staged rows meet it."""
    return Shape(register.model, names_on_sheet(register), identity_of(register))


def fetch_upload(actor: Actor, pk: int) -> Upload:
    """An upload of the actor's own unit: a sheet on its way is nobody else's. NotFound otherwise."""
    found = Upload.objects.filter(pk=pk, unit=actor.unit).select_related("unit", "file").first()
    if found is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    actor.must("intake.upload.add", found.unit)
    return found


def fetch_row(upload: Upload, number: int) -> StagedRow:
    """One row of an upload. NotFound where there is none of that number."""
    found = StagedRow.objects.filter(upload=upload, number=number).first()
    if found is None:
        raise NotFound(_("这份表里没有这一行。"))
    return found


def recent_uploads(actor: Actor, register: type[Register]) -> list[Upload]:
    """The unit's latest uploads into a register."""
    return list(Upload.objects.filter(unit=actor.unit, register=register.key).order_by("-pk")[:10])


def open_twin(actor: Actor, register: type[Register], digest: str) -> Upload | None:
    """The unit's own upload of the same file that is still on its way."""
    rows = Upload.objects.filter(unit=actor.unit, register=register.key, file=digest, state__in=OPEN)
    return rows.select_related("unit", "file").first()


def entered_twin(upload: Upload) -> Upload | None:
    """An upload of the same file into the same register that was entered, by whichever unit of the same tree branch."""
    rows = Upload.objects.filter(register=upload.register, file=upload.file_id, state="applied", unit=upload.unit_id)
    return rows.exclude(pk=upload.pk).order_by("-entered_at").first()


def rows_of(upload: Upload, which: str) -> QuerySet[StagedRow]:
    """The rows of an upload that came out in one way; all of them for ""."""
    rows = StagedRow.objects.filter(upload=upload)
    if which in ("new", "change", "same", "refused"):
        return rows.filter(outcome=which)
    chosen = {"doubts": Q(has_doubts=True), "left": Q(is_left_out=True), "kept": Q(fate="kept")}
    return rows.filter(chosen[which]) if which in chosen else rows


def page_of_rows(upload: Upload, which: str, after: int) -> tuple[list[StagedRow], bool]:
    """Rows behind a number, and whether there are more."""
    found = list(rows_of(upload, which).filter(number__gt=after).order_by("number")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def counted(upload: Upload) -> dict[str, int]:
    """How many rows came out how; the counts that the pages show."""
    groups = StagedRow.objects.filter(upload=upload).values_list("outcome", "has_doubts", "is_left_out", "fate")
    counts = dict.fromkeys(("new", "change", "same", "refused", "doubts", "left", "kept", "taken_back"), 0)
    for outcome, has_doubts, is_left_out, fate, number in groups.annotate(number=Count("number")).order_by():
        counts[outcome] += number
        is_open = outcome in ("new", "change")
        counts["doubts"] += number if has_doubts else 0
        counts["left"] += number if is_left_out and is_open else 0
        if fate in ("kept", "taken_back"):
            counts[fate] += number
    counts["to_enter"] = counts["new"] + counts["change"] - counts["left"]
    return counts


def number_of(upload: Upload, fate: str, *outcomes: str) -> int:
    """How many rows have this fate, all or those of some outcomes."""
    rows = StagedRow.objects.filter(upload=upload, fate=fate)
    return (rows.filter(outcome__in=outcomes) if outcomes else rows).count()


def staged_so_far(upload: Upload) -> int:
    """The number of the last row that was staged; 0 before the first."""
    last = StagedRow.objects.filter(upload=upload).order_by("-number").values_list("number", flat=True).first()
    return last or 0


def known_heads(upload: Upload) -> dict[str, str]:
    """What heads mean in this unit's sheets for this register."""
    rows = KnownHead.objects.filter(unit=upload.unit, register=upload.register)
    return dict(rows.values_list("head", "field"))


def uploads_at_work() -> Iterator[int]:
    """Uploads whose turn is the worker's."""
    yield from Upload.objects.filter(state__in=AT_WORK).order_by("pk").values_list("pk", flat=True)


def records_by_id(register: type[Register], ids: list[int]) -> dict[int, Any]:
    """Records of a register by their ids."""
    return dict(register.model._default_manager.in_bulk(ids))


def uploads_to_tidy(before: datetime) -> Iterator[Upload]:
    """Uploads made or entered before a moment, not in the worker's hands, that still have rows."""
    old = Q(entered_at__lt=before) | Q(entered_at=None, made_at__lt=before)
    rows = StagedRow.objects.filter(upload=OuterRef("pk"))
    yield from Upload.objects.filter(old).exclude(state__in=AT_WORK).filter(Exists(rows)).order_by("pk")


def places_of(upload: Upload, numbers: list[int]) -> dict[int, str]:
    """Where rows stand in their file, by number: the row, behind its sheet's name."""
    rows = StagedRow.objects.filter(upload=upload, number__in=numbers).values_list("number", "sheet", "row")
    return {number: str(row) if sheet == "csv" else f"“{sheet}”{row}" for number, sheet, row in rows}
