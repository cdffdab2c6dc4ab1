# SPDX-License-Identifier: Apache-2.0
"""Files of a record: of a known kind by their content, of bounded size and number, served through the record alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound
from guantong.org.actors import Actor
from guantong.org.services import trace
from guantong.trace import files
from guantong.trace.kinds import TAKEN, check_size
from guantong.trace.services import Changes, writes

from ..models import Attachment
from ..register import Register

MOST = 20
ENDINGS = (".pdf", ".docx", ".xlsx", ".pptx", ".ofd", ".zip", ".doc", ".xls", ".wps", ".jpg", ".jpeg", ".png")
KINDS = {ending: TAKEN[ending] for ending in ENDINGS}


@writes
def attach(actor: Actor, register: type[Register], row: Any, upload: Any) -> Attachment:
    """Add a file to a record. What it is called and what it holds must agree."""
    actor.must(register.right("correct"), row.unit)
    check_size(upload.size, upload.name, settings.UPLOAD_LIMIT)
    if attached_to(register, row).count() >= MOST:
        raise Invalid(_("一条登记最多附 {most} 个文件。"), most=MOST)
    name = upload.name.replace("\x00", "")[-200:]
    found = Attachment.objects.create(
        register=register.key,
        record_id=row.pk,
        unit=row.unit,
        name=name,
        file=files.keep_upload(upload.read(), name=name, taken=KINDS),
        added_at=clock.real_now(),
        added_by=actor.person_name,
    )
    trace(actor, "attach", row, Changes(after={"attachments": [name], "digest": found.file_id}))
    return found


@writes
def detach(actor: Actor, register: type[Register], row: Any, pk: int) -> None:
    """Take a file off a record; that it was there stays in the history."""
    actor.must(register.right("correct"), row.unit)
    found = fetch_attachment(register, row, pk)
    found.removed_at = clock.real_now()
    found.save(update_fields=("removed_at",))
    trace(actor, "detach", row, Changes(before={"attachments": [found.name], "digest": found.file_id}))


def attached_to(register: type[Register], row: Any) -> models.QuerySet[Attachment]:
    """The files of a record, in the order in which they were added."""
    return Attachment.objects.filter(register=register.key, record_id=row.pk, removed_at=None).order_by("pk")


def fetch_attachment(register: type[Register], row: Any, pk: int) -> Attachment:
    """One file of a record. Raises NotFound for that of another."""
    found = attached_to(register, row).select_related("file").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("这条登记没有这个附件，可能已经移除。"))
    return found
