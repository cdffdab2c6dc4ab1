# SPDX-License-Identifier: Apache-2.0
"""All reports on one notice as files in one archive: written by the worker one after the other, never all in memory."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import IO

from django.db import transaction
from django.utils.translation import gettext_noop as _

from guantong.dispatch.models import Notice
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, Refused, WrongState
from guantong.org.actors import Actor
from guantong.org.models import Post
from guantong.org.scope import within
from guantong.org.services import trace
from guantong.trace import files
from guantong.trace.services import Changes, writes

from ..models import DocumentBundle, Report
from ..out import file_of

FORMS = ("docx", "pdf")
STEP = 5
"""Reports between two notes of how far the job has come."""
STILL = timedelta(minutes=2)
PIECE = 1 << 20
ODD = re.compile(r"[\\/:*?\"<>|\s]+")


def reports_of(bundle: DocumentBundle) -> list[int]:
    """The reports that go into a bundle: those sent up on its notice by its unit and all below, in tree order."""
    rows = Report.objects.filter(within(bundle.unit.path), notice=bundle.notice, state__in=("sent", "accepted"))
    return list(rows.order_by("unit__path").values_list("pk", flat=True))


@writes
def ask_for_bundle(actor: Actor, notice: Notice, *, form: str) -> DocumentBundle:
    """Have the worker write every report on a notice that the actor may read."""
    actor.must("reports.report.read", actor.unit)
    if form not in FORMS:
        raise Invalid(_("只有 Word 和 PDF 两种文件。"), field="form")
    bundle = DocumentBundle(unit=actor.unit, notice=notice, form=form, asked_by=actor.person_name)
    bundle.post_id, bundle.asked_at, bundle.moved_at = actor.post_id, clock.real_now(), clock.real_now()
    bundle.total = len(reports_of(bundle))
    if not bundle.total:
        raise NotFound(_("还没有报来的报告。"))
    bundle.save(force_insert=True)
    trace(actor, "ask", bundle, Changes(after={"total": bundle.total, "form": form}))
    _enqueue(bundle)
    return bundle


@writes
def ask_again(actor: Actor, bundle: DocumentBundle) -> DocumentBundle:
    """Start a bundle again whose worker was killed, or that was refused."""
    actor.must("reports.report.read", bundle.unit)
    if bundle.file_id or not is_still(bundle):
        raise WrongState(_("还在写，不用再来一次。"))
    DocumentBundle.objects.filter(pk=bundle.pk).update(done=0, message="", moved_at=clock.real_now())
    trace(actor, "ask", bundle, Changes(after={"again": True}))
    _enqueue(bundle)
    return bundle


def _enqueue(bundle: DocumentBundle) -> None:
    from .jobs import write_bundle

    transaction.on_commit(partial(write_bundle.enqueue, bundle.pk))


def is_still(bundle: DocumentBundle) -> bool:
    """Whether nothing has moved for so long that its worker must have gone."""
    return bool(bundle.message) or clock.real_now() - bundle.moved_at > STILL


def write_reports(bundle: DocumentBundle) -> None:
    """Write every report into an archive on disk, note how far it has come, and keep the whole at the end."""
    pks = reports_of(bundle)
    with tempfile.TemporaryFile() as place:
        try:
            with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as archive:
                for at, pk in enumerate(pks, start=1):
                    report = Report.objects.select_related("unit", "notice").get(pk=pk)
                    archive.writestr(_name(at, report, bundle.form), file_of(report, bundle.form))  # type: ignore[arg-type]
                    if at % STEP == 0 or at == len(pks):
                        _note(bundle, done=at, total=len(pks))
        except Refused as refused:
            _note(bundle, message=f"{report.unit.name}：{refused}"[:500])
            return
        place.seek(0)
        _finish(Actor.in_post(Post.objects.select_related("person", "unit").get(pk=bundle.post_id)), bundle, place)


def _note(bundle: DocumentBundle, **facts: object) -> None:
    DocumentBundle.objects.filter(pk=bundle.pk).update(**facts, moved_at=clock.real_now())


def _name(at: int, report: Report, form: str) -> str:
    return f"{at:04}-{ODD.sub('', report.unit.label)}.{form}"


@writes
def _finish(actor: Actor, bundle: DocumentBundle, place: IO[bytes]) -> None:
    with closing(_pieces(place)) as pieces:
        name = f"{ODD.sub('', bundle.notice.title)[:60]}-{bundle.form}.zip"
        kept = files.keep_lines(pieces, name=name, media_type="application/zip")
    DocumentBundle.objects.filter(pk=bundle.pk).update(file=kept)
    trace(actor, "bundle", bundle, Changes(after={"file": kept.name, "size": kept.size}))


def _pieces(place: IO[bytes]) -> Iterator[bytes]:
    while piece := place.read(PIECE):
        yield piece
