# SPDX-License-Identifier: Apache-2.0
"""Files of a record: added, fetched and taken off through the record that holds them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from guantong.kernel.errors import Invalid
from guantong.trace.files import place_of
from guantong.trace.services import writes

from ..register import Register
from ..services import attachments


@require_POST
def attach(request: Any, pk: int, register: type[Register]) -> HttpResponse:
    """Add files; all of them or none."""
    row = register.fetch(request.actor, pk, "correct")
    uploads = request.FILES.getlist("file")
    if not uploads:
        raise Invalid(gettext_noop("请先选文件，再按“添上附件”。"), field="file")
    for_all = writes(lambda: [attachments.attach(request.actor, register, row, upload) for upload in uploads])
    for_all()
    messages.success(request, _("已添上附件。"))
    return redirect(f"{register.key}.page", pk)


@require_GET
def attached(request: Any, pk: int, file: int, register: type[Register]) -> FileResponse:
    """One file, for whoever may see the record."""
    found = attachments.fetch_attachment(register, register.fetch(request.actor, pk), file)
    content = place_of(found.file_id).open("rb")
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=found.file.media_type)


@require_POST
def detach(request: Any, pk: int, file: int, register: type[Register]) -> HttpResponse:
    """Take one file off."""
    attachments.detach(request.actor, register, register.fetch(request.actor, pk, "correct"), file)
    messages.success(request, _("附件已移除，经过里还记着。"))
    return redirect(f"{register.key}.page", pk)
