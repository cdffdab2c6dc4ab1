# SPDX-License-Identifier: Apache-2.0
"""Files of a record: of a known kind by their content, of bounded size and number, served through the record alone."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound
from guantong.org.actors import Actor
from guantong.org.services import trace
from guantong.trace import files
from guantong.trace.services import Changes, writes

from ..models import Attachment
from ..register import Register

MOST = 20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = "application/vnd.openxmlformats-officedocument."
# How a file of each kind begins, and what it is served as.
KINDS: dict[str, tuple[bytes, str]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (ZIP, f"{OFFICE}wordprocessingml.document"),
    ".xlsx": (ZIP, f"{OFFICE}spreadsheetml.sheet"),
    ".pptx": (ZIP, f"{OFFICE}presentationml.presentation"),
    ".ofd": (ZIP, "application/ofd"),
    ".zip": (ZIP, "application/zip"),
    ".doc": (OLE, "application/msword"),
    ".xls": (OLE, "application/vnd.ms-excel"),
    ".wps": (OLE, "application/vnd.ms-works"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
}


@writes
def attach(actor: Actor, register: type[Register], row: Any, upload: Any) -> Attachment:
    """Add a file to a record. What it is called and what it holds must agree."""
    actor.must(register.right("correct"), row.unit)
    kind = PurePath(upload.name).suffix.lower()
    if kind not in KINDS:
        raise Invalid(_("“{name}”不是能收的文件。能收：{kinds}。"), name=upload.name[-60:], kinds=said_kinds())
    if upload.size > settings.CONF["upload_mb"] * 1024 * 1024:
        raise Invalid(_("“{name}”太大，一个文件最多 {mb} MB。"), name=upload.name[-60:], mb=settings.CONF["upload_mb"])
    begins, media_type = KINDS[kind]
    content = upload.read()
    if not content.startswith(begins):
        raise Invalid(_("“{name}”里的内容不是 {kind} 文件，请重新存一遍再传。"), name=upload.name[-60:], kind=kind[1:])
    if attached_to(register, row).count() >= MOST:
        raise Invalid(_("一条登记最多附 {most} 个文件。"), most=MOST)
    name = upload.name.replace("\x00", "")[-200:]
    found = Attachment.objects.create(
        register=register.key,
        record_id=row.pk,
        unit=row.unit,
        name=name,
        file=files.keep(content, name=name, media_type=media_type),
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


def said_kinds() -> str:
    """The kinds of files, as a sentence lists them."""
    return "、".join(kind[1:] for kind in KINDS)
