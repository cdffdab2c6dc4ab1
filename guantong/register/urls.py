# SPDX-License-Identifier: Apache-2.0
"""The addresses of one register, all made from its declaration, and those that all registers share."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from .register import Register
from .views import files, lists, moves, records

Pages = dict[str, tuple[str, Callable[..., HttpResponseBase]]]


def urls_of(register: type[Register]) -> list[URLPattern]:
    """Its addresses, named by its key."""
    pages: Pages = {
        "list": ("", lists.listing),
        "new": ("new/", records.new),
        "page": ("<int:pk>/", records.page),
        "edit": ("<int:pk>/edit/", records.edit),
        "history": ("<int:pk>/history/", records.history),
        "void": ("<int:pk>/void/", moves.void),
        "restore": ("<int:pk>/restore/", moves.restore),
        "draft": ("drafts/<int:pk>/", records.draft),
        "draft.drop": ("drafts/<int:pk>/drop/", records.drop_draft),
        "pick": ("pick/<slug:place>/<slug:field>/", records.pick),
        "attach": ("<int:pk>/files/", files.attach),
        "file": ("<int:pk>/files/<int:file>/", files.attached),
        "detach": ("<int:pk>/files/<int:file>/remove/", files.detach),
        "bulk": ("bulk/", lists.bulk),
        "export": ("export/", lists.export),
        "views": ("views/", lists.save_view),
        "view.drop": ("views/<int:pk>/drop/", lists.drop_view),
    }
    if register.veiled_on_page():
        pages["reveal"] = ("<int:pk>/reveal/<slug:field>/", records.reveal)
    if register.flow:
        pages["move"] = ("<int:pk>/moves/<slug:verb>/", moves.move)
    return [
        path(f"{register.slug}/{tail}", partial(view, register=register), name=f"{register.key}.{name}")
        for name, (tail, view) in pages.items()
    ]


urlpatterns = [
    path("exports/", lists.own_exports, name="exports"),
    path("exports/<int:pk>/file/", lists.export_file, name="export.file"),
    path("exports/<int:pk>/stop/", lists.stop_export, name="export.stop"),
]
